"""What a campaign does to those it speaks to (SF40)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.scenarios.interventions import AwarenessCampaign
from nightwalk.scenarios.where import Where
from nightwalk.validation.measure import Measure
from nightwalk.validation.worlds import CAMPAIGN, TODAY

if TYPE_CHECKING:
    from nightwalk.validation.year import Year

__all__ = ["CONTACTS", "contrast", "raising"]

DRAWS = range(1, 201)  # seeds of the prior


def contrast(today: Year, campaign: Year) -> float:
    """Return how much more the concern of the reached moved than that of the others, logits."""
    moved = campaign.residents.concern - today.residents.concern
    reached = np.zeros(len(moved), dtype=bool)
    for rows in campaign.sim.agenda.members.values():
        reached[rows] = True
    return float(moved[reached].mean() - moved[~reached].mean())


def raising(today: Year, campaign: Year) -> float:
    """Return the share of draws of the prior under which the reached end with more concern than the others.

    A shift d moves the concern of a reached person by (1 - s) d, and by more through ties among the
    reached; it comes on top of what the campaign does without any shift.
    """
    spoken = AwarenessCampaign(where=Where(everywhere=True))
    shifts = np.array([spoken.drawn(seed).concern_shift for seed in DRAWS])
    ends = contrast(today, campaign) + (1.0 - today.values.susceptibility) * shifts
    return float(np.mean(ends > 0.0))


CONTACTS = (
    Measure("SF40", "draws of the prior that raise concern of the reached", raising, (TODAY, CAMPAIGN)),
)
