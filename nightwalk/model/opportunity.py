"""Lasting criminal opportunity of the streets: drawn where nothing is known, else from a risk register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.offend import ROBBERY, STREET_FAMILIES, VANDALISM, appeal
from nightwalk.base.streams import Decision, standard_normal, uniforms
from nightwalk.model.base_level import search_shares

if TYPE_CHECKING:
    from nightwalk.model.register.street_crime import StreetCrime
    from nightwalk.model.town import Town

__all__ = ["opportunity"]


def opportunity(
    town: Town, p: Any, seed: int, *, crime: StreetCrime | None = None, expected: np.ndarray | None = None
) -> np.ndarray:
    """Return zeta, the lasting criminal opportunity of each segment, logits, float64 (S,) (rule 28).

    Without street-level crime data it is redrawn for every seed. With a register it is the log of the crimes recorded
    in the street less what the people about explain, so that crime lies where it was recorded.

    Args:
        town: the town.
        p: parameter values.
        seed: the run's seed.
        crime: what a register says.
        expected: float64 (2, 24, S) people expected by weekday/weekend and hour.
    """
    ids = town.city.streets.id
    u = uniforms(seed, Decision.OPPORTUNITY, int(ids[-1]) + 1)[ids]
    if crime is None or crime.yearly is None:
        return np.asarray(p.sigma_zeta * standard_normal(u) + p.main_street * town.busy)
    rate = crime.log_rate(ids, u)
    return rate if expected is None else rate - pull(expected.mean(axis=(0, 1)), p)


def pull(present: np.ndarray, p: Any) -> np.ndarray:
    """Return how the people in a street draw crime, mean over the families as they are searched for, float64 (S,)."""
    share = np.diff(search_shares(p), prepend=0.0)
    street = float(share[:STREET_FAMILIES].sum())
    drawn = np.array([appeal(ROBBERY, n, 0.0, p) for n in present.tolist()])
    kept_off = np.array([appeal(VANDALISM, n, 0.0, p) for n in present.tolist()])
    return street * drawn + (1.0 - street) * kept_off
