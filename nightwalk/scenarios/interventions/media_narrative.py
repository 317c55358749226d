"""A steady, factual account of crime in the town's media and channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.where import TOWN, Where

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["MediaNarrative"]


@dataclass(frozen=True, kw_only=True)
class MediaNarrative(Intervention):
    """Lower the alarm of local crime news; it acts on the whole town."""

    about: ClassVar[About] = About(
        title="Media narrative",
        module="digital",
        grade="D",
        source="assumed; Prieto Curiel 2020 (news follow crime weakly)",
        note="Moves concern about crime in general; the fear of one's own street hardly.",
        acts_on=("media_tone",),
        unit="campaign",
        payer="city",
        proportionality="Say what is known, good and bad; a town that hides crime loses trust.",
    )

    town_wide: ClassVar[bool] = True

    where: Where = TOWN
    reduction: float = quantity(
        0.1, unit="share", low=0.0, high=0.25, prior=Uniform(0.0, 0.25), source="odd.md 6; assumed",
    )  # fmt: skip
    ramp_days: float = quantity(28.0, unit="days", low=0.0, high=1830.0, source="assumed")
    decay_years: float = quantity(0.25, unit="years", low=0.05, high=5.0, source="assumed")
    yearly_cost: float = quantity(
        30000.0, unit="EUR per campaign", low=0.0, high=1e6, prior=Uniform(10000.0, 80000.0), source="assumed",
    )  # fmt: skip

    def effect(self, now: Conditions) -> Conditions:
        """Scale the tone of the media down."""
        return now.scaled("media_tone", self.where, 1.0 - self.reduction)

    def amount(self, city: City) -> float:
        """Return one campaign."""
        del city
        return 1.0
