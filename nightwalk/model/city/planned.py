"""Paths that are only planned: a second city in which the streets of today keep their ids and rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.columns import LightSource, Lit, Nodes, StreetClass, Streets, column_arrays
from nightwalk.model.city.cut import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightwalk.model.city.city import City
    from nightwalk.model.city.cut import Segments

__all__ = ["PlannedPath", "rows_of", "with_paths"]

SHORTEST = 5.0  # metres; less is a kerb, not a path
FARTHEST = 200.0  # metres from an end to the crossing it is joined to


class PlannedPath(NamedTuple):
    """A straight path on paper: its two ends, longitude and latitude in degrees."""

    from_point: tuple[float, float]
    to_point: tuple[float, float]


def with_paths(city: City, paths: Iterable[PlannedPath]) -> City:
    """Return the city with planned paths laid between the crossings nearest to their ends.

    Streets of today keep ids and rows, new ones come after; a path already planned is not laid twice. Until
    a measure opens them, planned paths are closed, nobody chooses them and nothing is averaged over them.

    Raises:
        CityError: if an end lies outside the city, or a path leads nowhere.
    """
    missing = sorted(set(paths) - set(city.planned))
    if not missing:
        return city
    ends = np.array([_ends(city, path) for path in missing])
    nodes = city.nodes
    xy = np.column_stack([nodes.x, nodes.y])
    parts = cut(
        np.arange(0, 2 * len(ends) + 1, 2), xy[ends].reshape(-1, 2), ends[:, 0], ends[:, 1], junctions=len(nodes.x),
        target=Assumptions().segment_length,
    )  # fmt: skip
    area = _areas(city, parts)
    return replace(
        city,
        streets=_streets(city.streets, parts, ends.astype(np.int32), area),
        nodes=_nodes(nodes, parts, area),
        planned=(*city.planned, *missing),
    )


def rows_of(city: City, path: PlannedPath) -> np.ndarray:
    """Return the rows of a planned path's segments, int64 (n,).

    Raises:
        CityError: if the path is not among those planned.
    """
    if path not in city.planned:
        raise CityError(
            f"{_said(path)} is not planned in {city.name}; simulate() lays it, as does City.with_paths()."
        )
    edge = len(city.streets.edge_u) - len(city.planned) + city.planned.index(path)
    return np.flatnonzero(city.streets.edge == edge).astype(np.int64)


def _said(path: PlannedPath) -> str:
    (west, south), (east, north) = path
    return f"The path from {west:.5f}, {south:.5f} to {east:.5f}, {north:.5f}"


def _ends(city: City, path: PlannedPath) -> tuple[int, int]:
    """Return the crossings a path is joined to."""
    from scipy.spatial import cKDTree

    from nightwalk.model.city.ground import projector

    junction = np.flatnonzero(city.nodes.junction)
    xy = np.column_stack([city.nodes.x, city.nodes.y])
    points = projector("EPSG:4326", city.crs)(np.array(path, dtype=np.float64))
    if not np.isfinite(points).all():
        raise CityError(f"{_said(path)} is nowhere on earth; give each end as longitude, latitude.")
    metres, nearest = cKDTree(xy[junction]).query(points)
    if metres.max() > FARTHEST:
        raise CityError(
            f"{_said(path)} ends {metres.max():,.0f} m from the nearest crossing of {city.name}; give both ends as "
            f"longitude, latitude within {FARTHEST:g} m of one."
        )
    u, v = junction[nearest]
    length = float(np.hypot(*(xy[u] - xy[v])))
    if u == v or length < SHORTEST:
        raise CityError(
            f"{_said(path)} begins and ends at {'one crossing' if u == v else f'crossings {length:.1f} m apart'}; "
            "move one end nearer to another crossing."
        )
    return int(u), int(v)


def _areas(city: City, parts: Segments) -> np.ndarray:
    """Return the area of the street of today nearest to each new segment, int32 (n,)."""
    from scipy.spatial import cKDTree

    from nightwalk.model.city.cut import middle

    _, nearest = cKDTree(city.midpoints).query(middle(parts.start, parts.xy))
    return np.asarray(city.streets.area[nearest])


def _streets(old: Streets, parts: Segments, ends: np.ndarray, area: np.ndarray) -> Streets:
    """Return the columns with unlit park paths after them."""
    assumed, count = Assumptions(), len(parts.edge)
    constant = {
        "cls": StreetClass.PARK, "lit": Lit.NO, "light_source": LightSource.TAG, "lux": assumed.lux_unlit,
        "uniformity": 0.0, "entrapment": assumed.entrapment_open, "incivility": assumed.incivility_park,
        "nightlife": 0.0, "name": "", "highway": "path",
    }  # fmt: skip
    more = {name: np.full(count, value) for name, value in constant.items()} | {
        "id": old.id[-1] + 1 + np.arange(count), "edge": parts.edge + len(old.edge_u), "u": parts.u, "v": parts.v,
        "length": parts.length, "area": area, "xy": parts.xy, "xy_start": parts.start[1:] + old.xy_start[-1],
        "edge_u": ends[:, 0], "edge_v": ends[:, 1],
    }  # fmt: skip
    return Streets(**{name: _appended(column, more[name]) for name, column in column_arrays(old).items()})


def _nodes(old: Nodes, parts: Segments, area: np.ndarray) -> Nodes:
    """Return the columns with the points where new paths are cut after them."""
    inner = parts.u >= len(old.x)
    more = {"x": parts.cut_xy[:, 0], "y": parts.cut_xy[:, 1], "area": area[inner]}
    none = np.zeros(len(parts.cut_xy))
    return Nodes(
        **{name: _appended(column, more.get(name, none)) for name, column in column_arrays(old).items()}
    )


def _appended(column: np.ndarray, more: np.ndarray) -> np.ndarray:
    kind = np.promote_types(column.dtype, more.dtype) if column.dtype.kind == "U" else column.dtype
    return np.concatenate([column.astype(kind), more.astype(kind)])
