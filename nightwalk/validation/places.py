"""The towns to validate on: those that need no file, and what a user names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError
from nightwalk.scenarios.to_toml import BUILT_IN, GRID_TOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nightwalk.model.city import City

__all__ = ["Place", "check_names", "named", "own_places", "places_of"]

FINLAND = 0.091  # unsafe after dark, EU-SILC 2013
BLOCKS = 24  # crossings a side: 20,000 residents at 3,800 a square kilometre
ENDINGS = (".osm.bz2", ".osm.gz", ".osm.pbf", ".city.gpkg", ".gpkg", ".osm")


@dataclass(frozen=True)
class Place:
    """A town to validate on; `level` is the share unsafe after dark of a local survey, for the local rows."""

    name: str
    city: City
    level: float | None = None


def own_places() -> tuple[Place, ...]:
    """Return the towns that need no file: central Helsinki and a grid of blocks."""
    return tuple(OWN[name]() for name in OWN)


def _helsinki() -> Place:
    from nightwalk.model.city import City

    return Place("Helsinki", City.built_in(), FINLAND)


def _grid_town() -> Place:
    from nightwalk.model.city import grid_town

    return Place("grid town", grid_town(BLOCKS, BLOCKS))


OWN: Mapping[str, Callable[[], Place]] = {BUILT_IN: _helsinki, GRID_TOWN: _grid_town}


def places_of(texts: Sequence[str]) -> tuple[Place, ...]:
    """Return the towns of the words of the command line, or those that need no file.

    Raises:
        RunError: for a level that is no share, or two towns of one name.
        CityError: for a file that cannot be read.
    """
    places = tuple(named(one) for one in texts) or own_places()
    check_names(places)
    return places


def check_names(places: Sequence[Place]) -> None:
    """Refuse two towns of one name, whose rows could not be told apart.

    Raises:
        RunError: if there are.
    """
    names = [one.name for one in places]
    for name in names:
        if names.count(name) > 1:
            raise RunError(f"Two towns are called {name!r}; rename a file, or leave one out.")


def named(text: str) -> Place:
    """Return the town of a word of the command line.

    The word is `built-in`, `grid-town`, a file, or a file and its level, `rome.osm.pbf=0.32`.

    Raises:
        RunError: for a level that is no share.
        CityError: for a file that cannot be read.
    """
    from nightwalk.model.city import City

    if text in OWN:
        return OWN[text]()
    file, equals, word = ("", "", "") if Path(text).exists() else text.rpartition("=")
    path = Path(file if equals else text)
    level = _share(word, text) if equals else None
    city = City.load(path) if path.suffix == ".gpkg" else City.from_osm(path)
    return Place(_bare(path.name), city, level)


def _share(word: str, text: str) -> float:
    try:
        level = float(word)
    except ValueError:
        level = -1.0
    if not 0.0 < level < 1.0:
        raise RunError(
            f"{text!r} gives the level {word!r}; write the share unsafe after dark, such as =0.32."
        )
    return level


def _bare(name: str) -> str:
    """Return a file name without its ending, in words."""
    for ending in ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending).replace("_", " ")
    return name
