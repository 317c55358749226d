"""Social workers, a psychologist and a lawyer for people who were attacked or robbed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Range95, Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.where import TOWN, Where

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["VictimSupportUnit"]

MONTHS = 12.0  # a year


@dataclass(frozen=True, kw_only=True)
class VictimSupportUnit(Intervention):
    """Take on victims of street crime who report it and want help, as many a month as the staff can see.

    Those helped may forget faster or slower, trust a little more and be attacked again a little less. Who
    comes when the month is full is turned away; both are in the series of a run.
    """

    about: ClassVar[About] = About(
        title="Victim support unit",
        module="social",
        grade="A",
        source="VIP trial 2025 (no overall benefit); staff as METHE Piraeus; repeat victims and trust assumed",
        note="Do not rank it on the fear of the population: few are victims, and it is for them. Violence in homes, "
        "which is much of what such a unit sees, is not modelled. Look at cases against capacity.",
        acts_on=("support_places", "memory_half_life", "carrying", "trust"),
        unit="case",
        payer="city and region",
        privacy="What is told there stays there: no data to the police without consent.",
        proportionality="Help must not depend on a complaint; here only victims who report can be seen.",
        stigma="A door that can be entered unseen.",
    )

    where: Where = TOWN
    social_workers: int = quantity(2, unit="people", low=0, high=200, source="METHE Piraeus")
    psychologists: int = quantity(1, unit="people", low=0, high=200, source="METHE Piraeus")
    lawyers: int = quantity(1, unit="people", low=0, high=200, source="METHE Piraeus")
    cases_per_month: float = quantity(
        10.0, unit="cases per person of staff", low=0.0, high=100.0, prior=Uniform(5.0, 15.0), source="assumed",
    )  # fmt: skip
    take_up: float = quantity(
        0.3, unit="share of those who report", low=0.0, high=1.0, prior=Uniform(0.2, 0.4), source="odd.md 6; assumed",
    )  # fmt: skip
    recovery: float = quantity(
        0.05, unit="share of the half-life", low=-0.3, high=0.5, prior=Range95(-0.05, 0.25),
        source="odd.md 6; VIP trial (none)",
    )  # fmt: skip
    repeat: float = quantity(
        0.95, unit="ratio on target weight", low=0.5, high=1.0, prior=Uniform(0.9, 1.0), source="odd.md 6; assumed",
    )  # fmt: skip
    trust: float = quantity(
        0.1, unit="sd", low=-0.5, high=1.0, prior=Uniform(0.0, 0.2), source="assumed",
    )  # fmt: skip
    decay_years: float = quantity(0.5, unit="years", low=0.05, high=10.0, source="assumed")
    yearly_cost: float = quantity(
        300.0, unit="EUR per case", low=0.0, high=10000.0, prior=Uniform(100.0, 900.0), source="assumed",
    )  # fmt: skip

    @property
    def capacity(self) -> float:
        """Cases a month the staff can take."""
        return (self.social_workers + self.psychologists + self.lawyers) * self.cases_per_month

    @property
    def reach(self) -> float:
        """The share of those who report who want help."""
        return self.take_up

    @property
    def on_report(self) -> bool:
        """It reaches victims who report, while it has places."""
        return True

    def effect(self, now: Conditions) -> Conditions:
        """Open the places of a month; change how those helped forget, trust and are found by offenders."""
        after = now.shifted("support_places", self.where, self.capacity)
        after = after.scaled("memory_half_life", self.where, 1.0 - self.recovery)
        return after.scaled("carrying", self.where, self.repeat).shifted("trust", self.where, self.trust)

    def amount(self, city: City) -> float:
        """Return the cases a year it is staffed for."""
        del city
        return self.capacity * MONTHS
