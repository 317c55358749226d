"""Read OpenStreetMap files with pyosmium: one pass, tolerant of clipped extracts."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.base.errors import CityError, RunError
from nightwalk.model.city.guard import check_map_file
from nightwalk.model.city.opl import ends_of, members_of, opl_file, tags_of
from nightwalk.model.city.raw import Points, RawMap, Shapes, Ways, word_set
from nightwalk.model.city.rings import closed_ways, multipolygons, parts_of

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
STRIPPED = "t1971"  # files without time stamps say nothing or 1970
OSM_BASE = re.compile(rb'osm_base="(\d{4}-\d\d-\d\d)')


def is_point_of_interest(tags: Tags) -> bool:
    """Say whether a tagged node can be a lamp, a use, a stop or a sign of neglect."""
    return _has_any(tags, POINT_KEYS)


def is_shape_of_interest(tags: Tags) -> bool:
    """Say whether a closed way or multipolygon can be a building, a park, a use or a boundary."""
    return _has_any(tags, SHAPE_KEYS)


def _has_any(tags: Tags, keys: frozenset[str]) -> bool:
    return not keys.isdisjoint(tags) or any(key.startswith(PREFIXES) for key in tags)


@dataclass
class _Found:
    """What the pass over the file collects."""

    node_id: array[int] = field(default_factory=lambda: array("q"))
    lon: array[float] = field(default_factory=lambda: array("d"))
    lat: array[float] = field(default_factory=lambda: array("d"))
    point_node: array[int] = field(default_factory=lambda: array("q"))
    point_tags: list[Tags] = field(default_factory=list)
    way_id: array[int] = field(default_factory=lambda: array("q"))
    way_start: array[int] = field(default_factory=lambda: array("q", [0]))
    refs: array[int] = field(default_factory=lambda: array("q"))
    streets: list[tuple[int, Tags]] = field(default_factory=list)  # row of the way, tags
    closed: list[tuple[int, Tags]] = field(default_factory=list)
    relations: list[tuple[Tags, list[int], list[int]]] = field(default_factory=list)  # outer, inner
    newest: str = ""  # latest time stamp of a street or point, after the letter t

    @property
    def newest_date(self) -> str:
        return self.newest[1:11] if self.newest > STRIPPED else ""


def read_osm(path: Path | str) -> RawMap:
    """Read an ``.osm``, ``.osm.bz2``, ``.osm.gz`` or ``.osm.pbf`` file.

    Returns:
        The raw map; `repairs` says in sentences what was dropped.

    Raises:
        CityError: if the file is missing, damaged, no OpenStreetMap data or holds no street.
        RunError: if there is no room to unpack it.
    """
    path = Path(path)
    head = check_map_file(path)
    found = _Found()
    try:
        date = _pass(path, found) or _stated_date(head) or found.newest_date
    except RunError:
        raise
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
    with opl_file(path) as (text, date), text.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line[0] == "n":
                _node(line, found)
            elif line[0] == "w":
                _way(line.rstrip(), found)
            elif line[0] == "r":
                _relation(line.rstrip(), found)
    return date


def _stated_date(head: bytes) -> str:
    base = OSM_BASE.search(head)
    return base.group(1).decode() if base else ""


def _node(line: str, found: _Found) -> None:
    name, _, stamp, tagged, x, y = line.split(" ")
    if x == "x":
        return
    found.node_id.append(int(name[1:]))
    found.lon.append(float(x[1:]))
    found.lat.append(float(y[1:]))
    if tagged != "T" and is_point_of_interest(tags := tags_of(tagged)):
        found.point_node.append(len(found.node_id) - 1)
        found.point_tags.append(tags)
        found.newest = max(found.newest, stamp)


def _way(line: str, found: _Found) -> None:
    name, _, stamp, tagged, ends = line.split(" ")
    row = len(found.way_id)
    refs = ends_of(ends)
    found.way_id.append(int(name[1:]))
    found.refs.extend(refs)
    found.way_start.append(len(found.refs))
    tags = tags_of(tagged)
    if "highway" in tags:
        found.streets.append((row, tags))
        found.newest = max(found.newest, stamp)
    elif len(refs) > 3 and refs[0] == refs[-1] and is_shape_of_interest(tags):
        found.closed.append((row, tags))


def _relation(line: str, found: _Found) -> None:
    _, _, _, tagged, members = line.split(" ")
    tags = tags_of(tagged)
    if tags.get("type") in {"multipolygon", "boundary"} and is_shape_of_interest(tags):
        ways = [(ref, role) for kind, ref, role in members_of(members) if kind == "w"]
        inner = [ref for ref, role in ways if role == "inner"]
        outer = [ref for ref, role in ways if role != "inner"]
        found.relations.append((tags, outer, inner))


def _raw_map(path: Path, found: _Found, date: str) -> RawMap:
    import numpy as np

    node_id = np.array(found.node_id, np.int64)
    lonlat = np.column_stack([found.lon, found.lat])
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
    return Ways(*parts_of(start, refs, rows), tags)


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
