"""The ledger of constrained behaviour: what people give up, and how far they go, not to be afraid."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LEDGER", "ledger"]

LEDGER = (
    "forgone_per_person_year", "shifted_per_person_year", "ridden_per_person_year", "lost_visits_per_person_year",
    "detour_metres_per_day", "metres_after_dark_per_day",
)  # fmt: skip
"""Its indicators, per resident whether they go out or not (rule 30)."""


def ledger(rows: pd.DataFrame, *, split: str = "all") -> pd.DataFrame:
    """Return the rows of `compare.comparisons` or `compare.levels` that make up the ledger, in its order.

    Args:
        rows: One row per scenario, indicator, split and group.
        split: For whom: ``all``, ``sex``, ``age``, ``disability``, ``income``, ``safety``, ``kind`` or ``area``.
    """
    mine = rows[rows["indicator"].isin(LEDGER) & (rows["split"] == split)]
    return mine.sort_values("indicator", key=lambda names: names.map(LEDGER.index), kind="stable")
