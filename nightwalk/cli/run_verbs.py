"""The verb that lists and removes what an outputs folder holds."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightwalk.base.errors import RunError
from nightwalk.cli.options import Json, Out

if TYPE_CHECKING:
    from nightwalk.outputs.run_index import Entry, RunIndex

__all__ = ["runs"]

SHOWN = 20
STATES = ("finished", "unfinished")


def runs(
    text: Annotated[str, typer.Argument(help="Only those with this text in name, scenarios or id.")] = "",
    kind: Annotated[str, typer.Option(help="Only of this kind: study, sensitivity.")] = "",
    state: Annotated[str, typer.Option(help="Only those finished, or unfinished.")] = "",
    every: Annotated[bool, typer.Option("--all", help=f"All of them, not the {SHOWN} latest.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Delete those listed, with their folders.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without a question.")] = False,
    out: Out = Path("outputs"),
    as_json: Json = False,
) -> None:
    """List studies and ensembles, the latest first; remove what is not needed any more."""
    from nightwalk.cli.print_runs import print_runs
    from nightwalk.cli.screen import print_json
    from nightwalk.outputs.run_index import RunIndex

    if state not in ("", *STATES):
        raise RunError(f"--state is {state!r}; it can be {' or '.join(STATES)}.")
    if remove and as_json and not yes:
        raise RunError("--remove with --json asks nothing; say --yes, too.")
    index = RunIndex(out)
    found = index.entries(kind=kind, state=state, name=text)
    if as_json:
        print_json([vars(one) for one in found])
    else:
        print_runs(found if every or remove else found[:SHOWN], len(found))
    if remove and found:
        _remove(index, found, sure=yes)


def _remove(index: RunIndex, found: list[Entry], *, sure: bool) -> None:
    which = "this one" if len(found) == 1 else f"these {len(found)}"
    if sure or typer.confirm(f"Delete {which}?", err=True):
        index.remove(one.id for one in found)
