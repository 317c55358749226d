"""How far apart the fear of two groups is (D1, D4)."""

from __future__ import annotations

from math import exp, sqrt

import numpy as np

__all__ = ["hausdorff", "hellinger"]


def hausdorff(first: np.ndarray, second: np.ndarray) -> float:
    """Return the Hausdorff distance of two clouds of trajectories over the square root of the weeks.

    Args:
        first: float64 (weeks, people) fear of one group.
        second: float64 (weeks, others) of the other.
    """
    from scipy.spatial.distance import cdist

    apart = cdist(first.T, second.T)
    return float(max(apart.min(axis=0).max(), apart.min(axis=1).max())) / sqrt(len(first))


def hellinger(first: np.ndarray, second: np.ndarray) -> float:
    """Return 1 minus the affinity of two normal laws with the means and deviations of all values."""
    s, t = float(first.std()), float(second.std())
    both = s * s + t * t
    return 1.0 - sqrt(2.0 * s * t / both) * exp(
        -((float(first.mean()) - float(second.mean())) ** 2) / (4.0 * both)
    )
