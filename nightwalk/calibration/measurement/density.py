"""The log posterior density of the parameters, with its gradient."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.measurement.likelihood import integrated, log_likelihood
from nightwalk.calibration.measurement.predictors import OF_PLACES, Predictors, predictors
from nightwalk.calibration.measurement.rows import distinct, unasked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightwalk.calibration.measurement.evidence import Evidence
    from nightwalk.calibration.measurement.ground import Ground
    from nightwalk.calibration.measurement.rows import Rows
    from nightwalk.calibration.measurement.scale import Scale

__all__ = ["Density"]

STEP = 1e-4  # of the scale, for derivatives of the predictors


class Density:
    """Evidence and priors as a function of z.

    Attributes:
        evidence: Respondents or cells.
        ground: Declared streets and margins.
        scale: What is fitted.
    """

    def __init__(self, evidence: Evidence, ground: Ground, scale: Scale) -> None:
        self.evidence, self.ground, self.scale = evidence, ground, scale

    def __call__(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the log density at z, but for a constant, and its gradient (K,)."""
        log, score = self.scores(z)
        return self.evidence.value(log) - 0.5 * float(z @ z), self.evidence.gradient(log, score) - z

    def value(self, z: np.ndarray) -> float:
        """Return the log density at z alone, but for a constant."""
        return self.evidence.value(self.log_likelihood(self.scale.values(z))) - 0.5 * float(z @ z)

    def uphill(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the gradient (K,) and an estimate of the curvature by products of scores (K, K)."""
        log, score = self.scores(z)
        return self.evidence.gradient(log, score) - z, np.eye(len(z)) + self.evidence.information(log, score)

    def log_likelihood(self, values: np.ndarray) -> np.ndarray:
        """Return the log-likelihood of every row at values of the parameters, float64 (R,)."""
        given = self._predictors(values)
        return log_likelihood(self.evidence.rows.answer, _rows_of(given, self._kinds[1]))

    def level_step(self, values: np.ndarray) -> float:
        """Return the Newton step of the common level `mu` that the answers ask for, logits."""
        found = integrated(self.evidence.rows.answer, _rows_of(self._predictors(values), self._kinds[1]))
        score = found.level.sum(axis=1)[:, None]
        slope = float(self.evidence.gradient(found.log, score)[0])
        return slope / max(float(self.evidence.information(found.log, score)[0, 0]), 1.0)

    def scores(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the log-likelihood (R,) of every row and its gradient by z (R, K)."""
        here, kind = self._at(z), self._kinds[1]
        found = integrated(self.evidence.rows.answer, _rows_of(here, kind))
        score = np.empty((len(found.log), len(z)))
        for k, moved in enumerate(self._moved(z, here.cue)):
            score[:, k] = sum(
                _pulled(getattr(found, name), part[kind] if part.ndim else part)
                for name, part in zip(Predictors._fields, moved, strict=True)
                if part.any()
            )
        return found.log, score

    def _moved(self, z: np.ndarray, cue: np.ndarray) -> Iterator[list[np.ndarray]]:
        """Yield how the predictors move with each part of z; cues only with the parameters of places."""
        for name, step in zip(self.scale.names, np.eye(len(z)) * STEP, strict=True):
            kept = None if name in OF_PLACES else cue
            both = zip(self._at(z + step, kept), self._at(z - step, kept), strict=True)
            yield [(ahead - behind) / (2.0 * STEP) for ahead, behind in both]

    @cached_property
    def _kinds(self) -> tuple[Rows, np.ndarray]:
        """Respondents alike in all but their answers share their predictors."""
        return distinct(unasked(self.evidence.rows))

    def _at(self, z: np.ndarray, cue: np.ndarray | None = None) -> Predictors:
        return self._predictors(self.scale.values(z), cue)

    def _predictors(self, values: np.ndarray, cue: np.ndarray | None = None) -> Predictors:
        return predictors(
            self._kinds[0], self.evidence.items, self.ground, self.scale.numbers(values), cue=cue
        )


def _rows_of(given: Predictors, kind: np.ndarray) -> Predictors:
    """Return the predictors of rows from those of their kinds."""
    return Predictors(*(part[kind] if part.ndim else part for part in given))


def _pulled(derivative: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """Return the sum over everything but the rows of a derivative times how its predictor moves."""
    return np.asarray((derivative * moved).reshape(len(derivative), -1).sum(axis=1))
