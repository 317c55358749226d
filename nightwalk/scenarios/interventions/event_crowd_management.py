"""An evening with a crowd, and what is done so that it stays a good one (Tampere's SURE)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About, Cost
from nightwalk.scenarios.programme import Programme
from nightwalk.scenarios.strength import DAYS_PER_YEAR

if TYPE_CHECKING:
    from nightwalk.agents.crowd import Drawn
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["EventCrowdManagement"]


@dataclass(frozen=True, kw_only=True)
class EventCrowdManagement(Programme):
    """Hold an event in the chosen streets on some evenings, with stewards, room and a way home.

    The visitors spread evenly over the chosen streets, come in the first hour, stay to the end and leave over
    `leaving_hours`. A crowd is loud unless stewards are seen everywhere. To see what the management does, compare
    it with the same event without: ``stewards = 0, capacity = 1, leaving_hours = 1``.

    Attributes:
        days: Evenings on which it takes place, counted from `from_day`.
        weekdays: Weekdays on which it may take place, Monday is 0.
    """

    about: ClassVar[About] = About(
        title="Event crowd management",
        module="digital",
        grade="D",
        source="assumed; SURE Tampere is a template of the design, no outcome was published",
        note="A full event without stewards can feel less safe than an empty street and draws pickpockets.",
        acts_on=("guardian", "social", "nightlife", "room", "lux", "cameras"),
        unit="steward-hour",
        payer="organiser and city",
        life_years=8.0,
        privacy="Cameras over a crowd film everybody: say why, and how long pictures are kept.",
        proportionality="Stewards who help first; searches and barriers only where the plan needs them.",
    )

    days: tuple[int, ...] = (0,)
    every: int = quantity(0, unit="days", low=0, high=366, source="chosen; 0 = on the days given only")
    visitors: float = quantity(2000.0, unit="people", low=0.0, high=200000.0, source="chosen")
    first_hour: int = quantity(19, unit="h", low=0, high=23, source="chosen")
    last_hour: int = quantity(23, unit="h", low=0, high=24, source="chosen")
    leaving_hours: int = quantity(2, unit="h", low=1, high=6, source="chosen; what transport can carry")
    stewards: float = quantity(2.0, unit="stewards per 100 m", low=0.0, high=20.0, source="chosen")
    sight: float = quantity(25.0, unit="m", low=5.0, high=100.0, source="assumed; in a crowd")
    capacity: float = quantity(1.5, unit="ratio", low=1.0, high=5.0, source="chosen; width, gates, one way")
    cameras: float = quantity(0.0, unit="coverage", low=0.0, high=1.0, source="chosen; 1 = in full view")
    radius: float = quantity(
        60.0, unit="m", low=10.0, high=200.0, source="odd.md 6; view of a camera, as in cctv"
    )
    noise: float = quantity(
        0.3, unit="index 0-1", low=0.0, high=1.0, prior=Uniform(0.1, 0.5), source="assumed; rule 23",
    )  # fmt: skip
    yearly_cost: float = quantity(
        25.0, unit="EUR per steward-hour", low=0.0, high=300.0, prior=Uniform(15.0, 40.0), source="cost book (warden)",
    )  # fmt: skip
    camera_cost: float = quantity(
        8000.0, unit="EUR per camera", low=0.0, high=1e5, prior=Uniform(3000.0, 20000.0), source="cost book, assumed",
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if min(self.days, default=0) < 0 or not (self.days or self.every):
            raise ScenarioError(
                f"{self.title} takes place on days {list(self.days)}; count them from from_day on, 0 is that day, "
                "or give every = 7 for once a week."
            )

    @property
    def gone(self) -> int:
        """The hour in which nobody is left, over 24 past midnight."""
        return self.until + self.leaving_hours

    @property
    def turning_days(self) -> tuple[int, ...]:
        """Nobody changes habits for an evening."""
        return ()

    @property
    def seen(self) -> float:
        """Share of the street in sight of a steward."""
        return min(1.0, self.stewards * 2.0 * self.sight / 100.0)

    @property
    def evenings(self) -> float:
        """Evenings a year: those of `every`, and of `days` those between them."""
        if not self.every:
            return float(len(set(self.days)))
        return DAYS_PER_YEAR / self.every + sum(day % self.every > 0 for day in set(self.days))

    def takes_place(self, day: int) -> bool:
        """Say whether it begins on a day of the scenario."""
        since = day - self.from_day
        return since in self.days or (self.every > 0 and since >= 0 and since % self.every == 0)

    def strength(self, day: int, hour: int, weekday: int) -> float:
        """Return the envelope on its evenings, past midnight too, else 0."""
        evening = day - (hour < self.first_hour)
        on = self.takes_place(evening) and self.hours.include(hour, weekday)
        return self.envelope(evening) if on else 0.0

    def effect(self, now: Conditions) -> Conditions:
        """Show stewards, keep what noise they leave, make room, light and watch the place."""
        after = now.moved_towards("guardian", self.where, 1.0, self.seen)
        for column in ("social", "nightlife"):
            after = after.moved_towards(column, self.where, 1.0, self.noise * (1.0 - self.seen))
        after = after.at_least("room", self.where, self.capacity)
        return self.lit(after).at_least("cameras", self.where, self.cameras)

    def crowd(self) -> Drawn | None:
        """Return the visitors, evenly over the streets."""
        return self.gathering(self.visitors / len(self.where.segments), self.leaving_hours)

    def amount(self, city: City) -> float:
        """Return the steward-hours a year."""
        length = float(city.streets.length[self.where.segments].sum())
        return self.stewards * length / 100.0 * (self.gone - self.first_hour) * self.evenings

    def cost(self, city: City) -> Cost:
        """Return cameras to buy, the pay of the stewards and the hire of lamps."""
        usual, length = super().cost(city), city.streets.length[self.placed(city).where.segments].sum()
        watching = ceil(length / (2.0 * self.radius)) if self.cameras > 0 else 0
        return Cost(usual.capital.plus(self.price("camera_cost", float(watching))), usual.yearly)
