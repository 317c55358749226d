"""What the statistics of a decision say, one plain sentence each."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.costs import EVERYBODY
from nightwalk.outputs.guards import JUDGEMENT, weakest_grade
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import _, named, number
from nightwalk.outputs.wording import group_name, money, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

__all__ = [
    "DISPLACEMENT_WORDS", "GAP_WORDS", "NO_RATIO", "amount", "behind_line", "cost_line", "displaced_to", "grade_line",
    "payers_line", "tier_line",
]  # fmt: skip

CURRENCY = "EUR"
DIGITS = 3  # of an amount that has a range
GAP_WORDS = {
    "less_safe_than_harm": "feels less safe than recorded harm suggests",
    "safer_than_harm": "feels safer than recorded harm suggests",
    "aligned_high": "feels unsafe, as recorded harm suggests",
    "aligned_low": "feels safe, as recorded harm suggests",
    "cannot_tell": "cannot tell",
}
DISPLACEMENT_WORDS = {
    "no_effect": "not defined: the effect on the treated streets may be zero",
    "increase": "not defined: there is more of it on the treated streets",
    "too_few_crimes": "too few crimes here to tell; look at unsafety and exposure",
    "one_seed": "not defined: a single run",
    "not_applicable": "not applicable: no ring and control streets around what is treated",
}
NO_RATIO = {
    "no_ratio": "no ratio, the effect may be zero",
    "harm": "no ratio, people feel less safe",
    "no_more": "no ratio, it costs no more than before",
    "one_seed": "no ratio, a single run",
    "no_cost": "no ratio, the cost of some measures is not stated",
}


def cost_line(row: Any) -> str:
    """Return what a scenario costs a year and for a person, for a row of `costs`; empty where it costs nothing."""
    if row.annual == 0:
        return ""
    if row.state == "no_cost":
        return _("The cost of some measures is not stated.")
    a_year = _("Cost: {amount} a year, purchases spread over their life.", amount=amount(row, "annual"))
    if row.state != "ratio":
        none = _("Cost per person moved one answer category: {none}.", none=_(NO_RATIO[row.state]))
        return f"{a_year} {none}"
    person = _(
        "That is {amount} a year for each person moved one answer category towards safe (net {moved} persons).",
        amount=amount(row, "per_person"), moved=number(f"{row.moved:,.0f}"),
    )  # fmt: skip
    return f"{a_year} {person}"


def payers_line(bills: pd.DataFrame) -> str:
    """Return who pays, for the rows of `costs` of one scenario; empty where nothing is paid or known."""
    rows: Any = bills[(bills["payer"] != EVERYBODY) & (bills["annual"] != 0)].itertuples()
    paying = [row for row in rows if not isnan(row.annual)]
    if not paying:
        return ""
    if len(paying) == 1:
        return _("Who pays: {payers}.", payers=named(paying[0].payer))
    parts = [f"{named(row.payer)} {money(_rounded(row.annual), CURRENCY)}" for row in paying]
    return _("Who pays a year: {payers}.", payers=", ".join(parts))


def amount(row: Any, name: str) -> str:
    """Return a yearly amount of a row of `costs` with its range, rounded; an en dash where it is not known."""
    value, low, high = (_rounded(getattr(row, f"{name}{end}")) for end in ("", "_low", "_high"))
    if isnan(value):
        return "\N{EN DASH}"
    if low == high:
        return money(value, CURRENCY)
    return f"{money(value, CURRENCY)} ({span(number(f'{low:,.0f}'), number(f'{high:,.0f}'))})"


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def tier_line(tiers: Sequence[Sequence[str]], of: str = HEADLINE) -> str:
    """Return in which order scenarios may be named, best first; empty where there are only two."""
    if sum(map(len, tiers)) < 3:
        return ""
    what = _(INDICATORS[of].label)
    if len(tiers) == 1:
        return _("{what}: these are not distinguishable: {names}.", what=what, names=", ".join(tiers[0]))
    said = "; ".join(f"{place}. {', '.join(tier)}" for place, tier in enumerate(tiers, start=1))
    return _(
        "{what}, best first: {tiers}. Those named together are not distinguishable.", what=what, tiers=said
    )


def behind_line(row: Any) -> str:
    """Return who is left behind, for a row of `left_behind`."""
    size = INDICATORS[HEADLINE].size
    return _(
        "{scenario} leaves behind: {group}, gain {gain}; everyone {everyone}.",
        scenario=row.scenario, group=group_name(row.split, row.group), gain=size(row.gain), everyone=size(row.everyone),
    )  # fmt: skip


def grade_line(scenario: Mapping[str, Any]) -> str:
    """Return a warning where a measure of a scenario rests on expert judgement only; else empty."""
    if weakest_grade(scenario) != JUDGEMENT:
        return ""
    return _(
        "{scenario} rests in part on expert judgement (evidence grade D); read the result as a structured what-if.",
        scenario=scenario["name"],
    )


def displaced_to(row: Any) -> str:
    """Return where something moved to, for a row of `displacement`."""
    if row.state != "defined":
        return _(DISPLACEMENT_WORDS[row.state])
    if row.wdq_low > 0:
        return _("benefits spread to the ring")
    return _("it moves next door") if row.wdq_high < 0 else _("cannot tell which way")
