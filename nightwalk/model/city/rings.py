"""Make polygons of closed ways and of multipolygon relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.raw import Shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nightwalk.model.city.raw import Tags, Ways

__all__ = ["closed_ways", "locate", "multipolygons", "parts_of"]


def locate(refs: np.ndarray, node_id: np.ndarray) -> np.ndarray:
    """Return the row of each reference in `node_id` (ascending), -1 where the node is missing."""
    if not len(node_id):
        return np.full(len(refs), -1, np.int64)
    row = np.minimum(np.searchsorted(node_id, refs), len(node_id) - 1)
    return np.where(node_id[row] == refs, row, -1)


def parts_of(start: np.ndarray, refs: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return `start` and `refs` of some rows of a ragged array."""
    count = start[rows + 1] - start[rows]
    first = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    within = np.arange(first[-1]) - np.repeat(first[:-1], count)
    return first, refs[np.repeat(start[rows], count) + within]


def closed_ways(ways: Ways, node_id: np.ndarray, lonlat: np.ndarray) -> tuple[Shapes, int]:
    """Return the polygons of closed ways and how many were dropped for missing nodes.

    Args:
        ways: closed ways with their tags.
        node_id: int64 (N,) ascending node numbers.
        lonlat: float64 (N, 2) degrees.
    """
    import shapely

    rings, whole = _drawn(shapely.linearrings, ways.start, ways.refs, node_id, lonlat)
    polygons = np.asarray(shapely.polygons(rings), object)
    crossing = ~shapely.is_valid(polygons)
    polygons[crossing] = shapely.buffer(polygons[crossing], 0)
    solid = ~shapely.is_empty(polygons)
    tags = [ways.tags[i] for i in np.flatnonzero(whole)[solid]]
    return Shapes(polygons[solid], tags), int(len(whole) - solid.sum())


def multipolygons(
    relations: Sequence[tuple[Tags, list[int], list[int]]],
    way_id: np.ndarray,
    start: np.ndarray,
    refs: np.ndarray,
    node_id: np.ndarray,
    lonlat: np.ndarray,
) -> tuple[Shapes, int]:
    """Return the polygons of relations and how many could not be closed."""
    import shapely

    order = np.argsort(way_id, kind="stable")

    def enclosed(members: list[list[int]]) -> np.ndarray:
        owner = np.repeat(np.arange(len(members)), np.array([len(ways) for ways in members], np.int64))
        row = locate(np.array([number for ways in members for number in ways], np.int64), way_id[order])
        known = parts_of(start, refs, order[row[row >= 0]])
        lines, whole = _drawn(shapely.linestrings, *known, node_id, lonlat)
        return _enclosed(lines, owner[row >= 0][whole], len(members))

    polygon = enclosed([outer for _, outer, _ in relations])
    hole = enclosed([inner for _, _, inner in relations])
    solid = ~shapely.is_empty(polygon)
    pierced = solid & ~shapely.is_empty(hole)
    polygon[pierced] = shapely.difference(polygon[pierced], hole[pierced])
    tags = [tagged for (tagged, _, _), closed in zip(relations, solid, strict=True) if closed]
    return Shapes(polygon[solid], tags), int((~solid).sum())


def _drawn(
    make: Callable[..., np.ndarray],
    start: np.ndarray,
    refs: np.ndarray,
    node_id: np.ndarray,
    lonlat: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return lines or rings of the ways that have all their nodes, and which ways these are, bool."""
    count = np.diff(start)
    owner = np.repeat(np.arange(len(count)), count)
    row = locate(refs, node_id)
    whole = (np.bincount(owner, row < 0, len(count)) == 0) & (count > 1)
    keep = whole[owner]
    number = np.cumsum(whole) - 1
    return make(lonlat[row[keep]], indices=number[owner[keep]]), whole


def _enclosed(lines: np.ndarray, owner: np.ndarray, owners: int) -> np.ndarray:
    """Return the union of the polygons that the lines of each owner enclose, empty where none."""
    import shapely

    closed = np.full(owners, shapely.Polygon(), object)
    some, which = np.unique(owner, return_inverse=True)
    if len(some):
        pieces = shapely.polygonize(shapely.node(shapely.multilinestrings(lines, indices=which))[:, None])
        closed[some] = shapely.union_all(pieces[:, None], axis=1)
    return closed
