"""Dates of a file in the one format that is stated; nothing is guessed from row to row."""

from __future__ import annotations

from datetime import date, datetime

__all__ = ["ISO", "Dates", "likely_format"]

ISO = "ISO (2026-03-31)"
USUAL = (
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %I:%M:%S %p",
    "%d/%m/%y",
)
MONTH_LENGTH, DAY_LENGTH = 7, 10  # letters of 2026-03 and 2026-03-31


class Dates:
    """Reads dates, each text once.

    Args:
        stated: A format such as ``%d/%m/%Y``; "" for ISO dates, with or without a time, or months (2026-03).
    """

    def __init__(self, stated: str = "") -> None:
        self.stated = stated
        self.months_only = "%d" not in stated
        self._known: dict[str, int] = {}

    @property
    def name(self) -> str:
        """The format in words."""
        return self.stated or ISO

    def day(self, text: str) -> int:
        """Return the day as its proleptic ordinal, 0 where the text is no such date."""
        key = text.strip() if self.stated else _without_time(text.strip())
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def _read(self, text: str) -> int:
        if self.stated:
            return _stated(text, self.stated)
        if len(text) == MONTH_LENGTH:
            return _iso(f"{text}-01")
        found = _iso(text)
        self.months_only &= not found
        return found


def likely_format(text: str) -> str:
    """Return a usual format that reads the text, "" for none."""
    return next((one for one in USUAL if _stated(text.strip(), one)), "")


def _without_time(text: str) -> str:
    return text[:DAY_LENGTH] if text[DAY_LENGTH : DAY_LENGTH + 1] in ("T", " ") else text


def _iso(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return 0


def _stated(text: str, form: str) -> int:
    try:
        return datetime.strptime(text, form).toordinal()  # noqa: DTZ007 - only the day is kept
    except ValueError:
        return 0
