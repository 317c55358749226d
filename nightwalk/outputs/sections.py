"""The tables of the report: headings and cells, in the words and numbers of the language spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.outputs.answers import answers
from nightwalk.outputs.bars import ASKED
from nightwalk.outputs.compare import in_order, levels
from nightwalk.outputs.few_crimes import too_few_crimes
from nightwalk.outputs.figures import for_whom_rows
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import _, number
from nightwalk.outputs.paired import interval_of
from nightwalk.outputs.targets import targets
from nightwalk.outputs.verdicts import HARDLY
from nightwalk.outputs.wording import (
    difference,
    group_name,
    interviews,
    per_cent,
    ranged,
    verdict,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = [
    "Table", "assumed", "by_group", "crimes", "for_whom", "monitoring", "parted", "safe", "targeted", "today",
    "what_changed", "worthwhile",
]  # fmt: skip

_TODAY = (
    HEADLINE, "very_unsafe_after_dark", "unsafe_by_day", "unsafe_in_park_after_dark",
    "unsafe_in_busy_place_after_dark", "stays_in_after_dark", "walks_after_dark_per_day",
    "fear_episodes_per_person_year", "any_fear_episode",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table as the page shows it.

    Attributes:
        heads: Headings, each with whether its column holds numbers.
        rows: Cells; the first one of a row is its heading.
        quiet: Numbers of the rows to print pale.
    """

    heads: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]
    quiet: Sequence[int] = ()


def safe(ensemble: Ensemble) -> Table:
    """Return SDG 16.1.4 by scenario: the share who feel safe after dark, for everyone, women and men."""
    frame = levels(ensemble)
    unsafe = frame[frame["indicator"] == HEADLINE].set_index(["scenario", "split", "group"])["value"]
    level, missing = INDICATORS[HEADLINE].level, float("nan")
    heads = [(_("Scenario"), False), *((group_name(*group), True) for group in ASKED)]
    rows = [
        [name, *(level(1.0 - unsafe.get((name, *group), missing)) for group in ASKED)]
        for name in ensemble.scenarios
    ]
    return Table(heads, rows)


def today(ensemble: Ensemble, of: Sequence[str] = _TODAY) -> Table:
    """Return the levels of some indicators in the first scenario: everyone, by sex and by disability."""
    frame = levels(ensemble)
    splits = ("all", "sex", "disability")
    frame = frame[(frame["scenario"] == ensemble.scenarios[0]) & frame["split"].isin(splits)]
    wide = frame.set_index(["indicator", "split", "group"])["value"]
    wide = wide.unstack(["split", "group"])  # noqa: PD010  a repeated row is an error here
    columns = [column for split in splits for column in wide if column[0] == split]
    heads = [
        (_("Indicator"), False),
        (_("Unit"), False),
        *((group_name(*column), True) for column in columns),
    ]
    shown = [INDICATORS[name] for name in of if name in wide.index]
    rows = [
        [_(one.label), _(one.unit), *(one.number(value) for value in wide.loc[one.name, columns])]
        for one in shown
    ]
    return Table(heads, rows)


def for_whom(rows: pd.DataFrame) -> Table:
    """Return before, after and difference of the headline by every split."""
    number_of = INDICATORS[HEADLINE].number
    heads = [
        (_("Scenario"), False), (_("Group"), False), (_("People"), True), (_("Before"), True), (_("After"), True),
        (_("Difference, points (95 % interval)"), True), (_("Verdict"), False),
    ]  # fmt: skip
    cells = [
        [one.scenario, group_name(one.split, one.group), _count(one.people), number_of(one.before),
         number_of(one.after), difference(one), verdict(one)]
        for one in answers(for_whom_rows(rows))
    ]  # fmt: skip
    return Table(heads, cells)


def by_group(ensemble: Ensemble) -> Table:
    """Return the level of the headline by every split in the first scenario."""
    frame = levels(ensemble)
    frame = frame[(frame["scenario"] == ensemble.scenarios[0]) & (frame["indicator"] == HEADLINE)]
    heads = [(_("Group"), False), (_("People"), True), (_("Share (95 % interval over runs)"), True)]
    found: Any = for_whom_rows(in_order(frame)).itertuples()
    return Table(
        heads, [[group_name(row.split, row.group), _count(row.people), _level(row)] for row in found]
    )


def _level(row: Any) -> str:
    return ranged(row.value, row.low, row.high, INDICATORS[HEADLINE].number)


def _count(people: float) -> str:
    return "\N{EN DASH}" if np.isnan(people) else number(f"{people:,.0f}")


def what_changed(rows: pd.DataFrame) -> Table:
    """Return every indicator of the rows for everyone, with its verdict; rows without a difference are pale."""
    heads = [
        (_("Scenario"), False), (_("Indicator"), False), (_("Unit"), False), (_("Before"), True),
        (_("After"), True), (_("Difference (95 % interval)"), True), (_("Verdict"), False),
        (_("Chance that the average change is worthwhile"), True),
    ]  # fmt: skip
    found = answers(rows[rows["split"] == "all"])
    cells = [
        [one.scenario, _(one.indicator.label), _(one.indicator.unit), one.indicator.number(one.before),
         one.indicator.number(one.after), difference(one), verdict(one),
         per_cent(one.chance if one.told else np.nan)]
        for one in found
    ]  # fmt: skip
    alike = [place for place, one in enumerate(found) if one.verdict == HARDLY]
    return Table(heads, cells, alike)


def parted(table: Table) -> dict[str, Table]:
    """Return a table whose first column is the scenario as one table for each, without that column."""
    return {name: _part(table, name) for name in dict.fromkeys(row[0] for row in table.rows)}


def _part(table: Table, name: str) -> Table:
    mine = [place for place, row in enumerate(table.rows) if row[0] == name]
    pale = [k for k, place in enumerate(mine) if place in table.quiet]
    return Table(table.heads[1:], [table.rows[place][1:] for place in mine], pale)


def crimes(ensemble: Ensemble) -> Table:
    """Return crimes of the whole town by family, what happened and what was recorded, per horizon."""
    frame = ensemble.frame("crimes")
    totals = frame.groupby(["family", "scenario", "seed"])[["true", "recorded"]].sum()
    heads = [
        (_("Kind"), False), (_("Scenario"), False), (_("Happened"), True), (_("Difference"), True),
        (_("Recorded"), True), (_("Difference"), True),
    ]  # fmt: skip
    base, *others = ensemble.scenarios
    few = {name for name in others if too_few_crimes(ensemble, name, base)}
    cells = [
        [_(family), name, *_crimes(totals.loc[family], name, base, few=name in few)]
        for family in map(str, sorted(frame["family"].unique()))
        for name in ensemble.scenarios
    ]
    return Table(heads, cells)


def _crimes(totals: pd.DataFrame, name: str, base: str, *, few: bool) -> list[str]:
    cells = []
    for kind in ("true", "recorded"):
        mine, first = (totals.loc[which][kind] for which in (name, base))
        told = _("too few to tell") if few else _change((mine - first).to_numpy(float))
        cells += [number(f"{mine.mean():,.1f}"), "" if name == base else told]
    return cells


def _change(differences: np.ndarray) -> str:
    return ranged(*interval_of(differences), written("+,.1f"))


def targeted(ensemble: Ensemble) -> Table:
    """Return every target with the chance that a scenario meets it."""
    heads = [
        (_("Scenario"), False), (_("Indicator"), False), (_("Group"), False), (_("Target"), False),
        (_("By"), False), (_("Owner"), False), (_("Expected"), True), (_("Chance that it is met"), True),
    ]  # fmt: skip
    return Table(heads, [list(one.values()) for one in targets(ensemble)])


def monitoring(rows: pd.DataFrame, residents: float | None) -> list[dict[str, str]]:
    """Return how many interviews would show the expected change, per compared scenario."""
    head = rows[(rows["split"] == "all") & (rows["indicator"] == HEADLINE) & rows["difference"].notna()]
    found: Any = head.itertuples()
    return [{"scenario": row.scenario, "need": interviews(row.before, row.after, residents)} for row in found]


def assumed(numbers: Sequence[Mapping[str, str]]) -> Table:
    """Return the declared numbers that rest on an assumption."""
    heads = [
        (_("Number"), False), (_("Value"), True), (_("Unit"), False), (_("Range"), False), (_("Source"), False),
        (_("Varied"), False),
    ]  # fmt: skip
    return Table(heads, [list(one.values()) for one in numbers])


def worthwhile() -> Table:
    """Return every indicator with the smallest change we call worthwhile."""
    heads = [
        (_("Indicator"), False), (_("Smallest worthwhile change"), True), (_("Better"), False),
        (_("Source"), False), (_("What is counted"), False),
    ]  # fmt: skip
    cells = [
        [_(one.label), one.size(one.smallest_worthwhile), _(one.better), one.source, _(one.definition)]
        for one in INDICATORS.values()
    ]
    return Table(heads, cells)
