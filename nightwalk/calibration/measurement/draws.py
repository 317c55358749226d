"""Draws of the posterior: normals around the modes, with the level solved anew for each.

A normal cannot follow a bent ridge: where spread, thresholds and level trade off, its draws would answer less safe
than the survey. So each draw is moved along `mu` by as much as the level its other parameters ask for departs from
the one the normal takes them to ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.measurement.density import Density

if TYPE_CHECKING:
    from nightwalk.calibration.measurement.evidence import Evidence
    from nightwalk.calibration.measurement.fit import Fit, Mode
    from nightwalk.calibration.measurement.ground import Ground

__all__ = ["drawn"]

LEVEL = "mu"


def drawn(fit: Fit, evidence: Evidence, ground: Ground, count: int, seed: int) -> np.ndarray:
    """Return draws of the fitted parameters, float64 (count, K).

    Args:
        fit: the posterior.
        evidence: what it was fitted to.
        ground: declared streets and margins.
        count: how many.
        seed: key of the draws.
    """
    luck = np.random.default_rng(seed)
    shares = luck.multinomial(count, [mode.weight for mode in fit.modes])
    values = np.zeros((count, len(fit.scale.names)))
    order, first = luck.permutation(count), 0
    for mode, number in zip(fit.modes, shares, strict=True):
        rows, first = order[first : first + number], first + number
        mine = [fit.scale.names.index(name) for name in mode.scale.names]
        z = luck.multivariate_normal(mode.z, mode.covariance, size=number, method="eigh")
        values[rows[:, None], mine] = _levelled(mode, Density(evidence, ground, mode.scale), z)
    return values


def _levelled(mode: Mode, density: Density, z: np.ndarray) -> np.ndarray:
    """Return the values of draws z (n, K), each with its own level."""
    values = np.array([mode.scale.values(one) for one in z]).reshape(len(z), len(mode.scale.names))
    if LEVEL not in mode.scale.names:
        return values
    at = mode.scale.names.index(LEVEL)
    declared = mode.scale.quantities[LEVEL]
    others = np.delete(np.arange(z.shape[1]), at)
    pull = mode.curvature[at, others] / mode.curvature[at, at]
    for row, one in zip(values, z, strict=True):
        line = one.copy()
        line[at] = (
            mode.z[at] - pull @ (one - mode.z)[others]
        )  # the level the normal takes the others to ask for
        there = mode.scale.values(line)
        row[at] = np.clip(row[at] + density.level_step(there), declared.low, declared.high)
    return values
