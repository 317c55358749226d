"""Make polygons of closed ways and of multipolygon relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.raw import Shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.model.city.raw import Tags, Ways

__all__ = ["closed_ways", "locate", "multipolygons"]


def locate(refs: np.ndarray, node_id: np.ndarray) -> np.ndarray:
    """Return the row of each reference in `node_id` (ascending), -1 where the node is missing."""
    if not len(node_id):
        return np.full(len(refs), -1, np.int64)
    row = np.minimum(np.searchsorted(node_id, refs), len(node_id) - 1)
    return np.where(node_id[row] == refs, row, -1)


def closed_ways(ways: Ways, node_id: np.ndarray, lonlat: np.ndarray) -> tuple[Shapes, int]:
    """Return the polygons of closed ways and how many were dropped for missing nodes.

    Args:
        ways: closed ways with their tags.
        node_id: int64 (N,) ascending node numbers.
        lonlat: float64 (N, 2) degrees.
    """
    import shapely

    count = np.diff(ways.start)
    owner = np.repeat(np.arange(len(count)), count)
    row = locate(ways.refs, node_id)
    whole = np.bincount(owner, row < 0, len(count)) == 0
    keep = whole[owner]
    kept = np.flatnonzero(whole)
    rings = shapely.linearrings(lonlat[row[keep]], indices=np.searchsorted(kept, owner[keep]))
    polygons = shapely.polygons(rings) if len(kept) else np.empty(0, object)
    polygons = np.where(shapely.is_valid(polygons), polygons, shapely.buffer(polygons, 0))
    solid = ~shapely.is_empty(polygons)
    tags = [ways.tags[i] for i in kept[solid]]
    return Shapes(np.asarray(polygons[solid], object), tags), int(len(count) - solid.sum())


def multipolygons(
    relations: Sequence[tuple[Tags, list[int], list[int]]],
    way_id: np.ndarray,
    start: np.ndarray,
    refs: np.ndarray,
    node_id: np.ndarray,
    lonlat: np.ndarray,
) -> tuple[Shapes, int]:
    """Return the polygons of relations and how many could not be closed."""
    order = np.argsort(way_id, kind="stable")
    sorted_id = way_id[order]
    polygons, tags, broken = [], [], 0
    for tagged, outer, inner in relations:
        shell = _assemble(order[_known(outer, sorted_id)], start, refs, node_id, lonlat)
        if shell is None:
            broken += 1
            continue
        hole = _assemble(order[_known(inner, sorted_id)], start, refs, node_id, lonlat)
        polygons.append(shell if hole is None else shell.difference(hole))
        tags.append(tagged)
    made = np.empty(len(polygons), object)
    made[:] = polygons
    return Shapes(made, tags), broken


def _known(members: list[int], sorted_id: np.ndarray) -> np.ndarray:
    row = locate(np.array(members, np.int64), sorted_id)
    return row[row >= 0]


def _assemble(rows: np.ndarray, start: np.ndarray, refs: np.ndarray, node_id: np.ndarray, lonlat: np.ndarray):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Return the union of the polygons that the member ways enclose, or None."""
    import shapely

    lines = []
    for way in rows:
        at = locate(refs[start[way] : start[way + 1]], node_id)
        if len(at) > 1 and (at >= 0).all():
            lines.append(shapely.LineString(lonlat[at]))
    if not lines:
        return None
    pieces = shapely.polygonize([shapely.node(shapely.MultiLineString(lines))])
    union = shapely.union_all(shapely.get_parts(pieces))
    return None if union.is_empty else union
