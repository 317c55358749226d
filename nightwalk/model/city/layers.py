"""Read a user's layers: polygons and points from GeoPackage, GeoJSON or CSV."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.ground import projector

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LAT", "LON", "delimiter", "number", "points_of", "polygons_of", "read_layer"]

LON = ("lon", "lng", "long", "longitude", "x")
LAT = ("lat", "latitude", "y")


def polygons_of(path: Path | str, crs: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return polygons projected to `crs` (object (N,)) and the columns of the layer.

    Raises:
        CityError: if the file is missing, unreadable or holds no polygon.
    """
    import shapely

    geometry, table = _projected(Path(path), crs)
    solid = np.isin(shapely.get_type_id(geometry), [3, 6]) & ~shapely.is_empty(geometry)
    if not solid.any():
        raise CityError(f"{path} holds no polygon; expected a GeoPackage or GeoJSON of areas.")
    made = geometry[solid]
    made = np.where(shapely.is_valid(made), made, shapely.make_valid(made))
    return np.asarray(made, object), {name: column[solid] for name, column in table.items()}


def points_of(path: Path | str, crs: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return points projected to `crs`, float64 (N, 2), and the columns of the table.

    CSV needs columns lon and lat (degrees), or x and y; GeoJSON and GeoPackage carry geometry.

    Raises:
        CityError: if the file is missing, unreadable or holds no point.
    """
    import shapely

    path = Path(path)
    if ".csv" in [ending.lower() for ending in path.suffixes]:
        return _csv_points(path, crs)
    geometry, table = _projected(path, crs)
    there = ~shapely.is_empty(geometry) & ~shapely.is_missing(geometry)
    if not there.any():
        raise CityError(f"{path} holds no point.")
    xy = shapely.get_coordinates(shapely.centroid(geometry[there]))
    return xy, {name: column[there] for name, column in table.items()}


def _projected(path: Path, crs: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    import shapely

    geometry, table, source = read_layer(path)
    return shapely.transform(geometry, projector(source, crs)), table


def read_layer(path: Path) -> tuple[np.ndarray, dict[str, np.ndarray], str]:
    """Return the shapes of a map layer, object (N,), its columns, and the system it is in.

    Raises:
        CityError: if the file is missing, unreadable or holds no geometry.
    """
    import pyogrio
    import shapely

    if not path.is_file():
        raise CityError(f"File {path} does not exist; check the path.")
    source = f"/vsigzip/{path}" if path.suffix == ".gz" else str(path)
    try:
        meta, _, wkb, columns = pyogrio.raw.read(source)
        geometry = shapely.from_wkb(wkb)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise CityError(f"{path} cannot be read as a map layer; expected GeoPackage or GeoJSON.") from error
    if geometry is None or wkb is None:
        raise CityError(f"{path} holds no geometry; expected GeoPackage or GeoJSON.")
    table = dict(zip(meta["fields"].tolist(), columns, strict=True))
    return shapely.force_2d(geometry), table, meta["crs"] or "EPSG:4326"


def _csv_points(path: Path, crs: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    if not path.is_file():
        raise CityError(f"File {path} does not exist; check the path.")
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter(stream.readline()))
            stream.seek(0)
            header = [name.strip() for name in next(reader, [])]
            rows = [row for row in reader if len(row) == len(header)]
    except (OSError, UnicodeDecodeError, csv.Error, EOFError) as error:
        raise CityError(f"{path} cannot be read as CSV in UTF-8.") from error
    table = {
        name: np.array(column, np.str_) for name, column in zip(header, zip(*rows, strict=True), strict=False)
    }
    lon, lat = _first(header, LON), _first(header, LAT)
    if lon is None or lat is None:
        raise CityError(
            f"{path} needs columns lon and lat (or x and y); it has {', '.join(header) or 'none'}."
        )
    if not rows:
        raise CityError(f"{path} holds no row.")
    degrees = lon.casefold() != "x"
    xy = np.column_stack([_numbers(path, table[lon], lon), _numbers(path, table[lat], lat)])
    there = np.isfinite(xy).all(axis=1)
    if degrees or (np.abs(xy[there]) <= [180, 90]).all():
        xy = projector("EPSG:4326", crs)(xy)
        there &= np.isfinite(xy).all(axis=1)
    return xy[there], {name: column[there] for name, column in table.items()}


def delimiter(header: str) -> str:
    """Return the mark between columns: a table from a European spreadsheet has semicolons."""
    return max(",;\t", key=header.count)


def _first(header: list[str], wanted: Iterable[str]) -> str | None:
    folded = {name.casefold(): name for name in header}
    return next((folded[name] for name in wanted if name in folded), None)


def number(text: str) -> float:
    """Return the number a text says, with a point or a comma; NaN for an empty text."""
    return float(text.replace(",", ".")) if text.strip() else float("nan")


def _numbers(path: Path, column: np.ndarray, name: str) -> np.ndarray:
    try:
        return np.array([number(text) for text in column.tolist()])
    except ValueError as error:
        raise CityError(f"{path}: column {name} holds something that is not a number: {error}.") from error
