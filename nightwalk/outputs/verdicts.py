"""Plain verdicts on differences: keys, not sentences, so that they can be said in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.outputs.paired import POWER, level_of

if TYPE_CHECKING:
    from nightwalk.outputs.indicators import Better
    from nightwalk.outputs.paired import Paired

__all__ = [
    "BETTER", "FEW_PEOPLE", "HARDLY", "HIGHER", "LOWER", "MOST_SEEDS", "NO_VALUE", "TOO_FEW_CRIMES", "UNCLEAR",
    "UNTOLD", "VERDICTS", "WORSE", "p_values", "q_values", "seeds_needed", "verdicts",
]  # fmt: skip

BETTER = "better"  # the whole interval lies on the wanted side of zero
WORSE = "worse"  # on the other side
HIGHER, LOWER = "higher", "lower"  # clearly so, where no direction is wanted
HARDLY = "hardly"  # the whole interval lies within plus or minus the smallest worthwhile change
UNCLEAR = "unclear"  # none of these yet
NO_VALUE = "no_value"
FEW_PEOPLE = "few_people"  # a small cell, not shown
TOO_FEW_CRIMES = "too_few_crimes"  # a contrast of crime in a town too small for one
UNTOLD = (NO_VALUE, FEW_PEOPLE, TOO_FEW_CRIMES)
"""Verdicts with which no difference is shown."""
VERDICTS = (BETTER, WORSE, HIGHER, LOWER, HARDLY, UNCLEAR, *UNTOLD)

MOST_SEEDS = 1000  # more are not worth saying
_LIMIT = 1 << 20


def verdicts(result: Paired, better: Better, smallest: float) -> np.ndarray:
    """Return the key of the verdict on each row, shape (rows,)."""
    inside = (result.low > -smallest) & (result.high < smallest)
    down, up = {"lower": (BETTER, WORSE), "higher": (WORSE, BETTER), "neither": (LOWER, HIGHER)}[better]
    ladder = (
        (result.seeds == 0, NO_VALUE),
        (inside, HARDLY),
        (result.high < 0, down),
        (result.low > 0, up),
    )
    return np.select([where for where, _ in ladder], [key for _, key in ladder], UNCLEAR)


def seeds_needed(result: Paired, smallest: float, *, comparisons: int = 1) -> np.ndarray:
    """Return how many seeds decide, from effect and spread as seen so far, shape (rows,).

    Decided is an interval that excludes zero or lies within plus or minus `smallest`; so many seeds reach one of
    the two with a probability of about 80 %. At least one more than there are; NaN with fewer than two.

    Args:
        result: The comparison so far.
        smallest: The smallest worthwhile change.
        comparisons: As in `paired`.
    """
    from scipy.stats import t

    spread = result.error * np.sqrt(result.seeds)
    low = np.maximum(result.seeds, 1).astype(float)  # the answer is above low, at most high
    high = np.full(low.shape, float(_LIMIT))
    while (high - low > 1).any():
        middle = np.ceil((low + high) / 2)
        error = spread / np.sqrt(middle)
        half = t.ppf((1 + level_of(comparisons)) / 2, middle - 1) * error
        few = _undecided(result.difference, error, half, smallest) > 1 - POWER
        low, high = np.where(few, middle, low), np.where(few, high, middle)
        low = np.minimum(low, high - 1)
    return np.where(np.isnan(spread), np.nan, high)


def _undecided(effect: np.ndarray, error: np.ndarray, half: np.ndarray, smallest: float) -> np.ndarray:
    """Return the probability that an interval holds zero and reaches a change worth having, too.

    That is the case where the size of the estimate lies between `smallest` - `half` and `half`.
    """
    from scipy.stats import norm

    inner = np.maximum(smallest - half, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = [norm.cdf((end - effect) / error) for end in (-half, -inner, inner, half)]
    return np.where(inner < half, ends[1] - ends[0] + ends[3] - ends[2], 0.0)


def p_values(result: Paired) -> np.ndarray:
    """Return the two-sided p value (Student's t) of a mean difference of zero, shape (rows,).

    It is NaN with fewer than two seeds and 1 where both worlds are the same.
    """
    from scipy.stats import t

    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(result.difference == 0, 0.0, np.abs(result.difference) / result.error)
    p = 2 * t.sf(ratio, np.maximum(result.seeds - 1, 1))
    return np.where(np.isnan(result.error), np.nan, p)


def q_values(p: np.ndarray) -> np.ndarray:
    """Return false discovery rates (Benjamini & Hochberg) over some p values, shape (rows,); NaN stays NaN.

    Of the rows whose value is at most q, about the share q is expected to be luck alone.
    """
    from scipy.stats import false_discovery_control

    known, q = ~np.isnan(p), np.full(p.shape, np.nan)
    if known.any():
        q[known] = false_discovery_control(p[known])
    return q
