"""Municipalities that tell each other what they know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.where import TOWN, Where

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["DataSharing"]


@dataclass(frozen=True, kw_only=True)
class DataSharing(Intervention):
    """Shorten the time until the authority knows of crimes, in the whole town.

    Nothing follows unless a measure acts on what is recorded, such as a patrol with
    ``allocation = "recorded"``.
    """

    about: ClassVar[About] = About(
        title="Data sharing between municipalities",
        module="digital",
        grade="D",
        source="assumed (Romagna Faentina: no measured outcome found)",
        note="Does nothing by itself. Look at what moves over the border: crime just outside the map is not seen here, "
        "so read displacement near the edge with care.",
        acts_on=("delay",),
        unit="municipality",
        payer="cities and region",
        life_years=7.0,
        privacy="Share counts of places, not names; agree on who deletes what and when.",
        proportionality="Share what the common measure needs, nothing else.",
    )
    town_wide: ClassVar[bool] = True

    where: Where = TOWN
    lag: float = quantity(
        0.5, unit="ratio on the delay", low=0.0, high=1.0, prior=Uniform(0.3, 0.8), source="odd.md 6; assumed",
    )  # fmt: skip
    municipalities: float = quantity(3.0, unit="municipalities", low=1.0, high=100.0, source="chosen")
    ramp_days: float = quantity(90.0, unit="days", low=0.0, high=1830.0, source="assumed")
    decay_years: float = quantity(0.5, unit="years", low=0.05, high=10.0, source="assumed")
    capital_cost: float = quantity(
        15000.0, unit="EUR per municipality", low=0.0, high=1e6, prior=Uniform(5000.0, 40000.0), source="assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        5000.0, unit="EUR per municipality", low=0.0, high=1e6, prior=Uniform(2000.0, 12000.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Scale the delay until the authority knows."""
        return now.scaled("delay", self.where, self.lag)

    def amount(self, city: City) -> float:
        """Return the municipalities that take part."""
        del city
        return self.municipalities
