"""Shop staff who know what to do when somebody needs help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.filters import commercial, commercial_uses
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.part import Part
from nightwalk.scenarios.strength import Hours

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["BusinessTraining"]

MONDAY_TO_SATURDAY = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, kw_only=True)
class BusinessTraining(Intervention):
    """Train a share of the shops of the chosen streets: staff look out in opening hours and help victims report.

    Of the chosen streets only those with shops, places to eat or drink, or leisure take part.

    Attributes:
        weekdays: Days the shops are open, Monday is 0.
    """

    about: ClassVar[About] = About(
        title="Business training",
        module="social",
        grade="D",
        source="assumed",
        note="No evaluation was found: a structured what-if. Staff leave; train again every year.",
        acts_on=("manager", "reporting"),
        unit="session",
        payer="city and owners",
        proportionality="Staff help and call; they do not police.",
        stigma="Train against watching customers by how they look.",
    )

    trained: float = quantity(0.4, unit="share of shops", low=0.0, high=1.0, source="chosen")
    presence: float = quantity(
        0.5, unit="share of the hour, all trained", low=0.0, high=1.0, prior=Uniform(0.2, 0.8), source="assumed",
    )  # fmt: skip
    reporting: float = quantity(
        0.1, unit="logit, all trained", low=-0.5, high=1.0, prior=Uniform(0.0, 0.2), source="assumed",
    )  # fmt: skip
    first_hour: int = quantity(9, unit="h", low=0, high=23, source="assumed; usual opening hours")
    last_hour: int = quantity(20, unit="h", low=0, high=24, source="assumed; usual opening hours")
    weekdays: tuple[int, ...] = MONDAY_TO_SATURDAY
    shops_per_session: float = quantity(10.0, unit="shops", low=1.0, high=200.0, source="assumed")
    ramp_days: float = quantity(60.0, unit="days", low=0.0, high=1830.0, source="assumed")
    decay_years: float = quantity(1.0, unit="years", low=0.05, high=10.0, source="assumed; staff leave")
    yearly_cost: float = quantity(
        600.0, unit="EUR per session", low=0.0, high=20000.0, prior=Uniform(200.0, 1500.0), source="assumed",
    )  # fmt: skip

    @property
    def hours(self) -> Hours:
        """The opening hours."""
        return Hours(self.first_hour, self.last_hour, self.weekdays)

    def placed(self, city: City, group: int = -1) -> Self:
        """Return the training bound to those of the chosen streets that have shops."""
        chosen = self.where.placed(city).segments
        rows = chosen[commercial(city)[chosen]]
        if not len(rows):
            raise ScenarioError("there is no shop in the chosen streets; choose others or commercial = true.")
        return replace(self, where=self.where.bound(city, rows, group))

    def effect(self, now: Conditions) -> Conditions:
        """Raise the presence of somebody in charge, in opening hours."""
        return now.at_least("manager", self.where, self.presence * self.trained)

    def also(self) -> tuple[Part, ...]:
        """Add help with reporting, for all who live around."""
        return (Part(self, self.help_report),)

    def help_report(self, now: Conditions) -> Conditions:
        """Raise the reporting of residents of the areas."""
        return now.shifted("reporting", self.where, self.reporting * self.trained)

    def amount(self, city: City) -> float:
        """Return the sessions a year: every shop that is trained comes to one."""
        shops = np.isin(city.uses.segment[commercial_uses(city)], self.where.segments).sum()
        return float(self.trained * shops / self.shops_per_session)
