"""Meetings and shared upkeep: neighbours who know each other and a street they look after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.interventions.beautification import cleaned

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["NeighbourhoodProgramme"]


@dataclass(frozen=True, kw_only=True)
class NeighbourhoodProgramme(Intervention):
    """Bring a share of the residents together: trust for them, efficacy for the area, cleaner streets."""

    about: ClassVar[About] = About(
        title="Neighbourhood programme",
        module="social",
        grade="D",
        source="assumed; Brunton-Smith 2014 and Gill 2014 (signs only)",
        note="Reaches those who come; ask who does not. Sizes are assumptions.",
        acts_on=("trust", "authority_trust", "efficacy", "incivility"),
        unit="session",
        payer="city",
        stigma="Meetings draw those who are at home in them; invite the others where they are.",
    )

    reach: float = quantity(0.15, unit="share of residents", low=0.0, high=1.0, source="assumed")
    trust: float = quantity(
        0.15, unit="sd", low=-0.5, high=1.0, prior=Uniform(0.0, 0.3), source="assumed",
    )  # fmt: skip
    authority_trust: float = quantity(
        0.1, unit="sd", low=-0.5, high=1.0, prior=Uniform(0.0, 0.2), source="Gill 2014 (sign); assumed",
    )  # fmt: skip
    efficacy: float = quantity(
        0.1, unit="z", low=-0.5, high=1.0, prior=Uniform(0.0, 0.3), source="odd.md 6, neighbourhood watch",
    )  # fmt: skip
    shared_upkeep: float = quantity(
        0.05, unit="index 0-1", low=0.0, high=0.3, prior=Uniform(0.0, 0.1), source="assumed",
    )  # fmt: skip
    sessions_per_year: float = quantity(24.0, unit="sessions", low=0.0, high=1000.0, source="chosen")
    ramp_days: float = quantity(
        180.0, unit="days", low=0.0, high=1830.0, source="assumed; trust grows slowly"
    )
    decay_years: float = quantity(1.0, unit="years", low=0.05, high=10.0, source="assumed")
    yearly_cost: float = quantity(
        600.0, unit="EUR per session", low=0.0, high=20000.0, prior=Uniform(200.0, 1500.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Shift trust of those reached, efficacy of their areas and incivility of the chosen streets."""
        after = now.shifted("trust", self.where, self.trust)
        after = after.shifted("authority_trust", self.where, self.authority_trust)
        after = after.shifted("efficacy", self.where, self.efficacy)
        return cleaned(after, self.where, self.shared_upkeep)

    def amount(self, city: City) -> float:
        """Return sessions a year."""
        del city
        return self.sessions_per_year
