"""Which segments a filter of `where` keeps: bool (S,) each, from what the map says, never from crime (rule 28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import ScenarioError, nearest
from nightwalk.model.city.columns import StreetClass, UseKind

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.model.city import City

__all__ = [
    "commercial", "commercial_uses", "cue_after_dark", "inside", "named", "near_edge", "numbered", "of_class",
    "worst", "worst_areas",
]  # fmt: skip

COMMERCIAL = (UseKind.SHOP, UseKind.LEISURE, UseKind.NIGHTLIFE)


def named(wanted: tuple[str, ...], names: np.ndarray, what: str) -> np.ndarray:
    """Say which of the names, shape (n,), are among those wanted, in any case.

    Raises:
        ScenarioError: for a name nobody has, with the nearest.
    """
    folded = np.array([str(name).casefold() for name in names], dtype=np.str_)
    keys = [word.casefold() for word in wanted]
    known = set(folded.tolist())
    for word, key in zip(wanted, keys, strict=True):
        if key not in known:
            raise ScenarioError(f"There is no {what} named {word!r} in this city.{_near(word, names)}")
    return np.isin(folded, keys)


def _near(word: str, names: np.ndarray) -> str:
    known = sorted({str(name) for name in names if name})
    return nearest(word, known) or f" It has {len(known)} names, such as {', '.join(map(repr, known[:3]))}."


def of_class(city: City, classes: tuple[str, ...]) -> np.ndarray:
    """Say which segments are of one of the classes."""
    return np.isin(city.streets.cls, [StreetClass[name.upper()] for name in classes])


def numbered(city: City, wanted: tuple[int, ...]) -> np.ndarray:
    """Say which segments have one of the ids.

    Raises:
        ScenarioError: for an id that does not exist.
    """
    unknown = np.setdiff1d(wanted, city.streets.id)
    if len(unknown):
        low, high = city.streets.id.min(), city.streets.id.max()
        raise ScenarioError(
            f"There is no segment {unknown[0]} in this city; its ids run from {low} to {high}."
        )
    return np.isin(city.streets.id, wanted)


def commercial_uses(city: City) -> np.ndarray:
    """Say which uses, bool (U,), are shops, places to eat or drink, or places of leisure."""
    return np.isin(city.uses.kind, COMMERCIAL)


def commercial(city: City) -> np.ndarray:
    """Say which segments have a shop, a place to eat or drink, or a place of leisure."""
    return np.isin(np.arange(city.segments), city.uses.segment[commercial_uses(city)])


def near_edge(city: City, metres: float) -> np.ndarray:
    """Say which segments have their middle within so many metres of a street that leaves the map."""
    from scipy.spatial import cKDTree

    ways_out = np.flatnonzero(city.nodes.edge > 0)
    at = np.column_stack([city.nodes.x, city.nodes.y])[ways_out]
    distance, _ = cKDTree(at).query(city.midpoints)
    return np.asarray(distance <= metres)


def inside(city: City, path: Path) -> np.ndarray:
    """Say which segments have their middle in the polygons of a file.

    Raises:
        ScenarioError: if the file cannot be used.
    """
    import shapely

    return np.asarray(shapely.covers(_zone(path, city.crs), shapely.points(city.midpoints)))


def cue_after_dark(city: City) -> np.ndarray:
    """Return the place cue after dark of each segment, logits, at base conditions and default parameters."""
    from nightwalk.model.cues import place_cue_after_dark
    from nightwalk.model.parameters import Parameters

    return place_cue_after_dark(city, Parameters().values())


def worst(city: City, rows: np.ndarray, count: int) -> np.ndarray:
    """Return those so many of the rows with the highest cue, in ascending order."""
    order = np.lexsort((city.streets.id[rows], -cue_after_dark(city)[rows]))
    return np.sort(rows[order[:count]])


def worst_areas(city: City, rows: np.ndarray, count: int) -> np.ndarray:
    """Return those of the rows that lie in the areas whose rows have the highest mean cue by length."""
    area, length = city.streets.area[rows], city.streets.length[rows]
    metres = np.bincount(area, weights=length)
    cue = np.bincount(area, weights=length * cue_after_dark(city)[rows])
    there = np.flatnonzero(metres > 0)
    order = np.lexsort((there, -(cue[there] / metres[there])))
    return rows[np.isin(area, there[order[:count]])]


def _zone(path: Path, crs: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    import pyogrio
    import pyproj
    import shapely
    from pyogrio.errors import DataSourceError

    if not path.is_file():
        raise ScenarioError(
            f"The zone file {path} does not exist; paths begin at the folder of the scenario file."
        )
    try:
        meta, _, wkb, _ = pyogrio.raw.read(path, columns=[])
    except (DataSourceError, ValueError) as error:
        raise ScenarioError(
            f"{path} cannot be read as GeoJSON or GeoPackage; save the zone as one of them."
        ) from error
    shapes = [shape for shape in shapely.from_wkb(wkb) if shape is not None and shape.area > 0]
    if not shapes:
        raise ScenarioError(f"{path} holds no polygon; draw the zone as an area, not as a line or points.")
    project = pyproj.Transformer.from_crs(meta["crs"] or "OGC:CRS84", crs, always_xy=True)
    return shapely.transform(shapely.union_all(shapes), project.transform, interleaved=False)
