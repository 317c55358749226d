"""One row per respondent: ids, and files that were resampled by their weights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.errors import CalibrationError

if TYPE_CHECKING:
    from nightwalk.calibration.survey.sheet import Sheet

__all__ = ["check_ids", "without_copies"]


def check_ids(sheet: Sheet, columns: tuple[str, ...]) -> None:
    """Refuse a file in which two rows have the same id.

    Raises:
        CalibrationError: how many, which, and what to do.
    """
    import pandas as pd

    present = [name for name in columns if name in sheet.columns]
    if not present:
        return
    table = pd.DataFrame({name: sheet.columns[name] for name in present}).astype(str)
    doubled = table[table.duplicated()].drop_duplicates()
    if len(doubled):
        first = "-".join(doubled.iloc[0])
        raise CalibrationError(
            f"{sheet.name} holds {len(doubled)} ids ({'+'.join(present)}) more than once, such as {first!r}; "
            "keep one row per respondent, or correct id in the mapping."
        )


def without_copies(sheet: Sheet) -> tuple[Sheet, np.ndarray]:
    """Return the distinct rows of a file, and how many copies of each it holds, int64."""
    import pandas as pd

    table = pd.DataFrame(dict(sheet.columns)).astype(str)
    row = table.groupby(list(table.columns), sort=False, dropna=False).ngroup().to_numpy()
    _, first, copies = np.unique(row, return_index=True, return_counts=True)
    return replace(sheet, columns={name: column[first] for name, column in sheet.columns.items()}), copies
