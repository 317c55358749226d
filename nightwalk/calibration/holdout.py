"""Cells that were never fitted, forecast by the model and by two simpler ones.

`everyone` is the share of all who were fitted, `group` that of those of the same sex and age (of the same sex, where
nobody of that age was fitted).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.cells import cells_of, chosen
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.items import unsafe_share
from nightwalk.calibration.measurement.draws import drawn
from nightwalk.calibration.measurement.evidence import microdata
from nightwalk.calibration.measurement.fit import fit
from nightwalk.calibration.predictive import Forecast, cell_evidence, forecast, forecasts
from nightwalk.calibration.survey.weights import effective

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nightwalk.calibration.cells import Cell
    from nightwalk.calibration.measurement.ground import Ground
    from nightwalk.calibration.measurement.scale import Scale
    from nightwalk.calibration.survey.survey import Survey

__all__ = ["MODELS", "Fold", "Unfitted", "folds", "unfitted", "verdict"]

FOLDS = 5
MODELS = ("model", "everyone", "group")


@dataclass(frozen=True)
class Fold:
    """What is fitted and what is kept aside: the survey of each, and the cells aside."""

    fitted: Survey
    aside: Survey
    cells: list[Cell]


@dataclass(frozen=True)
class Unfitted:
    """A cell that was kept aside, with the forecast of each model."""

    cell: Cell
    by: Mapping[str, Forecast]


def folds(
    survey: Survey, items: tuple[str, ...], by: str | Mapping[str, Sequence[str]], seed: int
) -> Iterator[Fold]:
    """Yield what to keep aside.

    Args:
        survey: the respondents.
        items: the items fitted.
        by: `cells` (a fifth of the cells at a time), `area` or `wave` (a fifth of their values at a time), or the
            values to keep aside once, such as ``{"wave": ["2008"]}``.
        seed: key of the dealing.

    Raises:
        CalibrationError: if there is nothing to keep aside or nothing to fit.
    """
    if by == "cells":
        yield from _cell_folds(survey, items, seed)
        return
    name, groups = _groups(survey, by, seed)
    values = survey.column(name)
    for group in groups:
        aside = np.isin(values, list(group))
        if aside.all():
            raise CalibrationError(
                f"Keeping {name} {', '.join(group)} aside leaves nobody to fit; keep fewer aside."
            )
        kept = survey.only(aside)
        yield Fold(survey.only(~aside), kept, cells_of(kept, items, part=", ".join(group)))


def _groups(survey: Survey, by: str | Mapping[str, Sequence[str]], seed: int) -> tuple[str, list[list[str]]]:
    name = by if isinstance(by, str) else next(iter(by))
    known = sorted(set(survey.column(name)) - {""}) if name in ("area", "wave") else []
    if not isinstance(by, str):
        for value in by[name]:
            if str(value) not in known:
                raise CalibrationError(
                    f"No respondent has {name} {value!r}; known: {', '.join(known) or 'none'}."
                )
        return name, [[str(value) for value in by[name]]]
    if len(known) < 2:
        raise CalibrationError(
            f"There are fewer than two values of {name} to keep aside; keep cells aside instead."
        )
    dealt = np.random.default_rng(seed).permutation(known)
    return name, [sorted(map(str, dealt[k::FOLDS])) for k in range(min(FOLDS, len(known)))]


def _cell_folds(survey: Survey, items: tuple[str, ...], seed: int) -> Iterator[Fold]:
    cells = cells_of(survey, items)
    dealt = np.random.default_rng(seed).permutation(len(cells))
    for k in range(min(FOLDS, len(cells))):
        mine = [cells[at] for at in sorted(dealt[k::FOLDS])]
        yield Fold(_blanked(survey, mine), survey, mine)


def _blanked(survey: Survey, cells: list[Cell]) -> Survey:
    """Return the survey without the answers of these cells."""
    columns = dict(survey.columns)
    for cell in cells:
        columns[cell.item] = np.where(chosen(survey, cell.sex, cell.age), np.nan, columns[cell.item])
    return replace(survey, columns=columns)


def unfitted(
    fold: Fold, items: tuple[str, ...], ground: Ground, scale: Scale, draws: int, seed: int
) -> list[Unfitted]:
    """Return the forecasts of the cells of a fold by a fit without them."""
    evidence = microdata(fold.fitted, items)
    found = fit(evidence, ground, scale)
    values = drawn(found, evidence, ground, draws, seed)
    by_model = forecasts(fold.cells, cell_evidence(fold.aside, items, fold.cells), ground, found, values)
    return [
        Unfitted(cell, {"model": one, **{name: _null(fold.fitted, cell, name) for name in MODELS[1:]}})
        for cell, one in zip(fold.cells, by_model, strict=True)
    ]


def _null(fitted: Survey, cell: Cell, model: str) -> Forecast:
    """Return the forecast of a cell by the share of others."""
    groups = (
        [("all", "all")] if model == "everyone" else [(cell.sex, cell.age), (cell.sex, "all"), ("all", "all")]
    )
    answer = fitted.column(cell.item)
    given = np.isfinite(answer)
    mine = next(
        rows for sex, age in groups if (rows := chosen(fitted, sex, age) & given).any() or sex == "all"
    )
    share = unsafe_share(answer[mine], fitted.weight[mine]) if mine.any() else 0.5
    firm = max(effective(fitted.weight[mine]), 1.0)
    return forecast(share, share * (1.0 - share) / firm, cell.share, cell.size)


def verdict(found: Sequence[Mapping[str, Forecast]]) -> dict[str, dict[str, float]]:
    """Return mean log score, mean interval score and share of cells inside, by model."""
    return {
        name: {
            "log_score": float(np.mean([by[name].log_score for by in found])),
            "interval_score": float(np.mean([by[name].interval_score for by in found])),
            "inside": float(np.mean([by[name].inside for by in found])),
        }
        for name in MODELS
    }
