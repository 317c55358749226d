"""Survey weights: read, checked, said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.errors import CalibrationError

if TYPE_CHECKING:
    from nightwalk.calibration.survey.sheet import Sheet

__all__ = ["effective", "read_weights"]


def read_weights(sheet: Sheet, columns: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the weight of every row, NaN where there is none, and notes.

    Args:
        sheet: the file.
        columns: columns that may hold the weight; none, or an empty name, means that there need be no weight.

    Raises:
        CalibrationError: for weights that are text, negative or all zero: how many, and what to do.
    """
    name = next(
        (one for one in columns if one in sheet.columns), "" if "" in columns or not columns else columns[0]
    )
    if not name:
        return np.ones(sheet.rows), ("There is no weight; every respondent counts the same.",)
    keys, row = sheet.column(name)
    values = np.array([_number(key) for key in keys])[row]
    text, negative, zero = np.isinf(values).sum(), (values < 0).sum(), (values == 0).sum()
    if text or negative or not np.nansum(values):
        wrong = f"{text} that are no number, {negative} below zero and {zero} zeros"
        raise CalibrationError(
            f"The weights in column {name!r} of {sheet.name} hold {wrong} among {sheet.rows}; "
            "correct them or name another column: nobody is left out silently."
        )
    missing = int(np.isnan(values).sum())
    left_out = f"{missing} of {sheet.rows} respondents have no weight in {name!r} and are left out."
    return values, (left_out,) if missing else ()


def effective(weight: np.ndarray) -> float:
    """Return how many equally weighted respondents the weights are worth (Kish 1965)."""
    square = float((weight**2).sum())
    return float(weight.sum()) ** 2 / square if square > 0 else 0.0


def _number(key: str) -> float:
    if not key:
        return float("nan")
    try:
        return float(key)
    except ValueError:
        return float("inf")
