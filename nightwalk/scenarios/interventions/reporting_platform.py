"""A page and an app on which residents report crime and places that feel unsafe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from nightwalk.base.quantity import Normal, Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.where import TOWN, Where

if TYPE_CHECKING:
    from nightwalk.agents.columns import People
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["ReportingPlatform"]

FROM_65 = 3  # first of the age groups 65-74 and 75+


@dataclass(frozen=True, kw_only=True)
class ReportingPlatform(Intervention):
    """Let residents report crime and insecurity on a platform; some adopt it more than others.

    `adoption` is the share of all residents; those of 65 and over and those on a low income adopt it
    `older_ratio` and `low_income_ratio` times as often as others. The authority learns of crime sooner.

    Attributes:
        public_map: Whether those who use it see what others reported.
    """

    about: ClassVar[About] = About(
        title="Citizen reporting platform",
        module="digital",
        grade="D",
        source="assumed (CURiM, Piraeus: no measured outcome found)",
        note="Recorded crime may rise first because more is told: compare it with true crime. Who does not use it is "
        "not heard; a public map may raise concern.",
        acts_on=("reporting", "insecurity_reports", "concern", "delay"),
        unit="platform",
        payer="city",
        life_years=7.0,
        privacy="Reports name places, not people; show nothing of fewer than a handful of reports.",
        proportionality="Keep a telephone and a counter for those who stay away from it.",
        stigma="A map of fear can mark a neighbourhood; show what was done beside what was told.",
    )

    where: Where = TOWN
    adoption: float = quantity(
        0.1, unit="share of residents", low=0.0, high=1.0, prior=Uniform(0.03, 0.2), source="assumed",
    )  # fmt: skip
    older_ratio: float = quantity(
        0.4, unit="ratio, 65 and over", low=0.0, high=2.0, prior=Uniform(0.2, 0.8), source="assumed",
    )  # fmt: skip
    low_income_ratio: float = quantity(
        0.6, unit="ratio, low income", low=0.0, high=2.0, prior=Uniform(0.4, 0.9), source="assumed",
    )  # fmt: skip
    reporting: float = quantity(
        0.3, unit="logit", low=-0.5, high=1.5, prior=Uniform(0.0, 0.8), source="odd.md 6 (rho_plat); assumed",
    )  # fmt: skip
    insecurity: float = quantity(
        5.0, unit="ratio on reports of insecurity", low=1.0, high=30.0, prior=Uniform(2.0, 8.0), source="assumed",
    )  # fmt: skip
    lag: float = quantity(
        0.5, unit="ratio on the delay", low=0.0, high=1.0, prior=Uniform(0.3, 0.9), source="assumed",
    )  # fmt: skip
    public_map: bool = True
    concern_shift: float = quantity(
        0.0, unit="logit", low=-0.4, high=0.4, prior=Normal(0.0, 0.1), source="odd.md 6; assumed (sign not known)",
    )  # fmt: skip
    ramp_days: float = quantity(180.0, unit="days", low=0.0, high=1830.0, source="assumed")
    decay_years: float = quantity(0.5, unit="years", low=0.05, high=10.0, source="assumed")
    capital_cost: float = quantity(
        80000.0, unit="EUR per platform", low=0.0, high=2e6, prior=Uniform(30000.0, 200000.0), source="assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        25000.0, unit="EUR per platform", low=0.0, high=1e6, prior=Uniform(10000.0, 60000.0), source="assumed",
    )  # fmt: skip

    @property
    def reach(self) -> float:
        """The share of residents who adopt it."""
        return self.adoption

    def chances(self, residents: People) -> np.ndarray:
        """Return the chance of each resident to adopt it; its mean is `adoption`, but where somebody's would pass 1."""
        weight = np.where(residents.age >= FROM_65, self.older_ratio, 1.0)
        weight *= np.where(residents.low_income == 1, self.low_income_ratio, 1.0)
        return np.asarray(np.minimum(1.0, self.adoption * weight / max(weight.mean(), np.finfo(float).tiny)))

    def effect(self, now: Conditions) -> Conditions:
        """Raise the reports of those who use it, shift their concern by the map, shorten the delay."""
        after = now.shifted("reporting", self.where, self.reporting)
        after = after.scaled("insecurity_reports", self.where, self.insecurity)
        after = after.shifted("concern", self.where, self.concern_shift if self.public_map else 0.0)
        return after.scaled("delay", self.where, self.lag)

    def amount(self, city: City) -> float:
        """Return one platform."""
        del city
        return 1.0
