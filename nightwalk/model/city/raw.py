"""A raw map: what was read, in degrees, before anything is decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

__all__ = ["Points", "RawMap", "Shapes", "Tags", "Ways", "listed", "value", "values", "word_set"]

Tags = dict[str, str]


@dataclass(frozen=True)
class Ways:
    """The highway ways: lists of node numbers, one after the other."""

    start: np.ndarray  # int64 (W+1,) first reference of each way in refs
    refs: np.ndarray  # int64 (R,) node numbers; some may be missing from the map
    tags: list[Tags]  # (W,)


@dataclass(frozen=True)
class Points:
    """Tagged points: lamps, shops, stops."""

    lonlat: np.ndarray  # float64 (N, 2) degrees
    tags: list[Tags]  # (N,)


@dataclass(frozen=True)
class Shapes:
    """Tagged polygons: buildings, parks, boundaries."""

    polygon: np.ndarray  # object (N,) shapely polygons, degrees
    tags: list[Tags]  # (N,)


@dataclass(frozen=True)
class RawMap:
    """One extract, whatever the format it came in."""

    name: str
    source: str  # file name or "OpenStreetMap (online)"
    node_id: np.ndarray  # int64 (N,) ascending
    node_lonlat: np.ndarray  # float64 (N, 2) degrees
    ways: Ways
    points: Points
    shapes: Shapes
    data_date: str  # ISO date of the newest edit, "" where unknown
    repairs: tuple[str, ...] = ()  # what was dropped while reading, one sentence each


def values(tags: Mapping[str, str], key: str) -> list[str]:
    """Return the values of a tag; ``a;b`` is a list of two, a missing tag an empty list."""
    return listed(tags.get(key, ""))


def listed(text: str) -> list[str]:
    """Return the parts of ``a;b``; none of an empty text."""
    return [part for part in (piece.strip() for piece in text.split(";")) if part] if text else []


def value(tags: Mapping[str, str], key: str) -> str:
    """Return the first value of a tag, or an empty string."""
    text = tags.get(key, "")
    return text if ";" not in text else next(iter(values(tags, key)), "")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: a readable way to write down many tag values."""
    return frozenset(text.split())
