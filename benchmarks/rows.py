"""What a case of the benchmark gives back: rows of figures, some with a target."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

__all__ = ["BenchmarkError", "Options", "Row", "as_json", "from_json", "middle", "skipped", "verdict"]


class BenchmarkError(ValueError):
    """A mistake of the user or a case that failed, in one sentence."""


@dataclass(frozen=True)
class Options:
    """How a case is to be measured."""

    quick: bool = False  # a reduced size, to see that all works; never a figure to quote

    def pick(self, full: Any, quick: Any) -> Any:
        """Return the size to measure."""
        return quick if self.quick else full


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure, with its target where there is one, and what has to be read beside it."""

    figure: str
    value: float | str | None = None
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    beside: dict[str, float | str] = field(default_factory=dict)  # further columns of the table
    table: str = ""  # heading of the table the row belongs to, where a case has several


def verdict(row: Row) -> str:
    """Return whether the figure meets its target; nothing where there is no target or no figure."""
    if not isinstance(row.value, int | float) or (row.at_most is None and row.at_least is None):
        return ""
    low = row.at_least is None or row.value >= row.at_least
    high = row.at_most is None or row.value <= row.at_most
    return "pass" if low and high else "falls short"


def skipped(figure: str, why: str) -> Row:
    """Return a row for what could not be measured here."""
    return Row(figure=figure, value=f"not measured: {why}")


def middle(values: list[float]) -> float:
    """Return the median of the repeats."""
    return float(median(values))


def as_json(rows: list[Row]) -> list[dict[str, Any]]:
    """Return rows as JSON holds them, without what is not stated."""
    return [
        {name: value for name, value in asdict(row).items() if value not in (None, "", {})} for row in rows
    ]


def from_json(rows: list[dict[str, Any]]) -> list[Row]:
    """Return rows as `as_json` wrote them."""
    return [Row(**row) for row in rows]
