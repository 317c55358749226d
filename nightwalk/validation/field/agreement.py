"""How well a prediction orders rated places, how well anything could, and what one cue more adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["bootstrap", "explained", "noise_ceiling", "rank_correlation", "rank_interval"]

DRAWS = 2000
TAILS = (0.05, 0.95)  # of a 90 % interval
FLAT = 1e-12  # a column that varies less does not vary


def rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Return Spearman's rank correlation of two columns; NaN where one does not vary or there are under three rows."""
    from scipy.stats import rankdata

    if len(x) < 3 or np.ptp(x) < FLAT or np.ptp(y) < FLAT:
        return float("nan")
    return float(np.corrcoef(rankdata(x), rankdata(y))[0, 1])


def rank_interval(rho: float, units: int) -> tuple[float, float]:
    """Return the 90 % interval of a rank correlation from so many independent units.

    Fisher's z with the standard error of Bonett & Wright (2000), sqrt((1 + rho^2 / 2) / (units - 3)). Where rows
    share streets it is safer than a bootstrap, which is too narrow with few of them.

    Args:
        rho: Rank correlation.
        units: Independent units; under four say nothing and give -1 to 1.
    """
    from scipy.stats import norm

    if units <= 3:
        return -1.0, 1.0
    half = float(norm.ppf(TAILS[1])) * np.sqrt((1.0 + rho**2 / 2.0) / (units - 3))
    z = np.arctanh(np.clip(rho, FLAT - 1.0, 1.0 - FLAT))
    return float(np.tanh(z - half)), float(np.tanh(z + half))


def bootstrap(
    statistic: Callable[[np.ndarray], float], group: np.ndarray, *, draws: int = DRAWS, seed: int = 1
) -> tuple[float, float]:
    """Return the 90 % percentile interval of a statistic of rows when whole groups of rows are drawn again.

    Args:
        statistic: Number from rows, int (k,).
        group: int (n,) group of each row; a group of its own for each resamples the rows.
        draws: Samples.
        seed: Their seed.
    """
    members = [np.flatnonzero(group == one) for one in np.unique(group)]
    if not members:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, len(members), (draws, len(members)))
    found = np.array([statistic(np.concatenate([members[i] for i in pick])) for pick in picks])
    found = found[np.isfinite(found)]
    low, high = np.quantile(found, TAILS).tolist() if len(found) else (float("nan"), float("nan"))
    return low, high


def noise_ceiling(mean: np.ndarray, sd: np.ndarray, raters: np.ndarray, within: float | None = None) -> float:
    """Return the highest correlation with rated means that a perfect prediction could expect.

    The means differ by the places and by who happened to rate them. Reliability = 1 - (mean of
    within^2 / raters) / (variance of the means), and the ceiling is its root (Spearman 1904); 0 where the
    means differ no more than raters do.

    Args:
        mean: float64 (n,) mean rating of each place.
        sd: float64 (n,) standard deviation of its ratings (divisor raters - 1).
        raters: int (n,) number of its ratings.
        within: Standard deviation of the ratings of one place; pooled over the places where not given.
    """
    if len(mean) < 2 or np.var(mean, ddof=1) < FLAT:
        return float("nan")
    pooled = float((sd**2 @ (raters - 1)) / (raters - 1).sum()) if within is None else within**2
    reliability = 1.0 - pooled * float(np.mean(1.0 / raters)) / float(np.var(mean, ddof=1))
    return float(np.sqrt(max(reliability, 0.0)))


def explained(columns: np.ndarray, y: np.ndarray, group: np.ndarray) -> float:
    """Return the cross-validated R2 of a straight-line fit, each group predicted from the others.

    1 - sum of squared errors / sum of squared errors of the others' mean: 0 without columns, below 0 where the
    columns mislead.

    Args:
        columns: float64 (n, k).
        y: float64 (n,).
        group: int (n,) left out together, at least two.
    """
    error, error_mean = 0.0, 0.0
    design = np.column_stack([np.ones(len(y)), columns])
    for one in np.unique(group):
        out = group == one
        fitted, *_ = np.linalg.lstsq(design[~out], y[~out], rcond=None)
        error += float(((y[out] - design[out] @ fitted) ** 2).sum())
        error_mean += float(((y[out] - y[~out].mean()) ** 2).sum())
    return 1.0 - error / error_mean if error_mean > 0.0 else float("nan")
