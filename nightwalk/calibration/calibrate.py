"""Calibrate: fit a study and say, with what was learnt, how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import nearest
from nightwalk.calibration.cells import cells_of
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.holdout import Unfitted, folds, unfitted, verdict
from nightwalk.calibration.identify import combinations_learnt, directions, learnt, untouched
from nightwalk.calibration.measurement.asked import asked_about
from nightwalk.calibration.measurement.draws import drawn
from nightwalk.calibration.measurement.evidence import microdata, published_cells
from nightwalk.calibration.measurement.fit import fit
from nightwalk.calibration.measurement.scale import scale_of
from nightwalk.calibration.predictive import cell_evidence, forecasts
from nightwalk.calibration.published_check import compared, items_of, kept_aside, of_items
from nightwalk.calibration.survey.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nightwalk.calibration.cells import Cell
    from nightwalk.calibration.identify import Direction, Learnt
    from nightwalk.calibration.measurement.evidence import Evidence
    from nightwalk.calibration.measurement.fit import Fit
    from nightwalk.calibration.predictive import Forecast
    from nightwalk.calibration.study import Study
    from nightwalk.calibration.survey.published import Published, PublishedCell

__all__ = ["Calibration", "calibrate"]

CHECKED = 100  # draws behind a forecast


@dataclass(frozen=True)
class Calibration:
    """A fitted study.

    Attributes:
        study: What was asked for.
        items: Items fitted.
        fit: The posterior of the measurement layer.
        draws: Its draws, float64 (D, K).
        learnt: What is known of each parameter.
        combinations: What is known of sums and products.
        directions: What the answers know best.
        untouched: Parameters nothing was asked about.
        cells: Cells that were fitted, with their forecast.
        unfitted: Cells that were kept aside, with the forecast of each model; without any kept aside, published
            cells that were only compared because they overlap with fitted ones.
    """

    study: Study
    items: tuple[str, ...]
    fit: Fit
    draws: np.ndarray
    learnt: list[Learnt]
    combinations: list[Learnt]
    directions: list[Direction]
    untouched: tuple[str, ...]
    cells: list[tuple[Cell | PublishedCell, Forecast]]
    unfitted: list[tuple[Cell | PublishedCell, Mapping[str, Forecast]]]

    @property
    def ground(self) -> str:
        """Where those who answered live: audited `streets`, a `town` whose streets are known, or `elsewhere`."""
        survey = self.study.survey
        if isinstance(survey, Survey) and np.isfinite(survey.column("lux")).any():
            return "streets"
        return "town" if self.study.city else "elsewhere"

    @property
    def scores(self) -> dict[str, dict[str, float]]:
        """Mean scores of each model on the cells kept aside; empty where none was."""
        aside = self.unfitted if self.study.holdout else []
        return verdict([by for _, by in aside]) if aside else {}

    @property
    def inside(self) -> float:
        """Share of the fitted cells inside their 90 % interval."""
        return float(np.mean([one.inside for _, one in self.cells])) if self.cells else float("nan")


def calibrate(study: Study, progress: Callable[[str, float], None] | None = None) -> Calibration:
    """Fit the measurement layer of a study.

    Args:
        study: survey, declared ground and what to fit.
        progress: called with what is done and the share of the work before it, 0-1.

    Raises:
        CalibrationError: for items or parameters that cannot be fitted.
    """
    tell = progress or (lambda _what, _share: None)
    items = _items(study)
    table = (
        None if isinstance(study.survey, Survey) else kept_aside(of_items(study.survey, items), study.holdout)
    )
    evidence = _evidence(study, table, items)
    scale = scale_of(study.fit or asked_about(evidence.rows, items))
    tell("fit", 0.0)
    found = fit(evidence, study.ground, scale)
    tell("draw", 0.2)
    draws = drawn(found, evidence, study.ground, study.draws, study.seed)
    tell("check", 0.3)
    if table:
        cells, aside = _published(study, table, found, draws[:CHECKED])
    else:
        cells, aside = _respondents(study, items, found, draws[:CHECKED], tell)
    tell("done", 1.0)
    return Calibration(
        study, items, found, draws, learnt(found, draws), combinations_learnt(found, draws, study.ground, study.seed),
        directions(found), untouched(found), cells, aside,
    )  # fmt: skip


def _items(study: Study) -> tuple[str, ...]:
    there = study.survey.items if isinstance(study.survey, Survey) else items_of(study.survey)
    for item in study.items:
        if item not in there:
            listed = nearest(item, there) or f" It holds: {', '.join(there)}."
            raise CalibrationError(f"The survey holds no answers to {item!r}.{listed}")
    return study.items or there


def _evidence(study: Study, table: Published | None, items: tuple[str, ...]) -> Evidence:
    if table:
        return published_cells(table, items_of(table), study.ground.population, fitted=True, n=study.n)
    assert isinstance(study.survey, Survey)
    return microdata(study.survey, items)


def _published(study: Study, table: Published, found: Fit, draws: np.ndarray) -> tuple[list[Any], list[Any]]:
    rows = compared(study, table, found, draws)
    aside = [(cell, by) for cell, by in rows if cell.check]
    if isinstance(study.holdout, dict):
        aside = [(cell, by) for cell, by in aside if cell.wave in study.holdout["wave"]]
    return [(cell, by["model"]) for cell, by in rows if not cell.check], aside


def _respondents(
    study: Study, items: tuple[str, ...], found: Fit, draws: np.ndarray, tell: Callable[[str, float], None]
) -> tuple[list[Any], list[Any]]:
    survey = study.survey
    assert isinstance(survey, Survey)
    cells = cells_of(survey, items)
    made = forecasts(cells, cell_evidence(survey, items, cells), study.ground, found, draws)
    aside: list[Unfitted] = []
    for k, fold in enumerate(folds(survey, items, study.holdout, study.seed) if study.holdout else ()):
        tell("keep aside", 0.4 + 0.1 * k)
        aside += unfitted(fold, items, study.ground, found.scale, CHECKED, study.seed)
    return list(zip(cells, made, strict=True)), [(one.cell, one.by) for one in aside]
