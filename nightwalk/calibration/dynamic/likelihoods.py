"""How far a run is from what was observed: twice the log-likelihood lost against a run that meets it.

Misfits of different kinds add up. The model's own error, which would remain with the best parameters, widens each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

__all__ = ["Likelihood", "Number", "Shares"]

LEAST = 1e-6  # smallest share a likelihood is taken of: a run without any is far, not infinitely far
FIRM = 0.99  # of the number counted: the model's error leaves at least about one answer's worth


class Likelihood(Protocol):
    """What was observed, and what it costs to differ from it."""

    @property
    def observed(self) -> np.ndarray:
        """What is compared, float64 (m,)."""
        ...

    @property
    def error(self) -> np.ndarray:
        """Standard deviation of sampling and of the model's own error together, float64 (m,)."""
        ...

    @property
    def freedom(self) -> int:
        """How many of the compared numbers can differ freely."""
        ...

    def compared(self, found: np.ndarray) -> np.ndarray:
        """Return what is compared, float64 (N, m), from the summaries of runs (N, s)."""
        ...

    def misfit(self, compared: np.ndarray) -> np.ndarray:
        """Return twice the log-likelihood lost by each run, float64 (N,), from what is compared (N, m)."""
        ...


@dataclass(frozen=True)
class Number:
    """A number with a standard deviation: a standard error, or the distance that counts as one."""

    value: float
    sd: float
    discrepancy: float = 0.0

    @property
    def observed(self) -> np.ndarray:
        """The number."""
        return np.array([self.value])

    @property
    def error(self) -> np.ndarray:
        """Both errors together."""
        return np.array([np.hypot(self.sd, self.discrepancy)])

    @property
    def freedom(self) -> int:
        """One."""
        return 1

    def compared(self, found: np.ndarray) -> np.ndarray:
        """Return the number of each run."""
        return found

    def misfit(self, compared: np.ndarray) -> np.ndarray:
        """Return the squared standardised difference."""
        return np.asarray((((compared - self.observed) / self.error) ** 2)[:, 0])


@dataclass(frozen=True)
class Shares:
    """Counts in categories: multinomial, or Dirichlet-multinomial where they vary more than independent people.

    Attributes:
        counts: People or events in each category.
        concentration: Of the Dirichlet; infinite for independent people.
        discrepancy: The model's own error of a share, standard deviation.
        complete: Whether the runs give every category; otherwise the last one is what is left of 1.
    """

    counts: tuple[float, ...]
    concentration: float = float("inf")
    discrepancy: float = 0.0
    complete: bool = True

    @property
    def n(self) -> float:
        """People or events counted."""
        return float(sum(self.counts))

    @property
    def observed(self) -> np.ndarray:
        """The shares."""
        return np.array(self.counts) / self.n

    @property
    def error(self) -> np.ndarray:
        """Standard deviation of each share; half a count at least."""
        spread = self.observed * (1.0 - self.observed) * self.overdispersion / self.n
        return np.asarray(np.maximum(np.sqrt(spread), 0.5 / self.n))

    @property
    def freedom(self) -> int:
        """One less than the categories."""
        return len(self.counts) - 1

    @property
    def overdispersion(self) -> float:
        """Variance of a share, with the model's own error, over that of independent people."""
        c, independent = self.concentration, float(np.mean(self.observed * (1.0 - self.observed))) / self.n
        sampling = 1.0 if np.isinf(c) else (self.n + c) / (1.0 + c)
        return min(sampling + self.discrepancy**2 / independent, FIRM * self.n)

    def compared(self, found: np.ndarray) -> np.ndarray:
        """Return the share of each category; equal ones where a run has none of any."""
        if not self.complete:
            return np.column_stack([found, 1.0 - found.sum(axis=1)])
        total, even = found.sum(axis=1, keepdims=True), np.full_like(found, 1.0 / len(self.counts))
        return np.asarray(np.divide(found, total, out=even, where=total > 0))

    def misfit(self, compared: np.ndarray) -> np.ndarray:
        """Return the deviance."""
        firm = self._firm
        lost = _log_likelihood(self.counts, self.observed[None, :], firm) - _log_likelihood(
            self.counts, compared, firm
        )
        return np.asarray(np.maximum(2.0 * lost, 0.0))

    @property
    def _firm(self) -> float:
        """Concentration at which shares vary as they do with both errors."""
        over = self.overdispersion
        return float("inf") if over <= 1.0 else (self.n - over) / (over - 1.0)


def _log_likelihood(counts: tuple[float, ...], shares: np.ndarray, firm: float) -> np.ndarray:
    """Return the log-likelihood of counts (m,) at shares (N, m), but for a constant."""
    from scipy.special import gammaln

    at = np.maximum(shares, LEAST)
    if np.isinf(firm):
        return np.asarray(np.log(at) @ np.array(counts))
    return np.asarray((gammaln(firm * at + np.array(counts)) - gammaln(firm * at)).sum(axis=1))
