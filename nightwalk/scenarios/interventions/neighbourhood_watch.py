"""Neighbours who keep an eye on the street and tell the police what they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.part import Part
from nightwalk.scenarios.strength import Hours

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["NeighbourhoodWatch"]

AT_HOME = Hours(18, 8)  # most people are at home in these hours; assumed


@dataclass(frozen=True, kw_only=True)
class NeighbourhoodWatch(Intervention):
    """Let a share of the residents watch their streets: they report more, and the area acts together a little more."""

    about: ClassVar[About] = About(
        title="Neighbourhood watch",
        module="social",
        grade="A",
        source="Neighbourhood Watch reviews (crime: 15 of 18 lower, about half of the schemes effective; fear: none)",
        note="Half of the schemes change nothing, and what they do to fear is not known. Works where people know "
        "each other already; the effect on crime that follows here is smaller than the reviews find.",
        acts_on=("efficacy", "reporting", "manager"),
        unit="session",
        payer="residents and city",
        privacy="Watching must not become filing: no lists, no pictures passed on.",
        proportionality="Report what people do, not who they look like.",
        stigma="Strangers, the young and minorities are reported first; agree on rules against it.",
    )

    coverage: float = quantity(0.5, unit="share of residents", low=0.0, high=1.0, source="assumed")
    efficacy: float = quantity(
        0.2, unit="z where all take part", low=-0.5, high=1.0, prior=Uniform(0.0, 0.6),
        source="odd.md 6: 0.1 (0 to 0.3) at half coverage",
    )  # fmt: skip
    reporting: float = quantity(
        0.15, unit="logit", low=-0.5, high=1.0, prior=Uniform(0.0, 0.3), source="assumed, as in a campaign",
    )  # fmt: skip
    manager: float = quantity(
        0.2, unit="share of the hour, all take part", low=0.0, high=1.0, prior=Uniform(0.0, 0.4), source="assumed",
    )  # fmt: skip
    sessions_per_year: float = quantity(6.0, unit="sessions", low=0.0, high=1000.0, source="chosen")
    ramp_days: float = quantity(90.0, unit="days", low=0.0, high=1830.0, source="assumed")
    decay_years: float = quantity(1.0, unit="years", low=0.05, high=10.0, source="assumed")
    yearly_cost: float = quantity(
        600.0, unit="EUR per session", low=0.0, high=20000.0, prior=Uniform(200.0, 1500.0), source="assumed",
    )  # fmt: skip

    @property
    def reach(self) -> float:
        """The share of residents who take part."""
        return self.coverage

    def effect(self, now: Conditions) -> Conditions:
        """Let those who take part report more; raise the efficacy of their areas."""
        after = now.shifted("reporting", self.where, self.reporting)
        return after.shifted("efficacy", self.where, self.efficacy * self.coverage)

    def also(self) -> tuple[Part, ...]:
        """Add somebody who looks out, in the hours people are at home."""
        return (Part(self, self.look_out, AT_HOME),)

    def look_out(self, now: Conditions) -> Conditions:
        """Raise the presence of somebody who looks after the street."""
        return now.at_least("manager", self.where, self.manager * self.coverage)

    def amount(self, city: City) -> float:
        """Return sessions a year."""
        del city
        return self.sessions_per_year
