"""Runs beside targets: the numbers that are compared, and the misfit of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nightwalk.calibration.dynamic.targets import Summary, Target

__all__ = ["Comparison"]


@dataclass(frozen=True)
class Comparison:
    """Some targets and the summaries of runs they need.

    Attributes:
        targets: In the order of the study.
        summaries: What every run is summarised by, in this order.
    """

    targets: tuple[Target, ...]
    summaries: tuple[Summary, ...]

    @staticmethod
    def of(targets: tuple[Target, ...]) -> Comparison:
        """Return targets with the summaries they need, each once."""
        needed = dict.fromkeys(summary for one in targets for summary in one.summaries)
        return Comparison(targets, tuple(needed))

    @property
    def fitted(self) -> Comparison:
        """Those of the targets that are fitted."""
        return Comparison(tuple(one for one in self.targets if not one.check), self.summaries)

    @property
    def freedom(self) -> int:
        """Numbers that can differ freely."""
        return sum(one.likelihood.freedom for one in self.targets)

    @property
    def names(self) -> tuple[str, ...]:
        """What each compared number is called, those that follow from others left out."""
        return tuple(name for one in self.targets for name in one.parts[: one.likelihood.freedom])

    @property
    def observed(self) -> np.ndarray:
        """What was observed of each, float64 (M,)."""
        return np.concatenate([one.likelihood.observed[: one.likelihood.freedom] for one in self.targets])

    @property
    def error(self) -> np.ndarray:
        """Standard deviation of sampling and of the model's own error, float64 (M,)."""
        return np.concatenate([one.likelihood.error[: one.likelihood.freedom] for one in self.targets])

    def compared(self, found: np.ndarray) -> np.ndarray:
        """Return the numbers that are compared, float64 (N, M), of runs summarised as (N, S)."""
        parts = [
            one.likelihood.compared(self._of(one, found))[:, : one.likelihood.freedom] for one in self.targets
        ]
        return np.column_stack(parts)

    def misfit(self, found: np.ndarray) -> np.ndarray:
        """Return the misfit of each run, float64 (N,); infinite where a number is missing."""
        total = np.zeros(len(found))
        for one in self.targets:
            total += one.likelihood.misfit(one.likelihood.compared(self._of(one, found)))
        return np.where(np.isnan(total), np.inf, total)

    def _of(self, one: Target, found: np.ndarray) -> np.ndarray:
        """Return the summaries of one target, float64 (N, s)."""
        return found[:, [self.summaries.index(summary) for summary in one.summaries]]
