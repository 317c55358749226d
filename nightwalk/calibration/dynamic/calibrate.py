"""Fit the dynamic layer: rule out, sample what is left, look at what it expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.executors import executor as chosen_executor
from nightwalk.calibration.dynamic.comparison import Comparison
from nightwalk.calibration.dynamic.expected import expected_of
from nightwalk.calibration.dynamic.luck import MOST_SEED
from nightwalk.calibration.dynamic.matching import matched
from nightwalk.calibration.dynamic.sampler import sampled
from nightwalk.calibration.dynamic.town_runs import TownRuns
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.identify import learnt_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from pathlib import Path

    from nightwalk.calibration.dynamic.expected import Expected
    from nightwalk.calibration.dynamic.matching import Evaluate, Region
    from nightwalk.calibration.dynamic.sampler import Sample
    from nightwalk.calibration.dynamic.settings import Dynamics
    from nightwalk.calibration.identify import Learnt
    from nightwalk.calibration.posterior import Posterior
    from nightwalk.calibration.study import Study

__all__ = ["DynamicCalibration", "calibrate_dynamics", "fit_dynamics"]


@dataclass(frozen=True)
class DynamicCalibration:
    """A fitted dynamic layer.

    Attributes:
        dynamics: What was asked for.
        region: What history matching left.
        sample: The points that were kept.
        draws: Values of the parameters, float64 (D, K).
        seeds: Seed of the run behind each draw, int64 (D,): it names the draw of the measurement layer it used.
        learnt: What is known of each parameter.
        expected: What runs at the draws give, beside every target.
    """

    dynamics: Dynamics
    region: Region
    sample: Sample
    draws: np.ndarray
    seeds: np.ndarray
    learnt: list[Learnt]
    expected: list[Expected]

    @property
    def runs(self) -> int:
        """Runs made, without those that looked at what the posterior expects."""
        return self.region.waves[-1].runs + sum(one.runs for one in self.sample.generations)


def calibrate_dynamics(
    study: Study, measured: Posterior | None = None, *, workers: int = 1, executor: Executor | None = None,
    folder: Path | None = None, progress: Callable[[str, float], None] | None = None,
) -> DynamicCalibration:  # fmt: skip
    """Fit the dynamic layer of a study by running its town.

    Args:
        study: parameters, targets, town and effort; margins of the people, seed and number of draws.
        measured: posterior of the measurement layer; without it all other parameters keep their defaults.
        workers: processes; 1 runs here.
        executor: where to run instead.
        folder: where finished runs are kept; the same call made again goes on from them, to the same posterior.
        progress: called with what is being done and the share of the most there can be to do, 0-1.

    Raises:
        NightwalkError: if the study states no targets, the town cannot be used, most runs fail, or no point comes
            near the targets.
    """
    dynamics = _stated(study, measured)
    tell = progress or (lambda _what, _share: None)
    most = dynamics.effort.most_runs
    with chosen_executor(executor, workers) as pool:
        evaluate = TownRuns(
            dynamics.town.as_scenario(study.ground.population), Comparison.of(dynamics.targets).summaries,
            dynamics.scale, measured, pool, folder, lambda done: tell("simulating", done / most),
        )  # fmt: skip
        found = fit_dynamics(
            dynamics, evaluate, study.seed, study.draws, cycle=len(measured.draws) if measured else 1
        )
    tell("done", 1.0)
    return found


def _stated(study: Study, measured: Posterior | None) -> Dynamics:
    if study.dynamic is None:
        raise CalibrationError(f"{study.name} has no dynamic layer; state [[targets]] for it.")
    both = set(study.dynamic.parameters) & set(measured.names if measured else ())
    if both:
        raise CalibrationError(
            f"Both layers would fit {', '.join(sorted(both))}; leave it out of parameters in [dynamic], or out of fit."
        )
    return study.dynamic


def fit_dynamics(
    dynamics: Dynamics, evaluate: Evaluate, seed: int, draws: int, *, cycle: int = 1
) -> DynamicCalibration:
    """Fit the dynamic layer to whatever evaluates points: a pure function of it and the seed.

    Args:
        dynamics: parameters, targets and effort.
        evaluate: from points on the scale of the priors (N, K) and seeds (N,) to summaries (N, S).
        seed: key of every draw.
        draws: draws wanted.
        cycle: seeds that differ by a multiple of it use the same draw of the measurement layer.
    """
    import sklearn.gaussian_process  # noqa: F401 - its libraries must be there to be held to one thread
    from threadpoolctl import threadpool_limits

    comparison, scale, effort = Comparison.of(dynamics.targets), dynamics.scale, dynamics.effort
    with threadpool_limits(1):
        region = matched(evaluate, comparison.fitted, len(scale.names), effort, seed)
        sample = sampled(evaluate, region, effort, seed)
        rows = sample.rows(draws, seed)
        z, seeds = sample.points(comparison.fitted, rows), sample.particles.seed[rows]
        checks = np.arange(min(effort.checks, draws))
        checked = evaluate(z[checks], seeds[checks] + cycle * (MOST_SEED // cycle + checks))
    values = np.array([scale.values(one) for one in z])
    return DynamicCalibration(
        dynamics, region, sample, values, seeds, learnt_of(scale, values),
        expected_of(comparison, checked, seed),
    )  # fmt: skip
