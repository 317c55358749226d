"""Runs of the small town at points of parameter space: the one way the dynamic layer looks at the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.errors import CalibrationError
from nightwalk.scenarios.trials import Trial, run_trials

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from pathlib import Path

    import pandas as pd

    from nightwalk.calibration.dynamic.targets import Summary
    from nightwalk.calibration.measurement.scale import Scale
    from nightwalk.calibration.posterior import Posterior
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["TownRuns"]

FAILED = 0.5  # share of the runs of a step from which something is wrong with all of them


@dataclass
class TownRuns:
    """Runs the town, once for each point and seed; what is finished is kept in the folder, and found there again.

    Attributes:
        scenario: What is run.
        summaries: What each run is summarised by.
        scale: The parameters.
        measured: What the survey knows of other parameters: a run takes the draw of its seed. Without it they keep
            their defaults.
        executor: Where runs go.
        folder: Where they are kept; nowhere if None.
        progress: Called with the number of runs that are finished.
    """

    scenario: Scenario
    summaries: tuple[Summary, ...]
    scale: Scale
    measured: Posterior | None
    executor: Executor
    folder: Path | None
    progress: Callable[[float], None]
    done: int = 0

    def __call__(self, z: np.ndarray, seeds: np.ndarray) -> np.ndarray:
        """Return the summaries of runs at points z (N, K) with seeds (N,), float64 (N, S); NaN where a run failed.

        Raises:
            CalibrationError: if most of them failed, or a summary is of a group the town does not have.
        """
        points = zip(range(len(z)), seeds, self._values(z, seeds), strict=True)
        trials = [Trial(k, int(seed), values) for k, seed, values in points]
        rows = run_trials(
            [self.scenario], trials, of=sorted({one.indicator for one in self.summaries}),
            by=sorted({one.split for one in self.summaries}), executor=self.executor, folder=self.folder,
            progress=lambda _, share: self.progress(self.done + share * len(trials)),
        )  # fmt: skip
        self.done += len(trials)
        self._check(rows, len(trials))
        return self._table(rows, len(trials))

    def _values(self, z: np.ndarray, seeds: np.ndarray) -> list[dict[str, float]]:
        """Return the values of the parameters of each run, those of the measurement layer by its seed."""
        names, values = self.scale.names, np.array([self.scale.values(at) for at in z])
        if self.measured is not None:
            drawn = self.measured.of_seeds(seeds)
            names, values = (*drawn.names, *names), np.column_stack([drawn.draws, values])
        return [dict(zip(names, map(float, row), strict=True)) for row in values]

    def _check(self, rows: pd.DataFrame, runs: int) -> None:
        failed = rows[rows["reason"] != ""].drop_duplicates("trial")
        if len(failed) > FAILED * runs:
            raise CalibrationError(
                f"{len(failed)} of {runs} runs failed, the first with: {failed['reason'].iloc[0]}"
            )

    def _table(self, rows: pd.DataFrame, runs: int) -> np.ndarray:
        """Return a row per run and a column per summary."""
        import pandas as pd

        wide = rows[rows["reason"] == ""].pivot_table(
            "value", "trial", ["indicator", "split", "group"], dropna=False
        )
        wanted = [(one.indicator, one.split, one.group) for one in self.summaries]
        found = (
            wide.reindex(index=range(runs)).reindex(columns=pd.MultiIndex.from_tuples(wanted)).to_numpy(float)
        )
        for one, column in zip(self.summaries, found.T, strict=True):
            if np.isnan(column).all():
                raise CalibrationError(
                    f"No run of {self.scenario.city.name} gives {one}; leave the target out."
                )
        return np.asarray(found)
