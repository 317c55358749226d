"""How few places hold how much of the crime, beside a world where crime falls on places at random."""

from __future__ import annotations

import numpy as np

__all__ = ["generalised_gini", "poisson_gini", "poisson_share", "share_holding", "top_share"]

DRAWS = 200  # random worlds behind an expectation; its error is below 1 % of it
TINY = 1e-9  # a part of a count that is only rounding


def share_holding(counts: np.ndarray, part: float) -> float:
    """Return the smallest share of places that together hold at least a part of all crimes.

    Places without crime count as places (Weisburd 2015).

    Args:
        counts: int (n,) crimes by place.
        part: Share of the crimes, above 0 up to 1.

    Returns:
        Share of places, 0-1; NaN without a place or a crime.
    """
    held = np.sort(counts)[::-1].cumsum()
    if not len(held) or held[-1] <= 0:
        return float("nan")
    return float(np.searchsorted(held, part * held[-1] - TINY) + 1) / len(held)


def top_share(counts: np.ndarray, part: float) -> float:
    """Return the share of the crimes on the top part of the places.

    A broken number of places takes that fraction of the next place.

    Args:
        counts: int (n,) crimes by place.
        part: Share of the places, 0-1.

    Returns:
        Share of crimes, 0-1; NaN without a place or a crime.
    """
    held = np.concatenate([[0], np.sort(counts)[::-1].cumsum()])
    if held[-1] <= 0:
        return float("nan")
    return float(np.interp(part * len(counts), np.arange(len(held)), held) / held[-1])


def generalised_gini(counts: np.ndarray) -> float:
    """Return the Gini coefficient against the evenest spread that whole crimes allow.

    With c crimes on n places, y_i the ascending shares of the crimes (Bernasco & Steenbeek 2017, eq. 5):
    G' = max(1/c, 1/n) (2 sum i y_i - n - 1) - max(n/c, 1) + 1. It is the usual Gini where c >= n; with fewer
    crimes than places it is 0 when no place has two, where the usual one is 1 - c/n.

    Args:
        counts: int (n,) crimes by place.

    Returns:
        0-1; NaN without a place or a crime.
    """
    n, c = len(counts), float(np.sum(counts))
    if c <= 0:
        return float("nan")
    ranked = 2.0 * float(np.arange(1, n + 1) @ np.sort(counts)) / c - n - 1
    return max(1.0 / c, 1.0 / n) * ranked - max(n / c, 1.0) + 1.0


def poisson_share(
    counts: np.ndarray, part: float, *, draws: int = DRAWS, seed: int = 1, weight: np.ndarray | None = None
) -> float:
    """Return the mean of `share_holding` over worlds where as many crimes fall on the places at random.

    Args:
        counts: int (n,) crimes by place; only their number matters.
        part: Share of the crimes, above 0 up to 1.
        draws: Random worlds.
        seed: Their seed.
        weight: float64 (n,) chance of each place, such as its length; None for equal chances.
    """
    return float(np.mean([share_holding(one, part) for one in _at_random(counts, draws, seed, weight)]))


def poisson_gini(
    counts: np.ndarray, *, draws: int = DRAWS, seed: int = 1, weight: np.ndarray | None = None
) -> float:
    """Return the mean of `generalised_gini` over such worlds; arguments as `poisson_share`."""
    return float(np.mean([generalised_gini(one) for one in _at_random(counts, draws, seed, weight)]))


def _at_random(counts: np.ndarray, draws: int, seed: int, weight: np.ndarray | None) -> list[np.ndarray]:
    """Return the worlds: Poisson counts given their sum, which are multinomial."""
    chance = np.ones(len(counts)) if weight is None else np.asarray(weight, dtype=float)
    if not len(counts):
        return [counts]
    rng = np.random.default_rng(seed)
    return [rng.multinomial(int(np.sum(counts)), chance / chance.sum()) for _ in range(draws)]
