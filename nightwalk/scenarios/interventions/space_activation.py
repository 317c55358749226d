"""Life in a public space: stalls, play, concerts, a kiosk with somebody in charge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.part import Part
from nightwalk.scenarios.programme import Programme
from nightwalk.scenarios.strength import ALWAYS, Hours

if TYPE_CHECKING:
    from nightwalk.agents.crowd import Drawn
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["EVENING", "SpaceActivation"]

EVENING = Hours(18, 6)


@dataclass(frozen=True, kw_only=True)
class SpaceActivation(Programme):
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
        acts_on=("manager", "social", "nightlife", "efficacy", "lux"),
        unit="site-year",
        payer="city",
        stigma="A programme can push out those who used the place before; plan it with them.",
    )

    people_per_hour: float = quantity(15.0, unit="people/h", low=0.0, high=500.0, source="odd.md 6: 5 to 30")
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

    def effect(self, now: Conditions) -> Conditions:
        """Put somebody in charge, in programme hours."""
        return self.lit(now).at_least("manager", self.where, self.manager)

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

    def crowd(self) -> Drawn | None:
        """Return the people in each street in programme hours."""
        return self.gathering(self.people_per_hour)

    def amount(self, city: City) -> float:
        """Return the number of sites."""
        del city
        return float(self.sites)
