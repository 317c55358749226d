"""Where people live: a population grid, else buildings, else the length of residential streets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.columns import Homes, StreetClass
from nightwalk.model.city.raw import word_set

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.model.city.assumptions import Assumptions
    from nightwalk.model.city.draft import Draft
    from nightwalk.model.city.ground import Ground
    from nightwalk.model.city.raw import Tags

__all__ = ["dwelling_floor", "homes_of", "scaled"]

HOUSES = word_set(
    "house detached semidetached_house terrace bungalow cabin farm static_caravan houseboat semi row_house"
)
BLOCKS = word_set("apartments residential dormitory tower flats block")
DWELT_ON = word_set("residential living_street unclassified pedestrian")
ANOTHER_USE = (
    "amenity",
    "shop",
    "office",
    "tourism",
    "leisure",
    "healthcare",
    "religion",
    "man_made",
    "railway",
)


def homes_of(
    draft: Draft,
    ground: Ground,
    assumed: Assumptions,
    cls: np.ndarray,
    places: np.ndarray,
    population: Path | None,
    crs: str,
) -> tuple[Homes, str]:
    """Return residents per junction and a sentence on where the numbers come from.

    Args:
        draft: the network.
        ground: the tagged things around it.
        assumed: declared numbers.
        cls: StreetClass of each segment.
        places: float64 (U, 2) places of the uses.
        population: a polygon layer with people per polygon, or None.
        crs: projected system of the network.

    Raises:
        CityError: if the layer cannot be used.
    """
    row, floor = dwelling_floor(ground, assumed, places)
    buildings = _at_junctions(draft, ground.xy[len(ground.point) + row])
    enough = len(row) >= assumed.enough_buildings * draft.segments.length.sum() / 1000
    if population is not None:
        from nightwalk.model.city.population import spread_grid

        place = ground.xy[len(ground.point) + row]
        return spread_grid(population, crs, draft, cls, place, floor, buildings)
    if enough:
        lived = np.bincount(buildings, floor * assumed.people_per_floor_area, draft.junctions)
        said = f"Residents come from {len(row)} dwelling buildings (footprint x storeys), not from a census."
        return _homes(lived, "buildings"), said
    people = street_length(draft, cls) * assumed.people_per_street_metre
    return _homes(people, "street length"), (
        "The map shows too few buildings and no population was given: residents go by length of street."
    )


def _homes(people: np.ndarray, source: str) -> Homes:
    node = np.flatnonzero(people > 0)
    return Homes(node.astype(np.int32), people[node], source)


def _at_junctions(draft: Draft, xy: np.ndarray) -> np.ndarray:
    from scipy.spatial import cKDTree

    return np.asarray(cKDTree(draft.node[: draft.junctions]).query(xy)[1], np.int64)


def street_length(draft: Draft, cls: np.ndarray) -> np.ndarray:
    """Return metres of street where people live at each junction, float64 (junctions,)."""
    lived = draft.is_highway(DWELT_ON) & (cls != StreetClass.UNDERPASS)
    if not lived.any():
        lived = np.isin(cls, [StreetClass.RESIDENTIAL, StreetClass.MAIN])
    if not lived.any():
        lived = np.ones(len(cls), bool)
    half = np.where(lived, draft.segments.length / 2, 0.0)
    edge = draft.segments.edge
    ends = np.concatenate([draft.edge_u[edge], draft.edge_v[edge]])
    return np.bincount(ends, np.concatenate([half, half]), draft.junctions)


def dwelling_floor(ground: Ground, assumed: Assumptions, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of the buildings people live in (int64) and the m2 they live on (float64).

    Floor = footprint x storeys. A plain ``building=yes`` counts with the declared share, divided by
    1 + the uses inside it: a house full of shops and offices has few homes.

    Args:
        ground: the tagged things.
        assumed: declared numbers.
        places: float64 (U, 2) places of the uses.
    """
    inside = _uses_inside(ground, places)
    rows, factor = [], []
    for row in ground.building:
        share, levels = _dwelling(ground.shape_tags[row], assumed)
        if share > 0:
            rows.append(row)
            plain = ground.shape_tags[row]["building"] == "yes"
            factor.append(share * levels / (1 + inside[row] if plain else 1))
    kept = np.array(rows, np.int64)
    return kept, ground.size[len(ground.point) + kept] * np.array(factor, np.float64)


def _uses_inside(ground: Ground, places: np.ndarray) -> np.ndarray:
    import shapely

    if not len(places) or not len(ground.shape):
        return np.zeros(len(ground.shape))
    _, shape = shapely.STRtree(ground.shape).query(shapely.points(places), predicate="intersects")
    return np.bincount(shape, minlength=len(ground.shape))


def _dwelling(tags: Tags, assumed: Assumptions) -> tuple[float, float]:
    kind = tags.get("building", "")
    number = re.match(r"\d+(?:\.\d+)?", tags.get("building:levels", ""))
    levels = float(number.group()) if number else 0.0
    if kind in HOUSES:
        return 1.0, levels or assumed.levels_house
    if kind in BLOCKS:
        return 1.0, levels or assumed.levels_block
    if kind == "yes" and not any(key in tags for key in ANOTHER_USE):
        return assumed.dwelling_share_plain, levels or assumed.levels_house
    return 0.0, 0.0


def scaled(homes: Homes, total: float) -> Homes:
    """Scale residents to a total.

    Raises:
        CityError: unless the total is a positive number.
    """
    if isinstance(total, bool) or not np.isfinite(total) or total <= 0:
        raise CityError(f"A city of {total} residents cannot be simulated; expected a number above 0.")
    return Homes(homes.node, homes.residents * (total / homes.residents.sum()), homes.source)
