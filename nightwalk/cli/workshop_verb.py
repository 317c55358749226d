"""The verb that opens the workshop."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["workshop"]

LOWEST_PORT, HIGHEST_PORT = 1, 65535


def workshop(
    city_file: Annotated[
        str, typer.Argument(metavar="CITY", help="A city file (.gpkg), built-in or grid-town.")
    ] = "built-in",
    lan: Annotated[bool, typer.Option("--lan", help="Let phones on the same Wi-Fi in.")] = False,
    port: Annotated[
        int, typer.Option(min=LOWEST_PORT, max=HIGHEST_PORT, help="Where browsers find it.")
    ] = 8765,
    room: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the session is kept; one that is there goes on.")
    ] = Path("workshop"),
    register: Annotated[
        Path | None, typer.Option(help="A risk register of the town: recorded crime as a layer.")
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the facilitator's page.")] = False,
) -> None:
    """Open a page for the room: marks, proposals and votes on this laptop and its Wi-Fi, no internet."""
    from nightwalk.cli.screen import show
    from nightwalk.cli.towns import town_named
    from nightwalk.model.register.register import RiskRegister
    from nightwalk.workshop.server import serve

    recorded = None if register is None else RiskRegister.load(register)
    serve(
        town_named(city_file), folder=room, port=port, lan=lan, show=open_page, city_file=city_file,
        register=recorded, register_file=str(register or ""),
    )  # fmt: skip
    show(f"Closed. Everything is kept in {room}; the same command goes on where it was.")
