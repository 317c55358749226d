"""The rows of a validation, what fails and how many facts hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from nightwalk.cli.screen import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.validation.result import Validation
    from nightwalk.validation.rows import Row

__all__ = ["print_validation"]


def print_validation(found: Validation) -> None:
    """Print the rows of a validation by role and town, then what fails and how many facts hold."""
    from nightwalk.validation.rows import FAILS
    from nightwalk.validation.summary import replications
    from nightwalk.validation.words import SECTIONS, groups, headline

    for section in SECTIONS:
        rows = [row for group in groups(found.rows, section.key) for row in group.rows]
        for town in dict.fromkeys(row.town for row in rows):
            title = f"{section.title}, {town}" if town else section.title
            _print_rows(f"{title}. {section.says}", [row for row in rows if row.town == town])
    failed = dict.fromkeys(f"{row.id} {row.town}".strip() for row in found.rows if row.verdict == FAILS)
    for line in (f"Fails: {', '.join(failed)}." if failed else "", replications(found), headline(found)):
        if line:
            show(line)


def _print_rows(title: str, rows: Sequence[Row]) -> None:
    """Print a table with two lines for a row: what, ours and accepted; published with source, and the seeds."""
    from rich.box import SIMPLE_HEAD
    from rich.text import Text

    from nightwalk.validation.words import MARKS, accepted, between, seeds, value, verdict

    table = Table(
        title=title, title_justify="left", box=SIMPLE_HEAD, expand=True, padding=0, collapse_padding=True
    )
    table.add_column("", width=6)
    table.add_column("Quantity; published, source", ratio=3)
    table.add_column("Ours (90 %); seeds", ratio=2)
    table.add_column("Accepted; verdict", ratio=1, min_width=16)
    for row in rows:
        said = verdict(row)
        words = (
            f"{MARKS[said]} {row.id}",
            "\n".join((", ".join(filter(None, (row.quantity, row.unit))), _published(row))),
            f"{value(row)} {f'({between(row)})' if between(row) else ''}\n{seeds(row)}",
            f"{accepted(row)}\n{said}",
        )
        table.add_row(*map(Text, words), style="bold" if said == "fails" else "")
    Console().print(table)


def _published(row: Row) -> str:
    return "; ".join(filter(None, (row.published, row.source)))
