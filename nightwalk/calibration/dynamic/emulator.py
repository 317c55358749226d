"""Emulators: each compared number as a Gaussian process over the parameters, checked by leaving points out."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sklearn.gaussian_process import GaussianProcessRegressor

__all__ = ["Emulator", "emulator_of"]

LENGTHS = (0.2, 50.0)  # of the scale of the priors; at the upper end a parameter does not matter
AMOUNTS = (1e-4, 1e2)  # of the variance of the points
QUIET = 1e-4  # least variance of luck, of that of the points: numbers that never vary can be inverted
WITHIN = 2.0  # standard deviations a point left out is expected within


@dataclass(frozen=True)
class Emulator:
    """What a number is expected to be at a point that was not run.

    Attributes:
        name: The number.
        process: Fitted to the standardised means of the points.
        centre: Mean of the points.
        spread: Standard deviation of the points.
        luck: Variance of one run around the mean of its point.
        explained: Share of the variance between points that is forecast when they are left out.
        within: Share of the points that lie within two standard deviations when they are left out.
        widening: Factor on the variance, where the points left out lay further than expected.
    """

    name: str
    process: GaussianProcessRegressor
    centre: float
    spread: float
    luck: float
    explained: float
    within: float
    widening: float

    def expected(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and variance of the mean at points z (N, K), float64 (N,) each."""
        mean, sd = self.process.predict(z, return_std=True)
        return self.centre + self.spread * mean, self.widening * (self.spread * sd) ** 2


def emulator_of(name: str, z: np.ndarray, runs: np.ndarray) -> Emulator:
    """Fit an emulator.

    Args:
        name: the number.
        z: points, float64 (n, K).
        runs: the number in each replicate at each point, float64 (n, R); NaN where a run failed.
    """
    good = np.isfinite(runs).any(axis=1)
    z, runs = z[good], runs[good]
    mean, luck = np.nanmean(runs, axis=1), _luck(runs)
    centre, spread = float(mean.mean()), float(mean.std()) or 1.0
    noise = np.maximum(luck / np.isfinite(runs).sum(axis=1) / spread**2, QUIET)
    process = _fitted(z, (mean - centre) / spread, noise)
    error, variance = _left_out(process)
    far = error**2 / variance
    return Emulator(
        name, process, centre, spread, luck, float(1.0 - (error**2).mean()), float((far <= WITHIN**2).mean()),
        max(1.0, float(far.mean())),
    )  # fmt: skip


def _luck(runs: np.ndarray) -> float:
    """Return the variance of a run around the mean of its point, pooled over points; 0 without replicates."""
    repeated = runs[np.isfinite(runs).sum(axis=1) > 1]
    return float(np.nanvar(repeated, axis=1, ddof=1).mean()) if len(repeated) else 0.0


def _fitted(z: np.ndarray, y: np.ndarray, noise: np.ndarray) -> GaussianProcessRegressor:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct

    wavy = ConstantKernel(0.5, AMOUNTS) * RBF(np.full(z.shape[1], 2.0), LENGTHS)
    straight = ConstantKernel(0.5, AMOUNTS) * DotProduct(1.0, "fixed")
    process = GaussianProcessRegressor(wavy + straight, alpha=noise)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a length at its end means: does not matter
        return process.fit(z, y)


def _left_out(process: GaussianProcessRegressor) -> tuple[np.ndarray, np.ndarray]:
    """Return error and variance of each point forecast from all others (Rasmussen & Williams 2006, section 5.4.2)."""
    from scipy.linalg import cho_solve

    inverse = cho_solve((process.L_, True), np.eye(len(process.L_)))
    variance = 1.0 / np.diag(inverse)
    return np.asarray(process.alpha_).ravel() * variance, variance
