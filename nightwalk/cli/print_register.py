"""What became of the rows of a risk register, relative risks and the error of the outlook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from nightwalk.cli.screen import show

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nightwalk.model.register.account import Account
    from nightwalk.model.register.outlook import Outlook
    from nightwalk.model.register.register import RiskRegister

__all__ = ["print_register", "register_json"]


def print_register(register: RiskRegister, accounts: Sequence[Account], written: Sequence[Path]) -> None:
    """Print what became of the rows, relative risks, the error of the outlook, and where things are."""
    for account in accounts:
        for line in account.lines():
            show(line)
    if register.terrain:
        table = Table(title="Relative risk (reports per metre near / elsewhere)", title_justify="left")
        for heading in ("Feature", "Share of streets", "Ratio (95 % interval)", "Says"):
            table.add_column(heading)
        for row in register.terrain.rows:
            between = f"{row.ratio:.2f} ({row.low:.2f} to {row.high:.2f})"
            table.add_row(row.feature, f"{row.near:.0%}", between, row.says)
        Console().print(table)
    if register.outlook:
        _print_outlook(register.outlook)
    for path in written:
        show(f"Written: {path}")
    if not written:
        show("Nothing is written; give -o town.register.gpkg to keep it.")


def register_json(
    register: RiskRegister, accounts: Sequence[Account], written: Sequence[Path]
) -> dict[str, Any]:
    """Return the same for a script."""
    outlook = register.outlook
    return {
        "accounts": [one.as_json() for one in accounts],
        "families_a_year": dict(register.families),
        "relative_risks": register.relative_risks().to_dict("records"),
        "outlook": outlook and {
            "month": outlook.month, "verdict": outlook.verdict, "errors": [one._asdict() for one in outlook.errors],
        },
        "digest": register.digest,
        "written": [str(path) for path in written],
    }  # fmt: skip


def _print_outlook(outlook: Outlook) -> None:
    if outlook.errors:
        title = f"Outlook for {outlook.month}: error on held-out months"
        table = Table(title=title, title_justify="left")
        for heading in ("Method", "Months", "Deviance per report", "Hits on hottest streets", "PAI"):
            table.add_column(heading, justify="left" if heading == "Method" else "right")
        for one in outlook.errors:
            numbers = (f"{one.deviance:.2f}", f"{one.hit_rate:.0%}", f"{one.accuracy_index:.1f}")
            table.add_row(one.method, str(one.months), *numbers)
        Console().print(table)
    show(outlook.verdict)
