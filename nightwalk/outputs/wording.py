"""The report's sentences: what changed, how sure that is and who is worse off, in plain words."""

from __future__ import annotations

from functools import partial
from math import ceil, isnan
from statistics import NormalDist
from typing import TYPE_CHECKING

from nightwalk.outputs.indicators import GROUPS, SPLITS, minus
from nightwalk.outputs.language import _, number
from nightwalk.outputs.paired import CONFIDENCE, POWER
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
    from collections.abc import Callable, Iterable

    from nightwalk.outputs.answers import Answer

__all__ = [
    "GRADES", "MODULES", "VERDICTS", "between", "change", "difference", "explanation", "grade", "group_name",
    "interviews", "meaning", "money", "per_cent", "ranged", "span", "verdict", "worse_off", "written",
]  # fmt: skip

GRADES = {
    "A": "randomised trial or pooled controlled studies",
    "B": "quasi-experiment, panel or natural experiment",
    "C": "cross-section or laboratory rating",
    "D": "expert judgement only: read the result as a structured what-if",
}
MODULES = ("digital", "spatial", "social", "governance")
VERDICTS = {
    BETTER: "clearly better",
    WORSE: "clearly worse",
    HIGHER: "clearly higher",
    LOWER: "clearly lower",
    HARDLY: "makes hardly any difference",
    UNCLEAR: "we cannot tell yet",
    NO_VALUE: "no value",
    FEW_PEOPLE: "not shown: fewer than 10 people",
    TOO_FEW_CRIMES: "too few crimes here to tell",
}
_MOST_INTERVIEWS = 5000
_ENOUGH = 0.95


def verdict(answer: Answer) -> str:
    """Return the verdict in a few words, as in ``clearly better``."""
    return _(VERDICTS[answer.verdict])


def change(answer: Answer, *, name: str = "") -> str:
    """Return what changed, as one sentence with its interval; with the name of the scenario, if given."""
    what = answer.indicator
    phrase = _(what.phrase)
    start = f"{name}: {phrase}" if name else phrase[0].upper() + phrase[1:]
    if not answer.told:
        return f"{start}: {verdict(answer)}."
    if answer.difference == 0:
        return _("{what} stays at {level}{interval}.", what=start, level=what.level(answer.before),
                 interval=_interval(answer))  # fmt: skip
    return _(
        "{what} goes from {before} to {after}, a change of {change}{interval}.",
        what=start, before=what.level(answer.before), after=what.level(answer.after),
        change=what.change(answer.difference), interval=_interval(answer),
    )  # fmt: skip


def difference(answer: Answer) -> str:
    """Return a difference with its interval, as in ``+1.5 (+1.0 to +2.0)``; a dash where none is told."""
    known = answer.difference if answer.told else float("nan")
    return ranged(known, answer.low, answer.high, partial(answer.indicator.number, signed=True))


def between(low: float, high: float, answer: Answer) -> str:
    """Return two ends of a change, as in ``-1.4 to +1.0``."""
    what = answer.indicator
    return span(what.number(low, signed=True), what.number(high, signed=True))


def span(low: str, high: str) -> str:
    """Return two numbers as ends of a range."""
    return _("{low} to {high}", low=low, high=high)


def ranged(value: float, low: float, high: float, said: Callable[[float], str]) -> str:
    """Return a number with its interval, where it has one; an en dash where it is missing.

    Args:
        value: The number.
        low: Lower end; NaN where there is no interval.
        high: Upper end.
        said: Writes one number, see `written`.
    """
    if isnan(value):
        return "\N{EN DASH}"
    return said(value) if isnan(low) else f"{said(value)} ({span(said(low), said(high))})"


def written(form: str) -> Callable[[float], str]:
    """Return what writes a number in a format such as ``+,.1f``, as the language does."""
    return lambda value: number(minus(format(value, form)))


def _interval(answer: Answer) -> str:
    if isnan(answer.low):
        return ""
    return _(" (95 % interval {ends})", ends=between(answer.low, answer.high, answer))


def meaning(answer: Answer) -> str:
    """Return verdict and explanation as sentences of their own."""
    said = verdict(answer)
    return f"{said[0].upper()}{said[1:]}. {explanation(answer)}".strip()


def explanation(answer: Answer) -> str:
    """Return what the verdict means for a decision, in one sentence."""
    explain = _EXPLAINED.get(answer.verdict)
    return explain(answer) if explain else ""


def _least(answer: Answer) -> str:
    return answer.indicator.size(answer.smallest)


def _hardly(answer: Answer) -> str:
    if answer.same:
        return _("Nothing changes: both worlds are the same to the last digit in every run.")
    return _(
        "Whatever change there is on average, it is very likely smaller than {least}, the smallest we call "
        "worthwhile.",
        least=_least(answer),
    )


def _neither(answer: Answer) -> str:
    del answer
    return _("That is neither good nor bad in itself.")


def _crimes(answer: Answer) -> str:
    del answer
    return _("Look at unsafety and exposure instead.")


def _better(answer: Answer) -> str:
    if answer.chance >= _ENOUGH:
        return _("In the model it is also worth having: on average at least {least}.", least=_least(answer))
    return _(
        "But it is small: the chance that it is on average worth having (at least {least}) is {chance}.",
        least=_least(answer), chance=per_cent(answer.chance),
    )  # fmt: skip


def _worse(answer: Answer) -> str:
    return _(
        "The chance of an average improvement worth having (at least {least}) is {chance}.",
        least=_least(answer), chance=per_cent(answer.chance),
    )  # fmt: skip


def _unclear(answer: Answer) -> str:
    if isnan(answer.low):
        return _("In a single run, effect and luck cannot be told apart; begin with 10 runs.")
    ends = between(answer.low, answer.high, answer)
    if answer.too_many:
        return _(
            "The interval, {ends}, holds both no effect and one that matters; it would take more than {most} runs.",
            ends=ends, most=number(f"{MOST_SEEDS:,}"),
        )  # fmt: skip
    return _(
        "The interval, {ends}, holds both no effect and one that matters; about {needed} runs instead of "
        "{seeds} would probably tell.",
        ends=ends, needed=number(f"{answer.needed:,.0f}"), seeds=answer.seeds,
    )  # fmt: skip


_EXPLAINED: dict[str, Callable[[Answer], str]] = {
    BETTER: _better, WORSE: _worse, LOWER: _neither, HIGHER: _neither, HARDLY: _hardly, UNCLEAR: _unclear,
    TOO_FEW_CRIMES: _crimes,
}  # fmt: skip


def per_cent(share: float) -> str:
    """Return a chance in whole per cent; the ends are never called sure."""
    if isnan(share):
        return "\N{EN DASH}"
    if 0.01 <= share <= 0.99:
        return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
    return _("below 1 %") if share < 0.01 else _("above 99 %")


def worse_off(answers: Iterable[Answer]) -> list[str]:
    """Return one line per group that is left worse off."""
    return [
        f"{one.scenario} \N{EN DASH} {group_name(one.split, one.group)}: {_(one.indicator.label)}, "
        f"{one.indicator.change(one.difference)}{_interval(one)}"
        for one in answers
    ]


def group_name(split: str, group: str) -> str:
    """Return what a group is called; one of age or area with its split."""
    label = GROUPS.get(split, {}).get(group, group)
    return f"{_(SPLITS[split])}: {label}" if label == group else _(label)


def money(amount: object, currency: str) -> str:
    """Return an amount with its currency, or that it is not stated."""
    if not isinstance(amount, (int, float)) or isnan(amount):
        return _("not stated")
    return f"{currency}\N{NO-BREAK SPACE}{written(',.0f')(amount)}"


def grade(text: object) -> str:
    """Return an evidence grade with its meaning, where it is one of the letters."""
    letter = str(text or "").strip()
    return f"{letter} ({_(GRADES[letter])})" if letter in GRADES else letter or _("not graded")


def interviews(before: float, after: float, residents: float | None = None, *, power: float = POWER) -> str:
    """Return how many interviews would show the change, or that a survey cannot show it.

    A survey before and after in the area and in a comparison area that does not change, simple random
    samples of equal size, two-sided 5 % level (difference in differences of shares).

    Args:
        before: Share 0-1 before.
        after: Share 0-1 after.
        residents: How many people could be asked, if known.
        power: Chance to detect the change if it is real.
    """
    if before == after:
        return _("no change to detect")
    normal = NormalDist()
    reach = normal.inv_cdf((1 + CONFIDENCE) / 2) + normal.inv_cdf(power)
    variance = 3 * before * (1 - before) + after * (1 - after)
    need = ceil(variance * (reach / (after - before)) ** 2)
    if residents is not None and need > residents:
        return _("not detectable by a survey: it would take more interviews than there are residents")
    if need > _MOST_INTERVIEWS:
        most = number(f"{_MOST_INTERVIEWS:,}")
        return _("not detectable by a survey: more than {most} interviews per area and wave", most=most)
    return _("about {need} interviews per area and wave", need=number(f"{need:,}"))
