"""Reports counted by month and segment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from nightwalk.model.register.events import Events, Period

__all__ = ["Span", "counts_by_month", "latest", "span_of"]

YEAR = 365.25  # days
LATEST = 28  # days the authority looks back, rule 32
MONTHS = 12


class Span(NamedTuple):
    """Whole months in a row."""

    first: date  # first day of the first month
    months: int

    @property
    def last(self) -> date:
        """The last day."""
        return date.fromordinal(self.starts[-1] - 1)

    @property
    def starts(self) -> list[int]:
        """Ordinal of the first day of each month and of the one after the last."""
        number = self.first.year * MONTHS + self.first.month - 1 + np.arange(self.months + 1)
        return [date(n // MONTHS, n % MONTHS + 1, 1).toordinal() for n in number.tolist()]

    @property
    def years(self) -> float:
        """Length in years."""
        starts = self.starts
        return (starts[-1] - starts[0]) / YEAR

    def name(self, month: int) -> str:
        """Return a month as 2026-03."""
        return f"{date.fromordinal(self.starts[month]):%Y-%m}"


def span_of(day: np.ndarray, period: Period) -> Span:
    """Return the months from the first report to the last, or as the period says.

    A month that reports reach, or the period begins or ends in, counts as whole.
    """
    first = period.since or date.fromordinal(int(day.min()))
    last = period.until or date.fromordinal(int(day.max()))
    months = (last.year - first.year) * MONTHS + last.month - first.month + 1
    return Span(first.replace(day=1), months)


def counts_by_month(events: Events, span: Span, segments: int) -> np.ndarray:
    """Return reports by month and segment, float64 (M, S); shares of rows placed by name add up."""
    month = np.searchsorted(span.starts, events.day, side="right") - 1
    flat = np.bincount(month * segments + events.segment, events.weight, span.months * segments)
    return np.asarray(flat.reshape(span.months, segments))


def latest(events: Events, span: Span, segments: int) -> np.ndarray:
    """Return reports of the last 28 days by segment, float64 (S,); where only months are known, of the last month."""
    last = span.starts[-1]
    days = last - span.starts[-2] if events.months_only else LATEST
    mine = events.day >= (date.fromordinal(last) - timedelta(days=days)).toordinal()
    return np.bincount(events.segment[mine], events.weight[mine], segments) * LATEST / days
