"""How a fact is measured: a statistic of each seed, joined over the seeds, with an interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["CONFIDENCE", "Estimate", "Measure", "estimate", "itself", "jackknife", "ratio"]

CONFIDENCE = 0.9

Statistic = Callable[..., Any]


def itself(pooled: np.ndarray) -> float:
    """Return the one number there is."""
    return float(pooled[0])


def ratio(pair: np.ndarray) -> float:
    """Return the first of two sums over the second."""
    return float(pair[0] / pair[1])


@dataclass(frozen=True)
class Measure:
    """One quantity of a fact on simulated years.

    Attributes:
        fact: Id of the fact.
        quantity: Name of the quantity, as in `facts.toml`.
        of: Statistic of one seed, float or float64 (k,), from the years of `worlds`; NaN where the
            town is too small for the question.
        worlds: The worlds it needs, in the order of the arguments of `of`.
        join: Value from the mean of the statistics over seeds, float64 (k,): ratios are of sums, not means of ratios.
        unless: Why it may be NaN.
    """

    fact: str
    quantity: str
    of: Statistic
    worlds: tuple[str, ...] = ("today",)
    join: Callable[[np.ndarray], float] = itself
    unless: str = ""

    @property
    def key(self) -> str:
        """Id and quantity, unique."""
        return f"{self.fact}: {self.quantity}"


@dataclass(frozen=True)
class Estimate:
    """A value over seeds.

    Attributes:
        value: Joined over all seeds.
        low: Lower end of the 90 % interval for it, by the jackknife over seeds; NaN with one seed.
        high: Upper end.
        each: The value of each seed alone.
    """

    value: float
    low: float
    high: float
    each: tuple[float, ...]


def estimate(found: np.ndarray, join: Callable[[np.ndarray], float]) -> Estimate:
    """Join the statistics of the seeds, float64 (n, k).

    The interval is Student's t around the value with the jackknife's standard error.
    """
    from scipy.stats import t

    found = found[np.isfinite(found).all(axis=1)]
    n = len(found)
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, ())
    with np.errstate(divide="ignore", invalid="ignore"):
        value = join(found.mean(axis=0))
        each = tuple(join(one) for one in found)
        if n == 1:
            return Estimate(value, np.nan, np.nan, each)
        without = np.array([join(np.delete(found, i, axis=0).mean(axis=0)) for i in range(n)])
        error = jackknife(without)
    half = float(t.ppf((1.0 + CONFIDENCE) / 2.0, n - 1)) * error
    return Estimate(value, value - half, value + half, each)


def jackknife(without: np.ndarray) -> float:
    """Return the standard error of a value from its n values with one left out each (Efron & Stein 1981)."""
    n = len(without)
    return float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
