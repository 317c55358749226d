"""Sessions at schools and universities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from nightwalk.base.quantity import quantity
from nightwalk.scenarios.about import About
from nightwalk.scenarios.interventions.awareness_campaign import AwarenessCampaign

if TYPE_CHECKING:
    from nightwalk.agents.columns import People
    from nightwalk.model.city import City

__all__ = ["StudentCampaign"]

YOUNGEST = 0  # the age group 16-34


@dataclass(frozen=True, kw_only=True)
class StudentCampaign(AwarenessCampaign):
    """Hold the sessions of an awareness campaign for residents of 16 to 34 only.

    `reach` is a share of them; `young` is their share of the residents, for the bill alone.
    """

    about: ClassVar[About] = About(
        title="Student campaign",
        module="social",
        grade="D",
        source="assumed, after the awareness campaign; Benavente & Goya 2023 (fear of those contacted: grade B)",
        note="The young are attacked most and come in classes. Talk of crime can raise fear: ask before and after.",
        acts_on=("carrying", "reporting", "trust", "concern"),
        unit="session",
        payer="city and schools",
        proportionality="Advice must not become a duty to stay at home.",
        stigma="Speak with the young as those at risk, not as a risk.",
    )

    reach: float = quantity(0.4, unit="share of residents 16-34", low=0.0, high=1.0, source="assumed")
    young: float = quantity(
        0.27, unit="share of residents", low=0.0, high=1.0, source="EU average, from memory"
    )

    def chances(self, residents: People) -> np.ndarray:
        """Return `reach` for residents of 16 to 34, 0 for all others."""
        return np.where(residents.age == YOUNGEST, self.reach, 0.0)

    def amount(self, city: City) -> float:
        """Return the sessions a year: everybody reached comes once."""
        return super().amount(city) * self.young
