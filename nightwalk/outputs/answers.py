"""What a comparison answers, row by row: a verdict as a key, with the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.indicators import INDICATORS
from nightwalk.outputs.verdicts import HARDLY, MOST_SEEDS, UNTOLD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightwalk.outputs.indicators import Indicator

__all__ = ["Answer", "answer_of", "answers"]


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
        verdict: A key of `verdicts.VERDICTS`; `wording` has the words.
        before: Level in the first scenario.
        after: Level in this one.
        difference: Mean paired difference.
        low: Lower end of its 95 % interval; missing with one seed.
        high: Upper end.
        smallest: The smallest change worth having.
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
    verdict: str
    before: float
    after: float
    difference: float
    low: float
    high: float
    smallest: float
    chance: float
    one_run: tuple[float, float]
    seeds: int
    needed: float

    @property
    def told(self) -> bool:
        """Whether a difference is shown at all."""
        return self.verdict not in UNTOLD

    @property
    def same(self) -> bool:
        """Whether both worlds are the same to the last digit."""
        return self.verdict == HARDLY and self.low == self.high == 0

    @property
    def too_many(self) -> bool:
        """Whether it would take more runs than anybody should make."""
        return self.needed > MOST_SEEDS


def answers(rows: Any) -> list[Answer]:
    """Return the answers of a frame with the columns of `Comparison.table`."""
    listed: Iterable[Any] = rows.itertuples()
    return [answer_of(row) for row in listed]


def answer_of(row: Any) -> Answer:
    """Return the answer of one row of a comparison."""
    return Answer(
        scenario=row.scenario, indicator=INDICATORS[row.indicator], split=row.split, group=row.group,
        people=row.people, verdict=row.verdict, before=row.before, after=row.after, difference=row.difference,
        low=row.low, high=row.high, smallest=row.smallest, chance=row.probability_worthwhile,
        one_run=(row.one_run_low, row.one_run_high), seeds=row.seeds, needed=row.seeds_needed,
    )  # fmt: skip
