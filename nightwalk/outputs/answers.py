"""What a comparison answers, row by row: a verdict as a key, with the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

from nightwalk.outputs.indicators import INDICATORS
from nightwalk.outputs.paired import seeds_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightwalk.outputs.indicators import Indicator

__all__ = ["Answer", "Verdict", "answer_of", "answers", "verdict_of"]

Verdict = Literal[
    "better",
    "worse",
    "lower",
    "higher",
    "equal",
    "hardly any difference",
    "cannot tell",
    "one seed",
    "hidden",
]
"""``lower`` and ``higher`` are for indicators without a wanted direction; ``equal`` is to the last bit."""

_PLAIN: dict[str, Verdict] = {
    "no difference": "equal",
    "no worthwhile difference": "hardly any difference",
    "not distinguishable": "cannot tell",
    "one seed: no interval": "one seed",
}


@dataclass(frozen=True)
class Answer:
    """What a study answers about one indicator of one group in one scenario.

    Numbers are in stored units (a share is 0-1) and missing where they are hidden or cannot be known.

    Attributes:
        scenario: The scenario that is compared with the first.
        indicator: What is measured.
        split: How people are split, see `SPLITS`.
        group: One group of that split.
        people: People of the group, fewest over seeds.
        verdict: The answer as a key; `wording` has the words.
        before: Level in the first scenario.
        after: Level in this one.
        difference: Mean paired difference.
        low: Lower end of its 95 % interval.
        high: Upper end.
        chance: Probability that the mean change is worthwhile.
        one_run: 95 % interval of the change in one further run.
        seeds: Runs of each scenario.
        needed: About how many runs would decide, where it cannot be told yet.
    """

    scenario: str
    indicator: Indicator
    split: str
    group: str
    people: float
    verdict: Verdict
    before: float
    after: float
    difference: float
    low: float
    high: float
    chance: float
    one_run: tuple[float, float]
    seeds: int
    needed: int | None = None


def answers(rows: Any, *, comparisons: int = 1) -> list[Answer]:
    """Return the answers of a frame with the columns of `Comparison.table`.

    Args:
        rows: The frame.
        comparisons: Number of scenarios compared with the same one, as in `paired`.
    """
    listed: Iterable[Any] = rows.itertuples()
    return [answer_of(row, comparisons=comparisons) for row in listed]


def answer_of(row: Any, *, comparisons: int = 1) -> Answer:
    """Return the answer of one row of a comparison."""
    verdict = verdict_of(row)
    return Answer(
        scenario=row.scenario, indicator=INDICATORS[row.indicator], split=row.split, group=row.group,
        people=row.people, verdict=verdict, before=row.before, after=row.after, difference=row.difference,
        low=row.low, high=row.high, chance=row.probability_worthwhile,
        one_run=(row.one_run_low, row.one_run_high), seeds=row.seeds,
        needed=_needed(row, comparisons) if verdict == "cannot tell" else None,
    )  # fmt: skip


def verdict_of(row: Any) -> Verdict:
    """Return the key of a row's verdict."""
    if isnan(row.difference):
        return "hidden"
    if row.verdict in {"lower", "higher"}:
        return _direction(row.verdict, INDICATORS[row.indicator].better)
    return _PLAIN[row.verdict]


def _direction(moved: Literal["lower", "higher"], wanted: str) -> Verdict:
    if wanted == "neither":
        return moved
    return "better" if moved == wanted else "worse"


def _needed(row: Any, comparisons: int) -> int:
    smallest = INDICATORS[row.indicator].smallest_worthwhile
    return seeds_for((row.high - row.low) / 2, row.seeds, smallest, comparisons=comparisons)
