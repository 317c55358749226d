"""A survey under the model's names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.items import ITEMS, unsafe_share
from nightwalk.calibration.survey.mapping import mapping_document, read_mapping
from nightwalk.calibration.survey.recode import recoded
from nightwalk.calibration.survey.respondents import check_ids, without_copies
from nightwalk.calibration.survey.sheet import read_sheet
from nightwalk.calibration.survey.variables import LABELS, SCORES
from nightwalk.calibration.survey.weights import read_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.calibration.survey.mapping import Source, SurveyMapping
    from nightwalk.calibration.survey.sheet import Sheet

__all__ = ["Account", "Survey", "read_survey", "survey_of"]

AGE_FROM = np.array([35, 50, 65, 75])  # first year of age of the groups after the youngest (rule 18)
NEEDED = 10  # answers below which nothing is told of an item


@dataclass(frozen=True)
class Account:
    """What was read: nothing is lost without a word.

    Attributes:
        file: Name of the file.
        mapping: Name of the mapping.
        respondents: Rows of the file.
        used: Rows with a weight.
        missing: Respondents without an answer, by variable.
        absent: Variables the mapping knows and the file has no column for.
        notes: Sentences for the reader.
        source: Who made the survey.
    """

    file: str
    mapping: str
    respondents: int
    used: int
    missing: Mapping[str, int]
    absent: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Survey:
    """Respondents as columns: numbers with NaN for no answer, labels as text.

    Attributes:
        columns: Variables by name, shape (N,).
        weight: Survey weights, mean 1, float64 (N,).
        months: Months the victim item looks back.
        design_effect: What clusters that are not in the file do to the variance, at least 1.
        account: What was read.
    """

    columns: Mapping[str, np.ndarray]
    weight: np.ndarray
    months: float
    design_effect: float
    account: Account

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def items(self) -> tuple[str, ...]:
        """The safety items that were asked."""
        return tuple(item for item in ITEMS if item in self.columns)

    def column(self, name: str) -> np.ndarray:
        """Return a variable, all missing where it was not asked."""
        if name in self.columns:
            return self.columns[name]
        return np.full(len(self), "", object) if name in LABELS else np.full(len(self), np.nan)

    def standardised(self, name: str) -> np.ndarray:
        """Return a score as weighted standard deviations from its mean, NaN for no answer."""
        value = self.column(name)
        given = np.isfinite(value)
        if not given.any():
            return value
        mean = np.average(value[given], weights=self.weight[given])
        spread = np.sqrt(np.average((value[given] - mean) ** 2, weights=self.weight[given]))
        return np.asarray((value - mean) / spread) if spread > 0 else np.where(given, 0.0, np.nan)

    @property
    def age_group(self) -> np.ndarray:
        """The group of ages 0 (16-34) to 4 (75+), NaN where age is not known, float64 (N,)."""
        age = self.column("age")
        return np.where(np.isfinite(age), np.searchsorted(AGE_FROM, np.nan_to_num(age), side="right"), np.nan)

    def unsafe(self, item: str, rows: np.ndarray | None = None) -> float:
        """Return the weighted share answering on the unsafe side, of all or of the chosen rows, bool (N,)."""
        rows = np.ones(len(self), dtype=bool) if rows is None else rows
        return unsafe_share(self.column(item)[rows], self.weight[rows])

    def only(self, rows: np.ndarray) -> Survey:
        """Return the chosen respondents, bool (N,), with weights of mean 1 again.

        Raises:
            CalibrationError: if nobody is left.
        """
        if not rows.any():
            raise CalibrationError(
                f"No respondent of {self.account.file} is left after the choice; widen it."
            )
        weight = self.weight[rows] / self.weight[rows].mean()
        return replace(
            self, columns={name: column[rows] for name, column in self.columns.items()}, weight=weight
        )


def read_survey(path: Path | str, mapping: str | Path, folder: Path | None = None) -> Survey:
    """Read a survey file through a mapping.

    Args:
        path: CSV (also gzipped), SPSS or Stata file.
        mapping: name of a shipped mapping, or a TOML file.
        folder: where a relative path of the mapping begins.

    Raises:
        CalibrationError: for anything that cannot be used, in one sentence.
    """
    stated = read_mapping(mapping_document(str(mapping), folder or Path()))
    return survey_of(read_sheet(Path(path)), stated)


def survey_of(sheet: Sheet, mapping: SurveyMapping) -> Survey:
    """Return a sheet under the model's names.

    Raises:
        CalibrationError: for wrong weights, unknown categories, doubled ids, items without an answer.
    """
    sheet, weight, notes = _weighted(sheet, mapping)
    check_ids(sheet, mapping.ids)
    chosen = {name: _present(sheet, sources) for name, sources in mapping.sources.items()}
    found = {name: source for name, source in chosen.items() if source}
    columns = {name: recoded(sheet, name, source) for name, source in found.items()}
    _check_items(sheet, columns, mapping, found)
    good = np.isfinite(weight) & (weight > 0)
    account = Account(
        file=sheet.name, mapping=mapping.name, respondents=sheet.rows, used=int(good.sum()),
        missing={name: int(_unanswered(column[good]).sum()) for name, column in columns.items()},
        absent=tuple(sorted(set(chosen) - set(found))), notes=(*sheet.notes, *notes), source=mapping.source,
    )  # fmt: skip
    months = found["victim"].months if "victim" in found else 12.0
    effect = 1.0 if "cluster" in columns else mapping.design_effect
    return Survey(columns, weight, months, effect, account).only(good)


def _weighted(sheet: Sheet, mapping: SurveyMapping) -> tuple[Sheet, np.ndarray, tuple[str, ...]]:
    """Return the rows to use, their weight and notes; of a file resampled by its weights each row once."""
    if mapping.copies == "weight":
        distinct, copies = without_copies(sheet)
        if distinct.rows < sheet.rows:
            note = (
                f"{sheet.name} was resampled by its weights: its {sheet.rows} rows hold {distinct.rows} respondents; "
                "each is read once, with its number of copies as weight."
            )
            return distinct, copies.astype(float), (note,)
    return sheet, *read_weights(sheet, mapping.weights)


def _present(sheet: Sheet, sources: tuple[Source, ...]) -> Source | None:
    """Return the first source the file has all columns of."""
    return next((one for one in sources if set(one.columns) <= set(sheet.columns)), None)


def _unanswered(column: np.ndarray) -> np.ndarray:
    return np.asarray(column == "") if column.dtype == object else np.isnan(column)


def _check_items(
    sheet: Sheet, columns: Mapping[str, np.ndarray], mapping: SurveyMapping, found: Mapping[str, Source]
) -> None:
    if not set(columns) & set(ITEMS):
        wanted = [one.columns[0] for name in ITEMS for one in mapping.sources.get(name, ())]
        raise CalibrationError(
            f"{sheet.name} holds no safety item; the mapping {mapping.name} looks for {', '.join(wanted)}"
            f" and the file has {', '.join(list(sheet.columns)[:8])}."
        )
    for name in (*ITEMS, *SCORES, "victim"):
        if name in columns and np.isnan(columns[name]).all():
            raise CalibrationError(
                f"Nobody answered {name} (column {found[name].columns[0]!r} of {sheet.name}); check its missing codes, "
                "or take it out of the mapping."
            )
