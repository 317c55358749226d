"""Posterior predictive cells: what the fitted model expects a survey of the same design to find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.cells import chosen
from nightwalk.calibration.items import ANSWERS
from nightwalk.calibration.measurement.density import Density
from nightwalk.calibration.measurement.evidence import Cells
from nightwalk.calibration.measurement.rows import Rows, distinct, rows_of, unasked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.calibration.cells import Cell
    from nightwalk.calibration.measurement.fit import Fit
    from nightwalk.calibration.measurement.ground import Ground
    from nightwalk.calibration.survey.survey import Survey

__all__ = ["Forecast", "cell_evidence", "forecast", "forecasts", "interval_score"]

LEVEL = 0.9  # of the intervals
NEVER = 0.005  # answers expected at least of a group in which none was found: a log score stays finite
SURE = 1e-12  # smallest variance of an expected share
UNSAFE_SIDE = float(ANSWERS.index("unsafe_side"))


@dataclass(frozen=True)
class Forecast:
    """What is expected of a cell: beta-binomial over its effective number of answers.

    Attributes:
        mean: Expected share.
        low: Lower end of the 90 % interval.
        high: Upper end.
        log_score: Log probability of what was found.
        interval_score: Width and misses of the interval (Gneiting & Raftery 2007); small is good.
        inside: Whether what was found lies in the interval.
    """

    mean: float
    low: float
    high: float
    log_score: float
    interval_score: float
    inside: bool


def forecast(mean: float, variance: float, share: float, size: float) -> Forecast:
    """Return the forecast of a share.

    Args:
        mean: expected share.
        variance: of the expectation: what is not known of the parameters.
        share: what was found.
        size: effective number of answers.
    """
    from scipy.stats import betabinom

    n = max(1, round(size))
    mean = min(max(mean, NEVER / n), 1.0 - NEVER / n)
    firm = max(mean * (1.0 - mean) / max(variance, SURE) - 1.0, 1.0)
    law = betabinom(n, mean * firm, (1.0 - mean) * firm)
    low, high = (float(law.ppf(q)) for q in ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0))
    found = round(share * n)
    return Forecast(
        mean, low / n, high / n, float(law.logpmf(found)), interval_score(share, low / n, high / n),
        low <= found <= high,
    )  # fmt: skip


def interval_score(found: float, low: float, high: float) -> float:
    """Return the width of an interval plus what a miss costs."""
    return high - low + 2.0 / (1.0 - LEVEL) * (max(low - found, 0.0) + max(found - high, 0.0))


def forecasts(
    cells: Sequence[Cell], evidence: Cells, ground: Ground, fit: Fit, draws: np.ndarray
) -> list[Forecast]:
    """Return the forecast of every cell from draws of the parameters, float64 (D, K)."""
    density = Density(evidence, ground, fit.scale)
    expected = np.array([evidence.expected(density.log_likelihood(values)) for values in draws])
    return [
        forecast(float(column.mean()), float(column.var()), cell.share, cell.size)
        for cell, column in zip(cells, expected.T, strict=True)
    ]


def cell_evidence(survey: Survey, items: tuple[str, ...], cells: Sequence[Cell]) -> Cells:
    """Return the cells as mixtures of the respondents in them, asked for the unsafe side of their item."""
    kinds, kind = distinct(unasked(rows_of(survey, items)))
    count = len(kinds.sex)
    rows = Rows(*(np.concatenate([column] * len(items)) for column in kinds))
    for j in range(len(items)):
        rows.answer[j * count : (j + 1) * count, j] = UNSAFE_SIDE
    part = np.zeros((len(cells), count * len(items)))
    for row, cell in zip(part, cells, strict=True):
        mine = chosen(survey, cell.sex, cell.age) & np.isfinite(survey.column(cell.item))
        first = items.index(cell.item) * count
        row[first : first + count] = np.bincount(kind[mine], weights=survey.weight[mine], minlength=count)
    part /= part.sum(axis=1, keepdims=True)
    share, size = np.array([[cell.share, cell.size] for cell in cells]).reshape(-1, 2).T
    return Cells(rows, items, part, None, share, size)
