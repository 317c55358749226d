"""Designs that change one factor at a time: what each change did to an outcome, and what follows from it.

Morris trajectories give elementary effects (Morris 1991; mu_star: Campolongo, Cariboni & Saltelli 2007), base points
with one factor exchanged give variance shares (first order: Saltelli et al. 2010; total: Jansen 1999). Outcomes have
one value per seed: a bootstrap draws trajectories or base points, and seeds, so that intervals hold design and luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.experiments.design import Design

__all__ = ["COVERAGE", "DRAWS", "Bootstrap", "Pairs", "bootstrap", "choices", "morris", "pairs_of", "sobol"]

COVERAGE = 0.95
DRAWS = 500  # bootstrap samples
HALF = 0.5


class Pairs(NamedTuple):
    """The two ends of every change of one group of factors, and what is beside them.

    Attributes:
        before: float64 (size, groups, seeds), the outcome before the change.
        after: The same after it.
        step: float64 (size, groups), signed part of 0-1 the factor moved; the size alone for groups of several.
        other: float64 (size, seeds), the outcome at the other base point of a Sobol design; else NaN.
    """

    before: np.ndarray
    after: np.ndarray
    step: np.ndarray
    other: np.ndarray


class Bootstrap(NamedTuple):
    """An index of each group with its 95 % interval, float64 (groups,) each."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def pairs_of(design: Design, outcome: np.ndarray) -> Pairs:
    """Return the changes of a Morris or Sobol design; those with a failed run are NaN.

    Args:
        design: The design.
        outcome: float64 (points, seeds).
    """
    rows = len(outcome) // design.size
    y = outcome.reshape(design.size, rows, -1)
    if design.method == "sobol":
        before = np.repeat(y[:, :1], rows - 2, axis=1)
        return Pairs(before, y[:, 1:-1], np.full(before.shape[:2], np.nan), y[:, -1])
    place = {name: i for i, name in enumerate(design.names)}
    column = np.array([place[name] for name in design.groups])
    moved = np.diff(design.cube.reshape(design.size, rows, -1), axis=1)
    first = np.abs(moved).argmax(axis=2)  # a factor that moved in each step
    order = np.argsort(column[first], axis=1)
    step = np.take_along_axis(moved, first[..., None], axis=2)[..., 0]
    if len(place) < len(column):
        step = np.abs(step)
    before, after = (np.take_along_axis(part, order[..., None], axis=1) for part in (y[:, :-1], y[:, 1:]))
    nothing = np.full((design.size, y.shape[2]), np.nan)
    return Pairs(before, after, np.take_along_axis(step, order, axis=1), nothing)


def morris(pairs: Pairs) -> dict[str, np.ndarray]:
    """Return mu_star, mu and sigma, float64 (groups,): over the whole of 0-1, in units of the outcome."""
    effects = (pairs.after - pairs.before).mean(axis=2) / pairs.step
    with np.errstate(invalid="ignore"):
        return {
            "mu_star": _mean(np.abs(effects)),
            "mu": _mean(effects),
            "sigma": np.sqrt(_mean((effects - _mean(effects)) ** 2)),
        }


def sobol(pairs: Pairs) -> dict[str, np.ndarray]:
    """Return shares of the variance, total and first order, float64 (groups,)."""
    a, ab, b = pairs.before.mean(axis=2), pairs.after.mean(axis=2), pairs.other.mean(axis=1)
    whole = np.isfinite(a).all(axis=1) & np.isfinite(ab).all(axis=1) & np.isfinite(b)
    both = np.concatenate([a[whole, 0], b[whole]])
    if not whole.any() or not np.ptp(both) > 0:
        return {name: np.full(a.shape[1], np.nan) for name in ("total", "first")}
    a, ab, b, middle, variance = a[whole], ab[whole], b[whole], both.mean(), both.var()
    return {
        "total": HALF * ((a - ab) ** 2).mean(axis=0) / variance,
        "first": ((b[:, None] - middle) * (ab - a)).mean(axis=0) / variance,
    }


def bootstrap(
    pairs: Pairs, of: Callable[[Pairs], dict[str, np.ndarray]], seed: int = 1
) -> dict[str, Bootstrap]:
    """Return indices with their intervals; the middle is the index of all pairs, and always inside."""
    value = of(pairs)
    size, seeds = pairs.other.shape
    drawn = [of(_chosen(pairs, *one)) for one in choices(size, seeds, seed)]
    tail = (1.0 - COVERAGE) / 2
    made = {}
    for name, middle in value.items():
        again = np.stack([one[name] for one in drawn])
        low, high = _quantiles(again, tail), _quantiles(again, 1.0 - tail)
        made[name] = Bootstrap(middle, np.fmin(low, middle), np.fmax(high, middle))
    return made


def choices(size: int, seeds: int, seed: int, draws: int = DRAWS) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the rows, of so many, and the columns of every bootstrap sample, keyed by `seed`."""
    from nightwalk.base.streams import Decision, uniforms

    u = uniforms(seed, Decision.RESAMPLE, draws * (size + seeds)).reshape(draws, size + seeds)
    rows, luck = (u[:, :size] * size).astype(np.int64), (u[:, size:] * seeds).astype(np.int64)
    return list(zip(rows, luck, strict=True))


def _chosen(pairs: Pairs, rows: np.ndarray, seeds: np.ndarray) -> Pairs:
    return Pairs(
        pairs.before[rows][..., seeds], pairs.after[rows][..., seeds], pairs.step[rows], pairs.other[rows][:, seeds]
    )  # fmt: skip


def _mean(effects: np.ndarray) -> np.ndarray:
    """Return the mean over trajectories of what is known, NaN where nothing is."""
    known = np.isfinite(effects)
    total = np.where(known, effects, 0.0).sum(axis=0)
    return np.asarray(
        np.divide(total, known.sum(axis=0), where=known.any(axis=0), out=np.full(total.shape, np.nan))
    )


def _quantiles(again: np.ndarray, q: float) -> np.ndarray:
    known = np.isfinite(again).all(axis=0)
    ends = np.full(again.shape[1], np.nan)
    if known.any():
        ends[known] = np.quantile(again[:, known], q, axis=0)
    return ends
