"""The columns of a city: streets, nodes, uses, areas, homes.

One value per row, plain NumPy arrays. Row order is identity: a segment's row never moves.
Lengths and coordinates are in metres of the city's projected system, light in lux,
indices are zero-based and -1 means none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "AREA_SOURCES",
    "Areas",
    "Homes",
    "LightSource",
    "Lit",
    "Nodes",
    "StreetClass",
    "Streets",
    "UseKind",
    "Uses",
    "column_arrays",
]


class StreetClass(IntEnum):
    """What kind of place a segment is (model section 1.2)."""

    RESIDENTIAL = 0
    MAIN = 1
    PARK = 2
    UNDERPASS = 3
    TRANSIT = 4


class Lit(IntEnum):
    """What the map says of the lamps; unknown must never mean dark."""

    UNKNOWN = -1
    NO = 0
    YES = 1


class LightSource(IntEnum):
    """Where a segment's light value comes from."""

    TAG = 0
    LAMPS = 1
    IMPUTED = 2
    MEASURED = 3


class UseKind(IntEnum):
    """What people go to a place for."""

    WORK = 0
    SHOP = 1
    LEISURE = 2
    NIGHTLIFE = 3
    SCHOOL = 4


AREA_SOURCES = ("given", "boundaries", "cells")


@dataclass(frozen=True)
class Streets:
    """One row per segment, about 100 m each; the segments of one street edge are consecutive rows.

    An *edge* is a stretch between two junctions; cutting it gives its segments, in order from
    `edge_u` to `edge_v`. Routing works on edges, everything else on segments.
    """

    id: np.ndarray  # int64 (S,) stable number, ascending, kept when the city is edited
    edge: np.ndarray  # int32 (S,) row of the edge the segment belongs to, non-decreasing
    u: np.ndarray  # int32 (S,) node row where the segment begins (cut points are nodes too)
    v: np.ndarray  # int32 (S,) node row where it ends
    length: np.ndarray  # float64 (S,) metres
    cls: np.ndarray  # int8 (S,) StreetClass
    lit: np.ndarray  # int8 (S,) Lit, as the map has it
    light_source: np.ndarray  # int8 (S,) LightSource
    lux: np.ndarray  # float64 (S,) mean horizontal illuminance after dark, 0-50
    uniformity: np.ndarray  # float64 (S,) uniformity penalty 0-1
    entrapment: np.ndarray  # float64 (S,) 0-1
    incivility: np.ndarray  # float64 (S,) physical incivility 0.02-1
    nightlife: np.ndarray  # float64 (S,) night-life intensity 0-1 (makes groups and noise in the street)
    area: np.ndarray  # int32 (S,) row of the area
    xy_start: np.ndarray  # int64 (S+1,) first point of each segment in xy
    xy: np.ndarray  # float64 (P, 2) points in projected metres
    name: np.ndarray  # str (S,) street name, "" where none
    highway: np.ndarray  # str (S,) value of the highway tag
    edge_u: np.ndarray  # int32 (E,) node row where the edge begins
    edge_v: np.ndarray  # int32 (E,) node row where it ends


@dataclass(frozen=True)
class Nodes:
    """One row per node: junctions, ends and cut points."""

    x: np.ndarray  # float64 (V,) metres
    y: np.ndarray  # float64 (V,) metres
    junction: np.ndarray  # bool (V,) end of an edge (not a mere cut point)
    transit: np.ndarray  # float64 (V,) weight as a stop or station, 0 = none
    parking: np.ndarray  # float64 (V,) weight as a car park, 0 = none
    edge: np.ndarray  # float64 (V,) weight as an exit at the city's edge, 0 = none
    area: np.ndarray  # int32 (V,) row of the area


@dataclass(frozen=True)
class Uses:
    """One row per use (a shop, a bar, a school ...) snapped to the network."""

    node: np.ndarray  # int32 (U,) nearest junction
    segment: np.ndarray  # int32 (U,) nearest segment
    kind: np.ndarray  # int8 (U,) UseKind
    weight: np.ndarray  # float64 (U,) attraction, 1 = an ordinary shop
    opens: np.ndarray  # int64 (U, 7) bit h of day d set = open in that hour; Monday first


@dataclass(frozen=True)
class Areas:
    """One row per area (neighbourhood): the unit of area effects, efficacy and tables."""

    name: np.ndarray  # str (A,)
    wkb: np.ndarray  # object (A,) polygon as WKB bytes, projected metres
    source: str  # one of AREA_SOURCES


@dataclass(frozen=True)
class Homes:
    """One row per junction where people live."""

    node: np.ndarray  # int32 (H,) junction, ascending
    residents: np.ndarray  # float64 (H,) people
    source: str  # "grid" | "buildings" | "street length"


def column_arrays(table: object) -> dict[str, np.ndarray]:
    """Return the array columns of a table by name."""
    import numpy as np

    values = {f.name: getattr(table, f.name) for f in fields(table)}  # type: ignore[arg-type]
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
