"""Brighter and more even street lamps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.model.city.columns import Lit
from nightwalk.scenarios.about import About, Cost
from nightwalk.scenarios.intervention import Intervention

if TYPE_CHECKING:
    import numpy as np

    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["StreetLighting"]


@dataclass(frozen=True, kw_only=True)
class StreetLighting(Intervention):
    """Light the chosen streets to at least the given level after dark, evenly.

    The level is the mean horizontal illuminance; 10 lx is class P2 and 15 lx class P1 of EN 13201-2.
    Streets that are already lit need new heads only, the others columns and cables too.
    """

    about: ClassVar[About] = About(
        title="Street lighting",
        module="spatial",
        grade="A",
        source="Welsh, Farrington & Douglas 2022; Chalfin 2022; Lorenc 2013 (fear: little evidence)",
        note="Less crime by night is well shown; less fear is not. Light the way home, not one street alone.",
        acts_on=("lux", "uniformity"),
        unit="lamp point",
        payer="city",
        life_years=20.0,
        proportionality="Light disturbs sleep and animals: no brighter and no longer than needed.",
    )

    level: float = quantity(10.0, unit="lx", low=2.0, high=50.0, source="EN 13201-2 P2")
    uniformity: float = quantity(
        0.1, unit="penalty 0-1", low=0.0, high=1.0, source="assumed; Bullough (5 lx even)"
    )
    spacing: float = quantity(30.0, unit="m", low=10.0, high=80.0, source="cost book: 33 points per km")
    decay_years: float = quantity(
        15.0, unit="years", low=2.0, high=40.0, source="assumed; life of a LED head"
    )
    capital_cost: float = quantity(
        2500.0, unit="EUR per lamp point", low=0.0, high=50000.0, prior=Uniform(1500.0, 4500.0),
        source="cost book (vendor text)",
    )  # fmt: skip
    retrofit_cost: float = quantity(
        400.0, unit="EUR per lamp point", low=0.0, high=50000.0, prior=Uniform(250.0, 700.0), source="assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        60.0, unit="EUR per lamp point", low=0.0, high=5000.0, prior=Uniform(30.0, 120.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Raise the illuminance to the level and make it even."""
        brighter = now.at_least("lux", self.where, self.level)
        return brighter.at_most("uniformity", self.where, self.uniformity)

    def amount(self, city: City) -> float:
        """Return the lamp points on chosen streets below the level."""
        return self._points(city, self._dim(city))

    def cost(self, city: City) -> Cost:
        """Return new points on unlit streets, new heads on lit ones, and the yearly energy and care of both."""
        placed = self.placed(city)
        dim = placed._dim(city)  # noqa: SLF001
        lit = dim[city.streets.lit[dim] == Lit.YES]
        heads = self._points(city, lit)
        points = self._points(city, dim)
        new, old = self.price("capital_cost", points - heads), self.price("retrofit_cost", heads)
        return Cost(new.plus(old), self.price("yearly_cost", points))

    def _dim(self, city: City) -> np.ndarray:
        rows: np.ndarray = self.where.segments
        dim: np.ndarray = rows[city.streets.lux[rows] < self.level]
        return dim

    def _points(self, city: City, rows: np.ndarray) -> float:
        return float(city.streets.length[rows].sum() / self.spacing)
