"""Play areas that families use in the afternoon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.part import Part
from nightwalk.scenarios.programme import Programme

if TYPE_CHECKING:
    from nightwalk.agents.crowd import Drawn
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["PlayAreas"]


@dataclass(frozen=True, kw_only=True)
class PlayAreas(Programme):
    """Draw families to the chosen streets in the afternoon; the place is tidier, and parents keep half an eye on it.

    Attributes:
        people_per_hour: Adults with their children in each of the chosen streets; children are not modelled.
        weekdays: Days of use, Monday is 0.
    """

    about: ClassVar[About] = About(
        title="Play areas",
        module="spatial",
        grade="D",
        source="assumed",
        note="Helps the evening only where it is used into the evening; unused and unkept it becomes one more "
        "neglected corner.",
        acts_on=("manager", "incivility", "lux"),
        unit="m2",
        payer="city",
        life_years=15.0,
        stigma="Young people who are too old for it need a place too.",
    )

    people_per_hour: float = quantity(8.0, unit="people/h", low=0.0, high=200.0, source="assumed")
    first_hour: int = quantity(15, unit="h", low=0, high=23, source="odd.md 6: 15 to 20 h")
    last_hour: int = quantity(20, unit="h", low=0, high=24, source="odd.md 6: 15 to 20 h")
    manager: float = quantity(
        0.2, unit="share of the hour", low=0.0, high=1.0, prior=Uniform(0.0, 0.4), source="odd.md 6: weak; assumed",
    )  # fmt: skip
    reduction: float = quantity(
        0.05, unit="index 0-1", low=0.0, high=0.3, prior=Uniform(0.0, 0.1), source="odd.md 6; assumed",
    )  # fmt: skip
    area: float = quantity(300.0, unit="m2", low=10.0, high=50000.0, source="chosen")
    decay_years: float = quantity(
        5.0, unit="years", low=0.5, high=20.0, source="assumed; life of the equipment"
    )
    capital_cost: float = quantity(
        250.0, unit="EUR per m2", low=0.0, high=2000.0, prior=Uniform(100.0, 400.0),
        source="cost book (hard landscaping), assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        1.5, unit="EUR per m2", low=0.0, high=100.0, prior=Uniform(0.5, 4.0), source="cost book, from memory",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Have somebody who half looks after the place, in the hours of use."""
        return self.lit(now).at_least("manager", self.where, self.manager)

    def also(self) -> tuple[Part, ...]:
        """Keep the place tidier round the clock."""
        return (Part(self, self.tidy),)

    def tidy(self, now: Conditions) -> Conditions:
        """Take the reduction off the incivility, never below zero."""
        return now.shifted("incivility", self.where, -self.reduction).at_least("incivility", self.where, 0.0)

    def crowd(self) -> Drawn | None:
        """Return the families in each street in the hours of use."""
        return self.gathering(self.people_per_hour)

    def amount(self, city: City) -> float:
        """Return the ground of all play areas, m2."""
        del city
        return self.area
