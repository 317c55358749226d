"""Streets, stairs or an underpass closed to people on foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["StreetClosure"]


@dataclass(frozen=True, kw_only=True)
class StreetClosure(Intervention):
    """Close the chosen streets to people on foot, day and night.

    People pass only where the way round is many times as long (`closed_weight`), so nobody is locked out or in:
    who lives or works there still comes and goes. Places in a closed street keep their visitors.
    """

    about: ClassVar[About] = About(
        title="Street closure",
        module="spatial",
        grade="D",
        source="assumed; the effect emerges from the ways people take instead",
        note="A closed street moves people, and what happens among them, to the next one. Look at the way round "
        "for those who walk slowly.",
        acts_on=("closed",),
        unit="barrier",
        payer="city",
        life_years=15.0,
        proportionality="It takes a way from everybody: close by hours before closing for good.",
    )

    capital_cost: float = quantity(
        1500.0, unit="EUR per barrier", low=0.0, high=50000.0, prior=Uniform(500.0, 5000.0), source="assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        100.0, unit="EUR per barrier", low=0.0, high=10000.0, prior=Uniform(20.0, 300.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Close the streets."""
        return now.at_least("closed", self.where, 1.0)

    def amount(self, city: City) -> float:
        """Return the ends at which the chosen streets meet others."""
        streets, chosen = city.streets, np.zeros(city.segments, dtype=bool)
        chosen[self.where.segments] = True
        ends = np.append(streets.u, streets.v)
        inside, outside = (np.unique(ends[np.append(mine, mine)]) for mine in (chosen, ~chosen))
        return float(len(np.intersect1d(inside, outside)))
