"""The streets as lines on a plane, apart from the simulator's city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["StreetShapes", "geopackage_bytes", "read_shapes"]

_LAYER = "streets"
_OWN = ("segment", "name", "class", "light_guessed")


@dataclass(frozen=True, eq=False)
class StreetShapes:
    """Street segments as plain arrays.

    Attributes:
        id: Segment ids, shape (S,), as in the column ``segment`` of the tables.
        name: Street names, shape (S,); empty where a street has none.
        cls: Street classes, shape (S,).
        xy_start: Row of `xy` where each line starts, shape (S + 1,); the last entry is P.
        xy: Points of all lines in turn, shape (P, 2), metres (or degrees where `crs` says so).
        crs: Coordinate reference system, for example ``EPSG:3067``.
        guessed: Whether the light of a street is guessed, shape (S,).
    """

    id: np.ndarray
    name: np.ndarray
    cls: np.ndarray
    xy_start: np.ndarray
    xy: np.ndarray
    crs: str
    guessed: np.ndarray

    def lines(self) -> list[np.ndarray]:
        """Return one array of points per segment, each of shape (points, 2)."""
        return [self.xy[a:b] for a, b in zip(self.xy_start[:-1], self.xy_start[1:], strict=True)]

    def length(self) -> np.ndarray:
        """Return the length of each segment in the units of `crs`, float64 (S,)."""
        step = np.hypot(*np.diff(self.xy, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(step)])
        return np.asarray(along[self.xy_start[1:] - 1] - along[self.xy_start[:-1]])

    def rows(self, segments: np.ndarray) -> np.ndarray:
        """Return the rows of the given segment ids; ids that are not here are left out."""
        return np.flatnonzero(np.isin(self.id, segments))


def geopackage_bytes(shapes: StreetShapes, values: Mapping[str, np.ndarray]) -> bytes:
    """Return a GeoPackage with one line per segment and the given columns, each of shape (S,)."""
    import io

    import pyogrio
    import shapely

    index = np.repeat(np.arange(len(shapes.id)), np.diff(shapes.xy_start))
    lines = shapely.linestrings(shapes.xy, indices=index)
    own = (shapes.id.astype(np.int64), shapes.name.astype(object), shapes.cls.astype(object), shapes.guessed)
    sink = io.BytesIO()
    pyogrio.raw.write(
        sink,
        geometry=shapely.to_wkb(lines),
        field_data=[*own, *(np.asarray(column, float) for column in values.values())],
        fields=[*_OWN, *values],
        driver="GPKG",
        layer=_LAYER,
        geometry_type="LineString",
        crs=shapes.crs,
    )
    return sink.getvalue()


def read_shapes(path: Path) -> StreetShapes:
    """Read the streets of a study's GeoPackage.

    Raises:
        RunError: if the file is missing or is not one that Nightwalk wrote.
    """
    import pyogrio
    import shapely
    from pyogrio.errors import DataSourceError

    try:
        meta, _, wkb, columns = pyogrio.raw.read(path, layer=_LAYER, columns=list(_OWN))
    except (DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        raise RunError(f"{path} cannot be read as a GeoPackage of streets; run the study again.") from error
    column = dict(zip(meta["fields"], columns, strict=True))
    if set(column) != set(_OWN):
        raise RunError(f"{path} lacks the columns {', '.join(_OWN)}; run the study again.")
    xy, index = shapely.get_coordinates(shapely.from_wkb(wkb), return_index=True)
    count = np.bincount(index, minlength=len(wkb))
    start = np.concatenate(([0], np.cumsum(count)))
    guessed = column["light_guessed"].astype(bool)
    crs = str(meta["crs"])
    return StreetShapes(column["segment"], column["name"], column["class"], start, xy, crs, guessed)
