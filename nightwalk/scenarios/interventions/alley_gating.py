"""Gates across alleys, with keys for those who live there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Range95, Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.interventions.street_closure import StreetClosure

if TYPE_CHECKING:
    from nightwalk.model.conditions import Conditions

__all__ = ["AlleyGating"]


@dataclass(frozen=True, kw_only=True)
class AlleyGating(StreetClosure):
    """Close the chosen alleys to through traffic and harden them against vandalism and vehicle crime."""

    about: ClassVar[About] = About(
        title="Alley gating",
        module="spatial",
        grade="D",
        source="Sidebottom 2018 and Liverpool (burglary: grade A); vandalism and vehicle crime by analogy, assumed",
        note="The evidence is for burglary, which is not modelled: the gain shown is too small for it.",
        acts_on=("closed", "hardening"),
        unit="gate",
        payer="owners and city",
        life_years=15.0,
        proportionality="A gate turns public ground into private ground; agree with all who live there who holds keys.",
        stigma="It tells others that they are not wanted there.",
    )

    hardening: float = quantity(
        0.3, unit="log hazard", low=0.0, high=1.0, prior=Range95(0.1, 0.5), source="odd.md 6; Sidebottom 2018 (sign)",
    )  # fmt: skip
    decay_years: float = quantity(10.0, unit="years", low=1.0, high=40.0, source="assumed; life of a gate")
    capital_cost: float = quantity(
        4000.0, unit="EUR per gate", low=0.0, high=50000.0, prior=Uniform(1500.0, 10000.0), source="assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        200.0, unit="EUR per gate", low=0.0, high=10000.0, prior=Uniform(50.0, 600.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Close the alleys and take the hardening off the hazard of crimes against property."""
        return super().effect(now).shifted("hardening", self.where, self.hardening)
