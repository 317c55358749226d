"""What came out of every point: the level today, the difference a scenario makes, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from nightwalk.outputs.indicators import indicator
from nightwalk.scenarios.trial_jobs import COST

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

__all__ = ["OUTCOMES", "Outcome", "Outcomes", "outcomes_of"]

Outcome = Literal["level", "difference", "cost"]
OUTCOMES: tuple[Outcome, ...] = ("difference", "level", "cost")


@dataclass(frozen=True, eq=False)
class Outcomes:
    """One number for each point and seed, float64 (points, seeds); NaN where a run failed.

    Attributes:
        of: The indicator.
        level: It in the base scenario.
        difference: It in the scenario less it in the base.
        cost: What the scenario costs a year more than the base (EUR).
        reasons: Why runs failed, each reason once.
    """

    of: str
    level: np.ndarray
    difference: np.ndarray
    cost: np.ndarray
    reasons: tuple[str, ...] = ()

    @property
    def worthwhile(self) -> np.ndarray:
        """Whether the mean difference of each point reaches the smallest one worth having; 0, 1 or NaN, (points,)."""
        known = indicator(self.of)
        mean = self.difference.mean(axis=1)
        sign = {"lower": -1.0, "higher": 1.0}.get(known.better)
        gain = np.abs(mean) if sign is None else sign * mean
        return np.asarray(np.where(np.isfinite(mean), gain >= known.smallest_worthwhile, np.nan))

    @property
    def failed(self) -> int:
        """How many points have a failed run."""
        return int((~np.isfinite(self.difference).all(axis=1)).sum())


def outcomes_of(rows: pd.DataFrame, scenarios: Sequence[str], of: str, seeds: int) -> Outcomes:
    """Return the outcomes of trials that are ordered by point, then by seed.

    Args:
        rows: As `run_trials` gives them, for the indicator and the cost, for everyone.
        scenarios: Names of the base and of the scenario.
        of: The indicator.
        seeds: Number of seeds of each point.
    """
    base, scenario = scenarios

    def column(name: str, world: str) -> np.ndarray:
        mine = rows[(rows["indicator"] == name) & (rows["scenario"] == world)]
        return np.asarray(mine["value"], dtype=float).reshape(-1, seeds)

    level = column(of, base)
    reasons = tuple(sorted({str(one) for one in rows["reason"]} - {""}))
    return Outcomes(
        of, level, column(of, scenario) - level, column(COST, scenario) - column(COST, base), reasons
    )
