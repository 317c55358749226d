"""Cells of a survey: the share unsafe by item, sex and age, and what is said about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.population import AGES, SEXES
from nightwalk.calibration.items import LOWEST, UNSAFE, unsafe_share
from nightwalk.calibration.survey.weights import effective

if TYPE_CHECKING:
    from nightwalk.calibration.survey.survey import Survey

__all__ = ["FEWEST", "Cell", "cells_of", "chosen"]

FEWEST = 10  # answers below which a cell is not shown, kept or scored


@dataclass(frozen=True)
class Cell:
    """The answers of one group to one item.

    Attributes:
        item: What was asked.
        sex: `men`, `women` or `all`.
        age: Age group, or `all`.
        part: Wave, area or fold it belongs to.
        answers: How many answered.
        share: Weighted share on the unsafe side.
        size: How many equally weighted independent answers they are worth.
    """

    item: str
    sex: str
    age: str
    part: str
    answers: int
    share: float
    size: float


def cells_of(survey: Survey, items: tuple[str, ...], part: str = "") -> list[Cell]:
    """Return the cells of sex, age and item with enough answers to be shown."""
    made = (
        _cell(survey, item, sex, age, part) for item in items for sex in SEXES for age in AGES
    )  # fmt: skip
    return [cell for cell in made if cell.answers >= FEWEST]


def chosen(survey: Survey, sex: str, age: str) -> np.ndarray:
    """Return which respondents are of a sex and an age group, bool (N,)."""
    mine = np.ones(len(survey), dtype=bool) if sex == "all" else survey.column("sex") == SEXES.index(sex)
    return mine if age == "all" else mine & (survey.age_group == AGES.index(age))


def _cell(survey: Survey, item: str, sex: str, age: str, part: str) -> Cell:
    answer = survey.column(item)
    mine = chosen(survey, sex, age) & np.isfinite(answer)
    size = effective(survey.weight[mine]) / clustering(survey, item) / survey.design_effect
    return Cell(item, sex, age, part, int(mine.sum()), unsafe_share(answer[mine], survey.weight[mine]), size)


def clustering(survey: Survey, item: str) -> float:
    """Return by how much clusters inflate the variance of the share unsafe, at least 1."""
    name = survey.column("cluster").astype(str)
    answer, weight = survey.column(item), survey.weight
    given = np.isfinite(answer)
    if not given.any() or not name[0]:
        return 1.0
    unsafe = LOWEST[np.nan_to_num(answer).astype(int)] >= UNSAFE
    away = np.where(given, weight * (unsafe - unsafe_share(answer, weight)), 0.0)
    _, member = np.unique(name, return_inverse=True)
    alone = float((away**2).sum())
    return max(1.0, float((np.bincount(member, weights=away) ** 2).sum()) / alone) if alone > 0 else 1.0
