"""Cleared lots, painted walls, green corners: less physical incivility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions
    from nightwalk.scenarios.where import Where

__all__ = ["Beautification", "cleaned"]


def cleaned(now: Conditions, where: Where, reduction: float) -> Conditions:
    """Take a reduction off the physical incivility of the chosen streets, never below zero."""
    left = now.incivility[where.segments] - reduction
    return now.moved_towards("incivility", where, left).at_least("incivility", where, 0.0)


@dataclass(frozen=True, kw_only=True)
class Beautification(Intervention):
    """Lower the physical incivility of the chosen streets; without upkeep it comes back in 1 to 3 years."""

    about: ClassVar[About] = About(
        title="Beautification and greening",
        module="spatial",
        grade="A",
        source="Branas 2018 (cluster trial, US lots: an upper bound for Europe)",
        note="What is not looked after decays within 1 to 3 years; plan the care before the planting.",
        acts_on=("incivility",),
        unit="m2",
        payer="city",
        life_years=10.0,
        stigma="Clearing a place must not clear people out of it.",
    )

    reduction: float = quantity(
        0.2, unit="index 0-1", low=0.0, high=0.6, prior=Uniform(0.15, 0.3), source="odd.md 6; Branas 2018",
    )  # fmt: skip
    depth: float = quantity(
        5.0, unit="m", low=0.5, high=50.0, source="assumed; strip treated along the street"
    )
    decay_years: float = quantity(
        2.0, unit="years", low=0.5, high=10.0, prior=Uniform(1.0, 3.0), source="odd.md 6; assumed",
    )  # fmt: skip
    capital_cost: float = quantity(
        15.0, unit="EUR per m2", low=0.0, high=1000.0, prior=Uniform(5.0, 40.0), source="cost book, from memory",
    )  # fmt: skip
    yearly_cost: float = quantity(
        1.5, unit="EUR per m2", low=0.0, high=100.0, prior=Uniform(0.5, 4.0), source="cost book, from memory",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Take the reduction off the incivility, never below zero."""
        return cleaned(now, self.where, self.reduction)

    def amount(self, city: City) -> float:
        """Return the treated ground in m2."""
        return float(city.streets.length[self.where.segments].sum() * self.depth)
