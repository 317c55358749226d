"""Published percentages: a table of cells is enough to fit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.population import AGES, SEXES
from nightwalk.base.errors import nearest
from nightwalk.calibration.cells import FEWEST
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.items import ANSWERS, HIGHEST, ITEMS, LOWEST
from nightwalk.calibration.survey.mapping import known_keys, list_of
from nightwalk.calibration.survey.recode import numbers_of
from nightwalk.calibration.survey.sheet import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nightwalk.calibration.survey.sheet import Sheet

__all__ = ["Published", "PublishedCell", "is_table", "published_of"]

HEAD = ("name", "source", "terms", "design_effect")
TABLE = ("percent", "n", "wave", "only", "item", "sex", "age", "answers", "among", "check")
CELL = ("item", "sex", "ages", "answers", "among", "rows", "of", "percent", "n", "wave", "check")
OWN_COLUMNS = ("item", "sex", "age", "answers", "among", "percent", "n", "wave", "check")
Document = dict[str, Any]


@dataclass(frozen=True)
class PublishedCell:
    """One published share.

    Attributes:
        item: What was asked.
        sex: `men`, `women` or `all`.
        ages: Share of each age group that is in the cell, five numbers 0-1.
        answers: The answers counted, numbers 0-3.
        among: The answers they are a share of.
        wave: When.
        share: The share, 0-1.
        n: People behind it, NaN where that is not published.
        check: Whether it is only compared: it overlaps with cells that are fitted.
    """

    item: str
    sex: str
    ages: tuple[float, ...]
    answers: tuple[int, ...]
    among: tuple[int, ...]
    wave: str
    share: float
    n: float
    check: bool

    @property
    def label(self) -> str:
        """The cell in words."""
        ages = (
            ""
            if min(self.ages) == 1
            else " " + "/".join(a for a, part in zip(AGES, self.ages, strict=True) if part)
        )
        what = "+".join(ANSWERS[k] for k in self.answers)
        of = "" if len(self.among) == len(ALL) else " of " + "+".join(ANSWERS[k] for k in self.among)
        return f"{self.item}, {self.sex}{ages}: {what}{of}"


@dataclass(frozen=True)
class Published:
    """A table of published shares.

    Attributes:
        name: Name of the mapping.
        cells: The shares.
        design_effect: By how much the design inflates their variance.
        notes: Sentences for the reader.
    """

    name: str
    cells: tuple[PublishedCell, ...]
    design_effect: float
    notes: tuple[str, ...] = ()


ALL = (0, 1, 2, 3)


def is_table(document: Document) -> bool:
    """Return whether a mapping is of a table of percentages, not of respondents."""
    return "table" in document or "cell" in document


def published_of(document: Document, sheet: Sheet | None) -> Published:
    """Return the cells a mapping finds in a table, or states itself.

    Args:
        document: the TOML of the mapping.
        sheet: the table; None where the mapping holds the percentages.

    Raises:
        CalibrationError: for unknown keys, columns, items and answers, percentages out of range, overlapping cells.
    """
    known_keys(document, ("mapping", "table", "cell"), "the mapping")
    head, table = document.get("mapping", {}), document.get("table", {})
    known_keys(head, HEAD, "[mapping]")
    known_keys(table, TABLE, "[table] of the mapping")
    stated = document.get("cell", [])
    for one in stated:
        known_keys(one, CELL, "[[cell]] of the mapping")
    if sheet is None:
        cells = tuple(_cell(one, float(one["percent"]) / 100.0, 1.0, one.get("n")) for one in stated)
    elif stated:
        cells = tuple(_found(_Rows(sheet, table), stated))
    else:
        cells = tuple(_one_per_row(sheet))
    told = tuple(cell for cell in cells if not cell.n < FEWEST)
    if not told:
        raise CalibrationError(
            f"No cell of the mapping {head.get('name', '')} stands in the table with {FEWEST} people or more; "
            "check its rows."
        )
    _refuse_overlaps(told)
    few = len(cells) - len(told)
    notes = (f"{few} cells with fewer than {FEWEST} people are left out.",) if few else ()
    return Published(str(head.get("name", "table")), told, float(head.get("design_effect", 1.0)), notes)


class _Rows:
    """Percentages of a table, found by the texts beside them."""

    def __init__(self, sheet: Sheet, table: Document) -> None:
        self.sheet = sheet
        self.columns = {name: _texts(sheet, name) for name in sheet.columns}
        self.percent = _column_of_numbers(sheet, table.get("percent", "percent"))
        self.n = _column_of_numbers(sheet, table["n"]) if "n" in table else np.full(sheet.rows, np.nan)
        self.only = self._where(table.get("only", {}))
        self.waves = _texts(sheet, table["wave"]) if "wave" in table else np.full(sheet.rows, "", object)

    def _where(self, texts: Mapping[str, str]) -> np.ndarray:
        chosen = np.ones(self.sheet.rows, dtype=bool)
        for column, text in texts.items():
            if column not in self.columns:
                self.sheet.column(column)
            chosen &= self.columns[column] == key_of(text)
        return np.asarray(chosen)

    def found(self, wanted: list[Mapping[str, str]], wave: str) -> list[int] | None:
        """Return the row of each of some texts in a wave, or None if one is not there."""
        rows = [np.flatnonzero(self.only & (self.waves == wave) & self._where(texts)) for texts in wanted]
        return [int(one[0]) for one in rows] if all(len(one) for one in rows) else None


def _found(rows: _Rows, stated: list[Document]) -> Iterator[PublishedCell]:
    """Yield each stated cell for each wave whose rows the table has."""
    for wave in dict.fromkeys(rows.waves):
        for one in stated:
            part, whole = (rows.found(one.get(name, []), wave) for name in ("rows", "of"))
            if part is None or whole is None:
                continue
            base = float(rows.percent[whole].sum()) / 100.0 if whole else 1.0
            known = [n for n in rows.n[[*part, *whole]] if n > 0]
            n = one.get("n", known[0] if known else None)
            yield _cell({**one, "wave": wave}, float(rows.percent[part].sum()) / 100.0 / base, base, n)


def _one_per_row(sheet: Sheet) -> Iterator[PublishedCell]:
    """Yield a cell for each row of a table with columns of our own names."""
    needed = ("item", "answers", "percent")
    texts = {name: _texts(sheet, name) for name in OWN_COLUMNS if name in sheet.columns or name in needed}
    percent = _column_of_numbers(sheet, "percent")
    for k in range(sheet.rows):
        row = {name: str(column[k]) for name, column in texts.items() if column[k]}
        one: Document = {name: row[name] for name in ("item", "sex", "wave") if name in row}
        one |= {name: row[name].replace("+", " ").split() for name in ("answers", "among") if name in row}
        one |= {"check": row.get("check") in ("yes", "1", "true")}
        if row.get("age", "all") != "all":
            one["ages"] = {row["age"]: 1.0}
        yield _cell(one, float(percent[k]) / 100.0, 1.0, row.get("n"))


def _cell(stated: Document, share: float, base: float, n: Any) -> PublishedCell:
    item, sex = str(stated.get("item")), str(stated.get("sex", "all"))
    if item not in ITEMS:
        raise CalibrationError(f"A cell of the table asks {item!r}, which is no item.{nearest(item, ITEMS)}")
    if sex not in (*SEXES, "all"):
        raise CalibrationError(f"A cell of the table is of {sex!r}; sex can be {', '.join(SEXES)} or all.")
    if not 0.0 < share < 1.0:
        raise CalibrationError(f"A cell of {item} is {100 * share:g} %; a percentage lies between 0 and 100.")
    given = float(n) if n is not None else float("nan")
    return PublishedCell(
        item, sex, _ages(stated.get("ages", {})), _answers(stated.get("answers", [])),
        _answers(stated.get("among", ALL)), str(stated.get("wave", "")), share, given * base,
        bool(stated.get("check", False)),
    )  # fmt: skip


def _ages(stated: Mapping[str, float]) -> tuple[float, ...]:
    known_keys(stated, AGES, "ages of a cell")
    return tuple(float(stated.get(age, 0.0 if stated else 1.0)) for age in AGES)


def _answers(stated: Any) -> tuple[int, ...]:
    if stated == ALL:
        return ALL
    found: set[int] = set()
    for name in list_of(stated):
        if name not in ANSWERS:
            raise CalibrationError(
                f"{name!r} is no answer.{nearest(name, ANSWERS)} Known: {', '.join(ANSWERS)}."
            )
        code = ANSWERS.index(name)
        found |= set(range(LOWEST[code], HIGHEST[code] + 1))
    return tuple(sorted(found))


def _refuse_overlaps(cells: tuple[PublishedCell, ...]) -> None:
    """Two fitted cells must not count the same answers twice."""
    fitted = [cell for cell in cells if not cell.check]
    for a, b in combinations(fitted, 2):
        alike = (a.item, a.wave, a.among) == (b.item, b.wave, b.among)
        same_people = (a.sex == b.sex or "all" in (a.sex, b.sex)) and any(np.array(a.ages) * np.array(b.ages))
        if alike and same_people:
            raise CalibrationError(
                f"The cells {a.label!r} and {b.label!r} count the same answers; mark one of them check = true."
            )


def _texts(sheet: Sheet, name: str) -> np.ndarray:
    keys, row = sheet.column(name)
    return np.asarray(np.array(keys, dtype=object)[row])


def _column_of_numbers(sheet: Sheet, name: str) -> np.ndarray:
    keys, row = sheet.column(name)
    values = numbers_of(keys, frozenset({""}))
    wrong = [key for key, value in zip(keys, values, strict=True) if key and np.isnan(value)]
    if wrong:
        raise CalibrationError(
            f"Column {name!r} of {sheet.name} holds {wrong[0]!r}, which is no number; correct it."
        )
    return np.asarray(values[row])
