"""Indices from any points: PAWN (Pianosi & Wagener 2018) and Delta (Borgonovo 2007; Plischke et al. 2013), by SALib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.experiments.effects import COVERAGE, Bootstrap

if TYPE_CHECKING:
    from nightwalk.experiments.design import Design

__all__ = ["given_indices"]

SLICES = 10  # parts of the range of a factor that PAWN compares
RESAMPLES = 100  # bootstrap samples; each one is a whole analysis


def given_indices(design: Design, outcome: np.ndarray, seed: int = 1) -> dict[str, Bootstrap]:
    """Return the index of each factor, with an interval from points and seeds drawn again.

    Args:
        design: Points of any kind.
        outcome: float64 (points, seeds); points with a failed run are left out.
        seed: Key of the bootstrap, from 1 on.
    """
    from nightwalk.base.streams import Decision, uniforms

    whole = np.isfinite(outcome).all(axis=1)
    x, y = design.points[whole], outcome[whole]
    size, seeds = y.shape
    if size < SLICES or not np.ptp(y.mean(axis=1)) > 0:
        nothing = np.full(len(design.factors), np.nan)
        return {design.method: Bootstrap(nothing, nothing, nothing)}
    u = uniforms(seed, Decision.RESAMPLE, RESAMPLES * (size + seeds)).reshape(RESAMPLES, size + seeds)
    rows, luck = (u[:, :size] * size).astype(np.int64), (u[:, size:] * seeds).astype(np.int64)
    value = _index(design, x, y.mean(axis=1))
    again = np.stack(
        [_index(design, x[i], y[i][:, j].mean(axis=1)) for i, j in zip(rows, luck, strict=True)]
    )
    tail = (1.0 - COVERAGE) / 2
    low, high = np.nanquantile(again, tail, axis=0), np.nanquantile(again, 1.0 - tail, axis=0)
    return {design.method: Bootstrap(value, np.fmin(low, value), np.fmax(high, value))}


def _index(design: Design, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    from SALib.analyze import delta, pawn

    names = [one.name for one in design.factors]
    bounds = [[float(column.min()), float(column.max())] for column in x.T]
    problem: dict[str, Any] = {"num_vars": len(names), "names": names, "bounds": bounds}
    if design.method == "pawn":
        return np.asarray(pawn.analyze(problem, x, y, S=SLICES, seed=1)["median"], dtype=float)
    found = delta.analyze(problem, x, y, num_resamples=2, seed=1, method="delta")
    return np.asarray(found["delta"], dtype=float)
