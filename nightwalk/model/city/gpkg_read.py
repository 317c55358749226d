"""From the layers of a GeoPackage, perhaps edited by hand, back to a city."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError, nearest
from nightwalk.model.city.areas import in_areas
from nightwalk.model.city.changes import check_fixed, follow_up, other_changes, street_changes, with_shape
from nightwalk.model.city.city import City
from nightwalk.model.city.columns import (
    Areas,
    Homes,
    LightSource,
    Lit,
    Nodes,
    StreetClass,
    Streets,
    UseKind,
    Uses,
)
from nightwalk.model.city.edit import keep_segments
from nightwalk.model.city.gpkg_tables import CODES, STREET_RANGES, Layer, word
from nightwalk.model.city.hours import DAYS, parse_hours_text, week_array

if TYPE_CHECKING:
    from enum import IntEnum
    from pathlib import Path

__all__ = ["city_of"]


def city_of(path: Path, layers: dict[str, Layer], said: dict[str, str]) -> City:
    """Return the city that the layers describe; its `changes` say what was edited.

    Raises:
        CityError: for the first value that cannot be used.
    """
    before = _sorted(layers["streets_as_saved"], "id")
    now = with_shape(_checked(path, _sorted(layers["streets"], "id"), before.columns["id"]))
    check_fixed(before, now)
    lines, changed = street_changes(before, now)
    now = follow_up(now, changed)
    city = _assemble(path, layers, now, said)
    edited = other_changes(city, said)
    lines += edited
    if any(line.startswith("areas") for line in edited):
        city = in_areas(city)
    gone = np.setdiff1d(before.columns["id"], now.columns["id"])
    if len(gone):
        city = keep_segments(city, np.ones(city.segments, bool))
        cut_off = len(now.columns["id"]) - city.segments
        if cut_off:
            lines.append(f"{cut_off} streets are no longer connected to the others and were left out")
    if not (city.streets.length > 0).all():
        raise CityError(f"{path}: a street without a length; expected more than 0 m.")
    if not city.homes.residents.sum() > 0:
        raise CityError(f"{path} has nobody living in it; give at least one home residents.")
    return replace(city, changes=tuple(lines))


def _sorted(layer: Layer, key: str) -> Layer:
    if key not in layer.columns:
        raise CityError(f"The city file has lost its column {key}; load an unedited copy.")
    column = layer.columns[key]
    if column.dtype.kind == "f" and np.isnan(column).any():
        raise CityError(
            f"A row without {key} was drawn; streets cannot be added to a city file, edit the map itself."
        )
    order = np.argsort(column, kind="stable")
    columns = {name: values[order] for name, values in layer.columns.items()}
    return replace(layer, columns=columns, wkb=None if layer.wkb is None else layer.wkb[order])


def _checked(path: Path, streets: Layer, known: np.ndarray) -> Layer:
    """Refuse unknown words, numbers out of range, invented and repeated ids."""
    _check_lines(path, streets)
    columns = dict(streets.columns)
    ids = columns["id"].astype(np.int64)
    if not len(ids):
        raise CityError(f"{path} has no street left.")
    if len(np.unique(ids)) < len(ids) or not np.isin(ids, known).all():
        odd = ids[~np.isin(ids, known)].tolist() or ids[:-1][np.diff(ids) == 0].tolist()
        raise CityError(
            f"{path}: street id {odd[0]} is new or occurs twice; streets cannot be added or split here."
        )
    for name in ("name", "highway"):
        columns[name] = np.array(
            ["" if text is None else str(text) for text in columns[name].tolist()], object
        )
    for name in ("class", "lit", "light_source"):
        _check_words(path, ids, columns, name)
    for name, (low, high, unit) in STREET_RANGES.items():
        bad = ~((columns[name] >= low) & (columns[name] <= high))
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise CityError(
                f"{path}: street {ids[row]} {columns['name'][row]!r}: "
                f"{name} is {columns[name][row]:g}{unit}; "
                f"expected {low:g} to {high:g}{unit}."
            )
    return replace(streets, columns={**columns, "id": ids})


def _check_lines(path: Path, streets: Layer) -> None:
    import shapely

    bad = np.flatnonzero(
        shapely.get_type_id(shapely.from_wkb(streets.wkb)) != shapely.GeometryType.LINESTRING
    )
    if len(bad):
        row = int(bad[0])
        ids, names = streets.columns["id"], streets.columns["name"]
        raise CityError(
            f"{path}: street {ids[row]:g} {str(names[row])!r} has no line; draw it or delete the row."
        )


def _check_words(path: Path, ids: np.ndarray, columns: dict[str, np.ndarray], name: str) -> None:
    allowed = [word(member) for member in CODES[name]]
    for row, text in enumerate(columns[name].tolist()):
        if text not in allowed:
            raise CityError(
                f"{path}: street {ids[row]} {columns['name'][row]!r}: {name} is {text!r}; "
                f"expected {', '.join(allowed)}.{nearest(str(text), allowed)}"
            )


def _codes(kind: type[IntEnum], column: np.ndarray) -> np.ndarray:
    table = {word(member): int(member) for member in kind}
    return np.array([table[text] for text in column.tolist()], np.int8)


def _assemble(path: Path, layers: dict[str, Layer], streets: Layer, said: dict[str, str]) -> City:
    nodes = _nodes(path, _sorted(layers["nodes"], "node"), said)
    rows = _streets(streets)
    place = np.column_stack([nodes.x, nodes.y])
    return City(
        name=said["name"],
        crs=said["crs"],
        latitude=json.loads(said["latitude"]),
        longitude=json.loads(said["longitude"]),
        time_zone=said["time_zone"],
        data_date=said["data_date"],
        source=said["source"],
        attribution=said["attribution"],
        notes=tuple(json.loads(said["notes"])),
        streets=rows,
        nodes=nodes,
        uses=_uses(path, layers["uses"], rows, place, nodes.junction),
        areas=_areas(path, layers["areas"], said["areas_source"]),
        homes=_homes(path, layers["homes"], place, nodes.junction, said["homes_source"]),
        lamps=_xy(layers["lamps"]),
    )


def _streets(layer: Layer) -> Streets:
    import shapely

    columns = layer.columns
    xy, owner = shapely.get_coordinates(shapely.from_wkb(layer.wkb), return_index=True)
    edge, first = np.unique(columns["edge"], return_index=True)
    last = np.append(first[1:], len(columns["edge"])) - 1
    u, v = columns["from_node"].astype(np.int32), columns["to_node"].astype(np.int32)
    return Streets(
        id=columns["id"],
        edge=np.searchsorted(edge, columns["edge"]).astype(np.int32),
        u=u,
        v=v,
        length=columns["length_m"],
        cls=_codes(StreetClass, columns["class"]),
        lit=_codes(Lit, columns["lit"]),
        light_source=_codes(LightSource, columns["light_source"]),
        lux=columns["lux"].astype(np.float64),
        uniformity=columns["uniformity"].astype(np.float64),
        entrapment=columns["entrapment"].astype(np.float64),
        incivility=columns["incivility"].astype(np.float64),
        nightlife=columns["nightlife"].astype(np.float64),
        area=columns["area"].astype(np.int32),
        xy_start=np.searchsorted(owner, np.arange(len(u) + 1)).astype(np.int64),
        xy=xy,
        name=columns["name"].astype(np.str_),
        highway=columns["highway"].astype(np.str_),
        edge_u=u[first],
        edge_v=v[last],
    )


def _nodes(path: Path, layer: Layer, said: dict[str, str]) -> Nodes:
    xy, columns = _xy(layer), layer.columns
    if columns["node"].tolist() != list(range(int(said["nodes"]))) or len(xy) != len(columns["node"]):
        raise CityError(f"{path}: nodes cannot be added or removed; load an unedited copy.")
    return Nodes(
        x=xy[:, 0].copy(),
        y=xy[:, 1].copy(),
        junction=columns["junction"].astype(bool),
        transit=columns["transit"].astype(np.float64),
        parking=columns["parking"].astype(np.float64),
        edge=columns["exit"].astype(np.float64),
        area=columns["area"].astype(np.int32),
    )


def _xy(layer: Layer) -> np.ndarray:
    import shapely

    if layer.wkb is None or not len(layer.wkb):
        return np.empty((0, 2))
    return np.asarray(shapely.get_coordinates(shapely.centroid(shapely.from_wkb(layer.wkb))))


def _snapped(column: np.ndarray, place: np.ndarray, targets: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Fill what is empty or out of range with the nearest of the targets (a point added by hand)."""
    from scipy.spatial import cKDTree

    numbers = np.nan_to_num(column.astype(np.float64), nan=-1).astype(np.int64)
    new = ~np.isin(numbers, rows)
    if new.any():
        numbers[new] = rows[cKDTree(targets).query(place[new])[1]]
    return numbers


def _uses(path: Path, layer: Layer, streets: Streets, place: np.ndarray, junction: np.ndarray) -> Uses:
    from nightwalk.model.city.cut import middle

    xy, columns = _xy(layer), layer.columns
    corners = np.flatnonzero(junction)
    street = _snapped(columns["street"], xy, middle(streets.xy_start, streets.xy), streets.id)
    known = [word(member) for member in UseKind]
    odd = [text for text in columns["kind"].tolist() if text not in known]
    if odd:
        raise CityError(
            f"{path}: a use of kind {odd[0]!r}; expected {', '.join(known)}.{nearest(str(odd[0]), known)}"
        )
    weight = columns["weight"].astype(np.float64)
    if not (weight > 0).all():
        raise CityError(f"{path}: a use without a weight above 0; an ordinary shop has 1.")
    try:
        weeks = [
            tuple(parse_hours_text(text or "") for text in row) for row in zip(*_days(columns), strict=True)
        ]
    except ValueError as error:
        raise CityError(
            f"{path}: opening hours {str(error)!r}; expected spans such as 8-12 14-18."
        ) from error
    return Uses(
        _snapped(columns["node"], xy, place[corners], corners).astype(np.int32),
        np.searchsorted(streets.id, street).astype(np.int32),
        _codes(UseKind, columns["kind"]),
        weight,
        week_array(weeks),
    )


def _days(columns: dict[str, np.ndarray]) -> list[list[str | None]]:
    return [columns[day].tolist() for day in DAYS]


def _areas(path: Path, layer: Layer, source: str) -> Areas:
    import shapely

    if not len(layer.columns["name"]):
        raise CityError(f"{path} has no area left; keep at least one.")
    wkb = np.empty(len(layer.columns["name"]), object)
    wkb[:] = shapely.to_wkb(shapely.from_wkb(layer.wkb), byte_order=1)
    names = ["" if text is None else str(text) for text in layer.columns["name"].tolist()]
    return Areas(np.array(names, np.str_), wkb, source)


def _homes(path: Path, layer: Layer, place: np.ndarray, junction: np.ndarray, source: str) -> Homes:
    residents = layer.columns["residents"].astype(np.float64)
    if not (residents >= 0).all():
        raise CityError(f"{path}: a home with an impossible number of residents; expected 0 or more.")
    corners = np.flatnonzero(junction)
    node = _snapped(layer.columns["node"], _xy(layer), place[corners], corners)
    used, of = np.unique(node, return_inverse=True)
    return Homes(used.astype(np.int32), np.bincount(of, residents, len(used)), source)
