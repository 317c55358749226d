"""From a raw map to a city: the order in which everything is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city import form
from nightwalk.model.city.areas import areas_of
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.city import City
from nightwalk.model.city.columns import Nodes, Streets
from nightwalk.model.city.draft import Draft, draft_of
from nightwalk.model.city.gates import exit_weights, map_ends, parking_weights, transit_weights
from nightwalk.model.city.ground import ground_of, projector, utm
from nightwalk.model.city.homes import homes_of, scaled
from nightwalk.model.city.light import illuminance
from nightwalk.model.city.uses import busy_segments, nightlife_of, uses_of

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.model.city.columns import Uses
    from nightwalk.model.city.ground import Ground
    from nightwalk.model.city.raw import RawMap

__all__ = ["ATTRIBUTION", "build_city"]

ATTRIBUTION = "© OpenStreetMap contributors"


def build_city(
    raw: RawMap,
    *,
    areas: Path | None = None,
    population: Path | None = None,
    residents: float | None = None,
    name: str | None = None,
    assumed: Assumptions | None = None,
) -> City:
    """Make a city of a raw map.

    Args:
        raw: what was read.
        areas: polygons of the neighbourhoods (GeoPackage or GeoJSON).
        population: polygons with a population column.
        residents: scale the people to this total.
        name: what to call the city; the map's name otherwise.
        assumed: the declared numbers.

    Raises:
        CityError: if no street can be walked on or nobody lives there.
    """
    assumed = assumed or Assumptions()
    crs = utm(raw.node_lonlat)
    draft = draft_of(raw, projector("EPSG:4326", crs), assumed)
    ground = ground_of(raw, crs)
    uses, places, with_hours = uses_of(draft, ground, assumed)
    streets, nodes = _rows(draft, ground, uses, places, assumed)
    homes, said = homes_of(draft, ground, assumed, streets["cls"], places, population, crs)
    if not homes.residents.sum() > 0:
        raise CityError(f"Nobody lives in {raw.source}; give residents= or a population layer.")
    homes = homes if residents is None else scaled(homes, residents)
    parts, streets["area"], nodes["area"] = areas_of(
        draft, ground, assumed, homes, streets["name"], areas, crs
    )
    middle = (draft.node.min(axis=0) + draft.node.max(axis=0)) / 2
    longitude, latitude = projector(crs, "EPSG:4326")(middle[None])[0].tolist()
    zone, zone_note = _time_zone(longitude, latitude)
    hours = f"{with_hours} of {len(uses.kind)} uses state opening hours; the others get the usual hours."
    return City(
        name=name or raw.name,
        crs=crs,
        latitude=latitude,
        longitude=longitude,
        time_zone=zone,
        data_date=raw.data_date,
        source=raw.source,
        attribution=ATTRIBUTION,
        notes=(*raw.repairs, *draft.notes, *zone_note, hours, said),
        streets=Streets(**streets),
        nodes=Nodes(**nodes),
        uses=uses,
        areas=parts,
        homes=homes,
        lamps=ground.lamps,
    )


def _rows(
    draft: Draft, ground: Ground, uses: Uses, places: np.ndarray, assumed: Assumptions
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    beside = form.road_beside(draft, assumed.beside_road)
    front = form.fronted(draft, ground, assumed.front)
    busy = busy_segments(draft, uses, assumed)
    cls = form.street_class(draft, ground, assumed, beside=beside, front=front, busy=busy)
    ends = map_ends(draft, assumed)
    nightlife = nightlife_of(draft, uses, places, assumed)
    lit = draft.facts.lit[draft.group]
    lux, source = illuminance(draft.line_tree, draft.midpoint, cls, lit, ground.lamps, assumed)
    parts = draft.segments
    streets = {
        "id": np.arange(1, len(cls) + 1),
        "edge": parts.edge,
        "u": parts.u,
        "v": parts.v,
        "length": parts.length,
        "cls": cls,
        "lit": lit,
        "light_source": source,
        "lux": lux,
        "uniformity": np.zeros(len(cls)),
        "entrapment": form.entrapment(draft, assumed, cls, front, ends),
        "incivility": form.incivility(draft, ground, assumed, cls, nightlife),
        "nightlife": nightlife,
        "xy_start": parts.start,
        "xy": parts.xy,
        "name": form.names(draft, beside),
        "highway": draft.highway,
        "edge_u": draft.edge_u,
        "edge_v": draft.edge_v,
    }
    return streets, _nodes(draft, ground, assumed, cls, ends)


def _nodes(
    draft: Draft, ground: Ground, assumed: Assumptions, cls: np.ndarray, ends: np.ndarray
) -> dict[str, np.ndarray]:
    cuts = np.zeros(len(draft.node) - draft.junctions)
    return {
        "x": draft.node[:, 0].copy(),
        "y": draft.node[:, 1].copy(),
        "junction": np.arange(len(draft.node)) < draft.junctions,
        "transit": np.concatenate([transit_weights(draft, ground, assumed), cuts]),
        "parking": np.concatenate([parking_weights(draft, ground, assumed), cuts]),
        "edge": np.concatenate([exit_weights(draft, assumed, cls, ends), cuts]),
    }


def _time_zone(longitude: float, latitude: float) -> tuple[str, tuple[str, ...]]:
    from tzfpy import get_tz

    zone = get_tz(longitude, latitude)
    if zone:
        return zone, ()
    return "UTC", ("No time zone is known for this place; hours are in UTC.",)
