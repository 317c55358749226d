"""Which uncertain numbers decide what a scenario is worth: sample, run, analyse, one after the other or apart."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nightwalk.base.errors import RunError
from nightwalk.experiments.analysis import Analysis, analyse
from nightwalk.experiments.design import Design, known_method, read_sample, sample
from nightwalk.experiments.factors import factors_of
from nightwalk.experiments.outcomes import Outcomes, outcomes_of
from nightwalk.outputs.folder import digest, study_folder
from nightwalk.outputs.indicators import HEADLINE, indicator
from nightwalk.outputs.variance import FEWEST_SEEDS, SOURCES, WIDEST, variance_shares
from nightwalk.scenarios.size import REDUCED, Size
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.trial_jobs import COST
from nightwalk.scenarios.trials import Trial, run_trials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from nightwalk.experiments.design import Method
    from nightwalk.experiments.factors import Factor
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.study import Mode

    Progress = Callable[[str, float], None]

__all__ = ["CORE", "POINTS", "Sensitivity", "SensitivityPlan", "analysis_folder", "run_design", "sensitivity"]

CORE = 12  # numbers of the model that a Sobol design keeps, by their mu_star of the difference
POINTS = {"morris": 10, "sobol": 64, "pawn": 500, "delta": 500}
"""Trajectories, base points or points, unless said."""
MODES: tuple[Mode, ...] = ("default", "light", "prior")


@dataclass(frozen=True, kw_only=True)
class SensitivityPlan:
    """What a sensitivity analysis is to do.

    Attributes:
        method: ``morris`` ranks all numbers; ``sobol`` shares out the variance among the 12 that Morris ranks first
            and all those of the measures; ``pawn`` and ``delta`` take any points.
        points: Trajectories, base points (a power of two) or points; 0 = as in `POINTS`.
        of: The indicator.
        size: How large each run is.
        seeds: How many seeds each point is run with, the same for all points.
        grouped: Whether numbers of one submodel or measure change together.
        split: How many seeds the variance is split with, into parameters, luck and guessed light; 0 = not at all.
        sample: A CSV file of points drawn elsewhere, for pawn and delta.
    """

    method: Method = "morris"
    points: int = 0
    of: str = HEADLINE
    size: Size = REDUCED
    seeds: int = 1
    grouped: bool = False
    split: int = FEWEST_SEEDS
    sample: Path | None = None

    def __post_init__(self) -> None:
        indicator(self.of)
        known_method(self.method)
        if self.seeds < 1 or self.split == 1 or self.split < 0:
            raise RunError(
                f"The seeds are {self.seeds} and those of the split {self.split}; give 1 or more, 0 or 2 up."
            )

    @property
    def count(self) -> int:
        """Trajectories, base points or points."""
        return self.points or POINTS.get(self.method, 0)


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """A finished sensitivity analysis.

    Attributes:
        plan: What was asked for.
        scenarios: Names of the base and of the scenario.
        design: Where it was run.
        outcomes: What came out.
        analysis: What follows.
        screening: The Morris analysis that chose the core of a Sobol design; None elsewhere.
        split: Columns source, variance, share, low, high, separable; no rows where it was not asked for.
    """

    plan: SensitivityPlan
    scenarios: tuple[str, str]
    design: Design
    outcomes: Outcomes
    analysis: Analysis
    screening: Analysis | None
    split: pd.DataFrame

    @property
    def runs(self) -> int:
        """How many runs it took, screening and split included."""
        points = len(self.design.points) + (0 if self.screening is None else self.screening.precision.runs)
        return len(self.scenarios) * (points * self.plan.seeds + self.plan.split * len(MODES))


def analysis_folder(out: Path, base: Scenario, scenario: Scenario, plan: SensitivityPlan) -> Path:
    """Return where an analysis goes: named by what is compared, its plan, the points given and the source.

    Raises:
        NightwalkError: if the scenarios cannot be compared in the size of the plan, or the points cannot be read.
    """
    two = [plan.size.of(base), plan.size.of(scenario)]
    study = study_of(two, range(1, plan.seeds + 1), mode="default")
    points = "" if plan.sample is None else read_sample(plan.sample, factors_of(two), plan.method).digest
    asked = {**asdict(plan), "sample": points}
    return study_folder(out, f"sensitivity {scenario.name}", digest({"study": study.hash12, "plan": asked}))


def sensitivity(
    base: Scenario, scenario: Scenario, plan: SensitivityPlan | None = None, *, workers: int = 1,
    executor: Executor | None = None, folder: Path | str | None = None, progress: Progress | None = None,
) -> Sensitivity:  # fmt: skip
    """Find which uncertain numbers decide an indicator, and the difference a scenario makes to it.

    Args:
        base: What the scenario is compared with, such as today.
        scenario: What is planned.
        plan: What to do; Morris on everything in a reduced size where not given.
        workers: Processes.
        executor: Where to run instead.
        folder: Where runs are kept as they finish, so that an interrupted analysis goes on.
        progress: Called with what is being done and the share done, 0-1.

    Raises:
        NightwalkError: if a scenario, a size or a sample cannot be used, or no run succeeded.
    """
    plan = plan or SensitivityPlan()
    two = (plan.size.of(base), plan.size.of(scenario))
    steps = _steps(plan, progress)

    def ran(design: Design, place: Path | None) -> Outcomes:
        return run_design(
            two, design, of=plan.of, seeds=plan.seeds, workers=workers, executor=executor, folder=place,
            progress=next(steps),
        )  # fmt: skip

    kept = None if folder is None else Path(folder)
    factors, screening = factors_of(two), None
    if plan.method == "sobol" and not plan.grouped:
        first = sample("morris", factors, POINTS["morris"])
        screening = analyse(first, ran(first, kept and kept / "screening"))
        factors = _core(factors, screening)
    design = _design(plan, factors)
    outcomes = ran(design, kept)
    if outcomes.failed == len(outcomes.difference):
        raise RunError(f"Every run failed: {outcomes.reasons[0]}")
    split = _split(two, plan, workers, executor, kept, next(steps))
    return Sensitivity(
        plan, (two[0].name, two[1].name), design, outcomes, analyse(design, outcomes), screening, split
    )


def run_design(
    scenarios: Sequence[Scenario], design: Design, *, of: str = HEADLINE, seeds: int = 1, workers: int = 1,
    executor: Executor | None = None, folder: Path | str | None = None, progress: Progress | None = None,
) -> Outcomes:  # fmt: skip
    """Run a base and a scenario at every point of a design, with the seeds 1, 2, ... at each.

    Raises:
        NightwalkError: as `run_trials`.
    """
    points = design.values()
    trials = [Trial(i * seeds + j, 1 + j, values) for i, values in enumerate(points) for j in range(seeds)]
    rows = run_trials(
        scenarios, trials, of=(of, COST), workers=workers, executor=executor, folder=folder, progress=progress
    )
    return outcomes_of(rows, [one.name for one in scenarios], of, seeds)


def _design(plan: SensitivityPlan, factors: Sequence[Factor]) -> Design:
    if plan.sample is not None:
        return read_sample(plan.sample, factors, plan.method)
    return sample(plan.method, factors, plan.count, grouped=plan.grouped)


def _core(factors: Sequence[Factor], screening: Analysis) -> tuple[Factor, ...]:
    """Return the numbers of the model that matter most to the difference, and all those of measures."""
    model = {one.name for one in factors if not one.of_measure}
    ranked = [name for name in screening.ranking()["factor"] if name in model][:CORE]
    return tuple(one for one in factors if one.of_measure or one.name in ranked)


def _split(
    scenarios: Sequence[Scenario], plan: SensitivityPlan, workers: int, executor: Executor | None, folder: Path | None,
    progress: Progress,
) -> pd.DataFrame:  # fmt: skip
    """Return where the variance of the difference comes from, as `outputs.variance` tells sources apart."""
    columns = ["source", "variance", "share", "low", "high", "separable"]
    if not plan.split:
        return pd.DataFrame(columns=columns)
    trials, found = [Trial(i, 1 + i) for i in range(plan.split)], []
    for i, mode in enumerate(MODES):
        rows = run_trials(
            scenarios, trials, of=(plan.of, COST), parameters=mode, workers=workers, executor=executor,
            folder=folder and folder / f"split-{mode}", progress=_part(progress, i / len(MODES), (i + 1) / len(MODES)),
        )  # fmt: skip
        names = [one.name for one in scenarios]
        found.append(outcomes_of(rows, names, plan.of, 1).difference[:, 0])
    three = np.stack(found)
    three = three[:, np.isfinite(three).all(axis=0)]
    variance, share, low, high = variance_shares(three)
    separable = (three.shape[1] >= FEWEST_SEEDS) & (high - low <= WIDEST)
    return pd.DataFrame(dict(zip(columns, (SOURCES, variance, share, low, high, separable), strict=True)))


def _steps(plan: SensitivityPlan, progress: Progress | None) -> Iterator[Progress]:
    """Yield a callback for each of the ensembles to be run."""
    tell = progress or _silent
    count = 1 + (plan.method == "sobol" and not plan.grouped) + bool(plan.split)
    return (_part(tell, i / count, (i + 1) / count) for i in range(count + 1))


def _part(progress: Progress, low: float, high: float) -> Progress:
    return lambda what, done: progress(what, low + (high - low) * done)


def _silent(what: str, done: float) -> None:
    del what, done
