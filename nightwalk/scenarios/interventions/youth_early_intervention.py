"""Mentoring and family support before a career of crime begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Normal, Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.where import TOWN, Where

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["YouthEarlyIntervention"]

DAYS_PER_MONTH = 30.44


@dataclass(frozen=True, kw_only=True)
class YouthEarlyIntervention(Intervention):
    """Lower how often a reached share of those who offend look for an occasion; it takes months to show.

    Nobody is chosen by the model: the rate of all offending falls by `reached` x `reduction`.
    """

    about: ClassVar[About] = About(
        title="Youth early intervention",
        module="social",
        grade="D",
        source="assumed; the effect may be none or harmful",
        note="Acts on the whole town, months later. A programme of this kind can do harm: evaluate it.",
        acts_on=("offending",),
        unit="place a year",
        payer="region and city",
        privacy="No lists of risky youths: offer it in schools and youth centres to all who want it.",
        proportionality="Voluntary, by social work; no condition of anything else.",
        stigma="Being chosen marks a young person; leave the name and the police out of it.",
    )
    town_wide: ClassVar[bool] = True

    where: Where = TOWN
    reached: float = quantity(
        0.2, unit="share of offending", low=0.0, high=1.0, prior=Uniform(0.1, 0.3), source="assumed",
    )  # fmt: skip
    reduction: float = quantity(
        0.05, unit="share of their rate", low=-0.25, high=0.4, prior=Normal(0.05, 0.08), source="odd.md 6; assumed",
    )  # fmt: skip
    delay_months: float = quantity(
        9.0, unit="months", low=0.0, high=36.0, prior=Uniform(6.0, 12.0), source="odd.md 6; assumed",
    )  # fmt: skip
    places: float = quantity(40.0, unit="young people", low=0.0, high=5000.0, source="chosen")
    decay_years: float = quantity(1.0, unit="years", low=0.05, high=10.0, source="assumed")
    yearly_cost: float = quantity(
        3000.0, unit="EUR per place a year", low=0.0, high=50000.0, prior=Uniform(1000.0, 8000.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Scale the rate of offending of the town."""
        return now.scaled("offending", self.where, 1.0 - self.reached * self.reduction)

    def wear(self, age: int) -> float:
        """Return nothing until the months of delay are over, then what is left."""
        return super().wear(age) if age >= self.delay_months * DAYS_PER_MONTH else 0.0

    def amount(self, city: City) -> float:
        """Return the places a year."""
        del city
        return self.places
