"""One GeoPackage per city: QGIS opens it, a planner edits it, Nightwalk loads it again."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.base.files import whole_file
from nightwalk.model.city.changes import TABLES, with_shape
from nightwalk.model.city.columns_store import identity, table_checksum
from nightwalk.model.city.gpkg_tables import Layer, layers_of

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.model.city.city import City

__all__ = ["LAYERS", "load", "save", "write_layer"]

LAYERS = ("streets", "nodes", "uses", "areas", "homes", "lamps")
FORMAT = "nightwalk city 1"
AS_SAVED = "streets_as_saved"  # what `load` compares an edited file with


def save(city: City, path: Path) -> Path:
    """Write a city as one GeoPackage: the whole file or nothing.

    Raises:
        CityError: if the name does not end in .gpkg, or paths are only planned.
        RunError: if the disk is full or the folder cannot be written.
    """
    if path.suffix.lower() != ".gpkg":
        raise CityError(f"{path} does not end in .gpkg; a city is saved as a GeoPackage.")
    if city.planned:
        raise CityError(f"{city.name} holds paths that are only planned; save the town as it is today.")
    layers = layers_of(city)
    layers[AS_SAVED] = Layer(with_shape(layers["streets"]).columns)
    layers["city"] = _metadata(city)
    with whole_file(path) as part:
        part.unlink(missing_ok=True)
        for name, layer in layers.items():
            write_layer(part, name, layer, city.crs)
    return path


def _metadata(city: City) -> Layer:
    said = {"format": FORMAT, "checksum": city.checksum}
    said |= {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in identity(city).items()
    }
    said["nodes"] = str(len(city.nodes.x))
    said |= {f"checksum_{name}": table_checksum(city, name) for name in TABLES}
    keys, texts = np.empty(len(said), object), np.empty(len(said), object)
    keys[:], texts[:] = list(said), list(said.values())
    return Layer({"key": keys, "value": texts})


def write_layer(path: Path, name: str, layer: Layer, crs: str) -> None:
    """Add a layer to a GeoPackage.

    Raises:
        OSError: if the disk is full.
    """
    import pyogrio

    try:
        pyogrio.raw.write(
            str(path),
            geometry=layer.wkb,
            field_data=list(layer.columns.values()),
            fields=np.array(list(layer.columns), object),
            layer=name,
            driver="GPKG",
            geometry_type=layer.geometry_type,
            crs=crs if layer.geometry_type else None,
            promote_to_multi=False,
        )
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
    ) as error:
        raise OSError(errno.EIO, "the disk is full or cannot be written") from error


def load(path: Path) -> City:
    """Read a city file, edited or not.

    Raises:
        CityError: if it is missing, no city file, or an edited value cannot be used.
    """
    from nightwalk.model.city.gpkg_read import city_of

    if not path.is_file():
        raise CityError(f"City file {path} does not exist; make one with `nightwalk city`.")
    layers = {name: _read(path, name) for name in ("city", AS_SAVED, *LAYERS)}
    said = dict(zip(*(layers["city"].columns[key].tolist() for key in ("key", "value")), strict=True))
    if said.get("format") != FORMAT:
        raise CityError(
            f"{path} was written by another version of Nightwalk; make it again with `nightwalk city`."
        )
    try:
        return city_of(path, layers, said)
    except KeyError as error:
        raise CityError(
            f"{path} has lost the column {error}; load an unedited copy or make it again with `nightwalk city`."
        ) from error


def _read(path: Path, name: str) -> Layer:
    import pyogrio

    try:
        meta, _, wkb, columns = pyogrio.raw.read(str(path), layer=name)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise CityError(
            f"{path} is not a Nightwalk city file (layer {name} is missing); make one with `nightwalk city`."
        ) from error
    return Layer(dict(zip(meta["fields"].tolist(), columns, strict=True)), wkb, meta["geometry_type"])
