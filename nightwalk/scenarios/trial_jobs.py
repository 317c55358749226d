"""What a worker does with trials: those that share seed and numbers of the model live on one spin-up."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nightwalk.base.quantity import quantities
from nightwalk.outputs.costs import annuity
from nightwalk.scenarios.about import is_price
from nightwalk.scenarios.jobs import lived, town_of_seed
from nightwalk.scenarios.numbers import GOVERNANCE, of_model
from nightwalk.scenarios.trial_store import Row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nightwalk.model.city import City
    from nightwalk.scenarios.jobs import Plan, Stage
    from nightwalk.scenarios.study import Mode

__all__ = ["COST", "Outcome", "TrialJob", "run_together"]

COST = "annual_cost"
"""What the measures of a scenario cost a year in EUR, capital in equal yearly payments; beside the indicators."""

Outcome = list[Row] | str  # rows, or the reason why there are none


@dataclass(frozen=True)
class TrialJob:
    """Trials of one seed and one set of model numbers: where the town is, what to run, which splits to keep."""

    columns: Path
    seed: int
    mode: Mode
    plans: tuple[Plan, ...]
    splits: tuple[str, ...]
    trials: tuple[tuple[str, Mapping[str, float]], ...]  # key and values


def run_together(job: TrialJob) -> list[tuple[str, Outcome]]:
    """Run the trials of a job; return for each its key and what it gave."""
    city = _town(job.columns, job.seed if job.mode == "light" else 0, job.mode)
    starts: dict[Any, Any] = {}
    lives: dict[Any, list[Row]] = {}
    return [(key, _outcome(job, city, values, starts, lives)) for key, values in job.trials]


@lru_cache(maxsize=1)
def _town(columns: Path, seed: int, mode: Mode) -> City:
    """Return the town, opened once in a process as long as it is the same.

    What is loaded by now is not looked through for garbage again: after each run that took a sixth of its time.
    """
    gc.collect()
    gc.freeze()
    return town_of_seed(columns, seed, mode)


def _outcome(
    job: TrialJob,
    city: City,
    values: Mapping[str, float],
    starts: dict[Any, Any],
    lives: dict[Any, list[Row]],
) -> Outcome:
    try:
        rows = []
        for plan in job.plans:
            changed = replace(plan, values=values)
            key = (plan.index, *_touching(changed))
            if key not in lives:
                lives[key] = _rows(job, changed, city, starts)
            cost = _cost(changed.stage(city, job.seed, job.mode))
            rows += [*lives[key], Row(plan.name, COST, "all", "everyone", cost)]
    except Exception as error:  # noqa: BLE001 - a failed run is a row with its reason, never a lost ensemble
        return f"{type(error).__name__}: {error}"
    return rows


def _touching(plan: Plan) -> tuple[tuple[str, float], ...]:
    """Return the values that mean something to a scenario: two runs of it that agree in these are the same run.

    Prices do not: nobody who walks knows them.
    """
    stated = [(one.kind, one) for one in plan.placed] + (
        [(GOVERNANCE, plan.governance)] if plan.governance else []
    )
    numbers = {
        f"{filed}.{name}" for filed, one in stated for name, q in quantities(one).items() if not is_price(q.unit)
    }  # fmt: skip
    mine = {name: value for name, value in plan.values.items() if name in numbers}
    return tuple(sorted({**of_model(plan.values), **mine}.items()))


def _rows(job: TrialJob, plan: Plan, city: City, starts: dict[Any, Any]) -> list[Row]:
    from nightwalk.model.indicators import indicator_rows

    with lived(plan, city, job.seed, job.mode, starts=starts) as simulation:
        columns = indicator_rows(simulation.observations)
    cells = zip(*(columns[name] for name in ("indicator", "split", "group", "value")), strict=True)
    return [Row(plan.name, *cell) for cell in cells if cell[1] in job.splits]


def _cost(stage: Stage) -> float:
    bills = [(one.cost(stage.city), one.about.life_years) for one in stage.interventions]
    return sum(annuity(bill.capital.value, years) + bill.yearly.value for bill, years in bills)
