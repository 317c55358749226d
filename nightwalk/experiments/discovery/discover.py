"""Find the conditions under which something fails, and say how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import RunError
from nightwalk.experiments.discovery.box import Box, coverage, density
from nightwalk.experiments.discovery.certainty import DRAWS, Again, drawn_again, failure_box, quasi_p
from nightwalk.experiments.discovery.rules import tree_rules

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FEWEST", "Discovery", "Limit", "discover"]

FEWEST = 40  # cases; with fewer a box of 5 % holds two
SCARCE = 5  # failures, or successes: with fewer there is nothing to tell apart


@dataclass(frozen=True)
class Limit:
    """A range of one input that goes with failure.

    Attributes:
        name: The input.
        low: Failures lie above it, -inf = no limit.
        high: Failures lie below it, inf = no limit.
        quasi_p: How often chance would do as well without it.
        found: Share (0-1) of the draws in which the input has a limit.
        low_range: 95 % range of the lower limit over these draws.
        high_range: 95 % range of the upper limit.
    """

    name: str
    low: float
    high: float
    quasi_p: float
    found: float
    low_range: tuple[float, float]
    high_range: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Discovery:
    """Where the failures are.

    Attributes:
        inputs: What was not known, float64 (cases, inputs).
        failed: Which cases failed, bool (cases,).
        box: The ranges in which most cases fail.
        limits: Its limits, the one found most often first.
        again: What came of the cases drawn again.
        rules: Rules of a shallow tree, the widest cover first.
    """

    inputs: pd.DataFrame
    failed: np.ndarray
    box: Box
    limits: tuple[Limit, ...]
    again: Again
    rules: tuple[Box, ...]

    @property
    def coverage(self) -> float:
        """Share of the failures that lie in the box."""
        return coverage(self.box.holds(self.inputs), self.failed)

    @property
    def density(self) -> float:
        """Share of the cases in the box that fail."""
        return density(self.box.holds(self.inputs), self.failed)

    def table(self) -> pd.DataFrame:
        """Return box and rules as a table: one row per limit, with coverage and density of its box."""
        import pandas as pd

        boxes = {"box": self.box, **{f"rule {i}": rule for i, rule in enumerate(self.rules, 1)}}
        inside = {name: box.holds(self.inputs) for name, box in boxes.items()}
        rows = [
            (name, key, *pair, coverage(inside[name], self.failed), density(inside[name], self.failed))
            for name, box in boxes.items()
            for key, pair in box.limits.items()
        ]
        return pd.DataFrame(rows, columns=["found_by", "input", "low", "high", "coverage", "density"])


def discover(inputs: pd.DataFrame, failed: np.ndarray, *, draws: int = DRAWS, seed: int = 1) -> Discovery:
    """Find the ranges of inputs in which most cases fail, by peeling a box and by a shallow tree.

    Args:
        inputs: What was not known in each case: numbers, one column each.
        failed: Which cases failed, bool (cases,).
        draws: Times the cases are drawn again to see how sure the limits are.
        seed: Key of these draws.

    Raises:
        RunError: for inputs that are no numbers, too few cases, or nearly no failures or successes.
    """
    _check(inputs, failed)
    box = failure_box(inputs, failed)
    again = drawn_again(inputs, failed, draws=draws, seed=seed)
    limits = sorted(
        (_limit(box, name, inputs, failed, again) for name in box.limits), key=lambda one: -one.found
    )
    return Discovery(inputs, failed, box, tuple(limits), again, tuple(tree_rules(inputs, failed)))


def _limit(box: Box, name: str, inputs: pd.DataFrame, failed: np.ndarray, again: Again) -> Limit:
    low, high = box.limits[name]
    return Limit(
        name, low, high, quasi_p(box, name, inputs, failed), again.found.get(name, 0.0),
        again.low.get(name, (np.nan, np.nan)), again.high.get(name, (np.nan, np.nan)),
    )  # fmt: skip


def _check(inputs: pd.DataFrame, failed: np.ndarray) -> None:
    odd = [str(name) for name in inputs if inputs[name].dtype.kind not in "iufb"]
    if odd or not len(inputs.columns):
        raise RunError(
            f"Inputs must be numbers; leave out {', '.join(odd) or 'nothing'} or give other columns."
        )
    if inputs.isna().to_numpy().any():
        raise RunError("Some inputs are missing; leave out these rows or columns.")
    if len(inputs) != len(failed) or len(inputs) < FEWEST:
        raise RunError(f"There are {len(inputs)} cases; give at least {FEWEST}, each with its outcome.")
    scarce = int(min(failed.sum(), (~failed).sum()))
    if scarce < SCARCE:
        raise RunError(
            f"{int(failed.sum())} of {len(failed)} cases fail: at least {SCARCE} must fail and {SCARCE} not, "
            "or there is nothing to tell apart; choose another threshold or run more trials."
        )
