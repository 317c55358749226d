"""Run a scenario once, or a study of scenarios and seeds that can be interrupted and continued."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, wait
from datetime import UTC, datetime
from pathlib import Path
from platform import platform
from typing import TYPE_CHECKING, Any

from nightwalk.base.executors import SerialExecutor
from nightwalk.base.executors import executor as chosen_executor
from nightwalk.model.city.shapes import shapes_of
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.folder import begin, finish, finished_parts, is_finished, merge_parts, part_path
from nightwalk.outputs.run_index import RunIndex
from nightwalk.scenarios.budget import budget_of
from nightwalk.scenarios.jobs import Job, plan_of, run_job, run_plan
from nightwalk.scenarios.scenario import on_one_ground
from nightwalk.scenarios.study import study_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor, Future

    from nightwalk.model.parameters import Parameters
    from nightwalk.outputs.tables import Run
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.study import Mode, Study

    Progress = Callable[[str, float], None]

__all__ = ["run_study", "simulate", "simulate_many"]

SIMULATED = 0.9  # share of the progress bar for the runs; the rest is figures and report
GLANCE = 0.5  # seconds between two looks at the finished runs


def simulate(
    scenario: Scenario, seed: int = 1, parameters: Parameters | None = None,
    progress: Callable[[float], None] | None = None, threads: int = 1,
) -> Run:  # fmt: skip
    """Simulate one scenario with one seed, here and now.

    Args:
        scenario: What to simulate.
        seed: Key of every random draw, from 1 on; equal seeds share people, plans and luck.
        parameters: The numbers of the model; the scenario's where not given.
        progress: Called with the share done, 0-1.
        threads: Threads to use; the bytes are the same for any number.

    Returns:
        The run with its tables ``indicators``, ``series``, ``streets``, ``crimes`` and ``zones``.

    Raises:
        NightwalkError: if the scenario cannot be used.
    """
    (grounded,) = on_one_ground([scenario])
    plan = plan_of(grounded, grounded.placed())
    return run_plan(
        plan, grounded.city, seed, "default", treated={plan.name: plan.treated}, parameters=parameters,
        progress=progress, threads=threads,
    )  # fmt: skip


def simulate_many(
    scenarios: Sequence[Scenario], seeds: Iterable[int] = range(1, 11), *, workers: int = 1,
    executor: Executor | None = None, folder: Path | str | None = None, parameters: Mode = "prior",
    name: str = "", fresh: bool = False, progress: Progress | None = None, threads: int = 1,
) -> Ensemble:  # fmt: skip
    """Simulate scenarios with the same seeds; the first one is what the others are compared with.

    Args:
        scenarios: Scenarios on one town over the same days, with different names.
        seeds: One run of every scenario for each.
        workers: Processes; 1 runs here.
        executor: Where to run instead, for example a Dask ``Client.get_executor()`` that shares the disk.
        folder: Where to keep the study; a finished one is opened, an interrupted one continued.
            Without it, nothing is kept.
        parameters: ``prior`` draws one set of effect parameters per seed, the same for all scenarios;
            ``default`` keeps them; ``light`` keeps them and draws the light of streets where it is guessed.
        name: Title of the study.
        fresh: Compute again even if the folder holds the finished study.
        progress: Called with what is being done and the share done, 0-1.
        threads: Threads of each process; the bytes are the same for any number.

    Raises:
        NightwalkError: if a scenario cannot be used, memory or disk are too small or a worker keeps dying.
    """
    study = study_of(scenarios, seeds, mode=parameters, name=name)
    options: dict[str, Any] = {
        "workers": workers, "executor": executor, "progress": progress, "threads": threads,
    }  # fmt: skip
    if folder is not None:
        return run_study(study, study.folder(Path(folder)), fresh=fresh, **options)
    with tempfile.TemporaryDirectory(prefix="nightwalk-") as place:
        _check_room(study, Path(place), workers if executor is None else None)
        return _simulated(study, Path(place) / "study", **options).in_memory()


def run_study(
    study: Study, folder: Path, *, workers: int = 1, executor: Executor | None = None, fresh: bool = False,
    progress: Progress | None = None, threads: int = 1,
) -> Ensemble:  # fmt: skip
    """Run what is missing of a study and write tables, figures and report to its folder.

    Raises:
        NightwalkError: as `simulate_many`.
    """
    if is_finished(folder) and not fresh:
        return Ensemble.open(folder)
    _check_room(study, folder, workers if executor is None else None)
    tell, index = progress or _silent, RunIndex(folder.parent)
    names = [one.name for one in study.scenarios]
    index.begin(folder.name, "study", study.name, names, len(names) * len(study.seeds))
    ensemble = _simulated(
        study,
        folder,
        workers=workers,
        executor=executor,
        threads=threads,
        fresh=fresh,
        progress=lambda what, done: tell(what, SIMULATED * done),
    )
    finish(folder, ensemble, progress=lambda what, done: tell(what, SIMULATED + (1.0 - SIMULATED) * done))
    index.finish(folder.name)
    return ensemble.moved(folder)


def _simulated(
    study: Study, folder: Path, *, workers: int, executor: Executor | None, progress: Progress | None,
    threads: int = 1, fresh: bool = False,
) -> Ensemble:  # fmt: skip
    began = time.monotonic()
    tell = progress or _silent
    begin(folder, fresh=fresh)
    jobs = _jobs(study, folder, threads)
    with chosen_executor(executor, workers) as pool:
        if isinstance(pool, SerialExecutor):
            _run_here(jobs, tell)
        else:
            _run_there(jobs, pool, _Watch(study, folder), tell)
    when = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began, 1),
        "workers": workers,
        "machine": platform(),
        "folders": [str(one.folder.resolve()) for one in study.scenarios],
    }
    return merge_parts(folder, {**study.content, "when": when}, shapes_of(study.city))


def _check_room(study: Study, folder: Path, workers: int | None) -> None:
    """Refuse what cannot fit, before anything is written; elsewhere, only the disk is known."""
    expected = budget_of(study, workers or 1)
    expected.check_disk(folder)
    if workers is not None:
        expected.check_memory()


def _jobs(study: Study, folder: Path, threads: int) -> list[Job]:
    """Return one job per seed that is not finished."""
    done = finished_parts(folder)
    columns = study.city.columns_folder()
    plans = [
        plan_of(one, placed, i)
        for i, (one, placed) in enumerate(zip(study.scenarios, study.placed, strict=True))
    ]
    treated = {plan.name: plan.treated for plan in plans}
    jobs = []
    for seed in study.seeds:
        todo = tuple(plan for plan in plans if (plan.index, seed) not in done)
        if todo:
            jobs.append(Job(columns, folder.resolve(), seed, study.mode, todo, treated, threads))
    return jobs


def _run_here(jobs: list[Job], tell: Progress) -> None:
    for i, job in enumerate(jobs):
        run_job(job, lambda share, i=i: tell("simulating", (i + share) / len(jobs)))  # type: ignore[misc]


def _run_there(jobs: list[Job], pool: Executor, watch: _Watch, tell: Progress) -> None:
    waiting: set[Future[int]] = {pool.submit(run_job, job) for job in jobs}
    try:
        while waiting:
            done, waiting = wait(waiting, timeout=GLANCE, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
            tell("simulating", watch.share())
    finally:
        for future in waiting:
            future.cancel()


class _Watch:
    """Counts the finished runs of a study by looking at its folder."""

    def __init__(self, study: Study, folder: Path) -> None:
        keys = ((i, seed) for i in range(len(study.scenarios)) for seed in study.seeds)
        self._paths = [part_path(folder, *key) for key in keys]

    def share(self) -> float:
        """Return the share of runs whose part is there."""
        return sum(path.exists() for path in self._paths) / len(self._paths)


def _silent(what: str, done: float) -> None:
    del what, done
