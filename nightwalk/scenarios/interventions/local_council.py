"""A local council for crime prevention: those who plan, pay and deliver around one table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Self

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.delivery import council_fidelity
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.where import TOWN, Where

if TYPE_CHECKING:
    from datetime import date

    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions
    from nightwalk.scenarios.governance import Governance

__all__ = ["LocalCouncil"]


@dataclass(frozen=True, kw_only=True)
class LocalCouncil(Intervention):
    """Raise the share of every measure that is delivered as planned; without other measures it changes nothing.

    It needs the table ``[governance]`` of the scenario, which says what is delivered without it; where the
    table is left out, everything is delivered as planned already.

    Attributes:
        agreement: What it lives on, 0-1; filled in by `under` from the table.
    """

    about: ClassVar[About] = About(
        title="Local council for crime prevention",
        module="governance",
        grade="D",
        source="assumed (no evaluation found)",
        note="No force of its own: it raises the fidelity of other measures by what commitment, capacity and "
        "diversity allow. An election can undo it where nothing is kept on file.",
        acts_on=("fidelity",),
        unit="council-year",
        payer="city",
        proportionality="Give residents a say, not only those who deliver.",
    )
    town_wide: ClassVar[bool] = True

    where: Where = TOWN
    gain: float = quantity(
        0.3, unit="share of what is missing", low=0.0, high=1.0, prior=Uniform(0.0, 0.6), source="odd.md 6; assumed",
    )  # fmt: skip
    ramp_days: float = quantity(180.0, unit="days", low=0.0, high=1830.0, source="assumed")
    decay_years: float = quantity(1.0, unit="years", low=0.05, high=10.0, source="assumed")
    yearly_cost: float = quantity(
        40000.0, unit="EUR per council-year", low=0.0, high=1e6, prior=Uniform(15000.0, 90000.0), source="assumed",
    )  # fmt: skip
    agreement: float = field(default=0.0, compare=False, repr=False)

    def under(self, governance: Governance, start: date) -> Self:
        """Return the council with what the town gives it to live on; elections act on the fidelity it leaves."""
        del start
        return replace(self, agreement=governance.agreement)

    def effect(self, now: Conditions) -> Conditions:
        """Raise the fidelity of all measures."""
        raised = council_fidelity(now.fidelity, self.gain, self.agreement)
        return now.at_least("fidelity", self.where, raised)

    def amount(self, city: City) -> float:
        """Return one council."""
        del city
        return 1.0
