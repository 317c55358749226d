"""Sessions on what to look out for and how to report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from nightwalk.base.quantity import Normal, Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["AwarenessCampaign"]

SHIFTS = ("trust", "reporting", "concern")


@dataclass(frozen=True, kw_only=True)
class AwarenessCampaign(Intervention):
    """Make a share of the residents harder targets who report more; it may calm or alarm them.

    `reporting` is in logits: at the 36 % of street crimes that are reported with the default numbers,
    0.15 is a tenth more reports.
    """

    about: ClassVar[About] = About(
        title="Awareness campaign",
        module="social",
        grade="D",
        source="assumed (victims, reports, trust); Benavente & Goya 2023 (fear of those contacted: grade B)",
        note="Talk of crime can raise the fear of those who hear it: the sign is not known. Ask before and after.",
        acts_on=("carrying", "reporting", "trust", "concern"),
        unit="session",
        payer="city",
        proportionality="Advice must not become a duty to stay at home.",
        stigma="Do not make those who were attacked answer for it.",
    )

    reach: float = quantity(0.2, unit="share of residents", low=0.0, high=1.0, source="assumed")
    carrying: float = quantity(
        0.95, unit="ratio on target weight", low=0.5, high=1.0, prior=Uniform(0.85, 1.0), source="odd.md 6; assumed",
    )  # fmt: skip
    reporting: float = quantity(
        0.15, unit="logit", low=-0.5, high=1.0, prior=Uniform(0.0, 0.3), source="odd.md 6: +10 %; assumed",
    )  # fmt: skip
    trust: float = quantity(
        0.05, unit="sd", low=-0.5, high=1.0, prior=Uniform(0.0, 0.1), source="odd.md 6; assumed",
    )  # fmt: skip
    concern_shift: float = quantity(
        0.0, unit="logit", low=-0.6, high=0.6, prior=Normal(0.0, 0.15),
        source="odd.md 6; Santiago trial (sign uncertain)",
    )  # fmt: skip
    group_size: float = quantity(25.0, unit="people per session", low=1.0, high=1000.0, source="assumed")
    ramp_days: float = quantity(
        90.0, unit="days", low=0.0, high=1830.0, source="assumed; one session after another"
    )
    decay_years: float = quantity(0.5, unit="years", low=0.05, high=10.0, source="assumed")
    yearly_cost: float = quantity(
        600.0, unit="EUR per session", low=0.0, high=20000.0, prior=Uniform(200.0, 1500.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Lower the target weight of those reached; shift their reporting, trust and concern."""
        after = now.scaled("carrying", self.where, self.carrying)
        for column, shift in zip(SHIFTS, (self.trust, self.reporting, self.concern_shift), strict=True):
            after = after.shifted(column, self.where, shift)
        return after

    def amount(self, city: City) -> float:
        """Return the sessions a year: everybody reached comes once."""
        homes = city.homes
        lives_there = np.isin(city.nodes.area[homes.node], self.where.areas)
        return float(self.reach * homes.residents[lives_there].sum() / self.group_size)
