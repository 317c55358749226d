"""A calibration as a report and a record hold it: sentences and tables, never a respondent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from nightwalk.base.source import source_digest
from nightwalk.calibration.cells import FEWEST
from nightwalk.calibration.holdout import MODELS
from nightwalk.calibration.posterior import Posterior
from nightwalk.calibration.remarks import remarks
from nightwalk.calibration.survey.published import PublishedCell
from nightwalk.calibration.survey.survey import Survey

if TYPE_CHECKING:
    from nightwalk.calibration.calibrate import Calibration
    from nightwalk.calibration.cells import Cell
    from nightwalk.calibration.predictive import Forecast

__all__ = ["Page", "Table", "page_of", "posterior_of"]

DIGITS = 4


@dataclass(frozen=True)
class Table:
    """A table of a page: a row is a mapping from column to text or number."""

    title: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """What the report of a calibration shows."""

    title: str
    remarks: list[str]
    tables: list[Table]


def page_of(done: Calibration) -> Page:
    """Return the page of a calibration: what was read, learnt, expected, and kept aside."""
    return Page(
        done.study.name,
        remarks(done),
        [
            Table("What was read", _read(done)),
            Table("Parameters", [_rounded(asdict(one)) for one in done.learnt]),
            Table("Sums and products", [_rounded(asdict(one)) for one in done.combinations]),
            Table("Directions known best", [_rounded(asdict(one)) for one in done.directions]),
            Table("Cells fitted", [_cell(cell) | _forecast(one) for cell, one in done.cells]),
            Table("Cells kept aside", [_aside(cell, by) for cell, by in done.unfitted]),
            Table("Models", [{"model": name, **_rounded(score)} for name, score in done.scores.items()]),
        ],
    )


def posterior_of(done: Calibration) -> Posterior:
    """Return the posterior of a calibration, with the page as its description."""
    study = done.study
    layers = {"measurement": {"parameters": list(done.fit.scale.names), "items": list(done.items)}}
    description = {
        "name": study.name, "city": study.city, "ground": done.ground, "seed": study.seed, "digest": study.digest,
        "source": source_digest(), "layers": layers,
        "priors": {name: repr(one.prior) for name, one in done.fit.scale.quantities.items()},
        "page": asdict(page_of(done)),
    }  # fmt: skip
    return Posterior(done.fit.scale.names, done.draws, description)


def _read(done: Calibration) -> list[dict[str, Any]]:
    survey = done.study.survey
    if not isinstance(survey, Survey):
        return [{"table": survey.name, "cells": len(survey.cells), "design_effect": survey.design_effect}]
    account = survey.account
    head = {
        "file": account.file, "mapping": account.mapping, "source": account.source,
        "respondents": account.respondents, "used": len(survey),
    }  # fmt: skip
    return [head, *({"variable": name, "missing": _few(count)} for name, count in account.missing.items())]


def _few(count: int) -> int | str:
    """Return a count, or that it is too small to be told."""
    return f"fewer than {FEWEST}" if 0 < count < FEWEST else count


def _cell(cell: Cell | PublishedCell) -> dict[str, Any]:
    if isinstance(cell, PublishedCell):
        return {"cell": cell.label, "part": cell.wave, "found": round(cell.share, DIGITS)}
    where = f"{cell.item}, {cell.sex} {cell.age}"
    return {"cell": where, "part": cell.part, "answers": cell.answers, "found": round(cell.share, DIGITS)}


def _forecast(one: Forecast) -> dict[str, Any]:
    return _rounded({"expected": one.mean, "low": one.low, "high": one.high, "inside": one.inside})


def _aside(cell: Cell | PublishedCell, by: Any) -> dict[str, Any]:
    scores = {f"log_score_{name}": by[name].log_score for name in MODELS}
    return _cell(cell) | _forecast(by["model"]) | _rounded(scores)


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, DIGITS) if isinstance(value, float) else value for name, value in row.items()}
