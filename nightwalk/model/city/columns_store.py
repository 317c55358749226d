"""The columns of a city as bytes: its checksum, and .npy files that workers map into memory."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError, RunError
from nightwalk.base.files import cache_folder
from nightwalk.model.city.city import City
from nightwalk.model.city.columns import Areas, Homes, Nodes, Streets, Uses, column_arrays
from nightwalk.model.city.planned import PlannedPath

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["checksum", "columns_folder", "identity", "kept_columns", "open_columns", "table_checksum"]

TABLES = {"streets": Streets, "nodes": Nodes, "uses": Uses, "areas": Areas, "homes": Homes}
WORDS = ("name", "crs", "time_zone", "data_date", "source", "attribution")
IDENTITY = "city.json"


def identity(city: City) -> dict[str, object]:
    """Return what is no column: names, place, time zone, notes, sources of areas and homes."""
    said: dict[str, object] = {word: getattr(city, word) for word in WORDS}
    said |= {"latitude": city.latitude, "longitude": city.longitude, "notes": list(city.notes)}
    said |= {"areas_source": city.areas.source, "homes_source": city.homes.source}
    return said | {"planned": city.planned} if city.planned else said


def _columns(city: City) -> dict[str, np.ndarray]:
    columns = {
        f"{table}.{name}": a for table in TABLES for name, a in column_arrays(getattr(city, table)).items()
    }
    return columns | {"lamps": city.lamps}


def checksum(city: City) -> str:
    """Return the SHA-256 of all columns and identity fields; text is hashed as text, not by width."""
    digest = hashlib.sha256(json.dumps(identity(city), sort_keys=True, ensure_ascii=False).encode())
    for name, column in sorted(_columns(city).items()):
        digest.update(f"\n{name} {column.shape} ".encode() + _bytes(column))
    return digest.hexdigest()


def table_checksum(city: City, table: str) -> str:
    """Return the SHA-256 of one table: uses, areas, homes, lamps, nodes or streets."""
    digest = hashlib.sha256()
    for name, column in sorted(_columns(city).items()):
        if name.partition(".")[0] == table:
            digest.update(f"\n{name} {column.shape} ".encode() + _bytes(column))
    return digest.hexdigest()


def _bytes(column: np.ndarray) -> bytes:
    if column.dtype.kind == "U":
        return json.dumps(column.tolist(), ensure_ascii=False).encode()
    if column.dtype.kind == "O":
        return b"".join(len(part).to_bytes(8, "little") + part for part in column.tolist())
    little = column.dtype.newbyteorder("<")
    return little.str.encode() + np.ascontiguousarray(column, little).tobytes()


def columns_folder(city: City) -> Path:
    """Write the columns to ``cities/<checksum>`` in the cache unless they are there whole; return the folder.

    Raises:
        RunError: if the cache cannot be written.
    """
    folder = _folder(city.checksum)
    if kept_columns(city.checksum) is not None:
        return folder
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True, exist_ok=True)
        for name, column in _columns(city).items():
            np.save(part / f"{name}.npy", _plain(column), allow_pickle=False)
        (part / IDENTITY).write_text(json.dumps(identity(city), ensure_ascii=False), "utf-8")
        _put(part, folder)
    except OSError as error:
        raise RunError(f"Could not write {folder}: {error.strerror or error}; free some space.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def kept_columns(kept: str) -> City | None:
    """Return the city with this checksum from the cache, None where it is not there or damaged."""
    try:
        city = open_columns(_folder(kept))
        return city if checksum(city) == kept else None
    except ValueError:
        return None


def _folder(kept: str) -> Path:
    return cache_folder() / "cities" / kept


def _put(part: Path, folder: Path) -> None:
    try:
        part.rename(folder)
    except OSError:
        if kept_columns(folder.name) is None:  # another worker was not first: damaged, or a real failure
            shutil.rmtree(folder, ignore_errors=True)
            part.rename(folder)


def _plain(column: np.ndarray) -> np.ndarray:
    """Return polygons as hexadecimal text: a file of objects could not be mapped into memory."""
    if column.dtype.kind != "O":
        return column
    return np.array([part.hex() for part in column.tolist()], np.str_)


def open_columns(folder: Path) -> City:
    """Open what `columns_folder` wrote.

    The arrays are mapped copy-on-write: pages are shared between workers, the files stay as they
    are, and compiled kernels see the same array type as in the driver.

    Raises:
        CityError: if the folder is not a folder of columns.
    """
    try:
        said = json.loads((folder / IDENTITY).read_text("utf-8"))
        tables = {name: _open_table(folder, name, said) for name in TABLES}
        lamps = _map(folder / "lamps.npy")
        words = {word: said[word] for word in (*WORDS, "latitude", "longitude")}
        planned = tuple(PlannedPath(*map(tuple, ends)) for ends in said.get("planned", ()))
        city = City(**words, notes=tuple(said["notes"]), **tables, lamps=lamps, planned=planned)
        city = replace(city, areas=replace(city.areas, wkb=_polygons(city.areas.wkb)))
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise CityError(
            f"{folder} is not a folder of city columns; make it with City.columns_folder()."
        ) from error
    vars(city)["checksum"] = folder.name  # the folder is named by it: no need to hash again
    return city


def _polygons(texts: np.ndarray) -> np.ndarray:
    wkb = np.empty(len(texts), object)
    wkb[:] = [bytes.fromhex(text) for text in texts.tolist()]
    return wkb


def _open_table(folder: Path, table: str, said: dict[str, object]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    kind = TABLES[table]
    columns = {f.name: _map(folder / f"{table}.{f.name}.npy") for f in fields(kind) if f.name != "source"}
    source = said.get(f"{table}_source")
    return kind(**columns) if source is None else kind(**columns, source=source)


def _map(file: Path) -> np.ndarray:
    return np.asarray(np.load(file, mmap_mode="c", allow_pickle=False))
