"""The city a verb is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from nightwalk.model.city import City

__all__ = ["city_from", "town_named"]


def city_from(
    given: dict[str, Any], areas: Path | None, population: Path | None, residents: float | None
) -> City:
    """Return the city of the one source given."""
    from nightwalk.model.city import City

    if len(given) != 1:
        raise RunError("Give one source: a place, --osm FILE, --bbox W,S,E,N or --polygon FILE.")
    extra: dict[str, Any] = {"areas": areas, "population": population, "residents": residents}
    (key, value), *_ = given.items()
    if key == "place" and Path(value).suffix == ".gpkg":
        if areas or population:
            raise RunError("--areas and --population are read together with a map; give --osm or a place.")
        kept = City.load(value)
        return kept if residents is None else kept.with_residents(residents)
    if key == "place":
        return City.from_place(value, **extra)
    if key == "osm":
        return City.from_osm(value, **extra)
    return City.from_bbox(_box(value), **extra) if key == "bbox" else City.from_polygon(value, **extra)


def town_named(name: str) -> City:
    """Return the city of a file, or one of those that need no file."""
    from nightwalk.model.city import City, grid_town

    made_here = {"built-in": City.built_in, "grid-town": grid_town}
    return made_here[name]() if name in made_here else City.load(name)


def _box(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise RunError(f"--bbox is {text!r}; write west,south,east,north in degrees.") from error
