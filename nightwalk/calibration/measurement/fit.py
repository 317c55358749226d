"""Fit the survey equation: the most probable parameters and how far the answers pin them down.

Maximum a posteriori on the scale of the priors, Laplace's approximation around it; with weights or clusters the
covariance is the sandwich of the survey's design. A parameter that may be exactly zero is fitted with and without.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.quantity import SpikeSlab
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.measurement.density import Density
from nightwalk.calibration.measurement.scale import Scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightwalk.calibration.measurement.evidence import Evidence
    from nightwalk.calibration.measurement.ground import Ground

__all__ = ["Fit", "Mode", "fit"]

STEP = 1e-3  # of the scale, for second derivatives
FLAT = 1e-6  # squared distance left to the top, in posterior standard deviations, at which the search stops
STEPS, HALVINGS = 200, 12
LEAST = 0.5  # curvature no direction falls below: Laplace must not be wider than twice the prior's variance


@dataclass(frozen=True)
class Mode:
    """A most probable point and the normal around it.

    Attributes:
        scale: What is fitted here; the parameters held at zero are not.
        z: The point, float64 (K,).
        covariance: Of z, float64 (K, K).
        curvature: Minus the second derivatives of the log posterior, float64 (K, K).
        weight: Probability of this mode beside the others.
    """

    scale: Scale
    z: np.ndarray
    covariance: np.ndarray
    curvature: np.ndarray
    weight: float


@dataclass(frozen=True)
class Fit:
    """The posterior of the measurement layer.

    Attributes:
        scale: What was fitted, with its priors.
        modes: With and without the parameters that may be zero.
    """

    scale: Scale
    modes: tuple[Mode, ...]

    @property
    def best(self) -> Mode:
        """The mode in which nothing is held at zero."""
        return self.modes[0]


def fit(evidence: Evidence, ground: Ground, scale: Scale) -> Fit:
    """Return the posterior of the fitted parameters.

    Args:
        evidence: respondents or cells.
        ground: declared streets and margins.
        scale: what is fitted.

    Raises:
        CalibrationError: if no most probable point is found.
    """
    found: list[tuple[Scale, np.ndarray, np.ndarray, np.ndarray, float]] = []
    for held, chance in _supports(scale):
        part = scale.without(held).slab()
        density = Density(evidence, ground, part)
        z = _top(density, _start(part, found))
        curvature = _curvature(density, z)
        _, log_det = np.linalg.slogdet(curvature)
        log = density.value(z) - 0.5 * float(log_det) + np.log(chance)
        found.append((part, z, _covariance(density, z, curvature), curvature, log))
    logs = np.array([one[-1] for one in found])
    weight = np.exp(logs - logs.max())
    return Fit(
        scale, tuple(Mode(*one[:-1], float(w)) for one, w in zip(found, weight / weight.sum(), strict=True))
    )


def _supports(scale: Scale) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield which parameters are held at zero, and the prior probability of it."""
    priors = {name: scale.quantities[name].prior for name in scale.spikes}
    zero = {name: prior.zero for name, prior in priors.items() if isinstance(prior, SpikeSlab)}
    for count in range(len(zero) + 1):
        for held in combinations(zero, count):
            yield held, float(np.prod([zero[name] if name in held else 1.0 - zero[name] for name in zero]))


def _start(scale: Scale, found: list[tuple[Scale, np.ndarray, np.ndarray, np.ndarray, float]]) -> np.ndarray:
    """Return where to begin: the middle of the priors, or the top found before something was held at zero."""
    if not found:
        return np.zeros(len(scale.names))
    before = dict(zip(found[0][0].names, found[0][1], strict=True))
    return np.array([before[name] for name in scale.names])


def _top(density: Density, z: np.ndarray) -> np.ndarray:
    """Return the most probable point by scoring from z: steps by the products of scores, halved until they climb.

    Raises:
        CalibrationError: if none is found.
    """
    value = density.value(z)
    for _ in range(STEPS):
        slope, curvature = density.uphill(z)
        step = np.linalg.solve(curvature, slope)
        if float(slope @ step) < FLAT:
            return z
        for _ in range(HALVINGS):
            ahead = density.value(z + step)
            if ahead >= value:
                break
            step = step / 2.0
        else:
            return z
        z, value = z + step, ahead
    raise CalibrationError(
        "No most probable parameters were found; fit fewer parameters with fit = [...] or check the answers."
    )


def _covariance(density: Density, z: np.ndarray, curvature: np.ndarray) -> np.ndarray:
    """Return the covariance around the top: the model's own, or the sandwich of the design (K, K)."""
    inverse = np.linalg.inv(curvature)
    spread = density.evidence.score_spread(*density.scores(z))
    return inverse if spread is None else inverse @ (spread + np.eye(len(z))) @ inverse


def _curvature(density: Density, z: np.ndarray) -> np.ndarray:
    """Return minus the second derivatives of the log posterior, made symmetric and positive (K, K)."""
    moves = np.eye(len(z)) * STEP
    here = density(z)[1]
    half = np.array([here - density(z + move)[1] for move in moves]) / STEP
    value, vector = np.linalg.eigh((half + half.T) / 2.0)
    return np.asarray((vector * np.maximum(value, LEAST)) @ vector.T)
