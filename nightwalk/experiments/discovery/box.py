"""A box: ranges of some inputs, and how well they tell the cases of interest from the others."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["Box", "agreement", "coverage", "density"]


@dataclass(frozen=True)
class Box:
    """Cases whose inputs all lie in these ranges.

    Attributes:
        limits: Lowest and highest value by input, both inside; infinite where there is no limit.
    """

    limits: Mapping[str, tuple[float, float]]

    def holds(self, inputs: pd.DataFrame) -> np.ndarray:
        """Say which cases are inside, bool (cases,)."""
        inside = np.ones(len(inputs), dtype=bool)
        for name, (low, high) in self.limits.items():
            value = inputs[name].to_numpy(float)
            inside &= (value >= low) & (value <= high)
        return inside

    def limited(self, name: str, low: float, high: float) -> Box:
        """Return the box with other limits on one input; without them if both are infinite."""
        kept = {key: pair for key, pair in self.limits.items() if key != name}
        return Box(kept if (low, high) == (-inf, inf) else {**kept, name: (low, high)})

    def without(self, name: str) -> Box:
        """Return the box without its limits on one input."""
        return self.limited(name, -inf, inf)


def coverage(inside: np.ndarray, failed: np.ndarray) -> float:
    """Return the share of the failures that are inside, 0-1; NaN where nothing failed."""
    return float((inside & failed).sum() / failed.sum()) if failed.any() else float("nan")


def density(inside: np.ndarray, failed: np.ndarray) -> float:
    """Return the share of the cases inside that are failures, 0-1; NaN where nothing is inside."""
    return float(failed[inside].mean()) if inside.any() else float("nan")


def agreement(inside: np.ndarray, failed: np.ndarray) -> float:
    """Return the harmonic mean of coverage and density, 0-1: high only where both are."""
    both = float(inside.sum() + failed.sum())
    return 2.0 * float((inside & failed).sum()) / both if both else 0.0
