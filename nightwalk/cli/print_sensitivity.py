"""What `nightwalk sensitivity` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from nightwalk.cli.screen import show

if TYPE_CHECKING:
    from nightwalk.experiments.sensitivity import Sensitivity

__all__ = ["print_sensitivity"]

SHOWN = 12


def print_sensitivity(done: Sensitivity) -> None:
    """Print the largest indices of the difference, what they mean, what cannot be told, and how much was run."""
    from nightwalk.experiments.findings import findings, number_of, size_line, warnings_of
    from nightwalk.experiments.plots import index_label

    label = index_label(done.analysis, done.plan.of)
    table = Table(title=f"{done.scenarios[1]} against {done.scenarios[0]}: {label}", title_justify="left")
    for heading in ("Number", "Index", "95 % interval"):
        table.add_column(heading, justify="left" if heading == "Number" else "right")
    for row in done.analysis.ranking().dropna(subset=["value"]).head(SHOWN).itertuples():
        value, low, high = (number_of(done, float(one)) for one in (row.value, row.low, row.high))
        table.add_row(str(row.factor), value, f"{low} to {high}")
    Console().print(table)
    for sentence in (*findings(done), *warnings_of(done), size_line(done)):
        show(sentence)
