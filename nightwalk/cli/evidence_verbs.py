"""Verbs that show what the model rests on: the catalogue, the validation."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nightwalk.cli.options import Fresh, Json, Kinds, Out, Workers
from nightwalk.cli.studies import import_modules
from nightwalk.cli.validations import validation

__all__ = ["interventions", "validate"]


def interventions(
    kind: Annotated[
        str | None, typer.Argument(help="One kind in detail, for example street-lighting.")
    ] = None,
    kinds: Kinds = None,
    as_json: Json = False,
) -> None:
    """Show the catalogue of interventions: evidence, costs, parameters and their sources."""
    from nightwalk.cli.print_catalogue import print_catalogue, print_entry
    from nightwalk.cli.screen import print_json
    from nightwalk.scenarios.catalogue import catalogue

    import_modules(kinds)
    entries = catalogue(kind)
    if as_json:
        return print_json([one.as_json() for one in entries])
    return print_entry(entries[0]) if kind else print_catalogue(entries)


def validate(
    cities: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOWN[=LEVEL]]...",
            help="built-in, grid-town, city files or maps, these with the share unsafe after dark there, "
            "such as rome.osm.pbf=0.32.  [default: built-in grid-town]",
        ),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Few seeds, fewer people: minutes.")] = False,
    only: Annotated[str, typer.Option(help="Some rows: SF07,D1,field.")] = "",
    data: Annotated[
        Path | None, typer.Option(help="Folder with surveys, crime, lighting and osm, for the field checks.")
    ] = None,
    out: Out = Path("outputs"),
    workers: Workers = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Print our value beside the published one, fact by fact, and write validation.html."""
    validation(cities or [], out, workers, quick=quick, only=only, data=data, fresh=fresh, as_json=as_json)
