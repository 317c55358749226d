"""City build against a bare read of the same file.

The bare read is pyosmium going once over all nodes and ways of the file into arrays: identifiers, places,
references; no tags, nothing built. Both take turns in one warm process, after a first city has loaded what
there is to load; by the clock, medians of three pairs. Writing the GeoPackage is not part of it.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

import nightwalk as nw
from benchmarks.rows import Options, Row, middle, skipped
from benchmarks.worlds import MAPS, Stopwatch
from nightwalk.model.city.builtin import built_in_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["TITLE", "bare_read", "measure"]

TITLE = "City build"
MOST_TIMES = 5.0
REPEATS = 3
MEBI = 2**20


def measure(options: Options) -> list[Row]:
    """Return a row per file."""
    nw.City.built_in()
    file = built_in_file()
    rows = [_row("built-in, not from the cache", file, lambda: nw.City.from_osm(file))]
    if options.quick:
        return rows
    if not MAPS.is_dir():
        return [*rows, skipped("other files", "../shared/data/osm is missing")]
    files = sorted(path for path in MAPS.iterdir() if path.name != "README.md")
    return [*rows, *(_row(path.name, path, lambda path=path: nw.City.from_osm(path)) for path in files)]


def bare_read(path: Path) -> tuple[np.ndarray, ...]:
    """Read all nodes and ways of a file into arrays."""
    import osmium

    node, x, y, way, start, refs = (array("q") for _ in range(6))
    for thing in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY):
        if thing.is_node():
            place = thing.location
            node.append(thing.id)
            x.append(place.x)
            y.append(place.y)
        else:
            way.append(thing.id)
            start.append(len(refs))
            refs.extend([one.ref for one in thing.nodes])
    return tuple(np.array(column, dtype=np.int64) for column in (node, x, y, way, start, refs))


def _row(name: str, path: Path, build: Callable[[], nw.City]) -> Row:
    """Let build and bare read take turns; the ratio is the median of the pairs."""
    pairs = [(_seconds(build), _seconds(lambda: bare_read(path))) for _ in range(REPEATS)]
    built, bare = (middle(list(seconds)) for seconds in zip(*pairs, strict=True))
    nodes, _, _, ways, *_ = bare_read(path)
    return Row(
        figure=name, value=middle([one / other for one, other in pairs]), unit="times", at_most=MOST_TIMES,
        beside={
            "build s": built, "bare read s": bare, "file MiB": path.stat().st_size / MEBI,
            "nodes": len(nodes), "ways": len(ways), "segments": build().segments,
        },
    )  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    with Stopwatch() as watch:
        work()
    return watch.wall
