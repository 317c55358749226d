"""What `nightwalk runs` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from nightwalk.cli.screen import show

if TYPE_CHECKING:
    from nightwalk.outputs.run_index import Entry

__all__ = ["print_runs"]

MEGABYTE = 1e6


def print_runs(shown: list[Entry], count: int) -> None:
    """Print some entries of the index, and how many there are."""
    if not count:
        return show("There is nothing here yet.")
    table = Table()
    for heading in ("Folder", "Kind", "Scenarios", "Runs", "State", "MB", "When"):
        table.add_column(heading, justify="right" if heading in ("Runs", "MB") else "left", overflow="fold")
    for one in shown:
        size = f"{one.size / MEGABYTE:.1f}" if one.size else ""
        table.add_row(
            one.id, one.kind, ", ".join(one.scenarios), str(one.runs), one.state, size, one.when[:16]
        )
    Console().print(table)
    return show(
        f"{len(shown)} of {count}, the latest; --all shows them all."
        if len(shown) < count
        else f"{count} in all."
    )
