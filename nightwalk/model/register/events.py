"""Incidents and citizen reports of a file as columns: day, segment, kind. Nothing else of a row is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.register.account import Account
from nightwalk.model.register.dates import Dates, likely_format
from nightwalk.model.register.placing import Placer
from nightwalk.model.register.rows import FileFormat, Rows, read_rows
from nightwalk.model.register.words import INSECURITY, KINDS, OUTSIDE, Words, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.model.city import City

__all__ = ["Events", "Period", "joined", "read_events"]

WANTED = ("type", "date", "id")
NO_DATE, NO_TYPE, UNKNOWN = -1, -2, -3


class Period(NamedTuple):
    """First and last day that count; None where the file decides."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: int) -> bool:
        """Say whether an ordinal day lies in it."""
        after = self.since is None or day >= self.since.toordinal()
        return after and (self.until is None or day <= self.until.toordinal())


class Events(NamedTuple):
    """Placed rows, one per row and segment; the shares of a row add up to 1."""

    day: np.ndarray  # int64 (n,) ordinal
    segment: np.ndarray  # int64 (n,) row of the segment
    kind: np.ndarray  # int64 (n,) row of KINDS
    weight: np.ndarray  # float64 (n,)
    months_only: bool  # whether days are only the first of their month

    def of(self, *kinds: int) -> Events:
        """Return those of some kinds."""
        mine = np.isin(self.kind, kinds)
        return Events(
            self.day[mine], self.segment[mine], self.kind[mine], self.weight[mine], self.months_only
        )


def joined(parts: Sequence[Events]) -> Events:
    """Return the events of several lists in one."""
    day, segment, kind, weight = (np.concatenate([part[k] for part in parts]) for k in range(4))
    return Events(day, segment, kind, weight, any(part.months_only for part in parts))


def read_events(
    path: Path, city: City, *, what: str, words: Words, form: FileFormat, reach: float, period: Period
) -> tuple[Events, Account]:
    """Read a file of police incidents or citizen reports onto the segments of a city.

    Args:
        path: CSV, GeoJSON or GeoPackage.
        city: the town.
        what: incidents or reports.
        words: what types and columns mean.
        form: how the file is written.
        reach: metres within which a point belongs to its nearest segment.
        period: rows outside it do not count.

    Raises:
        CityError: if the file cannot be read, or no row of it can be placed and dated.
    """
    account, dates, placer = Account(path.name, what), Dates(form.date_format), Placer(city, reach, words)
    seen: dict[str, int] = {}
    parts = [
        _chunk(rows, what, words, dates, placer, period, seen, account)
        for rows in read_rows(path, form, WANTED, words, account)
        if _has_columns(path, what, account)
    ]
    account.hint = placer.hint()
    _check(path, account, dates)
    return joined(parts)._replace(months_only=dates.months_only), account


def _has_columns(path: Path, what: str, account: Account) -> bool:
    """Refuse a file without dates, or incidents without types."""
    needed = ("date", "type") if what == "incidents" else ("date",)
    for name in needed:
        if name not in account.read:
            listed = ", ".join(account.unread) or "no other"
            raise CityError(
                f"{path} has no column for the {name}; it has {listed}; name it, for example --column {name}=NAME."
            )
    return True


def _chunk(
    rows: Rows, what: str, words: Words, dates: Dates, placer: Placer, period: Period, seen: dict[str, int],
    account: Account,
) -> Events:  # fmt: skip
    fresh = _fresh(rows, seen, account)
    day = np.array([dates.day(text) for text in rows.text["date"]], np.int64)[fresh]
    types = rows.text.get("type", [""] * len(rows.number))
    kind = np.array([_kind(types[at], what, words) for at in fresh.tolist()], np.int64)
    good = np.ones(len(fresh), bool)
    for i, at in enumerate(fresh.tolist()):
        reason, detail = _fault(day[i], kind[i], rows.text["date"][at], types[at], dates, period)
        if reason:
            good[i] = False
            account.reject(rows.number[at], reason, detail)
            account.types.update([types[at]] if kind[i] == UNKNOWN and day[i] else [])
    kept = fresh[good]
    text = {name: [column[at] for at in kept.tolist()] for name, column in rows.text.items()}
    placed = placer.place(Rows(rows.number[kept], rows.xy[kept], rows.crs, text), account)
    counted = len(np.unique(placed.at))
    outside = len(np.unique(placed.at[kind[good][placed.at] == OUTSIDE]))
    account.placed, account.outside = account.placed + counted - outside, account.outside + outside
    found = Events(
        day[good][placed.at], placed.segment, kind[good][placed.at], placed.weight, dates.months_only
    )
    return found.of(*range(OUTSIDE))


def _fresh(rows: Rows, seen: dict[str, int], account: Account) -> np.ndarray:
    """Return the positions of rows whose id has not been seen; rows without an id are all fresh."""
    keep = []
    for at, name in enumerate(rows.text.get("id", [""] * len(rows.number))):
        row = int(rows.number[at])
        if name.strip() and seen.setdefault(name.strip(), row) != row:
            account.reject(row, "with the id of an earlier row", f"row {seen[name.strip()]}")
        else:
            keep.append(at)
    return np.array(keep, np.int64)


def _kind(text: str, what: str, words: Words) -> int:
    if not text.strip():
        return INSECURITY if what == "reports" else NO_TYPE
    return words.kind.get(plain(text), UNKNOWN)


def _fault(
    day: int, kind: int, date_text: str, type_text: str, dates: Dates, period: Period
) -> tuple[str, str]:
    if not day:
        return f"with a date that does not read as {dates.name}", repr(date_text)
    if not period.holds(day):
        return "outside the period", date_text
    if kind == NO_TYPE:
        return "without a type", ""
    return ("of an unknown type", type_text) if kind == UNKNOWN else ("", "")


def _check(path: Path, account: Account, dates: Dates) -> None:
    """Refuse a file of which nothing counts, with the likely reason."""
    if account.placed:
        return
    if account.hint:
        raise CityError(f"{path}: {account.hint}")
    reasons = account.reasons
    undated = next((said for reason, said in reasons.items() if "date that does not" in reason), None)
    if undated is not None and undated[0] == account.rows:
        form = likely_format(undated[2].strip("'"))
        fix = f"give --date-format '{form}'" if form else "give --date-format"
        raise CityError(
            f"No date of {path} reads as {dates.name}; row {undated[1]} says {undated[2]}; {fix}."
        )
    worst = next(iter(reasons), f"of types other than {', '.join(KINDS[:OUTSIDE])}")
    raise CityError(f"No row of {path} can be used; most are {worst}. {' '.join(account.lines()[1:])}")
