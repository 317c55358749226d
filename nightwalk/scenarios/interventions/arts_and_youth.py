"""Murals, music and care of places made with young people."""

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

__all__ = ["ArtsAndYouth"]


@dataclass(frozen=True, kw_only=True)
class ArtsAndYouth(Intervention):
    """Let young people make and look after places: less incivility that comes back slower, a little more efficacy."""

    about: ClassVar[About] = About(
        title="Arts and youth",
        module="social",
        grade="D",
        source="assumed, after Branas 2018 (trial, US lots: an upper bound)",
        note="Participatory upkeep: what people made themselves is assumed to last longer, while somebody calls them.",
        acts_on=("incivility", "efficacy"),
        unit="session",
        payer="city and foundations",
        stigma="Invite groups of friends, not those with a record; show the work, not the case.",
    )

    reduction: float = quantity(
        0.1, unit="index 0-1", low=0.0, high=0.6, prior=Uniform(0.0, 0.2), source="assumed; half of beautification",
    )  # fmt: skip
    efficacy: float = quantity(
        0.05, unit="z", low=-0.5, high=1.0, prior=Uniform(0.0, 0.1), source="assumed",
    )  # fmt: skip
    sessions_per_year: float = quantity(30.0, unit="sessions", low=0.0, high=1000.0, source="chosen")
    ramp_days: float = quantity(120.0, unit="days", low=0.0, high=1830.0, source="assumed")
    decay_years: float = quantity(
        4.0, unit="years", low=0.5, high=10.0, prior=Uniform(2.0, 6.0), source="assumed; twice beautification",
    )  # fmt: skip
    yearly_cost: float = quantity(
        600.0, unit="EUR per session", low=0.0, high=20000.0, prior=Uniform(200.0, 1500.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Take the reduction off the incivility of the chosen streets; raise the efficacy of their areas."""
        after = cleaned(now, self.where, self.reduction)
        return after.shifted("efficacy", self.where, self.efficacy)

    def amount(self, city: City) -> float:
        """Return sessions a year."""
        del city
        return self.sessions_per_year
