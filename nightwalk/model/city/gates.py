"""Ways in and out: stops, car parks, and the streets that leave the map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.columns import StreetClass
from nightwalk.model.city.raw import word_set

if TYPE_CHECKING:
    from nightwalk.model.city.assumptions import Assumptions
    from nightwalk.model.city.draft import Draft
    from nightwalk.model.city.ground import Ground
    from nightwalk.model.city.raw import Tags

__all__ = ["exit_weights", "map_ends", "parking_weights", "transit_weights"]

PLACES = 50  # a car park of 50 places is the unit
STREET_PARKING = word_set("street_side lane on_kerb half_on_kerb shoulder")


def transit_weights(draft: Draft, ground: Ground, assumed: Assumptions) -> np.ndarray:
    """Return the weight of stops and stations at each junction, float64 (junctions,)."""
    return _gather(draft, ground.xy, [_stop(tags, assumed) for tags in ground.tags], assumed.gate_reach)


def _stop(tags: Tags, assumed: Assumptions) -> float:
    railway = tags.get("railway")
    if railway in {"station", "halt"} or tags.get("amenity") in {"bus_station", "ferry_terminal"}:
        underground = tags.get("station") == "subway" or tags.get("subway") == "yes"
        return assumed.stop_metro if underground else assumed.stop_station
    if railway == "subway_entrance":
        return assumed.stop_metro
    if railway == "tram_stop":
        return assumed.stop_tram
    return assumed.stop_bus if tags.get("highway") == "bus_stop" else 0.0


def parking_weights(draft: Draft, ground: Ground, assumed: Assumptions) -> np.ndarray:
    """Return the weight of car parks at each junction, float64 (junctions,)."""
    return _gather(draft, ground.xy, [_parking(tags, assumed) for tags in ground.tags], assumed.gate_reach)


def _parking(tags: Tags, assumed: Assumptions) -> float:
    if tags.get("amenity") not in {"parking", "parking_entrance"} or tags.get("access") in {"private", "no"}:
        return 0.0
    if tags.get("parking") in STREET_PARKING:
        return assumed.parking_street
    number = re.match(r"\d+", tags.get("capacity", ""))
    places = min(max(int(number.group()), 1), 100 * PLACES) if number else PLACES
    return assumed.parking_lot * places / PLACES


def _gather(draft: Draft, xy: np.ndarray, weights: list[float], reach: float) -> np.ndarray:
    from scipy.spatial import cKDTree

    weight = np.array(weights, np.float64)
    rows = np.flatnonzero(weight > 0)
    if not len(rows):
        return np.zeros(draft.junctions)
    distance, node = cKDTree(draft.node[: draft.junctions]).query(xy[rows])
    inside = distance <= reach
    return np.bincount(node[inside], weight[rows[inside]], draft.junctions)


def map_ends(draft: Draft, assumed: Assumptions) -> np.ndarray:
    """Say at which junctions the map ends, bool (junctions,).

    Ways that were cut where a node is missing, and ends of streets near the hull of the network;
    where there is neither, the junctions nearest to the hull, so that every city has a way out.
    """
    import shapely

    at = draft.node[: draft.junctions]
    hull = draft.hull
    ends = np.zeros(draft.junctions, bool)
    ends[draft.ragged] = True
    edge = shapely.boundary(hull) if hull.geom_type == "Polygon" else hull
    diameter = float(np.hypot(*(at.max(axis=0) - at.min(axis=0))))
    away = shapely.distance(shapely.points(at), edge)
    close = away <= assumed.exit_reach * diameter
    ends |= (draft.degree == 1) & close
    if not ends.any():
        ends = close if close.any() else away == away.min()
    return ends


def exit_weights(draft: Draft, assumed: Assumptions, cls: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the weight of each junction as a way out, float64 (junctions,): the best street there."""
    table = np.full(len(StreetClass), assumed.exit_path)
    table[StreetClass.MAIN] = assumed.exit_main
    table[StreetClass.RESIDENTIAL] = assumed.exit_residential
    weight = np.zeros(len(draft.node))
    for node in (draft.segments.u, draft.segments.v):
        np.maximum.at(weight, node, table[cls])
    return np.where(ends, weight[: draft.junctions], 0.0)
