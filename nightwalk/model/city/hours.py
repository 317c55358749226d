"""Opening hours as a week of hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

__all__ = ["DAYS", "hours_text", "parse_hours_text", "week_of"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# An ordinary week: no public holiday in Europe, school in session, neither high summer nor winter.
REFERENCE = datetime(2026, 10, 12)  # noqa: DTZ001, a Monday, local clock time


@lru_cache(maxsize=4096)
def week_of(expression: str) -> tuple[int, ...] | None:
    """Return seven whole numbers, bit h of day d set where open at half past h; None if unreadable.

    Public holidays are no part of the reference week. The expression follows the
    OpenStreetMap specification of ``opening_hours``.
    """
    from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

    try:
        hours = OpeningHours(expression)
        spans = hours.intervals(REFERENCE, REFERENCE + timedelta(days=7))
        bits = [0] * 7
        for begin, end, state, _ in spans:
            if str(state).lower().endswith("open"):
                _mark(bits, begin, end)
    except (ParserError, ValueError, OverflowError):
        return None
    return tuple(bits)


def _mark(bits: list[int], begin: datetime, end: datetime) -> None:
    first = (begin - REFERENCE) / timedelta(hours=1)
    last = min((end - REFERENCE) / timedelta(hours=1), 168.0)
    for hour in range(max(int(first), 0), 168):
        if hour + 0.5 >= last:
            return
        if hour + 0.5 >= first:
            bits[hour // 24] |= 1 << (hour % 24)


def hours_text(bits: int) -> str:
    """Write one day's hours for a person to read and edit: ``8-12 14-18``, nothing when closed."""
    spans, begin = [], -1
    for hour in range(25):
        is_open = hour < 24 and bits >> hour & 1
        if is_open and begin < 0:
            begin = hour
        elif not is_open and begin >= 0:
            spans.append(f"{begin}-{hour}")
            begin = -1
    return " ".join(spans)


def parse_hours_text(text: str) -> int:
    """Read what `hours_text` writes.

    Raises:
        ValueError: if the text is not spans of whole hours between 0 and 24.
    """
    bits = 0
    for span in text.split():
        begin, _, end = span.partition("-")
        if not (begin.isdigit() and end.isdigit() and 0 <= int(begin) < int(end) <= 24):
            raise ValueError(text)
        bits |= sum(1 << hour for hour in range(int(begin), int(end)))
    return bits


def week_array(weeks: list[tuple[int, ...]]) -> np.ndarray:
    """Return weeks as one int64 array (U, 7)."""
    return np.array(weeks, np.int64).reshape(-1, 7)
