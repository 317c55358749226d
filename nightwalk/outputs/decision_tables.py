"""The statistics of a decision as tables of the report: costs, areas, rings, gaps between groups, doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.outputs.costs import EVERYBODY, costs
from nightwalk.outputs.decision_words import CURRENCY, GAP_WORDS, NO_RATIO, amount, displaced_to
from nightwalk.outputs.displacement import displacement
from nightwalk.outputs.equity import equity
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import _, named, number
from nightwalk.outputs.perception import CANNOT_TELL, day_dark, perception_gaps
from nightwalk.outputs.sections import Table
from nightwalk.outputs.wording import money, per_cent, ranged, span, written

if TYPE_CHECKING:
    from nightwalk.outputs.ensemble import Ensemble

__all__ = [
    "GAPS_SAID", "KINDS_SAID", "MOVED_SAID", "SOURCES_SAID", "STATES_SAID", "areas", "darkness", "fairness",
    "payers", "rings", "sources_of_doubt", "told_areas",
]  # fmt: skip

GAPS_SAID = {
    "women_men": "Women minus men, share who feel unsafe",
    "disabled_others": "With minus without a disability, share who feel unsafe",
    "low_income_others": "Low minus other incomes, share who feel unsafe",
    "least_safe_share": "Share of the benefit for the fifth who felt least safe",
}
STATES_SAID = {
    "narrower": "the gap narrows",
    "wider": "the gap widens",
    "hardly": "makes hardly any difference",
    "unclear": "we cannot tell yet",
    "defined": "before: their share of the people; after: of the benefit",
    "no_ratio": "no benefit that could be shared is clear",
}
MOVED_SAID = {
    "street_crimes": "Street crimes",
    "vandalism": "Vandalism",
    "fear_episodes": "Fear episodes",
    "unsafe_dark": "Feel unsafe after dark",
}
SOURCES_SAID = {
    "luck": "luck of the runs",
    "data_gaps": "gaps in the data (light that is guessed)",
    "parameters": "effect sizes nobody knows exactly",
}
KINDS_SAID = {
    "all": "All streets",
    "residential": "Residential streets",
    "main": "Main streets",
    "park": "Parks and paths",
    "underpass": "Underpasses",
    "transit": "At stops and stations",
}


def payers(ensemble: Ensemble) -> Table:
    """Return what every scenario costs on top of the first, by payer, and per person moved one category."""
    heads = [
        (_("Scenario"), False), (_("Who pays"), False), (_("Once"), True),
        (_("A year, purchases spread (95 % range)"), True),
        (_("Persons moved one category (95 % interval)"), True), (_("A year for each of them"), True),
    ]  # fmt: skip
    cells = []
    for name, bills in costs(ensemble).groupby("scenario", sort=False):
        whole, *parts = list(bills.itertuples())
        if len(parts) == 1:
            cells.append([name, *_bill(parts[0]), *_each(whole)])
        else:
            cells += [[name, *_bill(whole), *_each(whole)], *([name, *_bill(part), "", ""] for part in parts)]
    return Table(heads, cells)


def _bill(row: Any) -> list[str]:
    who = _(row.payer) if row.payer == EVERYBODY else named(row.payer)
    return [who, money(row.capital, CURRENCY), amount(row, "annual")]


def _each(row: Any) -> list[str]:
    moved = ranged(row.moved, row.moved_low, row.moved_high, written(",.0f"))
    return [moved, amount(row, "per_person") if row.state == "ratio" else _(NO_RATIO[row.state])]


def told_areas(ensemble: Ensemble) -> tuple[Table, int]:
    """Return the areas of the first scenario whose fit to harm is known, and how many there are in all."""
    gaps = perception_gaps(ensemble)
    gaps = gaps[gaps["scenario"] == ensemble.scenarios[0]]
    return areas(gaps[gaps["gap"] != CANNOT_TELL]), len(gaps)


def areas(gaps: Any) -> Table:
    """Return rows of `perception_gaps` in words (rule 29)."""
    heads = [
        (_("Area"), False),
        (_("Feel unsafe after dark, %"), True),
        (_("How it fits"), False),
        (_("Chance"), True),
    ]
    level = INDICATORS[HEADLINE].number
    return Table(
        heads,
        [
            [row.area, level(row.unsafe), _(GAP_WORDS[row.gap]), per_cent(getattr(row, row.gap))]
            for row in gaps.itertuples()
        ],
    )


def darkness(ensemble: Ensemble) -> Table:
    """Return what darkness adds to unsafety by kind of street, in the first scenario."""
    heads = [
        (_("Streets"), False), (_("km"), True), (_("By day, %"), True), (_("After dark, %"), True),
        (_("Difference, points (95 % interval)"), True),
    ]  # fmt: skip
    found = day_dark(ensemble)
    rows: Any = found[(found["scenario"] == ensemble.scenarios[0]) & (found["km"] > 0)].itertuples()
    return Table(heads, [_kind(row) for row in rows])


def _kind(row: Any) -> list[str]:
    what = INDICATORS[HEADLINE]
    levels = [what.number(value) for value in (row.unsafe_day, row.unsafe_dark)]
    return [
        _(KINDS_SAID[row.street_class]), number(f"{row.km:.1f}"), *levels, _points(row.difference, row.low, row.high)
    ]  # fmt: skip


def _points(value: float, low: float, high: float) -> str:
    return ranged(100 * value, 100 * low, 100 * high, written("+.1f"))


def fairness(ensemble: Ensemble) -> Table:
    """Return how gaps between groups change, and how much of the benefit the least safe fifth gets."""
    heads = [
        (_("Scenario"), False), (_("What"), False), (_("Before"), True), (_("After"), True),
        (_("Difference, points (95 % interval)"), True), (_("Verdict"), False),
    ]  # fmt: skip
    level = INDICATORS[HEADLINE].number
    found: Any = equity(ensemble).itertuples()
    return Table(
        heads,
        [
            [row.scenario, _(GAPS_SAID[row.measure]), level(row.before), level(row.after),
             _points(row.change, row.low, row.high), _(STATES_SAID[row.state])]
            for row in found
        ],
    )  # fmt: skip


def rings(ensemble: Ensemble) -> Table:
    """Return where crime and unsafety moved to: the weighted displacement quotient of every ring."""
    found = displacement(ensemble)
    applies = found["state"] != "not_applicable"
    found = found[
        found["scenario"].isin(found["scenario"][applies]) & found["radius"].isin(found["radius"][applies])
    ]
    heads = [
        (_("Scenario"), False), (_("What"), False), (_("On the treated streets, against the rest"), True),
        *((_("Ring of {metres} m", metres=f"{radius:.0f}"), False) for radius in found["radius"].unique()),
    ]  # fmt: skip
    cells = []
    for (name, measure), part in found.groupby(["scenario", "measure"], sort=False):
        each: list[Any] = list(part.itertuples())
        cells.append([name, _(MOVED_SAID[measure]), _effect(each[0]), *map(_quotient, each)])
    return Table(heads, cells)


def _effect(row: Any) -> str:
    if row.state == "too_few_crimes" or np.isnan(row.effect):
        return "\N{EN DASH}"
    ends = (100 * row.effect_low, 100 * row.effect_high)
    shown = ranged(100 * row.effect, *ends, written("+.0f"))
    return f"{shown}\N{NO-BREAK SPACE}%"


def _quotient(row: Any) -> str:
    if row.state != "defined":
        return displaced_to(row)
    quotient = ranged(row.wdq, row.wdq_low, row.wdq_high, written(".2f"))
    return f"{quotient}: {displaced_to(row)}"


def sources_of_doubt(ensemble: Ensemble) -> Table:
    """Return the shares of luck, data gaps and parameters in the spread, where a study folder holds them."""
    heads = [
        (_("Scenario"), False), (_("Indicator"), False), (_("What makes runs differ"), False),
        (_("Share (95 % interval)"), True), (_("How sure"), False),
    ]  # fmt: skip
    if "uncertainty" not in ensemble.tables:
        return Table(heads, [])
    found: Any = ensemble.frame("uncertainty").itertuples()
    return Table(heads, [_source(row) for row in found])


def _source(row: Any) -> list[str]:
    share, *ends = (per_cent(value) for value in (row.share, row.low, row.high))
    sure = _("told apart") if row.separable else _("not separable with {seeds} runs", seeds=row.seeds)
    return [
        row.scenario,
        _(INDICATORS[row.indicator].label),
        _(SOURCES_SAID[row.source]),
        f"{share} ({span(*ends)})",
        sure,
    ]
