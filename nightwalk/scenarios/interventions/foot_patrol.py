"""Officers on foot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np

from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import Uniform, quantity
from nightwalk.model.surroundings import beside
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.strength import WEEK, WEEKS_PER_YEAR, Hours, habituated
from nightwalk.scenarios.where import UNPLACED

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions
    from nightwalk.scenarios.where import Where

__all__ = ["FootPatrol"]

METRES_PER_MINUTE = 1000.0 / 60.0  # at 1 km/h


@dataclass(frozen=True, kw_only=True)
class FootPatrol(Intervention):
    """Share officer-hours over the chosen streets, in patrol hours (rule 32).

    An officer is somewhere on the beat with equal probability along its length (``fixed``) or in
    proportion to what is recorded there (``recorded``; as ``fixed`` while nothing is), and is seen
    from `sight` metres beyond each end of a street. Whoever has just passed still counts for `lasting`
    minutes. Visits come at random, so with a share f of the hour in sight, in visits of T minutes,

        share = 1 - (1 - f) exp(-f lasting / T).

    Attributes:
        allocation: ``fixed`` or ``recorded``; never placed by the optimiser.
        weekdays: Days of the patrol, Monday is 0.
        ring: Rows of the streets around the beat, shape (r,); filled in by `placed`.
        lengths: Lengths in metres of beat and ring, shape (n + r,); filled in by `placed`.
    """

    about: ClassVar[About] = About(
        title="Foot patrol",
        module="social",
        grade="A",
        source="Ratcliffe 2011; Braga 2019; fear mixed: Gill 2014, Benavente & Goya 2023",
        note="Works while it is there and less as people get used to it; say how the beat was chosen.",
        acts_on=("guardian",),
        unit="officer-hour",
        payer="police",
        privacy="Say how stops are recorded and who may see the records.",
        proportionality="Presence, not stops, is what the evidence is about.",
        stigma="A beat that follows records falls on those who are watched most already.",
    )

    hours_per_week: float = quantity(80.0, unit="officer-hours", low=0.0, high=5000.0, source="chosen")
    allocation: Literal["fixed", "recorded"] = "fixed"
    first_hour: int = quantity(18, unit="h", low=0, high=23, source="chosen")
    last_hour: int = quantity(2, unit="h", low=0, high=24, source="chosen")
    weekdays: tuple[int, ...] = WEEK
    sight: float = quantity(50.0, unit="m", low=0.0, high=200.0, source="assumed")
    lasting: float = quantity(
        15.0, unit="min", low=0.0, high=60.0, prior=Uniform(5.0, 25.0),
        source="Koper 1995, from memory; checked against Ratcliffe 2011 (SF38)",
    )  # fmt: skip
    pace: float = quantity(4.0, unit="km/h", low=1.0, high=8.0, source="assumed; a patrol strolls")
    habituation_weeks: float = quantity(
        8.0, unit="weeks", low=1.0, high=200.0, prior=Uniform(4.0, 16.0), source="Kansas City; Philadelphia beats",
    )  # fmt: skip
    ring_share: float = quantity(
        0.3, unit="share", low=0.0, high=1.0, prior=Uniform(0.0, 0.6), source="Braga 2019 (sign); odd.md 6",
    )  # fmt: skip
    ring_radius: float = quantity(200.0, unit="m", low=0.0, high=1000.0, source="odd.md 6")
    yearly_cost: float = quantity(
        45.0, unit="EUR per officer-hour", low=0.0, high=300.0, prior=Uniform(25.0, 75.0), source="Hansard, raised",
    )  # fmt: skip
    ring: np.ndarray = field(default_factory=lambda: UNPLACED, compare=False, repr=False)
    lengths: np.ndarray = field(default_factory=lambda: np.empty(0), compare=False, repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.allocation not in ("fixed", "recorded"):
            raise ScenarioError(
                f"{type(self).__name__}.allocation is {self.allocation!r}; it can be 'fixed' or 'recorded'."
            )

    @property
    def worth(self) -> float:
        """What somebody on patrol counts as a visible guardian, against a police officer."""
        return 1.0

    @property
    def hours(self) -> Hours:
        """The patrol hours."""
        return Hours(self.first_hour, self.last_hour, self.weekdays)

    def wear(self, age: int) -> float:
        """Return what is left as people get used to the patrol."""
        return super().wear(age) * habituated(age, self.habituation_weeks)

    def placed(self, city: City, group: int = -1) -> Self:
        """Return the patrol bound to its beat and the ring around it."""
        placed = super().placed(city, group)
        beat = placed.where.segments
        ring, _ = beside(city.midpoints, beat, self.ring_radius)
        return replace(placed, ring=ring, lengths=city.streets.length[np.concatenate([beat, ring])])

    def effect(self, now: Conditions) -> Conditions:
        """Put officers on the beat; the streets around it feel a part of it."""
        share = self._present(self._seen(now))
        beat = self._visible(now, self.where, share)
        ring = replace(self.where, segments=self.ring)
        return self._visible(beat, ring, np.full(len(self.ring), self.ring_share * share.mean()))

    def _visible(self, now: Conditions, where: Where, share: np.ndarray) -> Conditions:
        before = now.guardian[where.segments]
        return now.moved_towards("guardian", where, before + (1.0 - before) * share)

    def _seen(self, now: Conditions) -> np.ndarray:
        """Return the share of the hour somebody is in sight, shape (n,), 0-1."""
        length = self.lengths[: len(self.where.segments)]
        weight = now.recorded[self.where.segments] if self.allocation == "recorded" else length
        if not weight.sum() > 0:
            weight = length
        officers = self.hours_per_week / self.hours.per_week
        return np.asarray(
            np.minimum(1.0, officers * weight / weight.sum() * (1.0 + 2.0 * self.sight / length))
        )

    def _present(self, seen: np.ndarray) -> np.ndarray:
        """Return the share of the hour somebody is in sight or has just been, as officers count, shape (n,)."""
        visit = (self.lengths[: len(seen)] + 2.0 * self.sight) / (self.pace * METRES_PER_MINUTE)
        return np.asarray(self.worth * (1.0 - (1.0 - seen) * np.exp(-seen * self.lasting / visit)))

    def amount(self, city: City) -> float:
        """Return officer-hours a year."""
        del city
        return self.hours_per_week * WEEKS_PER_YEAR
