"""Swift and certain local answers to small offences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Normal, Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.strength import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["LocalSanctions"]


@dataclass(frozen=True, kw_only=True)
class LocalSanctions(Intervention):
    """Deter crime in the chosen streets while it is on; trust in authorities may go up or down.

    `deterrence` is taken off the log hazard of every crime, within the cap that guardians share.
    """

    about: ClassVar[About] = About(
        title="Swift local sanctions",
        module="social",
        grade="D",
        source="assumed (IcARUS balance of prevention, sanctions and cohesion: no measured outcome found)",
        note="Small if anything, and gone when it stops. Whether people trust authorities more or less is not known.",
        acts_on=("sanction", "authority_trust"),
        unit="warden-hour",
        payer="city",
        privacy="Say how long sanctions are kept on file.",
        proportionality="Milder first: a word, repair, then a fine; the optimiser never places it.",
        stigma="Fines fall on the poor and the young; count who gets them.",
    )

    deterrence: float = quantity(
        0.075, unit="log hazard", low=0.0, high=0.3, prior=Uniform(0.0, 0.15), source="odd.md 6; assumed",
    )  # fmt: skip
    authority_trust: float = quantity(
        0.0, unit="sd", low=-0.4, high=0.4, prior=Normal(0.0, 0.1), source="odd.md 6; assumed (sign not known)",
    )  # fmt: skip
    hours_per_week: float = quantity(40.0, unit="warden-hours", low=0.0, high=5000.0, source="chosen")
    ramp_days: float = quantity(30.0, unit="days", low=0.0, high=1830.0, source="assumed")
    decay_years: float = quantity(0.25, unit="years", low=0.05, high=5.0, source="assumed")
    yearly_cost: float = quantity(
        25.0, unit="EUR per warden-hour", low=0.0, high=300.0, prior=Uniform(15.0, 40.0), source="Hansard, raised",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Deter in the chosen streets; shift the trust in authorities of all who live there."""
        after = now.shifted("sanction", self.where, self.deterrence)
        return after.shifted("authority_trust", self.where, self.authority_trust)

    def amount(self, city: City) -> float:
        """Return warden-hours a year."""
        del city
        return self.hours_per_week * WEEKS_PER_YEAR
