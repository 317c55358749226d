"""The catalogue of interventions and one kind in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from nightwalk.cli.screen import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.scenarios.about import Range
    from nightwalk.scenarios.catalogue import Entry

__all__ = ["print_catalogue", "print_entry"]


def print_catalogue(entries: Sequence[Entry]) -> None:
    """Print the kinds of intervention by module, with evidence and unit costs."""
    show("Interventions, costs in EUR of 2024 with 95 % range")
    for module in dict.fromkeys(one.module for one in entries):
        table = Table(title=module.capitalize(), title_justify="left")
        for heading in ("Kind", "Grade", "Once", "A year", "Per"):
            numeric = heading in ("Once", "A year")
            table.add_column(
                heading, justify="right" if numeric else "left", no_wrap=heading == "Kind", overflow="fold"
            )
        for one in entries:
            if one.module == module:
                table.add_row(one.kind, one.grade, _range(one.capital), _range(one.yearly), one.unit)
        Console().print(table)
    for one in entries:
        show(f"{one.kind}: {one.purpose}")
    show("One kind in detail: nightwalk interventions KIND. A to D: from systematic reviews to assumption.")


def print_entry(one: Entry) -> None:
    """Print one kind of intervention in detail."""
    show(f"{one.title} ({one.kind}, {one.module}). {one.purpose}")
    show(f"Evidence {one.grade}: {one.source}. {one.note}")
    show(f"Acts on: {', '.join(one.acts_on)}.")
    for heading, note in one.cautions:
        show(f"{heading}: {note}")
    show(f"Cost per {one.unit or 'unit'}: {_range(one.capital)} once, {_range(one.yearly)} a year (EUR).")
    if one.payer:
        lasts = f" What is bought lasts about {one.life_years:g} years." if one.life_years else ""
        show(f"Usually paid by: {one.payer}.{lasts}")
    table = Table()
    for heading in ("Number", "Default", "Allowed", "Unit", "Prior", "Source"):
        table.add_column(heading, justify="right" if heading == "Default" else "left", overflow="fold")
    for number in one.parameters:
        allowed = f"{number.low:g} to {number.high:g}"
        table.add_row(number.name, f"{number.default:g}", allowed, number.unit, number.prior, number.source)
    Console().print(table)
    show(f"Also: {', '.join(one.choices)}.")


def _range(money: Range) -> str:
    if money.value == 0:
        return "\N{EN DASH}"
    if money.low == money.high:
        return f"{money.value:,.0f}"
    value, low, high = (f"{number:,.{_digits(money)}f}" for number in money)
    return f"{value} ({low}\N{EN DASH}{high})"


def _digits(money: Range) -> int:
    return 1 if money.value < 10 else 0
