"""The report's sentences: what changed, how sure that is and who pays for it, in plain words."""

from __future__ import annotations

from math import ceil, isnan
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.indicators import INDICATORS, SPLITS
from nightwalk.outputs.verdicts import (
    BETTER,
    FEW_PEOPLE,
    HARDLY,
    HIGHER,
    LOWER,
    MOST_SEEDS,
    NO_VALUE,
    TOO_FEW_CRIMES,
    UNCLEAR,
    WORSE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from nightwalk.outputs.indicators import Indicator

__all__ = [
    "GRADES",
    "VERDICT_WORDS",
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
VERDICT_WORDS = {
    BETTER: "clearly better",
    WORSE: "clearly worse",
    HIGHER: "clearly higher",
    LOWER: "clearly lower",
    HARDLY: "hardly any difference",
    UNCLEAR: "cannot tell yet",
    NO_VALUE: "no value",
    FEW_PEOPLE: "fewer than 10 people",
    TOO_FEW_CRIMES: "too few crimes to tell",
}
_FIXED = {
    HARDLY: "It makes hardly any difference: whatever change there is, it is smaller than {least}, the smallest "
    "we call worthwhile.",
    TOO_FEW_CRIMES: "Too few crimes happen here to tell; look at unsafety and exposure.",
}
_SAME = "It makes hardly any difference: both worlds are the same to the last digit in every run."
_ONE_SEED = "We cannot tell yet: in a single run effect and luck cannot be told apart; begin with 10 seeds."
_MOST_INTERVIEWS = 5000
_ENOUGH = 0.95


def change(row: Any, *, name: str = "") -> str:
    """Return what one row of a comparison says, as one sentence with its interval."""
    what = INDICATORS[row.indicator]
    start = f"{name}: {what.phrase}" if name else what.phrase[0].upper() + what.phrase[1:]
    if isnan(row.difference):
        return f"{start} is not shown: {VERDICT_WORDS[row.verdict]}."
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
        return VERDICT_WORDS[row.verdict]
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
    """Return what the verdict on one row of `Comparison.table` means for a decision, in one or two sentences.

    Args:
        row: The row.
        comparisons: Counted in the row already; kept until the report no longer gives it.
    """
    del comparisons
    what = INDICATORS[row.indicator]
    least = f"{what.number(what.smallest_worthwhile)} {what.change_unit}"
    if row.verdict == UNCLEAR:
        return _unclear(row, what, least)
    if row.verdict in {HIGHER, LOWER}:
        return f"It is {VERDICT_WORDS[row.verdict]}, which is neither good nor bad in itself."
    if row.verdict in {BETTER, WORSE}:
        return f"That is {VERDICT_WORDS[row.verdict]}. {_chance(row, least)}"
    if row.verdict == HARDLY and row.low == row.high == 0:
        return _SAME
    return _FIXED.get(row.verdict, "").format(least=least)


def _chance(row: Any, least: str) -> str:
    share = row.probability_worthwhile
    worth = f"an average improvement worth having (at least {least})"
    if row.verdict == WORSE:
        return f"In the model the chance of {worth} is {_per_cent(share)}."
    if share >= _ENOUGH:
        return f"In the model it is also worth having: the average improvement is at least {least}."
    return f"But it is small: in the model the chance of {worth} is {_per_cent(share)}."


def _per_cent(share: float) -> str:
    if share < 0.01:
        return "below 1\N{NO-BREAK SPACE}%"
    return "above 99\N{NO-BREAK SPACE}%" if share > 0.99 else f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def _unclear(row: Any, what: Indicator, least: str) -> str:
    if isnan(row.low):
        return _ONE_SEED
    low, high = (what.number(end, signed=True) for end in (row.low, row.high))
    told = f"it may still be anything from {low} to {high} {what.change_unit}"
    reason = f"We cannot tell yet: after {row.seeds} seeds {told}"
    if row.seeds_needed > MOST_SEEDS:
        return f"{reason}; it would take more than {MOST_SEEDS:,} seeds to decide."
    judged = what.better != "neither"
    worth = "helps, harms or makes hardly any difference" if judged else "rises, falls or hardly changes"
    return f"{reason}; about {row.seeds_needed:.0f} seeds should show whether it {worth} (less than {least})."


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
