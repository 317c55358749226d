"""Posterior predictive checks: what runs at the draws of the posterior give, beside what was observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.dynamic.luck import stream

if TYPE_CHECKING:
    from nightwalk.calibration.dynamic.comparison import Comparison

__all__ = ["Expected", "expected_of"]

INTERVAL = (5.0, 95.0)  # per cent


@dataclass(frozen=True)
class Expected:
    """One compared number.

    Attributes:
        name: Which.
        fitted: Whether it was fitted; otherwise it is a check.
        observed: What was observed.
        mean: Mean of the runs.
        low: 5 % quantile of what would be observed of such runs.
        high: 95 % quantile.
    """

    name: str
    fitted: bool
    observed: float
    mean: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether what was observed lies in the interval."""
        return self.low <= self.observed <= self.high


def expected_of(comparison: Comparison, found: np.ndarray, seed: int) -> list[Expected]:
    """Return every compared number of runs (N, S), with the errors of observation and model added to the interval."""
    compared = comparison.compared(found)
    luck = np.array(
        [stream(seed, f"expected {name}").standard_normal(len(found)) for name in comparison.names]
    ).T
    low, high = np.nanpercentile(compared + luck * comparison.error, INTERVAL, axis=0)
    fitted = [not one.check for one in comparison.targets for _ in range(one.likelihood.freedom)]
    rows = zip(
        comparison.names, fitted, comparison.observed, np.nanmean(compared, axis=0), low, high, strict=True
    )
    return [Expected(name, known, *map(float, numbers)) for name, known, *numbers in rows]
