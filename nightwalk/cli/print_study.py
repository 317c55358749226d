"""The levels of a study of one scenario, the verdicts of a comparison, and what they cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from nightwalk.cli.screen import show

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["print_decision", "print_levels", "print_verdicts"]

SHOWN = (
    "unsafe_after_dark", "very_unsafe_after_dark", "unsafe_by_day", "stays_in_after_dark",
    "walks_after_dark_per_day", "fear_episodes_per_person_year", "street_crimes_per_1000_year",
)  # fmt: skip


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
