"""Who gains: gaps between groups, what the least safe get, and who is left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.outputs.columns import column_names
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.paired import Paired, paired
from nightwalk.outputs.pooled import pooled

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["FAIR_SHARE", "GAPS", "LEAST_SAFE", "equity", "left_behind"]

GAPS = {
    "women_men": ("sex", "women", "men"),
    "disabled_others": ("disability", "disability", "none"),
    "low_income_others": ("income", "low income", "other"),
}
"""Groups whose distance is told: split, group, and whom it is compared with."""
LEAST_SAFE = ("safety", "least safe fifth")
GROUPS = ("sex", "age", "disability", "income", "safety")
FAIR_SHARE = 0.5  # of the mean gain; a group that clearly gains less is left behind (assumed)


def equity(ensemble: Ensemble) -> pd.DataFrame:
    """Return how the share who feel unsafe after dark differs between groups, and who gets the benefit.

    Returns:
        One row per scenario and measure, with before, after, change, low, high (95 % interval over seeds), seeds and
        state. The measures of `GAPS` are differences of shares (women less men ...), states ``narrower``, ``wider``,
        ``hardly`` and ``unclear`` as in a comparison. ``least_safe_share`` is the share of all benefit that goes to
        the fifth of residents who felt least safe when the horizon began, against their share of the people; its
        state is ``defined``, or ``no_ratio`` unless the town as a whole clearly gains.
    """
    import pandas as pd

    rows = []
    for name in ensemble.scenarios[1:]:
        before, after = (ensemble.by_seed(HEADLINE, world) for world in (ensemble.scenarios[0], name))
        several = len(ensemble.scenarios) - 1
        rows += [(name, gap, *_gap(before, after, *groups, several)) for gap, groups in GAPS.items()]
        rows.append((name, "least_safe_share", *_least_safe(ensemble, before, after, several)))
    return pd.DataFrame(rows, columns=column_names("equity"))


def left_behind(ensemble: Ensemble) -> pd.DataFrame:
    """Return the groups that a scenario which clearly helps on the whole leaves behind.

    The rule: everyone together clearly gains, and the gain of the group is clearly smaller than half of everyone's:
    the 95 % interval, over seeds, of its gain less half of everyone's lies below zero. Groups that are worse off
    are told by `compare.flagged`, whatever happens to everyone.

    Returns:
        One row per scenario and group: split, group, gain, everyone (fall of the share who feel unsafe after dark),
        low, high (of gain less half of everyone's), seeds.
    """
    import pandas as pd

    rows = []
    for name in ensemble.scenarios[1:]:
        before, after = (ensemble.by_seed(HEADLINE, world) for world in (ensemble.scenarios[0], name))
        gain = before - after
        everyone = gain.loc[("all", "everyone")].to_numpy(float)
        several = len(ensemble.scenarios) - 1
        if not _clear_gain(everyone, several):
            continue
        for (split, group), own in gain.iterrows():
            lag = _difference(FAIR_SHARE * everyone, own.to_numpy(float), several)
            if split in GROUPS and lag.high[0] < 0:
                told = (float(own.mean()), float(everyone.mean()), float(lag.low[0]), float(lag.high[0]))
                rows.append((name, split, group, *told, int(lag.seeds[0])))
    return pd.DataFrame(rows, columns=column_names("left_behind"))


def _difference(before: np.ndarray, after: np.ndarray, comparisons: int) -> Paired:
    return paired(before[None, :], after[None, :], comparisons=comparisons)


def _clear_gain(gain: np.ndarray, comparisons: int) -> bool:
    return bool(_difference(np.zeros_like(gain), gain, comparisons).low[0] > 0)


def _gap(
    before: pd.DataFrame, after: pd.DataFrame, split: str, group: str, others: str, comparisons: int
) -> tuple[object, ...]:
    if not {(split, group), (split, others)} <= set(before.index):
        return (*(np.nan,) * 5, 0, "unclear")
    old, new = (
        (world.loc[(split, group)] - world.loc[(split, others)]).to_numpy(float) for world in (before, after)
    )
    found = _difference(old, new, comparisons)
    least = INDICATORS[HEADLINE].smallest_worthwhile
    numbers = [
        float(column[0]) for column in (found.before, found.after, found.difference, found.low, found.high)
    ]
    low, high, larger = numbers[3], numbers[4], abs(numbers[1]) > abs(numbers[0])
    state = "unclear"
    if -least < low and high < least:
        state = "hardly"
    elif low > 0 or high < 0:
        state = "wider" if larger else "narrower"
    return (*numbers, int(found.seeds[0]), state)


def _least_safe(
    ensemble: Ensemble, before: pd.DataFrame, after: pd.DataFrame, comparisons: int
) -> tuple[object, ...]:
    gain = before - after
    if LEAST_SAFE not in set(gain.index):
        return (*(np.nan,) * 5, 0, "no_ratio")
    people = ensemble.by_seed(HEADLINE, ensemble.scenarios[0], "people").mean(axis=1)
    share = float(people.loc[LEAST_SAFE] / people.loc[("all", "everyone")])
    everyone, theirs = (gain.loc[key].to_numpy(float) for key in (("all", "everyone"), LEAST_SAFE))
    if not _clear_gain(everyone, comparisons):
        return (share, *(np.nan,) * 4, len(everyone), "no_ratio")
    found = pooled(
        np.stack([share * theirs, everyone], axis=1), lambda sums: float(sums[0] / sums[1] - share)
    )
    return (share, found.value + share, *found, len(everyone), "defined")
