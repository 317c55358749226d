"""Life in a public space: stalls, play, concerts, a kiosk with somebody in charge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention, Part
from nightwalk.scenarios.strength import ALWAYS, HOURS_PER_DAY, WEEK, Hours

if TYPE_CHECKING:
    import numpy as np

    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["EVENING", "SpaceActivation"]

EVENING = Hours(18, 6)
LATEST = 29  # an outing of the day may end until 5 in the morning


@dataclass(frozen=True, kw_only=True)
class SpaceActivation(Intervention):
    """Draw people to the chosen streets in programme hours, with somebody who looks after the place.

    Without stewards, a programme that runs into the evening brings groups and noise with it
    (social incivility), because not every busy place feels safe.

    Attributes:
        people_per_hour: People in each of the chosen streets while it goes on.
        stewarded: Whether stewards keep the evening calm.
        weekdays: Days of the programme, Monday is 0.
    """

    about: ClassVar[About] = About(
        title="Space activation",
        module="social",
        grade="D",
        source="assumed; ToNite Turin 2019-2023 (no measured outcome found); ONS 2021 (busy is not always safer)",
        note="Ends when the programme ends. Unstewarded evenings can make a place feel less safe.",
        acts_on=("manager", "social", "nightlife", "efficacy"),
        unit="site-year",
        payer="city",
        stigma="A programme can push out those who used the place before; plan it with them.",
    )

    people_per_hour: float = quantity(15.0, unit="people/h", low=0.0, high=500.0, source="odd.md 6: 5 to 30")
    first_hour: int = quantity(17, unit="h", low=0, high=23, source="chosen")
    last_hour: int = quantity(22, unit="h", low=0, high=24, source="chosen")
    weekdays: tuple[int, ...] = WEEK
    stewarded: bool = True
    manager: float = quantity(1.0, unit="share of the hour", low=0.0, high=1.0, source="odd.md 6")
    noise: float = quantity(
        0.3, unit="index 0-1", low=0.0, high=1.0, prior=Uniform(0.1, 0.5), source="assumed; rule 23",
    )  # fmt: skip
    efficacy: float = quantity(
        0.05, unit="z", low=0.0, high=0.3, prior=Uniform(0.0, 0.1), source="odd.md 6: +0.05 a year; assumed",
    )  # fmt: skip
    sites: int = quantity(1, unit="sites", low=1, high=100, source="chosen")
    decay_years: float = quantity(0.5, unit="years", low=0.05, high=10.0, source="assumed")
    yearly_cost: float = quantity(
        60000.0, unit="EUR per site-year", low=0.0, high=1e6, prior=Uniform(40000.0, 100000.0),
        source="ToNite local-project grants, split assumed",
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.until > LATEST:
            raise ScenarioError(
                f"{self.title} runs from {self.first_hour} to {self.last_hour} h; it must end "
                f"by {LATEST - HOURS_PER_DAY} in the morning."
            )

    @property
    def until(self) -> int:
        """The hour it ends, over 24 past midnight."""
        return self.last_hour if self.last_hour > self.first_hour else self.last_hour + HOURS_PER_DAY

    @property
    def hours(self) -> Hours:
        """The programme hours."""
        return Hours(self.first_hour, self.last_hour, self.weekdays)

    def effect(self, now: Conditions) -> Conditions:
        """Put somebody in charge, in programme hours."""
        return now.at_least("manager", self.where, self.manager)

    def also(self) -> tuple[Part, ...]:
        """Add noise in the evening unless stewarded, and a little efficacy round the clock."""
        together = Part(self, self.bring_together, ALWAYS)
        return (together,) if self.stewarded else (Part(self, self.unsettle, self.hours, EVENING), together)

    def unsettle(self, now: Conditions) -> Conditions:
        """Add groups and noise."""
        louder = now.moved_towards("social", self.where, 1.0, self.noise)
        return louder.moved_towards("nightlife", self.where, 1.0, self.noise)

    def bring_together(self, now: Conditions) -> Conditions:
        """Raise the efficacy of the areas."""
        return now.shifted("efficacy", self.where, self.efficacy)

    def crowd(self) -> tuple[np.ndarray, float, int, int] | None:
        """Return segments, people per hour in each, first hour and hour of the end (over 24 past midnight)."""
        if self.people_per_hour <= 0:
            return None
        return self.where.segments, self.people_per_hour, self.first_hour, self.until

    def amount(self, city: City) -> float:
        """Return the number of sites."""
        del city
        return float(self.sites)
