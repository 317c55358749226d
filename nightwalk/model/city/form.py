"""What kind of place a segment is: class, entrapment, physical incivility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.columns import StreetClass
from nightwalk.model.city.raw import word_set
from nightwalk.model.city.walkable import CARRIAGEWAYS, MAIN_ROADS, PATHS, Enclosed

if TYPE_CHECKING:
    from shapely import STRtree

    from nightwalk.model.city.assumptions import Assumptions
    from nightwalk.model.city.draft import Draft
    from nightwalk.model.city.ground import Ground
    from nightwalk.model.city.raw import Tags

__all__ = [
    "by_class",
    "count_beside",
    "entrapment",
    "fronted",
    "incivility",
    "names",
    "near",
    "road_beside",
    "street_class",
]

VACANT_TAGS = word_set("disused abandoned ruins")
VACANT_KEYS = ("disused:", "abandoned:", "demolished:", "razed:")
FEWEST_BUILDINGS = 0.5  # buildings per km below which the map is taken not to show buildings


def by_class(assumed: Assumptions, prefix: str, cls: np.ndarray) -> np.ndarray:
    """Return the declared number ``<prefix>_<class>`` of each segment, float64 (S,)."""
    table = np.array([getattr(assumed, f"{prefix}_{kind.name.lower()}") for kind in StreetClass])
    return np.asarray(table[cls])


def near(draft: Draft, things: np.ndarray, reach: float) -> np.ndarray:
    """Say for each segment whether a shapely thing lies within `reach` metres of its middle, bool (S,)."""
    hit = np.zeros(len(draft.group), bool)
    if len(things):
        hit[draft.midpoint_tree.query(things, predicate="dwithin", distance=reach)[1]] = True
    return hit


def count_beside(lines: STRtree, xy: np.ndarray, reach: float) -> np.ndarray:
    """Return how many of the points lie within `reach` metres of each line of the tree, int64 (S,)."""
    import shapely

    _, which = lines.query(shapely.points(xy), predicate="dwithin", distance=reach)
    return np.bincount(which, minlength=len(lines.geometries))


def road_beside(draft: Draft, reach: float) -> np.ndarray:
    """Return the row of the road that a path runs beside, -1 where none, int64 (S,)."""
    import shapely

    road = np.flatnonzero(draft.is_highway(CARRIAGEWAYS - {"service"}))
    path = np.flatnonzero(draft.is_highway(PATHS))
    beside = np.full(len(draft.group), -1, np.int64)
    if not len(road) or not len(path):
        return beside
    tree = shapely.STRtree(draft.line[road])
    points = draft.midpoint_tree.geometries[path]
    hit, which = tree.query_nearest(points, max_distance=reach, all_matches=False)
    beside[path[hit]] = road[which]
    return beside


def names(draft: Draft, beside: np.ndarray) -> np.ndarray:
    """Return street names; a nameless pavement takes the name of its road, str (S,)."""
    own = draft.facts.name[draft.group]
    pavement = draft.facts.beside[draft.group] & (beside >= 0) & (own == "")
    return np.asarray(np.where(pavement, own[beside], own))


def fronted(draft: Draft, ground: Ground, reach: float) -> np.ndarray | None:
    """Say which segments have a building beside them, bool (S,); None where the map shows none."""
    kilometres = draft.segments.length.sum() / 1000
    if len(ground.building) < FEWEST_BUILDINGS * kilometres:
        return None
    return near(draft, ground.shape[ground.building], reach)


def street_class(
    draft: Draft,
    ground: Ground,
    assumed: Assumptions,
    *,
    beside: np.ndarray,
    front: np.ndarray | None,
    busy: np.ndarray,
) -> np.ndarray:
    """Return the StreetClass of each segment, int8 (S,).

    Args:
        draft: the network.
        ground: the tagged things around it.
        assumed: declared numbers.
        beside: row of the road a path runs beside, -1 where none.
        front: whether a building stands beside the segment, None where the map shows no buildings.
        busy: whether shops and the like line the segment.
    """
    path, main_road = draft.is_highway(PATHS), draft.is_highway(MAIN_ROADS)
    main = main_road | busy | (path & (beside >= 0) & main_road[beside])
    green = near(draft, ground.green, 0.0)
    alone = path & (beside < 0) & ~draft.is_highway({"pedestrian"}) & ~draft.facts.beside[draft.group]
    bare = np.ones(len(path), bool) if front is None else ~front
    park = (alone & (green | bare)) | ((path | draft.is_highway({"service"})) & green & bare)
    tunnel = draft.facts.enclosed[draft.group] == Enclosed.TUNNEL
    platform = draft.is_highway({"platform"})
    station = path & (beside < 0) & near(draft, _stations(ground), assumed.station_reach)
    kinds = [
        (tunnel & ~platform, StreetClass.UNDERPASS),
        (platform | (station & ~green), StreetClass.TRANSIT),
        (park & ~busy, StreetClass.PARK),
        (main, StreetClass.MAIN),
    ]
    chosen = np.select(
        [where for where, _ in kinds], [int(kind) for _, kind in kinds], int(StreetClass.RESIDENTIAL)
    )
    return chosen.astype(np.int8)


def _is_station(tags: Tags) -> bool:
    return (
        tags.get("railway") in {"station", "halt"}
        or tags.get("public_transport") == "station"
        or tags.get("amenity") in {"bus_station", "ferry_terminal"}
    )


def _stations(ground: Ground) -> np.ndarray:
    import shapely

    points = [i for i, tags in enumerate(ground.point_tags) if _is_station(tags)]
    shapes = [i for i, tags in enumerate(ground.shape_tags) if _is_station(tags)]
    return np.concatenate([shapely.points(ground.point[points]), ground.shape[shapes]])


def entrapment(
    draft: Draft, assumed: Assumptions, cls: np.ndarray, front: np.ndarray | None, ends: np.ndarray
) -> np.ndarray:
    """Return how hard it is to get away or be seen, 0-1, float64 (S,).

    The parts (tunnel, passage, dead end, narrow way, steps, path without fronts) are combined as
    ``1 - product(1 - e)``, so that no single one is counted twice.

    Args:
        draft: the network.
        assumed: declared numbers.
        cls: StreetClass of each segment.
        front: whether a building stands beside the segment, None where the map shows none.
        ends: bool (junctions,) where the map ends, which is no dead end.
    """
    enclosed = draft.facts.enclosed[draft.group]
    unseen = (cls == StreetClass.PARK) if front is None else (cls == StreetClass.PARK) & ~front
    parts = [
        (np.ones(len(cls), bool), assumed.entrapment_open),
        (enclosed == Enclosed.TUNNEL, assumed.entrapment_tunnel),
        (enclosed == Enclosed.PASSAGE, assumed.entrapment_passage),
        (_dead_ends(draft, ends), assumed.entrapment_dead_end),
        (draft.facts.narrow[draft.group], assumed.entrapment_narrow),
        (draft.is_highway({"steps"}), assumed.entrapment_steps),
        (unseen, assumed.entrapment_unfronted),
    ]
    free = np.ones(len(cls))
    for where, share in parts:
        free *= np.where(where, 1 - share, 1.0)
    return np.asarray(1 - free)


def _dead_ends(draft: Draft, ends: np.ndarray) -> np.ndarray:
    dead = np.zeros(len(draft.node), bool)
    dead[: draft.junctions] = (draft.degree == 1) & ~ends
    return np.asarray(dead[draft.segments.u] | dead[draft.segments.v])


def incivility(
    draft: Draft, ground: Ground, assumed: Assumptions, cls: np.ndarray, nightlife: np.ndarray
) -> np.ndarray:
    """Return physical incivility 0.02-1, float64 (S,): class level plus signs of neglect nearby."""
    level = by_class(assumed, "incivility", cls)
    vacant = np.array([_is_vacant(tags) for tags in ground.tags], bool)
    count = count_beside(draft.line_tree, ground.xy[vacant], assumed.neglect_reach)
    waste = [i for i, tags in enumerate(ground.shape_tags) if _is_wasteland(tags)]
    level = level + assumed.incivility_vacancy * np.minimum(count, 3)
    level += assumed.incivility_wasteland * near(draft, ground.shape[waste], assumed.neglect_reach)
    level += assumed.incivility_nightlife * nightlife
    return np.asarray(np.clip(level, 0.02, 1.0))


def _is_vacant(tags: Tags) -> bool:
    if tags.get("shop") in {"vacant", "disused", "empty"} or tags.get("building") in {"ruins", "collapsed"}:
        return True
    if any(tags[key] != "no" for key in VACANT_TAGS.intersection(tags)):
        return True
    return any(key.startswith(VACANT_KEYS) for key in tags)


def _is_wasteland(tags: Tags) -> bool:
    return tags.get("landuse") in {"brownfield", "landfill", "construction"}
