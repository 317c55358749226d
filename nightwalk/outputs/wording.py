"""The report's sentences: what changed, how sure that is and who pays for it, in plain words."""

from __future__ import annotations

from math import ceil, isnan
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.indicators import INDICATORS, SPLITS
from nightwalk.outputs.paired import seeds_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

__all__ = [
    "GRADES",
    "change",
    "cost",
    "difference_of",
    "grade",
    "interviews",
    "meaning",
    "money",
    "worse_off",
]

GRADES = {
    "A": "randomised trial or pooled controlled studies",
    "B": "quasi-experiment, panel or natural experiment",
    "C": "cross-section or laboratory rating",
    "D": "expert judgement only: read the result as a structured what-if",
}
_FIXED = {
    "no difference": "Nothing changes: both worlds are the same to the last digit in every run.",
    "one seed: no interval": "This is a single run: effect and luck cannot be told apart; use more seeds.",
    "no worthwhile difference": "It makes hardly any difference: whatever change there is, it is smaller than "
    "{least}, the smallest we call worthwhile.",
}
_MOST_INTERVIEWS = 5000
_ENOUGH = 0.95


def change(row: Any, *, name: str = "") -> str:
    """Return what one row of a comparison says, as one sentence with its interval."""
    what = INDICATORS[row.indicator]
    start = f"{name}: {what.phrase}" if name else what.phrase[0].upper() + what.phrase[1:]
    if isnan(row.difference):
        return f"{start} is not shown: {row.verdict}."
    if row.difference == 0:
        return f"{start} stays at {what.level(row.before)}{_between(row)}."
    return (
        f"{start} goes from {what.level(row.before)} to {what.level(row.after)}, "
        f"a change of {what.change(row.difference)}{_between(row)}."
    )


def difference_of(row: Any) -> str:
    """Return a difference with its interval, as in ``+1.5 (+1.0 to +2.0)``."""
    what = INDICATORS[row.indicator]
    if isnan(row.difference):
        return str(row.verdict)
    middle = what.number(row.difference, signed=True)
    if isnan(row.low):
        return middle
    return f"{middle} ({what.number(row.low, signed=True)} to {what.number(row.high, signed=True)})"


def _between(row: Any) -> str:
    if isnan(row.low):
        return ""
    what = INDICATORS[row.indicator]
    ends = f"{what.number(row.low, signed=True)} to {what.number(row.high, signed=True)}"
    return f" (95\N{NO-BREAK SPACE}% interval {ends})"


def meaning(row: Any, *, comparisons: int = 1) -> str:
    """Return what the verdict on one row means for a decision, in one or two sentences.

    Args:
        row: A row of `Comparison.table`.
        comparisons: Number of scenarios compared, as in `paired`.
    """
    what = INDICATORS[row.indicator]
    least = f"{what.number(what.smallest_worthwhile)} {what.change_unit}"
    if row.verdict == "not distinguishable":
        return f"We cannot tell yet whether it helps or harms. {_more_seeds(row, least, comparisons)}"
    if row.verdict in {"lower", "higher"}:
        judged = _direction(row.verdict, what.better)
        return judged if what.better == "neither" else f"{judged} {_chance(row, least)}"
    return _FIXED.get(row.verdict, "").format(least=least)


def _direction(verdict: str, better: str) -> str:
    if better == "neither":
        return f"It is clearly {verdict}, which is neither good nor bad in itself."
    return "That is clearly better." if verdict == better else "That is clearly worse."


def _chance(row: Any, least: str) -> str:
    share = row.probability_worthwhile
    worth = f"an average improvement worth having (at least {least})"
    if row.verdict != INDICATORS[row.indicator].better:
        return f"In the model the chance of {worth} is {_per_cent(share)}."
    if share >= _ENOUGH:
        return f"In the model it is also worth having: the average improvement is at least {least}."
    return f"But it is small: in the model the chance of {worth} is {_per_cent(share)}."


def _per_cent(share: float) -> str:
    if share < 0.01:
        return "below 1\N{NO-BREAK SPACE}%"
    return "above 99\N{NO-BREAK SPACE}%" if share > 0.99 else f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def _more_seeds(row: Any, least: str, comparisons: int) -> str:
    smallest = INDICATORS[row.indicator].smallest_worthwhile
    need = seeds_for((row.high - row.low) / 2, row.seeds, smallest, comparisons=comparisons)
    if need <= row.seeds:
        return f"The effect is close to the edge; more than {row.seeds} runs would be needed."
    reach = f"\N{PLUS-MINUS SIGN}{least}"
    return f"About {need} runs instead of {row.seeds} would bring the interval down to {reach}."


def worse_off(rows: pd.DataFrame) -> list[str]:
    """Return one line per group that is left worse off."""
    return [
        f"{row.scenario} \N{EN DASH} {_group(row)}: {INDICATORS[row.indicator].label.lower()}, "
        f"{INDICATORS[row.indicator].change(row.difference)}{_between(row)}"
        for row in rows.itertuples()
    ]


def _group(row: Any) -> str:
    return "everyone" if row.split == "all" else f"{SPLITS[row.split].lower()} {row.group}"


def money(amount: object, currency: str) -> str:
    """Return an amount with its currency, or that it is not stated."""
    if not isinstance(amount, (int, float)) or isnan(amount):
        return "not stated"
    return f"{currency}\N{NO-BREAK SPACE}{amount:,.0f}"


def cost(interventions: Sequence[Mapping[str, Any]]) -> str:
    """Return what the measures of a scenario cost together, in one sentence; empty without measures."""
    if not interventions:
        return ""
    currency = str(interventions[0].get("currency") or "EUR")
    sums = [_total(interventions, key) for key in ("capital", "yearly")]
    if any(total is None for total in sums):
        return "The cost of some measures is not stated."
    return f"Cost: {money(sums[0], currency)} once and {money(sums[1], currency)} a year (section 4)."


def _total(interventions: Sequence[Mapping[str, Any]], key: str) -> float | None:
    amounts = [one.get(key) for one in interventions]
    known = [amount for amount in amounts if isinstance(amount, (int, float))]
    return float(sum(known)) if len(known) == len(amounts) else None


def grade(text: object) -> str:
    """Return an evidence grade with its meaning, where it is one of the letters."""
    letter = str(text or "").strip()
    return f"{letter} ({GRADES[letter]})" if letter in GRADES else letter or "not graded"


def interviews(before: float, after: float, *, power: float = 0.8) -> str:
    """Return how many interviews would show the change, or that a survey cannot show it.

    A survey before and after in the area and in a comparison area that does not change, simple random
    samples of equal size, two-sided 5 % level (difference in differences of shares).

    Args:
        before: Share 0-1 before.
        after: Share 0-1 after.
        power: Chance to detect the change if it is real.
    """
    if before == after:
        return "no change to detect"
    normal = NormalDist()
    reach = normal.inv_cdf(0.975) + normal.inv_cdf(power)
    variance = 3 * before * (1 - before) + after * (1 - after)
    need = ceil(variance * (reach / (after - before)) ** 2)
    if need > _MOST_INTERVIEWS:
        return f"not detectable by a survey: more than {_MOST_INTERVIEWS:,} interviews per area and wave"
    return f"about {need:,} interviews per area and wave"
