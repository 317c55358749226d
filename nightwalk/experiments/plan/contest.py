"""The plans tried in full: paired runs over draws of what is not known, then fresh ones for the winner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import RunError
from nightwalk.experiments.plan.ground import PLANNED_FOR
from nightwalk.outputs.indicators import indicator
from nightwalk.outputs.paired import paired
from nightwalk.scenarios.trials import Trial, run_trials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    import pandas as pd

    from nightwalk.outputs.indicators import Indicator
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["LEAD", "Effect", "effect", "leads", "trial_values", "winner", "worse_groups"]

LEAD = (
    0.8  # of the draws in which a plan must do no worse than what the money does without thinking (assumed)
)


@dataclass(frozen=True)
class Effect:
    """A mean paired difference with its 95 % interval; negative where the outcome falls.

    Attributes:
        against: What it is compared with.
        before: Mean there.
        after: Mean with the plan.
        difference: Mean difference.
        low: Lower end, all comparisons holding together.
        high: Upper end.
        seeds: Seeds used.
    """

    against: str
    before: float
    after: float
    difference: float
    low: float
    high: float
    seeds: int

    def is_better(self, what: Indicator) -> bool:
        """Say whether the whole interval lies on the wanted side of zero."""
        return self.high < 0 if what.better == "lower" else self.low > 0


def trial_values(
    scenarios: Sequence[Scenario], seeds: Iterable[int], of: str, *, workers: int, executor: Executor | None,
    folder: Path, progress: Callable[[str, float], None],
) -> pd.DataFrame:  # fmt: skip
    """Run scenarios with some seeds, each a draw of what is not known.

    Returns:
        A column for each seed; rows by scenario, split and group.

    Raises:
        RunError: if no seed could be run.
    """
    found = run_trials(
        scenarios, [Trial(seed, seed) for seed in seeds], of=(of,), by=PLANNED_FOR, parameters="prior",
        workers=workers, executor=executor, folder=folder, progress=progress,
    )  # fmt: skip
    ran = found[found["reason"] == ""]
    if ran.empty:
        raise RunError(f"No run of the plans succeeded: {found['reason'].iloc[0]}")
    return ran.pivot_table("value", ["scenario", "split", "group"], "seed", sort=False)


def effect(
    values: pd.DataFrame, name: str, against: str, key: tuple[str, str], comparisons: int = 1
) -> Effect:
    """Return what a plan does to a group, compared with another plan, seed by seed."""
    old, new = (values.loc[(one, *key)].to_numpy(float)[None, :] for one in (against, name))
    got = paired(old, new, comparisons=comparisons)
    before, after, difference, low, high = (
        float(column[0]) for column in (got.before, got.after, got.difference, got.low, got.high)
    )
    return Effect(against, before, after, difference, low, high, int(got.seeds[0]))


def leads(
    values: pd.DataFrame, plans: Sequence[str], rivals: Sequence[str], key: tuple[str, str], what: Indicator
) -> dict[str, float]:
    """Return in which share of the draws each plan does no worse than all of its rivals."""
    sign = 1.0 if what.better == "lower" else -1.0
    loss = {name: sign * values.loc[(name, *key)].to_numpy(float) for name in (*plans, *rivals)}
    best = np.min([loss[name] for name in rivals], axis=0)
    return {name: float((loss[name] <= best).mean()) for name in plans}


def winner(
    values: pd.DataFrame,
    plans: Sequence[str],
    lead: Mapping[str, float],
    key: tuple[str, str],
    what: Indicator,
) -> str:
    """Return the plan with the best mean of those that keep their lead; of all, where none does."""
    sign = 1.0 if what.better == "lower" else -1.0
    steady = [name for name in plans if lead[name] >= LEAD] or list(plans)
    return min(steady, key=lambda name: sign * float(values.loc[(name, *key)].mean()))


def worse_groups(values: pd.DataFrame, name: str, against: str, of: str) -> list[tuple[str, str, Effect]]:
    """Return the groups left worse off beyond the smallest worthwhile change (rule 32)."""
    what = indicator(of)
    sign = 1.0 if what.better == "lower" else -1.0
    found = []
    for split, group in values.loc[name].index:
        got = effect(values, name, against, (split, group))
        worse = got.low > 0 if sign > 0 else got.high < 0
        if worse and sign * got.difference >= what.smallest_worthwhile:
            found.append((str(split), str(group), got))
    return found
