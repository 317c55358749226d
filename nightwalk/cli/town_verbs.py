"""Verbs that make what a study stands on: a city, a risk register."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nightwalk.cli import registers, towns
from nightwalk.cli.options import Json

__all__ = ["city", "register"]


def city(
    place: Annotated[
        str | None, typer.Argument(help="A place by name, for example 'Piraeus, Greece'.")
    ] = None,
    osm: Annotated[
        Path | None, typer.Option(help="An OpenStreetMap file (.osm, .osm.bz2, .osm.gz, .osm.pbf).")
    ] = None,
    bbox: Annotated[str | None, typer.Option(help="west,south,east,north in degrees.")] = None,
    polygon: Annotated[Path | None, typer.Option(help="A polygon file (GeoJSON, GeoPackage).")] = None,
    areas: Annotated[Path | None, typer.Option(help="Polygons of the neighbourhoods.")] = None,
    population: Annotated[Path | None, typer.Option(help="Polygons with a population column.")] = None,
    residents: Annotated[float | None, typer.Option(help="Scale the residents to this number.")] = None,
    lamps: Annotated[Path | None, typer.Option(help="A lamp inventory (CSV, GeoJSON).")] = None,
    lux: Annotated[Path | None, typer.Option(help="Measured illuminance (CSV, GeoJSON).")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where to write the city (.gpkg).")] = None,
    check: Annotated[bool, typer.Option("--check", help="Say which streets to survey first.")] = False,
    as_json: Json = False,
) -> None:
    """Make a city from a map, or from a city file; say what is known and what is guessed."""
    from nightwalk.cli.screen import doing, print_json, show
    from nightwalk.model.city.quality import data_quality, to_survey_first

    sources = {"place": place, "osm": osm, "bbox": bbox, "polygon": polygon}
    with doing("Reading the map", quiet=as_json):
        made = towns.city_from(
            {key: value for key, value in sources.items() if value is not None}, areas, population, residents
        )
        made = made.with_lamps(lamps) if lamps else made
        made = made.with_lux(lux) if lux else made
        saved = made.save(out) if out else None
    first = to_survey_first(made) if check else ()
    if as_json:
        from dataclasses import asdict

        quality = asdict(data_quality(made))
        return print_json(
            {**quality, "path": saved and str(saved), "survey_first": [asdict(one) for one in first]}
        )
    show(str(data_quality(made)))
    for line in made.changes:
        show(f"  changed    {line}")
    for number, one in enumerate(first, 1):
        show(f"  survey {number:2d}  {one}")
    return show(f"City: {saved}" if saved else "Nothing is written; give -o town.city.gpkg to keep it.")


def register(
    city_file: Annotated[Path, typer.Argument(metavar="CITY", help="A city file (.gpkg), or built-in.")],
    incidents: Annotated[
        Path | None, typer.Option(help="Police incidents: type, date, place (CSV, GeoJSON).")
    ] = None,
    reports: Annotated[
        Path | None, typer.Option(help="Citizen reports: date, place, type (CSV, GeoJSON).")
    ] = None,
    audit: Annotated[
        Path | None, typer.Option(help="Audit pins: place and lux, incivility or social (CSV, GeoJSON).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where to write the register (.gpkg).")
    ] = None,
    maps: Annotated[Path | None, typer.Option(help="Folder for maps of the risks (PNG and SVG).")] = None,
    date_format: Annotated[
        list[str] | None,
        typer.Option(help="How dates are written, such as %d/%m/%Y, or reports:%d/%m/%Y.  [default: ISO]"),
    ] = None,
    epsg: Annotated[
        list[str] | None, typer.Option(help="System of the coordinates, such as 2100.  [default: degrees]")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT=NAME", help="Name a column: type=Reato, lon=X, reports:date=Giorno."),
    ] = None,
    encoding: Annotated[
        list[str] | None, typer.Option(help="Of CSV files, such as cp1253.  [default: utf-8]")
    ] = None,
    types: Annotated[Path | None, typer.Option(help="TOML with more words for types of incident.")] = None,
    since: Annotated[str, typer.Option(help="First day that counts (2025-01-01).")] = "",
    until: Annotated[str, typer.Option(help="Last day that counts.")] = "",
    fewest: Annotated[
        float | None, typer.Option(help="Counts below this are never shown.  [default: 5]")
    ] = None,
    presence: Annotated[
        Path | None,
        typer.Option(help="Folder of a study: risk relative to who passes in its first scenario."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a risk register: incidents, reports and audits as estimates by street, with what they are worth."""
    registers.risk_register(
        city_file, {"incidents": incidents, "reports": reports, "audit": audit}, out, maps, as_json=as_json,
        form={
            "date_format": date_format or [], "epsg": epsg or [], "column": column or [], "encoding": encoding or [],
        },
        types=types, period=(since, until), fewest=fewest, presence=presence,
    )  # fmt: skip
