"""Empirical Bayes: a risk for every segment, shrunk to what its counts can bear (Gamma-Poisson)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Gamma", "Risk", "fitted_prior", "posterior"]

LEVEL = 0.95  # of every interval
EVEN = 1e4  # shape from which on segments do not differ but by luck
UNEVEN = 1e-3
TINY = 1e-12


class Gamma(NamedTuple):
    """How true rates differ between segments: mean shape / rate."""

    shape: float
    rate: float  # in units of exposure


class Risk(NamedTuple):
    """Posterior rates per unit of exposure, Gamma by segment."""

    shape: np.ndarray  # float64 (S,)
    rate: np.ndarray  # float64 (S,)

    @property
    def mean(self) -> np.ndarray:
        """Posterior means, float64 (S,)."""
        return np.asarray(self.shape / self.rate)

    @property
    def interval(self) -> tuple[np.ndarray, np.ndarray]:
        """Both ends of the central 95 % intervals, float64 (S,) each."""
        return self.quantile((1 - LEVEL) / 2), self.quantile((1 + LEVEL) / 2)

    def quantile(self, u: float | np.ndarray) -> np.ndarray:
        """Return the posterior quantiles at `u` (0-1)."""
        from scipy.special import gammaincinv

        return np.asarray(gammaincinv(self.shape, u) / self.rate)


def fitted_prior(counts: np.ndarray, exposure: np.ndarray) -> Gamma:
    """Return the Gamma that makes the counts most likely when the rates are integrated out.

    count ~ Poisson(rate x exposure), rate ~ Gamma: the counts are negative binomial.

    Args:
        counts: float64 (S,) reports; shares of reports are allowed.
        exposure: float64 (S,) above 0.
    """
    from scipy.optimize import minimize
    from scipy.special import gammaln

    mean = max(float(counts.sum() / exposure.sum()), TINY)

    def minus_log(at: np.ndarray) -> float:
        shape = float(np.exp(at[0]))
        rate = shape / (mean * float(np.exp(at[1])))
        some = gammaln(counts + shape) - gammaln(shape) + shape * np.log(rate)
        return -float((some - (counts + shape) * np.log(rate + exposure)).sum())

    ends = [(np.log(UNEVEN), np.log(EVEN)), (-2.0, 2.0)]
    best = minimize(minus_log, np.zeros(2), method="L-BFGS-B", bounds=ends)
    shape = float(np.exp(best.x[0]))
    return Gamma(shape, shape / (mean * float(np.exp(best.x[1]))))


def posterior(counts: np.ndarray, exposure: np.ndarray, prior: Gamma) -> Risk:
    """Return the rates given the counts.

    >>> posterior(np.array([3.0]), np.array([2.0]), Gamma(1.0, 2.0)).mean.tolist()
    [1.0]
    """
    return Risk(prior.shape + counts, prior.rate + exposure)
