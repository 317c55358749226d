"""The patient rule induction method: peel a box until it holds little but failures (Friedman & Fisher 1999).

In each step a thin slice is cut off the side where that raises the share of failures most, per case cut off. Of the
boxes on the way, the one that agrees best with the failures is kept; slices are pasted back while that helps.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.experiments.discovery.box import Box, agreement

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["PASTE", "SLICE", "SMALLEST", "pasted", "peel", "peeled"]

SLICE = 0.1  # of the cases inside, cut off at a time (Friedman & Fisher 1999: .05 to .1); thin ones are noise
PASTE = 0.02  # of the cases a limit keeps out or in, pasted back at a time: finer, since the limits are known by then
SMALLEST = 0.05  # of all cases: a box with fewer is not looked for


class _Cut(NamedTuple):
    """The best slice to cut off: what is gained, the input, and the limits left."""

    gain: float
    column: int
    low: float
    high: float


def peel(inputs: pd.DataFrame, failed: np.ndarray) -> Box:
    """Return the box that agrees best with the failures.

    Args:
        inputs: float64 (cases, inputs).
        failed: bool (cases,).
    """
    return max(peeled(inputs, failed), key=lambda box: agreement(box.holds(inputs), failed))


def peeled(inputs: pd.DataFrame, failed: np.ndarray) -> list[Box]:
    """Return the boxes on the way from all cases to the smallest box."""
    names, x, y = [str(name) for name in inputs], inputs.to_numpy(float), failed
    path, fewest = [Box({})], max(2, round(SMALLEST * len(x)))
    while len(y) > fewest and (cut := _best_cut(x, y, fewest)).gain > 0:
        name = names[cut.column]
        low, high = path[-1].limits.get(name, (-inf, inf))
        path.append(path[-1].limited(name, max(low, cut.low), min(high, cut.high)))
        left = (x[:, cut.column] >= cut.low) & (x[:, cut.column] <= cut.high)
        x, y = x[left], y[left]
    return path


def _best_cut(x: np.ndarray, y: np.ndarray, fewest: int) -> _Cut:
    """Return the slice whose loss raises the share of failures most, per case cut off; equal values go together."""
    order = np.argsort(x, axis=0, kind="stable")
    value = np.take_along_axis(x, order, axis=0)
    failures = np.concatenate([np.zeros((1, x.shape[1])), np.cumsum(y[order], axis=0)])
    thin, column = max(1, round(SLICE * len(y))), np.arange(x.shape[1])
    first = (value <= value[thin - 1]).sum(axis=0)  # rows from here on are left when the low end goes
    last = (value < value[-thin]).sum(axis=0)  # rows up to here when the high end goes
    lower = _gains(failures[-1] - failures[first, column], len(y) - first, y, fewest)
    upper = _gains(failures[last, column], last, y, fewest)
    if lower.max() >= upper.max():
        at = int(lower.argmax())
        return _Cut(float(lower[at]), at, _between(value[:, at], first[at]), inf)
    at = int(upper.argmax())
    return _Cut(float(upper[at]), at, -inf, _between(value[:, at], last[at]))


def _gains(failures: np.ndarray, left: np.ndarray, y: np.ndarray, fewest: int) -> np.ndarray:
    """Return how much the share of failures rises for each case cut off; -inf where too few are left."""
    gain = (failures / np.maximum(left, 1) - y.mean()) / np.maximum(len(y) - left, 1)
    return np.where((left >= fewest) & (left < len(y)), gain, -inf)


def _between(value: np.ndarray, row: int) -> float:
    """Return the middle between a sorted value and the one before; no limit at the ends."""
    if not 0 < row < len(value):
        return -inf if row == 0 else inf
    return float(value[row - 1] + value[row]) / 2


def pasted(box: Box, inputs: pd.DataFrame, failed: np.ndarray) -> Box:
    """Return the box with slices pasted back as long as that makes it agree better."""
    best = agreement(box.holds(inputs), failed)
    while True:
        wider = [(agreement(one.holds(inputs), failed), one) for one in _wider(box, inputs)]
        top, chosen = max(wider, key=lambda pair: pair[0], default=(-inf, box))
        if top <= best:
            return box
        best, box = top, chosen


def _wider(box: Box, inputs: pd.DataFrame) -> Iterator[Box]:
    """Yield the box with each of its limits moved outwards by a slice."""
    for name, (low, high) in box.limits.items():
        value = np.sort(inputs[name].to_numpy(float)[box.without(name).holds(inputs)])
        below, above = value[value < low], value[value > high]
        thin = max(1, round(PASTE * len(value)))
        if len(below):
            yield box.limited(name, _between(below, max(0, len(below) - thin)), high)
        if len(above):
            yield box.limited(name, low, _between(above, min(thin, len(above))))
