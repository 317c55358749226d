"""Find the best plan for a budget: screen, try in full, confirm with fresh seeds."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError
from nightwalk.experiments.plan.contest import (
    LEAD,
    Effect,
    effect,
    leads,
    trial_values,
    winner,
    worse_groups,
)
from nightwalk.experiments.plan.ground import EVERYONE, ground_of, group_key
from nightwalk.experiments.plan.options import Option, option, options, unbeaten
from nightwalk.experiments.plan.pieces import doses_of
from nightwalk.experiments.plan.references import references
from nightwalk.experiments.plan.screen import Screen
from nightwalk.outputs.folder import digest, study_folder
from nightwalk.outputs.indicators import HEADLINE, indicator
from nightwalk.scenarios.study import study_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    import numpy as np
    import pandas as pd

    from nightwalk.experiments.plan.choose import Purse
    from nightwalk.scenarios.scenario import Scenario

    Progress = Callable[[str, float], None]

__all__ = ["FRESH", "BestPlan", "PlanRequest", "optimise", "plan_folder"]

FRESH = 1001  # the first of the seeds that nothing was chosen with
PLAN = "Best plan"
SCREENED, CHOSEN = 0.15, 0.55  # shares of the progress bar
AT_HOME = ("unsafe_after_dark", "very_unsafe_after_dark", "answer_after_dark")
WALKING = (
    "fear_episodes_per_person_year", "fear_episodes_per_1000_walks", "any_fear_episode", "stays_in_after_dark",
    "forgone_after_dark",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PlanRequest:
    """What is asked for.

    Attributes:
        purse: What may be spent.
        of: The outcome.
        group: Whom to plan for: a group by name, such as ``women`` or ``75+``.
        kinds: What may be chosen; everything that may be placed where empty.
        seeds: Draws in which the finalists are tried.
        fresh: Fresh seeds for the winner.
    """

    purse: Purse
    of: str = HEADLINE
    group: str = EVERYONE[1]
    kinds: tuple[str, ...] = ()
    seeds: int = 20
    fresh: int = 40

    def __post_init__(self) -> None:
        indicator(self.of)
        known = AT_HOME + WALKING
        if self.of not in known:
            raise RunError(f"A plan cannot be looked for by {self.of}; choose {', '.join(known)}.")
        if min(self.seeds, self.fresh) < 2:
            raise RunError(
                "With one seed, effect and luck cannot be told apart; give at least 2 seeds and 2 fresh ones."
            )
        group_key(self.group)
        doses_of(self.kinds)


@dataclass(frozen=True, eq=False)
class BestPlan:
    """What was found.

    Attributes:
        request: What was asked for.
        key: Split and name of the group planned for.
        worst_off: Split and name of the group worst off today.
        options: Every plan screened; the references are the last.
        front: Which of them no other one beats, bool.
        scenario: The winner, to be saved and compared.
        chosen: The winner as it was screened.
        rivals: What the money does without thinking.
        lead: Share of the draws in which the winner does no worse than its rivals.
        effects: Against today first, then against each rival, with fresh seeds.
        worse: Groups left worse off.
        runs: Simulated lives.
        fall: How much the plan lowers the cue after dark of each street, mean over draws, logits (S,).
    """

    request: PlanRequest
    key: tuple[str, str]
    worst_off: tuple[str, str]
    options: tuple[Option, ...]
    front: np.ndarray
    scenario: Scenario
    chosen: Option
    rivals: tuple[Scenario, ...]
    lead: float
    effects: tuple[Effect, ...]
    worse: tuple[tuple[str, str, Effect], ...]
    runs: int
    fall: np.ndarray

    @property
    def steady(self) -> bool:
        """Whether the winner keeps its lead in enough of the draws."""
        return self.lead >= LEAD

    @property
    def beats(self) -> bool:
        """Whether it is clearly better than every rival."""
        what = indicator(self.request.of)
        return all(one.is_better(what) for one in self.effects[1:])


def optimise(
    base: Scenario, request: PlanRequest, *, workers: int = 1, executor: Executor | None = None,
    folder: Path | str | None = None, progress: Progress | None = None,
) -> BestPlan:  # fmt: skip
    """Find the best plan for a budget.

    Plans are put together from pieces by a cheap screen; the best for several aims are tried in full with common
    seeds, each a draw of what is not known; the winner is compared with lighting the busiest and the darkest streets
    for the same money with seeds that nothing was chosen with.

    Args:
        base: What the plan is added to; patrol, cameras and sanctions belong here (rule 32).
        request: What is asked for.
        workers: Processes.
        executor: Where to run instead.
        folder: Where finished runs are kept, so that the same call goes on where it stopped.
        progress: Called with what is being done and the share done, 0-1.

    Raises:
        NightwalkError: if the scenario or the request cannot be used, or the money pays for nothing.
    """
    with _kept(folder) as place:
        run = _Runs(request.of, workers, executor, place, progress or _silent)
        return _optimised(base, request, run)


def plan_folder(out: Path, base: Scenario, request: PlanRequest) -> Path:
    """Return where a plan goes: named by the base, the request and the source."""
    asked = {
        "study": study_of([base], [1]).hash12, "purse": str(request.purse), "of": request.of, "group": request.group,
        "kinds": sorted(request.kinds), "seeds": [request.seeds, request.fresh],
    }  # fmt: skip
    return study_folder(out, f"plan {base.name}", digest(asked))


@dataclass(frozen=True)
class _Runs:
    """How plans are run, and whom to tell."""

    of: str
    workers: int
    executor: Executor | None
    folder: Path
    tell: Progress

    def of_seeds(
        self, scenarios: Sequence[Scenario], seeds: range, part: tuple[float, float]
    ) -> pd.DataFrame:
        """Return what `trial_values` does; `part` is where on the progress bar it lies."""
        low, high = part
        return trial_values(
            scenarios, seeds, self.of, workers=self.workers, executor=self.executor,
            folder=self.folder / f"from-seed-{seeds.start}",
            progress=lambda what, done: self.tell(what, low + (high - low) * done),
        )  # fmt: skip


def _optimised(base: Scenario, request: PlanRequest, run: _Runs) -> BestPlan:
    run.tell("living today once", 0.0)
    ground = ground_of(base)
    key, group = ground.members(request.group)
    screen = Screen(base, ground, group)
    found = options(
        screen, doses_of(request.kinds), request.purse, lambda what, done: run.tell(what, SCREENED * done)
    )
    rivals = [
        option(name, 1.0, (lamps,), screen) for name, lamps in references(ground, request.purse).items()
    ]
    finalists = [one for one in found if one.part == 1.0]
    chosen, lead, runs = _tried(base, finalists, rivals, request, key, run)
    scenario = base.plus(*chosen.measures, name=PLAN)
    others = [base.plus(*one.measures, name=one.name) for one in rivals]
    fresh = range(FRESH, FRESH + request.fresh)
    values = run.of_seeds([base, scenario, *others], fresh, (CHOSEN, 1.0))
    screened = (*found, *rivals)
    return BestPlan(
        request=request,
        key=key,
        worst_off=ground.worst_off(),
        options=screened,
        front=unbeaten(screened),
        scenario=scenario,
        chosen=chosen,
        rivals=tuple(others),
        lead=lead,
        effects=_effects(values, base.name, [one.name for one in others], key),
        worse=tuple(worse_groups(values, PLAN, base.name, request.of)),
        runs=runs + (2 + len(others)) * request.fresh,
        fall=-screen.change(chosen.measures).mean(axis=(0, 1)),
    )


def _tried(
    base: Scenario, finalists: Sequence[Option], rivals: Sequence[Option], request: PlanRequest, key: tuple[str, str],
    run: _Runs,
) -> tuple[Option, float, int]:  # fmt: skip
    """Try the finalists in full; return the best, the share of draws in which it keeps its lead, and the runs."""
    scenarios = [base, *(base.plus(*one.measures, name=one.name) for one in (*finalists, *rivals))]
    values = run.of_seeds(scenarios, range(1, request.seeds + 1), (SCREENED, CHOSEN))
    names, what = [one.name for one in finalists], indicator(request.of)
    lead = leads(values, names, [one.name for one in rivals] or [base.name], key, what)
    best = winner(values, names, lead, key, what)
    return finalists[names.index(best)], lead[best], len(scenarios) * request.seeds


def _effects(
    values: pd.DataFrame, today: str, rivals: Sequence[str], key: tuple[str, str]
) -> tuple[Effect, ...]:
    against = [effect(values, PLAN, one, key, len(rivals)) for one in rivals]
    return (effect(values, PLAN, today, key), *against)


@contextmanager
def _kept(folder: Path | str | None) -> Iterator[Path]:
    """Give the folder, or one that goes when the block ends."""
    if folder is not None:
        yield Path(folder)
        return
    with tempfile.TemporaryDirectory(prefix="nightwalk-") as place:
        yield Path(place)


def _silent(what: str, done: float) -> None:
    del what, done
