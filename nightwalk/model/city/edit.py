"""Take streets out of a city; what stays keeps its id."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.columns import Homes, column_arrays

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightwalk.model.city.city import City
    from nightwalk.model.city.columns import Streets

__all__ = ["keep_segments", "without"]

RENUMBERED = {"edge", "edge_u", "edge_v", "xy_start", "xy"}  # columns worked out anew


def without(city: City, ids: Iterable[int]) -> City:
    """Return the city without the segments of these ids.

    Raises:
        CityError: if an id is unknown, no street is left, or paths are only planned.
    """
    if city.planned:
        raise CityError(
            f"{city.name} holds paths that are only planned; take streets out of the town of today."
        )
    gone = sorted(set(ids))
    known = np.isin(gone, city.streets.id)
    if not known.all():
        raise CityError(
            f"{city.name} has no street {gone[int(np.argmin(known))]}; ids run from {city.streets.id[0]} "
            f"to {city.streets.id[-1]}."
        )
    return keep_segments(city, ~np.isin(city.streets.id, gone))


def keep_segments(city: City, keep: np.ndarray) -> City:
    """Return the city with only some segments, and of these the largest connected part.

    Ids stay. An edge whose middle is gone becomes two. People and uses whose junction or street
    is gone move to the nearest that is left, so that nobody is lost.

    Args:
        city: the city.
        keep: bool (S,).

    Raises:
        CityError: if nothing is left.
    """
    keep = _connected(city.streets, keep, len(city.nodes.x))
    rows = np.flatnonzero(keep)
    if not len(rows):
        raise CityError(f"No street of {city.name} would be left; keep at least one.")
    streets, junction = _streets(city, rows)
    used = np.unique(np.concatenate([streets.u, streets.v]))
    node_map = _nearest_rows(np.column_stack([city.nodes.x, city.nodes.y]), np.flatnonzero(junction), used)
    segment_map = _nearest_rows(city.midpoints, rows, rows)
    number = np.searchsorted(used, np.arange(len(junction)))
    for_node = {
        name: number[getattr(streets, name)].astype(np.int32) for name in ("u", "v", "edge_u", "edge_v")
    }
    nodes = city.nodes
    moved = number[node_map]
    return replace(
        city,
        streets=replace(streets, **for_node),
        nodes=replace(
            nodes,
            x=nodes.x[used],
            y=nodes.y[used],
            junction=junction[used],
            transit=np.bincount(moved, nodes.transit, len(used)),
            parking=np.bincount(moved, nodes.parking, len(used)),
            edge=nodes.edge[used],
            area=nodes.area[used],
        ),
        uses=replace(
            city.uses,
            node=moved[city.uses.node].astype(np.int32),
            segment=np.searchsorted(rows, segment_map[city.uses.segment]).astype(np.int32),
        ),
        homes=_homes(city.homes, moved),
    )


def _connected(streets: Streets, keep: np.ndarray, nodes: int) -> np.ndarray:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = np.flatnonzero(keep)
    if not len(rows):
        return keep
    graph = coo_array((np.ones(len(rows)), (streets.u[rows], streets.v[rows])), shape=(nodes, nodes))
    _, label = connected_components(graph, directed=False)
    largest = np.argmax(np.bincount(label[streets.u[rows]], streets.length[rows]))
    return np.asarray(keep & (label[streets.u] == largest))


def _streets(city: City, rows: np.ndarray) -> tuple[Streets, np.ndarray]:
    """Return the kept rows with edges numbered anew, and which nodes now end an edge."""
    old = city.streets
    begins = np.ones(len(rows), bool)
    begins[1:] = (old.edge[rows[1:]] != old.edge[rows[:-1]]) | (np.diff(rows) > 1)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(rows)) - 1
    count = np.diff(old.xy_start)[rows]
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    points = np.repeat(old.xy_start[rows], count) + np.arange(start[-1]) - np.repeat(start[:-1], count)
    columns = {name: column[rows] for name, column in column_arrays(old).items() if name not in RENUMBERED}
    streets = replace(
        old,
        **columns,
        edge=(np.cumsum(begins) - 1).astype(np.int32),
        xy_start=start,
        xy=old.xy[points],
        edge_u=old.u[rows[first]],
        edge_v=old.v[rows[last]],
    )
    junction = np.zeros(len(city.nodes.x), bool)
    junction[streets.edge_u] = junction[streets.edge_v] = True
    return streets, junction


def _nearest_rows(xy: np.ndarray, allowed: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return for each row itself where it is kept, else the nearest allowed row, int64 (N,)."""
    from scipy.spatial import cKDTree

    rows = np.arange(len(xy))
    gone = ~np.isin(rows, kept)
    if gone.any():
        rows[gone] = allowed[cKDTree(xy[allowed]).query(xy[gone])[1]]
    return rows


def _homes(homes: Homes, moved: np.ndarray) -> Homes:
    node, of = np.unique(moved[homes.node], return_inverse=True)
    return Homes(node.astype(np.int32), np.bincount(of, homes.residents, len(node)), homes.source)
