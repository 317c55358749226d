"""Read OpenStreetMap files with pyosmium: one pass, tolerant of clipped extracts."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import CityError
from nightwalk.model.city.guard import check_map_file, prolog
from nightwalk.model.city.raw import Points, RawMap, Shapes, Ways, word_set
from nightwalk.model.city.rings import closed_ways, multipolygons

if TYPE_CHECKING:
    import numpy as np

    from nightwalk.model.city.raw import Tags

__all__ = ["POINT_KEYS", "SHAPE_KEYS", "is_point_of_interest", "is_shape_of_interest", "read_osm"]

POINT_KEYS = word_set(
    "amenity craft healthcare highway leisure office place public_transport railway shop tourism "
    "disused abandoned emergency_exit historic"
)
SHAPE_KEYS = word_set(
    "amenity boundary building craft healthcare landuse leisure natural office parking place "
    "public_transport railway shop tourism abandoned disused"
)
PREFIXES = ("disused:", "abandoned:", "demolished:", "razed:")
DEGREE = 1e7  # OpenStreetMap stores whole ten-millionths of a degree
UNDEFINED = 2_147_483_647  # osmium's mark of a node without a place
OSM_BASE = re.compile(rb'osm_base="(\d{4}-\d\d-\d\d)')


def is_point_of_interest(tags: Tags) -> bool:
    """Say whether a tagged node can be a lamp, a use, a stop or a sign of neglect."""
    return any(key in POINT_KEYS or key.startswith(PREFIXES) for key in tags)


def is_shape_of_interest(tags: Tags) -> bool:
    """Say whether a closed way or multipolygon can be a building, a park, a use or a boundary."""
    return any(key in SHAPE_KEYS or key.startswith(PREFIXES) for key in tags)


@dataclass
class _Found:
    """What the pass over the file collects."""

    node_id: array[int] = field(default_factory=lambda: array("q"))
    node_x: array[int] = field(default_factory=lambda: array("q"))
    node_y: array[int] = field(default_factory=lambda: array("q"))
    point_node: array[int] = field(default_factory=lambda: array("q"))
    point_tags: list[Tags] = field(default_factory=list)
    way_id: array[int] = field(default_factory=lambda: array("q"))
    way_start: array[int] = field(default_factory=lambda: array("q", [0]))
    refs: array[int] = field(default_factory=lambda: array("q"))
    streets: list[tuple[int, Tags]] = field(default_factory=list)  # row of the way, tags
    closed: list[tuple[int, Tags]] = field(default_factory=list)
    relations: list[tuple[Tags, list[int], list[int]]] = field(default_factory=list)  # outer, inner
    newest: str = ""


def read_osm(path: Path | str) -> RawMap:
    """Read an ``.osm``, ``.osm.bz2``, ``.osm.gz`` or ``.osm.pbf`` file.

    Returns:
        The raw map; `repairs` says in sentences what was dropped.

    Raises:
        CityError: if the file is missing, damaged, no OpenStreetMap data or holds no street.
    """
    path = Path(path)
    check_map_file(path)
    found = _Found()
    try:
        date = _pass(path, found)
    except (RuntimeError, OSError, ValueError) as error:
        raise CityError(
            f"{path} is damaged or cut short ({_first_line(error)}); download it again."
        ) from error
    if not found.node_id:
        raise CityError(f"{path} holds no map; the extract is empty. Choose a larger area.")
    if not found.streets:
        raise CityError(f"{path} holds no street; choose an extract that includes highway ways.")
    return _raw_map(path, found, date)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _pass(path: Path, found: _Found) -> str:
    import osmium

    processor = osmium.FileProcessor(str(path))
    date = str(processor.header.get("osmosis_replication_timestamp", ""))[:10]
    for thing in processor:
        if isinstance(thing, osmium.osm.Node):
            _node(thing, found)
        elif isinstance(thing, osmium.osm.Way):
            _way(thing, found)
        elif isinstance(thing, osmium.osm.Relation):
            _relation(thing, found)
    if not date and not path.name.lower().endswith(".pbf"):
        base = OSM_BASE.search(prolog(path))
        date = base.group(1).decode() if base else ""
    return date or found.newest


def _newest(thing: Any, found: _Found) -> None:
    stamp = thing.timestamp
    if stamp.year > 1970:  # stripped files say 1970
        found.newest = max(found.newest, stamp.date().isoformat())


def _node(node: Any, found: _Found) -> None:
    place = node.location
    if place.x == UNDEFINED:
        return
    found.node_id.append(node.id)
    found.node_x.append(place.x)
    found.node_y.append(place.y)
    if node.tags:
        tags = dict(node.tags)
        if is_point_of_interest(tags):
            found.point_node.append(len(found.node_id) - 1)
            found.point_tags.append(tags)
            _newest(node, found)


def _way(way: Any, found: _Found) -> None:
    row = len(found.way_id)
    refs = [node.ref for node in way.nodes]
    found.way_id.append(way.id)
    found.refs.extend(refs)
    found.way_start.append(len(found.refs))
    if not way.tags:
        return
    tags = dict(way.tags)
    if "highway" in tags:
        found.streets.append((row, tags))
        _newest(way, found)
    elif len(refs) > 3 and refs[0] == refs[-1] and is_shape_of_interest(tags):
        found.closed.append((row, tags))


def _relation(relation: Any, found: _Found) -> None:
    tags = dict(relation.tags)
    if tags.get("type") in {"multipolygon", "boundary"} and is_shape_of_interest(tags):
        ways = [(m.ref, m.role) for m in relation.members if m.type == "w"]
        inner = [ref for ref, role in ways if role == "inner"]
        outer = [ref for ref, role in ways if role != "inner"]
        found.relations.append((tags, outer, inner))


def _raw_map(path: Path, found: _Found, date: str) -> RawMap:
    import numpy as np

    node_id = np.array(found.node_id, np.int64)
    lonlat = np.column_stack([found.node_x, found.node_y]).astype(np.float64) / DEGREE
    points = Points(lonlat[np.array(found.point_node, np.int64)], found.point_tags)
    node_id, first = np.unique(node_id, return_index=True)
    lonlat = lonlat[first]
    start, refs = np.array(found.way_start, np.int64), np.array(found.refs, np.int64)
    shapes, dropped = _shapes(found, start, refs, node_id, lonlat)
    rows = np.array([row for row, _ in found.streets], np.int64)
    ways = _ways_of(rows, start, refs, [tags for _, tags in found.streets])
    name = path.name.split(".")[0].replace("_", " ").strip() or path.name
    repairs = (f"{dropped} clipped or broken outlines were dropped.",) if dropped else ()
    return RawMap(name, path.name, node_id, lonlat, ways, points, shapes, date, repairs)


def _ways_of(rows: np.ndarray, start: np.ndarray, refs: np.ndarray, tags: list[Tags]) -> Ways:
    import numpy as np

    count = start[rows + 1] - start[rows]
    first = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    within = np.arange(first[-1]) - np.repeat(first[:-1], count)
    return Ways(first, refs[np.repeat(start[rows], count) + within], tags)


def _shapes(
    found: _Found, start: np.ndarray, refs: np.ndarray, node_id: np.ndarray, lonlat: np.ndarray
) -> tuple[Shapes, int]:
    import numpy as np

    rows = np.array([row for row, _ in found.closed], np.int64)
    rings = _ways_of(rows, start, refs, [tags for _, tags in found.closed])
    simple, lost = closed_ways(rings, node_id, lonlat)
    several, broken = multipolygons(
        found.relations, np.array(found.way_id, np.int64), start, refs, node_id, lonlat
    )
    polygon = np.concatenate([simple.polygon, several.polygon])
    return Shapes(polygon, simple.tags + several.tags), lost + broken
