"""Adaptive lamps: full where somebody walks, dimmed where nobody does, and faults that are reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About, Cost
from nightwalk.scenarios.interventions.street_lighting import StreetLighting
from nightwalk.scenarios.part import Part
from nightwalk.scenarios.strength import Hours

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["SmartLighting"]


@dataclass(frozen=True, kw_only=True)
class SmartLighting(StreetLighting):
    """Light the chosen streets as `street-lighting` does, and dim the lamps while nobody is near.

    A walker is always under full lamps and sees dimmed ones ahead; crimes that need no victim happen under
    dimmed ones. Lamps that are out darken the chosen streets evenly.
    """

    about: ClassVar[About] = About(
        title="Smart lighting",
        module="digital",
        grade="C",
        source="Haans & de Kort 2012 (people go by the light around them); crime as street lighting, not tested dimmed",
        note="Saves energy at a small loss of reassurance.",
        acts_on=("lux", "uniformity", "dimmed"),
        unit="lamp point",
        payer="city",
        life_years=15.0,
        privacy="Sensors must know that somebody passes, never who: say what they keep.",
        proportionality="Darkness behind and ahead can trouble those who walk alone; ask them.",
    )

    dimmed_to: float = quantity(
        0.25, unit="share of full light", low=0.0, high=1.0, prior=Uniform(0.2, 0.3), source="odd.md 6: 20 to 30 %",
    )  # fmt: skip
    dim_from: int = quantity(12, unit="h", low=0, high=23, source="chosen; noon to noon is every dark hour")
    dim_until: int = quantity(12, unit="h", low=0, high=24, source="chosen")
    outages: float = quantity(
        0.02, unit="share of lamp points", low=0.0, high=0.3, prior=Uniform(0.0, 0.05), source="assumed",
    )  # fmt: skip
    energy_share: float = quantity(
        0.67, unit="share of the yearly cost", low=0.0, high=1.0, source="50 W, 4,000 h, 0.20 EUR per kWh"
    )
    saving: float = quantity(
        0.4, unit="share of energy", low=0.0, high=0.8, source="odd.md 6: 40 % less energy; assumed"
    )
    control_cost: float = quantity(
        150.0, unit="EUR per lamp point", low=0.0, high=5000.0, prior=Uniform(80.0, 250.0), source="cost book, assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Raise the light as street lighting does, less the lamps that are out."""
        return super().effect(now).scaled("lux", self.where, 1.0 - self.outages)

    def also(self) -> tuple[Part, ...]:
        """Dim in the hours asked for."""
        return (Part(self, self.dim, Hours(self.dim_from, self.dim_until)),)

    def dim(self, now: Conditions) -> Conditions:
        """Dim the lamps while nobody is near."""
        return now.at_most("dimmed", self.where, self.dimmed_to)

    def cost(self, city: City) -> Cost:
        """Return the cost of street lighting with controls on every point; new points use less energy."""
        usual, points = super().cost(city), self._points(city, self.placed(city).where.segments)
        left = 1.0 - self.energy_share * self.saving
        yearly = type(usual.yearly)(*(money * left for money in usual.yearly))
        return Cost(usual.capital.plus(self.price("control_cost", points)), yearly)
