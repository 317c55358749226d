"""What a worker does: every unfinished scenario of one seed, on one shared spin-up."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.folder import part_path
from nightwalk.outputs.tables import Run
from nightwalk.scenarios.draws import DRAWN
from nightwalk.scenarios.governance import measures_of
from nightwalk.scenarios.numbers import GOVERNANCE, of_model, with_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    import numpy as np

    from nightwalk.agents.population import Population
    from nightwalk.model import Simulation
    from nightwalk.model.city import City
    from nightwalk.model.parameters import Parameters
    from nightwalk.model.register.street_crime import StreetCrime
    from nightwalk.model.setup import Measure
    from nightwalk.scenarios.governance import Governance
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.study import Mode

    Share = Callable[[float], None]

__all__ = ["Job", "Plan", "lived", "plan_of", "run_job", "run_plan", "town_of_seed"]


@dataclass(frozen=True)
class Plan:
    """A scenario as a worker gets it: its interventions placed, the town left out.

    `values` are numbers of the model and of its measures that hold whatever else says, see `scenarios.numbers`.
    """

    index: int
    name: str
    start: date
    days: int
    population: Population
    level: float | None
    given: Mapping[str, float]
    placed: tuple[Intervention, ...]
    governance: Governance | None = None
    crime: StreetCrime | None = None
    values: Mapping[str, float] = field(default_factory=dict)

    @property
    def treated(self) -> np.ndarray:
        """Rows of the streets its measures change, int64 (n,); none where they act on people or the town alone."""
        import numpy as np

        rows = [one.selection.segments for one in self.placed if _changes_streets(one)]
        return np.unique(np.concatenate(rows)) if rows else np.empty(0, dtype=np.int64)

    def stage(self, city: City, seed: int, mode: Mode) -> Stage:
        """Join it with its town and, where `mode` draws them, with the effect sizes of the seed."""
        interventions, governance = self.placed, self.governance
        if mode in DRAWN:
            interventions = tuple(one.drawn(seed) for one in interventions)
            governance = governance and governance.drawn(seed)
        governed = governance and with_numbers(governance, GOVERNANCE, self.values)
        interventions = tuple(with_numbers(one, one.kind, self.values) for one in interventions)
        if governed is not None and governed != governance:
            interventions = tuple(one.under(governed, self.start) for one in interventions)
        crime = None if self.crime is None else self.crime._replace(drawn=mode in DRAWN)
        return Stage(
            city,
            self.start,
            self.days,
            self.population,
            self.level,
            self.given,
            interventions,
            governed,
            crime,
            of_model(self.values),
        )


@dataclass
class Stage:
    """A scenario as the simulation wants it; satisfies `model.setup.Setup`."""

    city: City
    start: date
    days: int
    population: Population
    level: float | None
    given: Mapping[str, float]
    interventions: tuple[Intervention, ...]
    governance: Governance | None
    crime: StreetCrime | None
    values: Mapping[str, float]

    @property
    def reference(self) -> Parameters:
        """Defaults with what the scenario sets."""
        from nightwalk.model.parameters import Parameters

        return Parameters().with_values(self.given)

    def measures(self) -> tuple[Measure, ...]:
        """Return what the simulation folds."""
        return measures_of(self.interventions, self.governance, self.start)

    def parameters(self, seed: int, mode: Mode, fitted: Mapping[str, float] | None = None) -> Parameters:
        """Return the parameters of the seed; what the scenario sets wins over what is drawn or fitted (rule 31)."""
        numbers = self.reference
        if mode in DRAWN:
            numbers = numbers.draw(seed).with_values({**(fitted or {}), **self.given})
        return numbers.with_values(self.values) if self.values else numbers


@dataclass(frozen=True)
class Job:
    """One seed of a study: where the town is, what to run, whose zones to tell of, where to leave the results.

    With ``posterior``, `fitted` holds the seed's fitted parameters.
    """

    columns: Path
    folder: Path
    seed: int
    mode: Mode
    plans: tuple[Plan, ...]
    treated: Mapping[str, np.ndarray]
    threads: int = 1
    fitted: Mapping[str, float] = field(default_factory=dict)


def plan_of(scenario: Scenario, placed: tuple[Intervention, ...], index: int = 0) -> Plan:
    """Return a scenario without its town."""
    return Plan(
        index, scenario.name, scenario.start, scenario.days, scenario.population, scenario.level,
        scenario.given, placed, scenario.governance, scenario.crime,
    )  # fmt: skip


def run_job(job: Job, progress: Share | None = None) -> int:
    """Run the plans of a seed that have no whole part yet; return how many were run.

    Raises:
        RunError: if a part cannot be written.
    """
    city = town_of_seed(job.columns, job.seed, job.mode)
    starts: dict[Any, Any] = {}
    todo = [plan for plan in job.plans if Run.load_part(part_path(job.folder, plan.index, job.seed)) is None]
    for done, plan in enumerate(todo):
        share = _between(progress, done / len(todo), (done + 1) / len(todo))
        run = run_plan(
            plan,
            city,
            job.seed,
            job.mode,
            treated=job.treated,
            starts=starts,
            progress=share,
            threads=job.threads,
            fitted=job.fitted,
        )
        run.save_part(part_path(job.folder, plan.index, job.seed))
    return len(todo)


def run_plan(
    plan: Plan, city: City, seed: int, mode: Mode, *, treated: Mapping[str, np.ndarray],
    parameters: Parameters | None = None, starts: dict[Any, Any] | None = None,
    progress: Share | None = None, threads: int = 1, fitted: Mapping[str, float] | None = None,
) -> Run:  # fmt: skip
    """Simulate one scenario with one seed.

    Args:
        plan: The scenario.
        city: Its town.
        seed: Key of every draw.
        mode: As in a study.
        treated: Rows of the streets treated, by scenario, whose zones are told of.
        parameters: The numbers, instead of those `mode` gives.
        starts: Spin-ups to share between the scenarios of a seed; added to.
        progress: Called with the share done, 0-1.
        threads: Threads to use.
        fitted: What a calibration gives the seed, with the mode ``posterior``.
    """
    with lived(
        plan, city, seed, mode,
        parameters=parameters, starts=starts, progress=progress, threads=threads, fitted=fitted,
    ) as simulation:  # fmt: skip
        return Run(plan.name, seed, simulation.tables(plan.name, treated))


@contextmanager
def lived(
    plan: Plan, city: City, seed: int, mode: Mode, *, parameters: Parameters | None = None,
    starts: dict[Any, Any] | None = None, progress: Share | None = None, threads: int = 1,
    fitted: Mapping[str, float] | None = None,
) -> Iterator[Simulation]:  # fmt: skip
    """Give the simulation of one scenario with one seed at the end of its days; arguments as for `run_plan`."""
    from nightwalk.model import Simulation, spin_up

    stage = plan.stage(city, seed, mode)
    numbers = parameters or stage.parameters(seed, mode, fitted)
    shared = {} if starts is None else starts
    key = (plan.population, plan.start, plan.level, numbers)
    spins = 0.0 if key in shared else numbers.offending.spin_up
    first = spins / (spins + plan.days)
    if key not in shared:
        shared[key] = spin_up(stage, numbers, seed, progress=_between(progress, 0.0, first), threads=threads)
    simulation = Simulation(stage, parameters=numbers, seed=seed, start_from=shared[key], threads=threads)
    try:
        simulation.run(_between(progress, first, 1.0))
        yield simulation
    finally:
        simulation.close()


def _changes_streets(one: Intervention) -> bool:
    """Say whether a measure acts on streets; one that does not say what it acts on may."""
    from nightwalk.model.conditions import SEGMENT

    return not one.about.acts_on or not set(SEGMENT).isdisjoint(one.about.acts_on)


def town_of_seed(columns: Path, seed: int, mode: Mode) -> City:
    """Return the town kept in a folder of columns; where `mode` is ``light``, with the guessed light of the seed."""
    from nightwalk.model.city import City
    from nightwalk.model.city.light import with_guesses_drawn

    city = City.open_columns(columns)
    return with_guesses_drawn(city, seed) if mode == "light" else city


def _between(progress: Share | None, low: float, high: float) -> Share | None:
    """Return a callback whose 0-1 is the part low..high of `progress`."""
    return None if progress is None else lambda share: progress(low + (high - low) * share)
