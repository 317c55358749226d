"""What is fitted to: respondents with weights, or cells of a published table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from nightwalk.calibration.measurement.rows import Rows

__all__ = ["Cells", "Evidence", "Microdata"]


class Evidence(Protocol):
    """Something with a log-likelihood made of those of rows."""

    rows: Rows
    items: tuple[str, ...]

    def value(self, log: np.ndarray) -> float:
        """Return the log-likelihood, from that of each row."""
        ...

    def gradient(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the gradient (K,), from the scores of the rows (R, K)."""
        ...

    def information(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the expected curvature by the products of scores (K, K): where a search begins."""
        ...

    def score_spread(self, log: np.ndarray, score: np.ndarray) -> np.ndarray | None:
        """Return the design-based covariance of the score (K, K), or None where the model's own holds."""
        ...


@dataclass(frozen=True)
class Microdata:
    """Respondents: a pseudo-likelihood with weights of mean 1 (Pfeffermann 1993).

    Attributes:
        rows: Distinct respondents.
        items: Items asked.
        which: Distinct respondent of each row of the survey, int64 (N,).
        weight: Weights, mean 1, float64 (N,).
        cluster: Number of the primary unit of each row, int64 (N,).
        stratum: Number of the stratum of each row, int64 (N,).
    """

    rows: Rows
    items: tuple[str, ...]
    which: np.ndarray
    weight: np.ndarray
    cluster: np.ndarray
    stratum: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """Weight of each distinct respondent, float64 (R,)."""
        return np.bincount(self.which, weights=self.weight, minlength=len(self.rows.sex))

    def value(self, log: np.ndarray) -> float:
        """Return the weighted log-likelihood."""
        return float(self.total @ log)

    def gradient(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the weighted sum of the scores."""
        del log
        return np.asarray(self.total @ score)

    def information(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the weighted products of the scores (K, K)."""
        del log
        return np.asarray((score * self.total[:, None]).T @ score)

    def score_spread(self, log: np.ndarray, score: np.ndarray) -> np.ndarray | None:
        """Return the covariance of the score between clusters within strata; None for a simple random sample."""
        del log
        one_each = len(np.unique(self.cluster)) == len(self.weight)
        if one_each and np.ptp(self.weight) == 0 and not self.stratum.any():
            return None
        pulled = self.weight[:, None] * score[self.which]
        clusters, member = np.unique(self.cluster, return_inverse=True)
        sums = np.stack([np.bincount(member, weights=column) for column in pulled.T], axis=1)
        stratum = np.zeros(len(clusters), dtype=np.int64)
        stratum[member] = self.stratum
        return _between(sums, stratum)


@dataclass(frozen=True)
class Cells:
    """Published shares: each is a mixture of respondents alike in what is known of its group.

    Attributes:
        rows: Kinds of respondents, each with one answer to one item.
        items: Items asked.
        part: Weight of each row in the share, float64 (C, R).
        whole: Weight of each row in what the share is of, float64 (C, R).
        share: Published shares, float64 (C,).
        size: Effective number of answers behind each, float64 (C,).
    """

    rows: Rows
    items: tuple[str, ...]
    part: np.ndarray
    whole: np.ndarray
    share: np.ndarray
    size: np.ndarray

    def expected(self, log: np.ndarray) -> np.ndarray:
        """Return the share of each cell, float64 (C,), from the log-likelihood of the rows."""
        chance = np.exp(log)
        return np.asarray((self.part @ chance) / (self.whole @ chance))

    def value(self, log: np.ndarray) -> float:
        """Return the binomial log-likelihood of the shares."""
        p = self.expected(log)
        return float(self.size @ (self.share * np.log(p) + (1.0 - self.share) * np.log1p(-p)))

    def gradient(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the gradient of the binomial log-likelihood."""
        p, moved = self._moved(log, score)
        return np.asarray((self.size * (self.share / p - (1.0 - self.share) / (1.0 - p))) @ moved)

    def information(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the expected curvature (K, K)."""
        p, moved = self._moved(log, score)
        return np.asarray((moved * (self.size / (p * (1.0 - p)))[:, None]).T @ moved)

    def _moved(self, log: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the share of each cell (C,) and its gradient (C, K)."""
        chance = np.exp(log)
        whole = self.whole @ chance
        p = (self.part @ chance) / whole
        return p, (self.part - p[:, None] * self.whole) / whole[:, None] * chance @ score

    def score_spread(self, log: np.ndarray, score: np.ndarray) -> np.ndarray | None:
        """Return None: the design is in the effective numbers."""
        del log, score


def _between(sums: np.ndarray, stratum: np.ndarray) -> np.ndarray:
    """Return the covariance of totals from those of clusters (C, K) within strata (Binder 1983)."""
    total = np.zeros((sums.shape[1], sums.shape[1]))
    for one in np.unique(stratum):
        mine = sums[stratum == one]
        if len(mine) > 1:
            away = mine - mine.mean(axis=0)
            total += len(mine) / (len(mine) - 1.0) * away.T @ away
    return total
