"""What the command line shows: progress on stderr, tables and sentences on stdout."""

from __future__ import annotations

import json
import math
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from nightwalk.model.register.account import Account
    from nightwalk.model.register.outlook import Outlook
    from nightwalk.model.register.register import RiskRegister
    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.scenarios.about import Range
    from nightwalk.scenarios.catalogue import Entry
    from nightwalk.validation.result import Validation
    from nightwalk.validation.rows import Row

    Progress = Callable[[str, float], None]

__all__ = [
    "doing", "print_catalogue", "print_decision", "print_entry", "print_json", "print_levels", "print_register",
    "print_validation", "print_verdicts", "progress", "register_json", "say", "say_where", "show",
]  # fmt: skip

SHOWN = (
    "unsafe_after_dark", "very_unsafe_after_dark", "unsafe_by_day", "stays_in_after_dark",
    "walks_after_dark_per_day", "fear_episodes_per_person_year", "street_crimes_per_1000_year",
)  # fmt: skip
STEP = 0.1


def say(text: str) -> None:
    """Print a line on stderr."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(text, markup=False)


def show(text: str) -> None:
    """Print a line on stdout."""
    Console(highlight=False, soft_wrap=True).print(text, markup=False)


def print_json(content: Any) -> None:
    """Print something a script reads; what is not a number becomes null."""
    print(json.dumps(_plain(content), indent=1, ensure_ascii=False, allow_nan=False))  # noqa: T201


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Give a callback that shows what is being done and the share done (0-1), on stderr.

    A bar on a terminal, a line for every tenth elsewhere, nothing if `quiet`.
    """
    if quiet:
        yield lambda what, done: None  # noqa: ARG005
    elif not sys.stderr.isatty():
        yield _lines()
    else:
        with _bar() as update:
            yield update


@contextmanager
def doing(what: str, *, quiet: bool = False) -> Iterator[None]:
    """Show that something of unknown length is going on, on stderr."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(f"{what} ..."):
        yield


def print_levels(ensemble: Ensemble) -> None:
    """Print the main indicators of a study of one scenario."""
    from nightwalk.outputs.compare import levels
    from nightwalk.outputs.indicators import INDICATORS

    frame = levels(ensemble)
    for name in ensemble.scenarios:
        table = Table(title=name, title_justify="left")
        for heading in ("", "Everyone", "Men", "Women"):
            table.add_column(heading, justify="right" if heading else "left", no_wrap=not heading)
        mine = frame[frame["scenario"] == name]
        for key in SHOWN:
            rows = mine[mine["indicator"] == key].set_index(["split", "group"])["value"]
            groups = [("all", "everyone"), ("sex", "men"), ("sex", "women")]
            found = [rows.get(group, math.nan) for group in groups]
            shown = INDICATORS[key]
            table.add_row(f"{shown.label} ({shown.unit})", *(shown.number(value) for value in found))
        Console().print(table)


def print_verdicts(rows: pd.DataFrame) -> None:
    """Print the rows of a comparison, and for everyone what they mean."""
    from nightwalk.outputs.answers import answers
    from nightwalk.outputs.indicators import INDICATORS
    from nightwalk.outputs.wording import change, difference, meaning, verdict

    first = INDICATORS[rows["indicator"].iloc[0]]
    table = Table(title=f"{first.label} ({first.unit})", title_justify="left")
    for heading in ("Scenario", "Group", "Before", "After", "Difference (95 % interval)", "Verdict"):
        table.add_column(heading, justify="right" if heading in ("Before", "After") else "left")
    found = answers(rows)
    for one in found:
        ends = (first.number(one.before), first.number(one.after), difference(one), verdict(one))
        table.add_row(one.scenario, one.group, *ends)
    Console().print(table)
    for one in found:
        if one.split == "all":
            show(f"{change(one, name=one.scenario)} {meaning(one)}")


def print_decision(ensemble: Ensemble, of: str) -> None:
    """Print which scenarios can be told apart, what they cost, who is left behind and what would be guessing."""
    from nightwalk.outputs.costs import EVERYBODY, costs
    from nightwalk.outputs.decision_words import behind_line, cost_line, grade_line, tier_line
    from nightwalk.outputs.equity import left_behind
    from nightwalk.outputs.guards import tiers

    bills = costs(ensemble)
    whole: Any = bills[bills["payer"] == EVERYBODY].itertuples()
    costly = [(row.scenario, cost_line(row)) for row in whole]
    lines = [
        tier_line(tiers(ensemble, of), of),
        *(f"{name}: {line}" for name, line in costly if line),
        *map(behind_line, left_behind(ensemble).itertuples()),
        *(grade_line(ensemble.scenario(name)) for name in ensemble.scenarios[1:]),
    ]
    for line in filter(None, lines):
        show(line)


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


def say_where(folder: Path, page: str = "report.html") -> None:
    """Print where the report of a study is."""
    show(f"Report: {folder / page}")


def _lines() -> Progress:
    said = [-1]

    def update(what: str, done: float) -> None:
        tenth = int(done / STEP + 1e-9)
        if tenth > said[0]:
            said[0] = tenth
            say(f"{what} {done:.0%}")

    return update


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("preparing", total=1.0)
        yield lambda what, done: bar.update(task, description=what, completed=done)


def _range(money: Range) -> str:
    if money.value == 0:
        return "\N{EN DASH}"
    if money.low == money.high:
        return f"{money.value:,.0f}"
    value, low, high = (f"{number:,.{_digits(money)}f}" for number in money)
    return f"{value} ({low}\N{EN DASH}{high})"


def _digits(money: Range) -> int:
    return 1 if money.value < 10 else 0


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_plain(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
