"""Whether crimes near by follow each other sooner than chance: the test of Knox (1964)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Knox", "knox", "knox_pairs", "knox_ratio"]

PERMUTATIONS = 199


class Knox(NamedTuple):
    """Pairs of crimes close in space and in time.

    Attributes:
        observed: Pairs counted.
        expected: Their mean if the dates were dealt out anew among the crimes.
        p: Share of dealt worlds, ours among them, with at least as many pairs.
    """

    observed: float
    expected: float
    p: float

    @property
    def ratio(self) -> float:
        """Observed over expected; NaN where none is expected."""
        return self.observed / self.expected if self.expected > 0.0 else float("nan")


def knox_pairs(xy: np.ndarray, day: np.ndarray, *, metres: float, days: float) -> tuple[float, float]:
    """Return the pairs close in space and time, observed and expected.

    The mean over all permutations of the dates is known without drawing any: pairs close in space
    times pairs close in time over all pairs. To join several towns or seeds divide the sums.

    Args:
        xy: float64 (n, 2) places, metres.
        day: float or int (n,) dates, days.
        metres: Largest distance of a close pair, included; pairs at one place are close.
        days: Longest time of a close pair, included.
    """
    first, second = _close(xy, metres).T
    observed = np.count_nonzero(np.abs(day[first] - day[second]) <= days)
    every = len(day) * (len(day) - 1) / 2
    return float(observed), len(first) * _soon(day, days) / every if every else 0.0


def knox_ratio(xy: np.ndarray, day: np.ndarray, *, metres: float, days: float) -> float:
    """Return observed over expected pairs, exact over all permutations of the dates; NaN where none is expected.

    Arguments as `knox_pairs`.
    """
    return Knox(*knox_pairs(xy, day, metres=metres, days=days), p=float("nan")).ratio


def knox(
    xy: np.ndarray, day: np.ndarray, *, metres: float, days: float, permutations: int = PERMUTATIONS, seed: int = 1
) -> Knox:  # fmt: skip
    """Return the pairs with the chance of as many, from permuted dates; the ratio does not depend on the seed.

    Args:
        xy: float64 (n, 2) places, metres.
        day: float or int (n,) dates, days.
        metres: Largest distance of a close pair.
        days: Longest time of a close pair.
        permutations: Worlds with the dates dealt anew.
        seed: Their seed.
    """
    observed, expected = knox_pairs(xy, day, metres=metres, days=days)
    first, second = _close(xy, metres).T
    rng = np.random.default_rng(seed)
    reached = 0
    for _ in range(permutations):
        dealt = rng.permutation(day)
        reached += int(np.count_nonzero(np.abs(dealt[first] - dealt[second]) <= days) >= observed)
    return Knox(observed, expected, (1 + reached) / (1 + permutations))


def _close(xy: np.ndarray, metres: float) -> np.ndarray:
    """Return the pairs of rows within a distance, int (k, 2); memory grows with the pairs, not with n squared."""
    from scipy.spatial import cKDTree

    found = cKDTree(np.asarray(xy, dtype=float).reshape(-1, 2)).query_pairs(metres, output_type="ndarray")
    return np.asarray(found)


def _soon(day: np.ndarray, days: float) -> float:
    """Return how many pairs lie within a time."""
    ordered = np.sort(day)
    return float((np.searchsorted(ordered, ordered + days, side="right") - np.arange(len(ordered)) - 1).sum())
