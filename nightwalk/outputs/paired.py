"""The statistics of a paired comparison: the same people and the same luck in both worlds.

One row per compared quantity, one column per seed. Every function takes and returns plain
arrays; a seed whose value is missing in either world drops out of its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nightwalk.outputs.indicators import Better

__all__ = [
    "CONFIDENCE",
    "POWER",
    "Paired",
    "interval_of",
    "level_of",
    "mean_interval",
    "paired",
    "worthwhile",
]

CONFIDENCE = 0.95
POWER = 0.8  # chance to see what is there; both as usual


@dataclass(frozen=True, eq=False)
class Paired:
    """Paired differences, one entry per row; all arrays have shape (rows,).

    Attributes:
        before: Mean over the seeds used.
        after: Mean over the seeds used.
        difference: Mean of after - before.
        error: Standard error of `difference`; missing with fewer than two seeds.
        low: Lower end of the interval of the mean difference.
        high: Upper end.
        one_run_low: Lower end of the interval of one further run, with its own luck and parameters.
        one_run_high: Upper end.
        seeds: Seeds used.
    """

    before: np.ndarray
    after: np.ndarray
    difference: np.ndarray
    error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    one_run_low: np.ndarray
    one_run_high: np.ndarray
    seeds: np.ndarray


def level_of(comparisons: int) -> float:
    """Return the coverage of each of several intervals that hold together with 95 % (Bonferroni)."""
    return 1 - (1 - CONFIDENCE) / comparisons


def mean_interval(values: np.ndarray, *, confidence: float = CONFIDENCE) -> tuple[np.ndarray, ...]:
    """Return mean, standard error, half width of Student's interval and count, over the last axis.

    Args:
        values: Shape (rows, seeds); NaN drops out.
        confidence: Coverage of the interval.

    Returns:
        Four arrays of shape (rows,); error and half width are NaN with fewer than two seeds.
    """
    from scipy.stats import t

    there = ~np.isnan(values)
    count = there.sum(axis=-1)
    mean = np.divide(np.where(there, values, 0.0).sum(axis=-1), count, where=count > 0, out=_missing(count))
    square = np.where(there, (values - mean[..., None]) ** 2, 0.0).sum(axis=-1)
    variance = np.divide(square, count - 1, where=count > 1, out=_missing(count))
    error = np.sqrt(variance / np.maximum(count, 1))
    reach = t.ppf((1 + confidence) / 2, np.maximum(count - 1, 1))
    return mean, error, reach * error, count


def interval_of(values: np.ndarray) -> tuple[float, float, float]:
    """Return the mean of one value per seed with the ends of its 95 % interval; NaN ends with one seed.

    Args:
        values: Shape (seeds,); NaN drops out.
    """
    mean, _error, half, _count = (float(column[0]) for column in mean_interval(values[None, :]))
    return mean, mean - half, mean + half


def paired(before: np.ndarray, after: np.ndarray, *, comparisons: int = 1) -> Paired:
    """Compare two worlds seed by seed.

    Args:
        before: Shape (rows, seeds).
        after: Shape (rows, seeds), the same seeds in the same order.
        comparisons: Number of scenarios compared with the same one; intervals are widened so that all
            of them hold together with 95 % (Bonferroni).
    """
    change = after - before
    used = ~np.isnan(change)
    mean, error, half, count = mean_interval(change, confidence=level_of(comparisons))
    spread = half * np.sqrt(count + 1.0)
    return Paired(
        before=mean_interval(np.where(used, before, np.nan))[0],
        after=mean_interval(np.where(used, after, np.nan))[0],
        difference=mean,
        error=error,
        low=mean - half,
        high=mean + half,
        one_run_low=mean - spread,
        one_run_high=mean + spread,
        seeds=count,
    )


def worthwhile(result: Paired, better: Better, smallest: float) -> np.ndarray:
    """Return the probability that the mean difference is worthwhile, shape (rows,).

    That is P(difference <= -smallest) where lower is better, P(difference >= smallest) where higher is,
    and the sum of both where neither is, from Student's t distribution around the mean difference. It is
    about the average over seeds and their parameter sets, not about one town's single future.
    """
    from scipy.stats import t

    error = np.where(result.error > 0, result.error, np.nan)
    freedom = np.maximum(result.seeds - 1, 1)
    up = t.sf((smallest - result.difference) / error, freedom)
    down = t.cdf((-smallest - result.difference) / error, freedom)
    sure = result.error == 0
    up = np.where(sure, (result.difference >= smallest).astype(float), up)
    down = np.where(sure, (result.difference <= -smallest).astype(float), down)
    return {"lower": down, "higher": up, "neither": up + down}[better]


def _missing(like: np.ndarray) -> np.ndarray:
    return np.full(like.shape, np.nan)
