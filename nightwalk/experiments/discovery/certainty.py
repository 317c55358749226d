"""How sure the limits of a box are: against chance (Bryant & Lempert 2010), and in cases drawn again."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.experiments.discovery.box import Box, coverage, density
from nightwalk.experiments.discovery.prim import pasted, peel

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CHANCE", "DRAWS", "Again", "drawn_again", "failure_box", "pruned", "quasi_p"]

CHANCE = 0.05  # a limit that chance alone would give as often is dropped
DRAWS = 50  # times the cases are drawn again, with replacement
MIDDLE = (0.025, 0.975)  # quantiles between which a limit lies in 95 % of the draws


@dataclass(frozen=True)
class Again:
    """What came of the cases drawn again.

    Attributes:
        coverage: Mean coverage in the cases that were not drawn.
        density: Mean density in them.
        found: Share of the draws, 0-1, in which an input has a limit at all, by input.
        low: 95 % range of its lower limit in these draws.
        high: 95 % range of its upper limit.
    """

    coverage: float
    density: float
    found: dict[str, float]
    low: dict[str, tuple[float, float]]
    high: dict[str, tuple[float, float]]


def quasi_p(box: Box, name: str, inputs: pd.DataFrame, failed: np.ndarray) -> float:
    """Return how often chance would give as many failures in the box without the help of its limits on one input."""
    from scipy.stats import binom

    inside = box.holds(inputs)
    without = density(box.without(name).holds(inputs), failed)
    return float(binom.sf(int(failed[inside].sum()) - 1, int(inside.sum()), without))


def pruned(box: Box, inputs: pd.DataFrame, failed: np.ndarray) -> Box:
    """Return the box without the limits that chance could have given, the least sure first."""
    while box.limits:
        p, name = max((quasi_p(box, one, inputs, failed), one) for one in box.limits)
        if p < CHANCE:
            break
        box = box.without(name)
    return box


def failure_box(inputs: pd.DataFrame, failed: np.ndarray) -> Box:
    """Return the box that agrees best with the failures, with none but limits that chance would hardly give."""
    return pasted(pruned(peel(inputs, failed), inputs, failed), inputs, failed)


def drawn_again(inputs: pd.DataFrame, failed: np.ndarray, *, draws: int = DRAWS, seed: int = 1) -> Again:
    """Look for the box again in cases drawn with replacement, and judge it by those that were not drawn."""
    rows = _rows(len(inputs), draws, seed)
    boxes = [failure_box(inputs.iloc[row], failed[row]) for row in rows]
    scores = np.array([_aside(box, row, inputs, failed) for box, row in zip(boxes, rows, strict=True)])
    names = sorted({name for box in boxes for name in box.limits})
    covered, dense = np.nanmean(scores, axis=0).tolist()
    return Again(
        coverage=covered,
        density=dense,
        found={name: float(np.mean([name in box.limits for box in boxes])) for name in names},
        low={name: _range(boxes, name, 0) for name in names},
        high={name: _range(boxes, name, 1) for name in names},
    )


def _rows(cases: int, draws: int, seed: int) -> np.ndarray:
    from nightwalk.base.streams import Decision, uniforms

    u = uniforms(seed, Decision.RESAMPLE, draws * cases).reshape(draws, cases)
    return np.sort((u * cases).astype(np.int64), axis=1)


def _aside(box: Box, row: np.ndarray, inputs: pd.DataFrame, failed: np.ndarray) -> tuple[float, float]:
    rest = np.setdiff1d(np.arange(len(inputs)), row)
    inside = box.holds(inputs.iloc[rest])
    dense = density(inside, failed[rest])
    return coverage(inside, failed[rest]), 0.0 if isnan(dense) else dense


def _range(boxes: list[Box], name: str, end: int) -> tuple[float, float]:
    values = [box.limits[name][end] for box in boxes if name in box.limits]
    low, high = np.quantile(values, MIDDLE, method="nearest").tolist()
    return low, high
