"""Many points of parameter space, each run with a seed: what sensitivity, discovery, best plans and fits rest on."""

from __future__ import annotations

import tempfile
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import NightwalkError, RunError
from nightwalk.base.executors import executor as chosen_executor
from nightwalk.outputs.columns import TRIALS
from nightwalk.outputs.folder import digest
from nightwalk.outputs.indicators import HEADLINE, SPLITS, indicator
from nightwalk.outputs.tables import make_table, write_table
from nightwalk.scenarios.jobs import plan_of
from nightwalk.scenarios.numbers import check_values, declared_numbers, of_model
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.trial_jobs import COST, TrialJob, run_together
from nightwalk.scenarios.trial_store import TrialStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor, Future

    import pandas as pd

    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.study import Mode, Study
    from nightwalk.scenarios.trial_jobs import Outcome

    Progress = Callable[[str, float], None]

__all__ = ["Trial", "run_trials"]

STORE = "trials.sqlite"
TOGETHER = 8  # trials of one job at most, so that a cluster has enough jobs and a lost worker loses little
IN_FLIGHT = 256  # jobs given to the executor at a time: the rest costs no memory yet
GLANCE = 0.5  # seconds between two looks at the finished jobs


@dataclass(frozen=True)
class Trial:
    """One point of parameter space and its luck.

    Attributes:
        id: Its number in the table, different from that of every other trial.
        seed: Key of every draw, from 1 on; trials with one seed share people, plans and luck.
        values: Numbers that hold whatever the scenarios say: of the model by name (``beta_DL``), of measures as
            ``kind.number`` (``street-lighting.fidelity``), of the governance as ``governance.number``.
    """

    id: int
    seed: int = 1
    values: Mapping[str, float] = field(default_factory=dict)


def run_trials(
    scenarios: Sequence[Scenario], trials: Iterable[Trial], *, of: Sequence[str] = (HEADLINE,),
    by: Sequence[str] = ("all",), parameters: Mode = "default", workers: int = 1, executor: Executor | None = None,
    folder: Path | str | None = None, progress: Progress | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Run every scenario in every trial; return what came out, the same rows whatever ran it.

    The scenarios of a trial share people, luck and spin-up. A trial that fails gives rows with its reason, and the
    others go on. The file ``trials.sqlite`` of the folder keeps what is finished, for this call made again and for
    others with the same scenarios; failed trials are tried again.

    Args:
        scenarios: As for `simulate_many`.
        trials: Points and seeds.
        of: Indicators wanted; ``annual_cost`` is what the measures cost a year.
        by: Splits wanted.
        parameters: What numbers without a value are, as for `simulate_many`.
        workers: Processes; 1 runs here.
        executor: Where to run instead, such as a Dask ``Client.get_executor()`` that shares the disk.
        folder: Where to keep what is finished, and the table of this call, ``trials.parquet``.
        progress: Called with what is being done and the share done, 0-1.

    Returns:
        Columns trial, seed, scenario, indicator, split, group, value, reason ("" where it ran), in the order of
        trials and scenarios. Groups of fewer than ten people are not left out: do not publish them.

    Raises:
        NightwalkError: if a scenario, a value, an indicator or a split cannot be used, or the cluster is lost.
    """
    listed = _checked(trials)
    study = study_of(scenarios, {one.seed for one in listed}, mode=parameters)
    _check(study, listed, of, by)
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="nightwalk-") as place:
            return _run(study, listed, of, by, workers, executor, Path(place), progress or _silent)
    found = _run(study, listed, of, by, workers, executor, Path(folder), progress or _silent)
    write_table(
        make_table(TRIALS, {str(key): found[key] for key in found}), Path(folder) / f"{TRIALS}.parquet"
    )
    return found


def _run(
    study: Study, trials: list[Trial], of: Sequence[str], by: Sequence[str], workers: int,
    executor: Executor | None, folder: Path, tell: Progress,
) -> pd.DataFrame:  # fmt: skip
    keys = _keys(study, trials, by)
    store = TrialStore(folder / STORE)
    outcomes: dict[str, Outcome] = dict(store.find(keys))
    todo = {key: one for key, one in zip(keys, trials, strict=True) if key not in outcomes}
    with chosen_executor(executor, workers) as pool:
        for found in _finished(_jobs(study, todo, by), pool):
            outcomes.update(found)
            store.keep((key, rows) for key, rows in found if not isinstance(rows, str))
            tell("simulating", len(outcomes) / len(set(keys)))
    return _frame(study, zip(trials, (outcomes[key] for key in keys), strict=True), of)


def _checked(trials: Iterable[Trial]) -> list[Trial]:
    listed = list(trials)
    if not listed or len({one.id for one in listed}) < len(listed):
        raise RunError(
            "There is no trial, or two have one id; give at least one, each with an id of its own."
        )
    return listed


def _check(study: Study, trials: list[Trial], of: Sequence[str], by: Sequence[str]) -> None:
    known = declared_numbers(study.scenarios)
    for one in trials:
        try:
            check_values(one.values, known)
        except NightwalkError as error:
            raise type(error)(f"Trial {one.id}: {error}") from error
    for name in of:
        if name != COST:
            indicator(name)
    if unknown := [split for split in by if split not in SPLITS]:
        raise RunError(f"There is no split {unknown[0]!r}; splits: {', '.join(SPLITS)}.")


def _keys(study: Study, trials: list[Trial], by: Sequence[str]) -> list[str]:
    """Return what stands for each trial: scenarios, town, source, splits, seed and values, not its id."""
    same = {
        **{key: study.content[key] for key in ("scenarios", "parameter_mode", "source", "register")},
        "city": study.city.checksum, "by": sorted(by),
    }  # fmt: skip
    setup = digest(same)
    return [digest({"setup": setup, "seed": one.seed, "values": dict(_numbers(one))}) for one in trials]


def _numbers(one: Trial) -> list[tuple[str, float]]:
    return sorted((name, float(value)) for name, value in one.values.items())  # noqa: PD011  no table


def _jobs(study: Study, todo: Mapping[str, Trial], by: Sequence[str]) -> Iterator[TrialJob]:
    """Yield jobs of trials that share seed and numbers of the model, in a fixed order."""
    plans = tuple(
        plan_of(one, placed, i)
        for i, (one, placed) in enumerate(zip(study.scenarios, study.placed, strict=True))
    )
    columns = study.city.columns_folder()
    for (seed, _), group in groupby(sorted(todo.items(), key=_shared), key=_shared):
        alike = [(key, dict(_numbers(one))) for key, one in group]
        for first in range(0, len(alike), TOGETHER):
            yield TrialJob(
                columns, seed, study.mode, plans, tuple(by), tuple(alike[first : first + TOGETHER])
            )


def _shared(entry: tuple[str, Trial]) -> tuple[int, list[tuple[str, float]]]:
    _, one = entry
    return one.seed, sorted(of_model(dict(_numbers(one))).items())


def _finished(jobs: Iterable[TrialJob], pool: Executor) -> Iterator[list[tuple[str, Outcome]]]:
    """Yield what each job gave, as they finish."""
    waiting: dict[Future[list[tuple[str, Outcome]]], TrialJob] = {}
    try:
        for job in jobs:
            waiting[pool.submit(run_together, job)] = job
            yield from _done(waiting, 0.0)
            while len(waiting) >= IN_FLIGHT:
                yield from _done(waiting, GLANCE)
        while waiting:
            yield from _done(waiting, GLANCE)
    finally:
        for future in waiting:
            future.cancel()


def _done(
    waiting: dict[Future[list[tuple[str, Outcome]]], TrialJob], timeout: float
) -> Iterator[list[tuple[str, Outcome]]]:
    done, _ = wait(waiting, timeout=timeout, return_when=FIRST_COMPLETED)
    for future in done:
        yield _given(waiting.pop(future), future)


def _given(job: TrialJob, future: Future[list[tuple[str, Outcome]]]) -> list[tuple[str, Outcome]]:
    try:
        return future.result()
    except CancelledError as error:
        raise RunError(
            "The cluster gave its jobs back: is its scheduler still there? The same command goes on where it stopped."
        ) from error
    except Exception as error:  # noqa: BLE001 - a worker that keeps dying fails its own trials only
        return [(key, f"{type(error).__name__}: {error}") for key, _ in job.trials]


def _frame(study: Study, outcomes: Iterable[tuple[Trial, Outcome]], of: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for one, outcome in outcomes:
        if isinstance(outcome, str):
            cells = [
                (scenario.name, name, "", "", float("nan"), outcome)
                for scenario in study.scenarios
                for name in of
            ]
        else:
            cells = [(*row, "") for row in outcome if row.indicator in of]
        rows += [(one.id, one.seed, *cell) for cell in cells]
    columns = ["trial", "seed", "scenario", "indicator", "split", "group", "value", "reason"]
    return pd.DataFrame(rows, columns=columns)


def _silent(what: str, done: float) -> None:
    del what, done
