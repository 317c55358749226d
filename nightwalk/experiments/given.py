"""Indices from any points: PAWN (Pianosi & Wagener 2018) and Delta (Borgonovo 2007; Plischke et al. 2013), by SALib.

Of SALib's Delta the estimator is used (equation 26 of Plischke et al.); the correction of its bias and the interval
come from the same bootstrap of points and seeds as for PAWN.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.experiments.effects import COVERAGE, Bootstrap, choices

if TYPE_CHECKING:
    from nightwalk.experiments.design import Design

__all__ = ["given_indices"]

SLICES = 10  # parts of the range of a factor that are compared
RESAMPLES = 50  # bootstrap samples; each one is a whole analysis
GRID = 100  # points at which densities are compared


def given_indices(
    design: Design, outcome: np.ndarray, seed: int = 1, resamples: int = RESAMPLES
) -> dict[str, Bootstrap]:
    """Return the index of each factor, with an interval from points and seeds drawn again.

    Args:
        design: Points of any kind.
        outcome: float64 (points, seeds); points with a failed run are left out.
        seed: Key of the bootstrap, from 1 on.
        resamples: Bootstrap samples.
    """
    whole = np.isfinite(outcome).all(axis=1)
    x, y = design.points[whole], outcome[whole]
    if len(y) <= SLICES or not np.ptp(y.mean(axis=1)) > 0:
        nothing = np.full(len(design.factors), np.nan)
        return {design.method: Bootstrap(nothing, nothing, nothing)}
    index = _pawn if design.method == "pawn" else _delta
    value = index(x, y.mean(axis=1))
    drawn = choices(len(y), y.shape[1], seed, resamples)
    again = np.stack([index(x[rows], y[rows][:, seeds].mean(axis=1)) for rows, seeds in drawn])
    if design.method == "delta":
        value, again = np.maximum(0.0, 2 * value - again.mean(axis=0)), 2 * value - again
    low, high = np.quantile(again, ((1.0 - COVERAGE) / 2, (1.0 + COVERAGE) / 2), axis=0)
    return {design.method: Bootstrap(value, np.fmin(low, value), np.fmax(high, value))}


def _pawn(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    from SALib.analyze import pawn

    names = [str(i) for i in range(x.shape[1])]
    problem: dict[str, Any] = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exact p-values that nobody reads
        return np.asarray(pawn.analyze(problem, x, y, S=SLICES)["median"], dtype=float)


def _delta(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    from SALib.analyze.delta import calc_delta

    grid, parts = np.linspace(y.min(), y.max(), GRID), np.linspace(0, len(y), SLICES + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts where all outcomes are the same
        return np.array([calc_delta(y, grid, column, parts) for column in x.T])
