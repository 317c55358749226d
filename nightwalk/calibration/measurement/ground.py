"""What is taken as known about streets and people where a survey does not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.population import Population
from nightwalk.base.quantity import check_quantities, quantity

if TYPE_CHECKING:
    from nightwalk.model.city import City

__all__ = ["DeclaredStreets", "Ground", "streets_of"]


@dataclass(frozen=True, kw_only=True)
class DeclaredStreets:
    """The streets a respondent without a location may live in: the distribution that is integrated over.

    A respondent's neighbourhood is the mean over its streets, so it differs less than streets do.
    """

    lux: float = quantity(5.0, unit="lx", low=0.1, high=50.0, source="EN 13201-2 P4")
    lux_spread: float = quantity(0.4, unit="ln", low=0.0, high=1.5, source="assumed")
    cue_spread: float = quantity(0.5, unit="sd of streets", low=0.0, high=1.5, source="assumed")
    people_quiet: float = quantity(2.0, unit="people/h", low=0.0, high=100.0, source="assumed")
    people_by_day: float = quantity(10.0, unit="people/h", low=0.0, high=500.0, source="assumed")
    people_busy: float = quantity(60.0, unit="people/h", low=1.0, high=1000.0, source="assumed")

    def __post_init__(self) -> None:
        check_quantities(self)


@dataclass(frozen=True)
class Ground:
    """What stands behind the answers of a survey.

    Attributes:
        streets: The declared streets.
        population: Margins of what is not known of a respondent.
        recall: Months the victim item looks back.
    """

    streets: DeclaredStreets = field(default_factory=DeclaredStreets)
    population: Population = field(default_factory=Population)
    recall: float = 12.0


def streets_of(city: City) -> DeclaredStreets:
    """Return the light of a city's streets, weighted by length, as the declared distribution.

    How much neighbourhoods differ is half of how much streets do; people about keep their defaults.
    """
    streets = city.streets
    log_lux = np.log(np.maximum(streets.lux, 0.1))
    mean = np.average(log_lux, weights=streets.length)
    spread = np.sqrt(np.average((log_lux - mean) ** 2, weights=streets.length))
    return DeclaredStreets(lux=float(np.exp(mean)), lux_spread=float(spread) / 2)
