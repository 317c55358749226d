"""What a design and its outcomes tell: indices with intervals, what turns the decision, how both settle."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.experiments.effects import Bootstrap, Pairs, bootstrap, morris, pairs_of, sobol
from nightwalk.experiments.given import given_indices
from nightwalk.experiments.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.experiments.design import Design, Method
    from nightwalk.experiments.outcomes import Outcomes

__all__ = ["RANKED_BY", "Analysis", "Precision", "analyse"]

RANKED_BY = {"morris": "mu_star", "sobol": "total", "pawn": "pawn", "delta": "delta"}
"""The index by which each method ranks."""
_OF = {"morris": morris, "sobol": sobol}
FEW = 5  # bootstrap samples where no interval is asked for
QUARTERS = (0.25, 0.5, 0.75, 1.0)
THIRDS = (1 / 3, 2 / 3)
WIDE_SHARE = 0.1  # half an interval of a share of the variance from which the order is doubtful; assumed
WIDE_EFFECT = 0.3  # the same for the largest effect, as a part of it; assumed


@dataclass(frozen=True)
class Precision:
    """How sure the largest index of the difference is.

    Attributes:
        half: Half of its 95 % interval.
        limit: What half of an interval may be.
        runs: Points that were run.
        needed: Points that would do; not above `runs` where those do.
    """

    half: float
    limit: float
    runs: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Whether the interval is narrow enough."""
        return self.needed <= self.runs


@dataclass(frozen=True, eq=False)
class Analysis:
    """What a design and its outcomes tell.

    Attributes:
        method: Of the design.
        indices: Columns outcome, factor (or group), index, value, low, high (95 % interval), in the order of factors.
        decisions: Columns factor, turns (share of its changes, the others kept, across which the scenario becomes, or
            is no more, worth having; NaN for pawn and delta), low_third, high_third (share of points in which it is
            worth having where the factor is in the lowest and the highest third; NaN for groups).
        convergence: Columns runs, factor, value: the ranking index of the difference with fewer runs.
        precision: Of the largest index of the difference.
    """

    method: Method
    indices: pd.DataFrame
    decisions: pd.DataFrame
    convergence: pd.DataFrame
    precision: Precision

    def ranking(self, outcome: str = "difference") -> pd.DataFrame:
        """Return the rows of the ranking index of one outcome, the largest first, those that are not known last."""
        mine = self.indices[
            (self.indices["outcome"] == outcome) & (self.indices["index"] == RANKED_BY[self.method])
        ]
        return mine.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)


def analyse(design: Design, outcomes: Outcomes, *, seed: int = 1) -> Analysis:
    """Return the indices of the difference, of the level today and of the cost, and what turns the decision.

    Args:
        design: Where it was run.
        outcomes: What came out, one row for each point of the design.
        seed: Key of the bootstrap, from 1 on.
    """
    import pandas as pd

    rows = [
        (outcome, name, index, *numbers)
        for outcome in OUTCOMES
        for index, found in _indices(design, getattr(outcomes, outcome), seed).items()
        for name, *numbers in zip(design.names, *found, strict=True)
    ]
    indices = pd.DataFrame(rows, columns=["outcome", "factor", "index", "value", "low", "high"])
    decisions, settling = _decisions(design, outcomes), _convergence(design, outcomes)
    return Analysis(design.method, indices, decisions, settling, _precision(design, indices))


def _indices(design: Design, outcome: np.ndarray, seed: int) -> dict[str, Bootstrap]:
    if design.method in _OF:
        return bootstrap(pairs_of(design, outcome), _OF[design.method], seed)
    return given_indices(design, outcome, seed)


def _decisions(design: Design, outcomes: Outcomes) -> pd.DataFrame:
    import pandas as pd

    worth = outcomes.worthwhile
    turns = np.full(len(design.names), np.nan)
    if design.method in _OF:
        pairs = pairs_of(design, worth[:, None])
        before, after = pairs.before[..., 0], pairs.after[..., 0]
        known = np.isfinite(before) & np.isfinite(after)
        turns = (known & (before != after)).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    thirds = [_thirds(design.points[:, i], worth) for i in range(len(design.factors))]
    if len(design.names) < len(design.factors):
        thirds = [(np.nan, np.nan)] * len(design.names)
    low, high = zip(*thirds, strict=True)
    return pd.DataFrame({"factor": design.names, "turns": turns, "low_third": low, "high_third": high})


def _thirds(values: np.ndarray, worth: np.ndarray) -> tuple[float, float]:
    """Return the share of points worth having where a factor is low and where it is high."""
    known = np.isfinite(worth)
    ends = np.quantile(values, THIRDS)
    low, high = known & (values <= ends[0]), known & (values >= ends[1])
    return _share(worth[low]), _share(worth[high])


def _share(worth: np.ndarray) -> float:
    return float(worth.mean()) if worth.size else float("nan")


def _convergence(design: Design, outcomes: Outcomes) -> pd.DataFrame:
    import pandas as pd

    index, rows = RANKED_BY[design.method], []
    each = len(design.points) // design.size
    for size in sorted({max(2, ceil(part * design.size)) for part in QUARTERS}):
        found = _of_first(design, outcomes.difference, size)[index]
        rows += [(size * each, name, value) for name, value in zip(design.names, found.tolist(), strict=True)]
    return pd.DataFrame(rows, columns=["runs", "factor", "value"])


def _of_first(design: Design, outcome: np.ndarray, size: int) -> dict[str, np.ndarray]:
    """Return the indices of the first trajectories, base points or points."""
    from dataclasses import replace

    if design.method in _OF:
        pairs = pairs_of(design, outcome)
        return _OF[design.method](Pairs(*(part[:size] for part in pairs)))
    first = replace(design, points=design.points[:size], cube=design.cube[:size])
    return {name: found.value for name, found in given_indices(first, outcome[:size], resamples=FEW).items()}


def _precision(design: Design, indices: pd.DataFrame) -> Precision:
    mine = indices[(indices["outcome"] == "difference") & (indices["index"] == RANKED_BY[design.method])]
    runs = len(design.points)
    if not mine["value"].notna().any():
        return Precision(float("nan"), WIDE_SHARE, runs, runs)
    top = mine.loc[mine["value"].idxmax()]
    half = float(top["high"] - top["low"]) / 2
    limit = WIDE_EFFECT * float(top["value"]) if design.method == "morris" else WIDE_SHARE
    needed = ceil(runs * (half / limit) ** 2) if limit > 0 else runs
    return Precision(half, limit, runs, needed)
