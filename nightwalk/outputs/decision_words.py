"""What the statistics of a decision say, one plain sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.outputs.guards import weakest_grade
from nightwalk.outputs.indicators import HEADLINE, INDICATORS, SPLITS
from nightwalk.outputs.wording import GRADES, money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "DISPLACEMENT_WORDS", "GAP_WORDS", "behind_line", "cost_line", "displacement_line", "grade_line", "tier_line",
]  # fmt: skip

GAP_WORDS = {
    "less_safe_than_harm": "feels less safe than recorded harm suggests",
    "safer_than_harm": "feels safer than recorded harm suggests",
    "aligned_high": "feels unsafe, as recorded harm suggests",
    "aligned_low": "feels safe, as recorded harm suggests",
    "cannot_tell": "cannot tell",
}
DISPLACEMENT_WORDS = {
    "no_effect": "not defined: the effect on the treated streets may be zero",
    "too_few_crimes": "too few crimes here to tell; look at unsafety and exposure",
    "one_seed": "not defined: a single run",
    "not_applicable": "not applicable: no ring and control streets around what is treated",
}
_NO_RATIO = {
    "no_ratio": "no cost per person moved: the effect may be zero",
    "harm": "no cost per person moved: people feel less safe",
    "one_seed": "no cost per person moved: a single run",
}


def cost_line(row: Any, currency: str = "EUR") -> str:
    """Return what a scenario costs, for a row of `costs`, for a year and a person; empty where it costs nothing."""
    if row.annual == 0:
        return ""
    if row.state == "no_cost":
        return f"{row.scenario}: the cost of some measures is not stated."
    a_year = f"{row.scenario} costs {_amount(row, 'annual', currency)} a year"
    if row.state != "ratio":
        return f"{a_year}; {_NO_RATIO[row.state]}."
    return (
        f"{a_year}; {_amount(row, 'per_person', currency)} a year for each person moved one category towards safe "
        f"({row.moved:,.0f} persons net)."
    )


def _amount(row: Any, name: str, currency: str) -> str:
    value, low, high = (getattr(row, f"{name}{end}") for end in ("", "_low", "_high"))
    if low == high:
        return money(value, currency)
    return f"{money(value, currency)} ({low:,.0f} to {high:,.0f})"


def tier_line(tiers: Sequence[Sequence[str]], of: str = HEADLINE) -> str:
    """Return in which order scenarios may be named, best first; empty where there are only two."""
    if sum(map(len, tiers)) < 3:
        return ""
    told = "; then ".join(", ".join(tier) for tier in tiers)
    if len(tiers) == 1:
        return f"{INDICATORS[of].label}: these are not distinguishable: {told}."
    return f"{INDICATORS[of].label}, best first, not distinguishable where named together: {told}."


def behind_line(row: Any) -> str:
    """Return who is left behind, for a row of `left_behind`."""
    what = INDICATORS[HEADLINE]
    return (
        f"{row.scenario} leaves behind: {SPLITS[row.split].lower()} {row.group} gain {what.number(row.gain)} "
        f"{what.change_unit}, everyone {what.number(row.everyone)}."
    )


def grade_line(scenario: Mapping[str, Any]) -> str:
    """Return a warning where a measure of a scenario rests on expert judgement only; else empty."""
    if weakest_grade(scenario) != "D":
        return ""
    return f"{scenario['name']}: evidence grade D, {GRADES['D']}."


def displacement_line(row: Any) -> str:
    """Return where something moved to, for a row of `displacement`."""
    what = f"{row.measure.replace('_', ' ')}, ring of {row.radius:.0f} m"
    start = f"{row.scenario}, weighted displacement quotient of {what}"
    if row.state != "defined":
        return f"{start}: {DISPLACEMENT_WORDS[row.state]}."
    ends = f"{row.wdq:.2f} ({row.wdq_low:.2f} to {row.wdq_high:.2f})"
    how = (
        "benefits spread"
        if row.wdq_low > 0
        else "it moves next door"
        if row.wdq_high < 0
        else "cannot tell which way"
    )
    return f"{start}: {ends}, {how}."
