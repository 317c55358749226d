"""Values made of sums over seeds: ratios are of sums, not means of ratios, with a jackknife interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.outputs.paired import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pooled", "jackknife", "pooled"]


class Pooled(NamedTuple):
    """A value with its 95 % interval; NaN ends with one seed."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return bool(self.low > 0 or self.high < 0)


def pooled(
    sums: np.ndarray, join: Callable[[np.ndarray], float], *, confidence: float = CONFIDENCE
) -> Pooled:
    """Join what each seed counted into one value.

    The interval is Student's t around the value with the jackknife's standard error.

    Args:
        sums: float64 (seeds, k); a seed with a missing entry drops out.
        join: Value of the mean of the rows, float64 (k,).
        confidence: Coverage of the interval.
    """
    from scipy.stats import t

    sums = sums[np.isfinite(sums).all(axis=1)]
    n = len(sums)
    if n == 0:
        return Pooled(np.nan, np.nan, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = join(sums.mean(axis=0))
        if n == 1:
            return Pooled(value, np.nan, np.nan)
        without = np.array([join(np.delete(sums, i, axis=0).mean(axis=0)) for i in range(n)])
        half = float(t.ppf((1.0 + confidence) / 2.0, n - 1)) * jackknife(without)
    return Pooled(value, value - half, value + half)


def jackknife(without: np.ndarray) -> float:
    """Return the standard error of a value from its n values with one left out each (Efron & Stein 1981)."""
    n = len(without)
    return float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
