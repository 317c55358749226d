"""How a fact is measured: a statistic of each seed, joined over the seeds, with an interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nightwalk.outputs.pooled import pooled

__all__ = ["CONFIDENCE", "Estimate", "Measure", "estimate", "itself", "ratio"]

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
    found = found[np.isfinite(found).all(axis=1)]
    with np.errstate(divide="ignore", invalid="ignore"):
        each = tuple(join(one) for one in found)
    return Estimate(*pooled(found, join, confidence=CONFIDENCE), each)
