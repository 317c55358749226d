"""From the codes of a column to the numbers of a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import nearest
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.survey.variables import kind_of

if TYPE_CHECKING:
    from nightwalk.calibration.survey.mapping import Source
    from nightwalk.calibration.survey.sheet import Sheet

__all__ = ["labels_of", "numbers_of", "recoded"]

SHOWN = 3  # wrong values quoted in a message


def recoded(sheet: Sheet, name: str, source: Source) -> np.ndarray:
    """Return a variable of every respondent: numbers with NaN for no answer, or texts for a label.

    Raises:
        CalibrationError: for an unknown category, a value that is no number or out of range, an unknown column.
    """
    if kind_of(name) == "label":
        return labels_of(sheet, source)
    columns = np.array([_numbers(sheet, column, name, source) for column in source.columns])
    if source.reverse:
        columns = -columns
    if len(columns) == 1:
        return np.asarray(columns[0])
    count = np.isfinite(columns).sum(axis=0)
    return np.where(count > 0, np.nansum(columns, axis=0) / np.maximum(count, 1), np.nan)


def labels_of(sheet: Sheet, source: Source) -> np.ndarray:
    """Return the joined texts of the columns of a label, ``""`` where there is none."""
    parts = []
    for column in source.columns:
        keys, row = sheet.column(column)
        known = np.array(["" if key in source.missing else key for key in keys], dtype=object)
        parts.append(known[row])
    if len(parts) == 1:
        return np.asarray(parts[0])
    return np.array([" ".join(texts) for texts in zip(*parts, strict=True)], dtype=object)


def _numbers(sheet: Sheet, column: str, name: str, source: Source) -> np.ndarray:
    keys, row = sheet.column(column)
    count = np.bincount(row, minlength=len(keys))
    if source.codes:
        values = _by_code(sheet, column, name, source, keys, count)
    else:
        values = numbers_of(keys, source.missing)
        wrong = [
            k for k, key in enumerate(keys) if key not in source.missing and not _fits(values[k], source)
        ]
        if wrong:
            listed = ", ".join(repr(keys[k]) for k in wrong[:SHOWN])
            raise CalibrationError(
                f"Column {column!r} of {sheet.name} has {count[wrong].sum()} values that are no {name} "
                f"({listed}); add them to missing under [{name}] or correct them."
            )
    return np.asarray(values[row])


def numbers_of(keys: list[str], missing: frozenset[str]) -> np.ndarray:
    """Return texts as numbers, NaN for missing ones and those that are none."""
    values = np.full(len(keys), np.nan)
    for k, key in enumerate(keys):
        if key not in missing:
            try:
                values[k] = float(key)
            except ValueError:
                continue
    return values


def _fits(value: float, source: Source) -> bool:
    return bool(source.low <= value <= source.high)


def _by_code(
    sheet: Sheet, column: str, name: str, source: Source, keys: list[str], count: np.ndarray
) -> np.ndarray:
    """Return the number of each key by its code, or by what the file says the code means."""
    meant = sheet.labels.get(column, {})
    values = np.full(len(keys), np.nan)
    for k, key in enumerate(keys):
        if key in source.missing or meant.get(key) in source.missing:
            continue
        if key not in source.codes and meant.get(key) not in source.codes:
            known = nearest(key, source.codes) or f" Known: {', '.join(map(repr, source.codes))}."
            raise CalibrationError(
                f"Column {column!r} of {sheet.name} holds {key!r} in {count[k]} rows, which [{name}] of the mapping "
                f"does not know; name it there as an answer or as missing.{known}"
            )
        values[k] = source.codes.get(key, source.codes.get(meant.get(key, "")))
    return values
