"""Municipal wardens on foot: seen as police officers are, but count for less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.interventions.foot_patrol import FootPatrol

__all__ = ["Wardens"]


@dataclass(frozen=True, kw_only=True)
class Wardens(FootPatrol):
    """Share warden-hours over the chosen streets, as a foot patrol does its officer-hours (rule 32).

    `worth` is what a warden counts against a police officer, who can arrest.
    """

    about: ClassVar[About] = About(
        title="Municipal wardens",
        module="social",
        grade="D",
        source="assumed, after foot patrol (Ratcliffe 2011; Braga 2019); reassurance: Tuffin 2006",
        note="Cheaper than officers and, it is assumed, weaker; train them to talk first.",
        acts_on=("guardian",),
        unit="warden-hour",
        payer="city",
        privacy="Say what they write down and who may see it.",
        proportionality="They watch, advise and call; give them no powers they do not need.",
        stigma="A beat that follows records falls on those who are watched most already.",
    )

    worth: float = quantity(
        0.6, unit="ratio to an officer", low=0.0, high=1.0, prior=Uniform(0.3, 0.9), source="assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        25.0, unit="EUR per warden-hour", low=0.0, high=300.0, prior=Uniform(15.0, 40.0), source="Hansard, raised",
    )  # fmt: skip
