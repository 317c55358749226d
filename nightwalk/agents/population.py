"""How many people there are and what they are like: the margins a user may set."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import check_quantities, quantity

__all__ = ["AGES", "SEXES", "Population"]

AGES = ("16-34", "35-49", "50-64", "65-74", "75+")
SEXES = ("men", "women")


@dataclass(frozen=True, kw_only=True)
class Population:
    """Counts and margins of the people of a scenario; what is not given stays at its default.

    Residents are people aged 16 and over. `residents=None` takes the number the city file holds.
    """

    residents: int | None = None
    women: float = quantity(0.52, unit="share", low=0.0, high=1.0, source="EU average, from memory")
    age_16_34: float = quantity(0.27, unit="share", low=0.0, high=1.0, source="EU average, from memory")
    age_35_49: float = quantity(0.24, unit="share", low=0.0, high=1.0, source="EU average, from memory")
    age_50_64: float = quantity(0.25, unit="share", low=0.0, high=1.0, source="EU average, from memory")
    age_65_74: float = quantity(0.13, unit="share", low=0.0, high=1.0, source="EU average, from memory")
    age_75_plus: float = quantity(0.11, unit="share", low=0.0, high=1.0, source="EU average, from memory")
    disability: float = quantity(0.18, unit="share", low=0.0, high=1.0, source="assumed")
    low_income: float = quantity(0.20, unit="share", low=0.0, high=1.0, source="assumed")
    people_per_agent: float = quantity(1.0, unit="people", low=1.0, high=1000.0, source="scale, chosen")

    def __post_init__(self) -> None:
        check_quantities(self)
        if abs(sum(self.ages) - 1.0) > 1e-6:
            raise ScenarioError(
                f"The age shares of the population add up to {sum(self.ages):g}; they must add up to 1."
            )
        if self.residents is not None and self.residents < 1:
            raise ScenarioError(
                f"The population has {self.residents} residents; give at least 1 or leave it out."
            )

    @property
    def ages(self) -> tuple[float, ...]:
        """Shares of the five age groups."""
        return (self.age_16_34, self.age_35_49, self.age_50_64, self.age_65_74, self.age_75_plus)
