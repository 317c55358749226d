"""What people saw on an audit walk: light, physical and social incivility of the segments they pinned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.columns import LightSource
from nightwalk.model.city.layers import number
from nightwalk.model.register.account import Account
from nightwalk.model.register.placing import Placer
from nightwalk.model.register.rows import FileFormat, Rows, read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.model.city import City
    from nightwalk.model.register.words import Words

__all__ = ["Audit", "no_audit", "read_audit"]

RANGES = {"lux": (0.0, 200.0), "incivility": (0.0, 1.0), "social": (0.0, 1.0)}  # accepted in a file
KEPT = {"lux": (0.0, 50.0), "incivility": (0.02, 1.0), "social": (0.0, 1.0)}  # the model's own ranges


class Audit(NamedTuple):
    """Means of the pins of each segment, float64 (S,), NaN where there is none."""

    lux: np.ndarray
    incivility: np.ndarray
    social: np.ndarray

    def applied(self, city: City) -> City:
        """Return the city with what the audit saw of light and physical incivility."""
        streets = city.streets
        lit, worn = np.isfinite(self.lux), np.isfinite(self.incivility)
        if not (lit | worn).any():
            return city
        source = np.where(lit, LightSource.MEASURED, streets.light_source).astype(np.int8)
        seen = replace(
            streets,
            lux=np.where(lit, self.lux, streets.lux),
            light_source=source,
            incivility=np.where(worn, self.incivility, streets.incivility),
        )
        return replace(city, streets=seen)


def no_audit(segments: int) -> Audit:
    """Return an audit without a pin."""
    return Audit(*(np.full(segments, np.nan) for _ in RANGES))


def read_audit(
    path: Path, city: City, *, words: Words, form: FileFormat, reach: float
) -> tuple[Audit, Account]:
    """Read audit pins: coordinates or street, and lux, incivility (0-1) or social (0-1).

    A pin placed by street name counts for the whole street.

    Raises:
        CityError: if the file cannot be read or none of its rows can be used.
    """
    account, placer = Account(path.name, "audit"), Placer(city, reach, words)
    total = {name: np.zeros(city.segments) for name in RANGES}
    often = {name: np.zeros(city.segments) for name in RANGES}
    for rows in read_rows(path, form, tuple(RANGES), words, account):
        _add(rows, placer, account, total, often)
    account.hint = placer.hint()
    if not account.placed:
        raise CityError(f"No row of {path} can be used. {' '.join(account.lines()[1:])}")
    means = {}
    for name, (low, high) in KEPT.items():
        means[name] = np.full(city.segments, np.nan)
        np.divide(total[name], often[name], where=often[name] > 0, out=means[name])
        means[name] = np.clip(means[name], low, high)
    return Audit(**means), account


def _add(
    rows: Rows, placer: Placer, account: Account, total: dict[str, np.ndarray], often: dict[str, np.ndarray]
) -> None:
    if not set(RANGES) & set(rows.text):
        raise CityError(
            f"{account.file} has none of the columns {', '.join(RANGES)}; "
            f"it has {', '.join(account.unread) or 'no other'}."
        )
    values = {
        name: np.array([_value(text) for text in rows.text[name]]) for name in RANGES if name in rows.text
    }
    good = np.ones(len(rows.number), bool)
    for name, column in values.items():
        low, high = RANGES[name]
        wrong = good & (np.isinf(column) | (column < low) | (column > high))
        for at in np.flatnonzero(wrong).tolist():
            account.reject(rows.number[at], f"with {name} outside {low:g} to {high:g}", rows.text[name][at])
        good &= ~wrong
    empty = good & np.isnan(np.stack(list(values.values()))).all(axis=0)
    for at in np.flatnonzero(empty).tolist():
        account.reject(rows.number[at], "without a value")
    kept = np.flatnonzero(good & ~empty)
    text = {name: [column[at] for at in kept.tolist()] for name, column in rows.text.items()}
    placed = placer.place(Rows(rows.number[kept], rows.xy[kept], rows.crs, text), account)
    account.placed += len(np.unique(placed.at))
    for name, column in values.items():
        seen = column[kept][placed.at]
        known = np.isfinite(seen)
        np.add.at(total[name], placed.segment[known], seen[known])
        np.add.at(often[name], placed.segment[known], 1.0)


def _value(text: str) -> float:
    """Return a number, NaN for an empty text, infinity for anything else."""
    try:
        return number(text)
    except ValueError:
        return float("inf")
