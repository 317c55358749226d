"""A city as the tables of a GeoPackage, under names a planner can read, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.columns import LightSource, Lit, StreetClass, UseKind
from nightwalk.model.city.hours import DAYS, hours_text

if TYPE_CHECKING:
    from enum import IntEnum

    from nightwalk.model.city.city import City

__all__ = ["CODES", "STREET_RANGES", "Layer", "layers_of", "word", "words"]

CODES: dict[str, type[IntEnum]] = {
    "class": StreetClass,
    "lit": Lit,
    "light_source": LightSource,
    "kind": UseKind,
}
STREET_RANGES = {
    "lux": (0.0, 50.0, " lx"),
    "uniformity": (0.0, 1.0, ""),
    "entrapment": (0.0, 1.0, ""),
    "incivility": (0.02, 1.0, ""),
    "nightlife": (0.0, 1.0, ""),
}


@dataclass(frozen=True)
class Layer:
    """One layer: columns by name and, unless it is a bare table, geometry as WKB."""

    columns: dict[str, np.ndarray]
    wkb: np.ndarray | None = None  # object (N,) bytes
    geometry_type: str | None = None


def word(member: IntEnum) -> str:
    """Return the readable form of a code: ``StreetClass.MAIN`` is ``main``."""
    return member.name.lower()


def words(kind: type[IntEnum], codes: np.ndarray) -> np.ndarray:
    """Return the readable form of a column of codes, object (N,) of str."""
    table = {int(member): word(member) for member in kind}
    return _objects([table[code] for code in codes.tolist()])


def _objects(values: list[object] | list[str]) -> np.ndarray:
    made = np.empty(len(values), object)
    made[:] = values
    return made


def _text(column: np.ndarray) -> np.ndarray:
    return _objects(column.tolist())


def _points(xy: np.ndarray) -> np.ndarray:
    import shapely

    return np.asarray(shapely.to_wkb(shapely.points(xy), byte_order=1), object)


def layers_of(city: City) -> dict[str, Layer]:
    """Return the layers of a city, in the order in which they are written."""
    place = np.column_stack([city.nodes.x, city.nodes.y])
    return {
        "streets": _streets(city),
        "nodes": _nodes(city, place),
        "uses": _uses(city, place),
        "areas": Layer(
            {"area": np.arange(len(city.areas.name)), "name": _text(city.areas.name)},
            city.areas.wkb,
            "Unknown",
        ),
        "homes": Layer(
            {"node": city.homes.node, "residents": city.homes.residents},
            _points(place[city.homes.node]),
            "Point",
        ),
        "lamps": Layer({"lamp": np.arange(len(city.lamps))}, _points(city.lamps), "Point"),
    }


def _streets(city: City) -> Layer:
    import shapely

    streets = city.streets
    owner = np.repeat(np.arange(city.segments), np.diff(streets.xy_start))
    lines = shapely.linestrings(streets.xy, indices=owner)
    columns = {
        "id": streets.id,
        "name": _text(streets.name),
        "class": words(StreetClass, streets.cls),
        "lit": words(Lit, streets.lit),
        "lux": streets.lux,
        "light_source": words(LightSource, streets.light_source),
        "uniformity": streets.uniformity,
        "entrapment": streets.entrapment,
        "incivility": streets.incivility,
        "nightlife": streets.nightlife,
        "length_m": streets.length,
        "highway": _text(streets.highway),
        "area": streets.area,
        "edge": streets.edge,
        "from_node": streets.u,
        "to_node": streets.v,
    }
    return Layer(columns, np.asarray(shapely.to_wkb(lines, byte_order=1), object), "LineString")


def _nodes(city: City, place: np.ndarray) -> Layer:
    nodes = city.nodes
    columns: dict[str, np.ndarray] = {
        "node": np.arange(len(nodes.x)),
        "junction": nodes.junction.astype(np.int32),
        "transit": nodes.transit,
        "parking": nodes.parking,
        "exit": nodes.edge,
        "area": nodes.area,
    }
    return Layer(columns, _points(place), "Point")


def _uses(city: City, place: np.ndarray) -> Layer:
    uses = city.uses
    columns: dict[str, np.ndarray] = {
        "kind": words(UseKind, uses.kind),
        "weight": uses.weight,
        "street": city.streets.id[uses.segment],
        "node": uses.node,
    }
    for number, day in enumerate(DAYS):
        columns[day] = _objects([hours_text(bits) for bits in uses.opens[:, number].tolist()])
    return Layer(columns, _points(place[uses.node]), "Point")
