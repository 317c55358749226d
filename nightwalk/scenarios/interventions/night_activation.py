"""Life by night on granted sites, after Turin's ToNite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.interventions.space_activation import SpaceActivation

__all__ = ["NightActivation"]


@dataclass(frozen=True, kw_only=True)
class NightActivation(SpaceActivation):
    """Draw people to the chosen streets until late, through local projects that a grant pays for.

    How many come is not known: left at its default, the number is drawn between 5 and 30.
    """

    about: ClassVar[About] = About(
        title="Night activation",
        module="social",
        grade="D",
        source="assumed; ToNite Turin 2019-2023 is a template of the design, no outcome was published",
        note="Without stewards nights get louder and can feel less safe to those who live there: ask them. "
        "Ends when the grant ends.",
        acts_on=SpaceActivation.about.acts_on,
        unit="site-year",
        payer="city and foundations",
        stigma="A programme can push out those who used the place before; plan it with them.",
    )

    people_per_hour: float = quantity(
        15.0, unit="people/h", low=0.0, high=500.0, prior=Uniform(5.0, 30.0), source="odd.md 6: 5 to 30",
    )  # fmt: skip
    first_hour: int = quantity(18, unit="h", low=0, high=23, source="odd.md 6: 18 to 01 h")
    last_hour: int = quantity(1, unit="h", low=0, high=24, source="odd.md 6: 18 to 01 h")
