"""What a study will take: person-hours, minutes, memory and disk, known before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nightwalk.base import machine
from nightwalk.base.errors import RunError
from nightwalk.base.kernels import kernel_folder
from nightwalk.base.quantity import quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nightwalk.agents.crowd import Drawn
    from nightwalk.agents.population import Population
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.study import Study

__all__ = ["COSTS", "LONG", "Budget", "Costs", "budget", "budget_of", "fitting_workers", "is_cold"]

MEASURED = "measured by benchmarks/, see docs/performance.md"
LONG = 60.0  # seconds from which a study is announced


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What the parts of a study cost, on one core of the machine of docs/performance.md."""

    process: float = quantity(2.0, unit="s to start a process", low=0, high=60, source=MEASURED)
    compiling: float = quantity(45.0, unit="s without cached kernels", low=0, high=600, source=MEASURED)
    hour: float = quantity(3e-4, unit="s per hour", low=0, high=1, source=MEASURED)
    person_hour: float = quantity(2.5e-8, unit="s per person and hour", low=0, high=1, source=MEASURED)
    segment_hour: float = quantity(1e-8, unit="s per segment and hour", low=0, high=1, source=MEASURED)
    person_tracing: float = quantity(4e-6, unit="s per person and tracing", low=0, high=1, source=MEASURED)
    segment_tracing: float = quantity(8e-6, unit="s per segment and tracing", low=0, high=1, source=MEASURED)
    figures: float = quantity(3.0, unit="s per study", low=0, high=600, source=MEASURED)
    figures_segment: float = quantity(2.5e-4, unit="s per segment, scenario", low=0, high=1, source=MEASURED)

    memory_process: float = quantity(2.8e8, unit="B per process", low=0, high=1e10, source=MEASURED)
    memory_person: float = quantity(2500.0, unit="B per person and worker", low=0, high=1e6, source=MEASURED)
    memory_segment: float = quantity(4500.0, unit="B per segment, worker", low=0, high=1e6, source=MEASURED)
    memory_street: float = quantity(3000.0, unit="B per segment, once", low=0, high=1e6, source=MEASURED)
    memory_row: float = quantity(150.0, unit="B per row of indicators", low=0, high=1e5, source=MEASURED)
    rows: float = quantity(430.0, unit="rows of indicators per run", low=0, high=1e6, source=MEASURED)
    rows_area: float = quantity(25.0, unit="rows per run and area", low=0, high=1e4, source=MEASURED)

    disk: float = quantity(3e6, unit="B per study", low=0, high=1e9, source=MEASURED)
    disk_street: float = quantity(600.0, unit="B per segment and scenario", low=0, high=1e6, source=MEASURED)
    disk_run: float = quantity(4e4, unit="B per run", low=0, high=1e8, source=MEASURED)
    disk_segment: float = quantity(60.0, unit="B per segment and run", low=0, high=1e5, source=MEASURED)


COSTS = Costs()


@dataclass(frozen=True)
class Budget:
    """What a study takes; as text, it is one line.

    Attributes:
        people: Agents of the largest scenario, with visitors and the people that measures draw.
        spin_up: Hours before the horizon, simulated once for every seed and shared by its scenarios.
        hours: Hours of the horizon, simulated for every seed and scenario.
        scenarios: Number of scenarios.
        seeds: Number of seeds.
        workers: Processes.
        seconds: Estimated time.
        memory: Estimated bytes of memory, all processes together.
        memory_worker: Estimated bytes of memory of one worker, of these.
        disk: Estimated bytes of disk while it runs.
    """

    people: int
    spin_up: int
    hours: int
    scenarios: int
    seeds: int
    workers: int
    seconds: float
    memory: float
    memory_worker: float
    disk: float

    def __str__(self) -> str:
        return (
            f"Budget: {self.people:,} people x {_many(self.seeds, 'seed')} x ({self.spin_up:,} hours of spin-up + "
            f"{_many(self.scenarios, 'scenario')} x {self.hours:,} hours); about {_time(self.seconds)} on "
            f"{_many(self.workers, 'worker')}, {_size(self.memory)} of memory, {_size(self.disk)} of disk."
        )

    def check_memory(self) -> None:
        """Refuse a study that does not fit into the memory there is.

        Raises:
            RunError: with what is needed, what there is and what to do.
        """
        there = machine.available_memory()
        if there is None or self.memory <= there:
            return
        fewer = "use fewer --workers, " if self.workers > 1 else ""
        raise RunError(
            f"The study needs about {_size(self.memory)} of memory on {_many(self.workers, 'worker')}, and "
            f"{_size(there)} is available; {fewer}raise people_per_agent in [population] or take a smaller extract."
        )

    def check_disk(self, folder: Path) -> None:
        """Refuse a study that does not fit on the disk of its folder.

        Raises:
            RunError: with what is needed, what there is and what to do.
        """
        free = machine.free_disk(folder)
        if self.disk > free:
            raise RunError(
                f"The study needs about {_size(self.disk)} of disk, and {_size(free)} is free at {folder.parent}; "
                "free some space or choose another folder with -o."
            )


def budget(scenarios: Sequence[Scenario], seeds: Iterable[int] = range(1, 11), *, workers: int = 1) -> Budget:
    """Estimate what `simulate_many` takes, without starting it.

    Args:
        scenarios: As for `simulate_many`.
        seeds: As for `simulate_many`.
        workers: Processes.

    Returns:
        The numbers; printed, they are one line.

    Raises:
        NightwalkError: if the scenarios cannot be compared.
    """
    from nightwalk.scenarios.study import study_of

    return budget_of(study_of(scenarios, seeds), workers)


def budget_of(study: Study, workers: int, costs: Costs = COSTS) -> Budget:
    """Estimate what a study takes on so many processes."""
    busy = min(workers, len(study.seeds))  # one job is one seed
    worlds = [_world(one, placed) for one, placed in zip(study.scenarios, study.placed, strict=True)]
    spins = list({world.shares: world for world in worlds}.values())  # spin-ups of one seed
    people = max(world.people for world in worlds)
    worker = _memory_of_worker(costs, study, people, len(spins)) + costs.memory_process * (workers > 1)
    return Budget(
        people=people,
        spin_up=24 * sum(world.spin_up for world in spins),
        hours=24 * worlds[0].days,
        scenarios=len(worlds),
        seeds=len(study.seeds),
        workers=busy,
        seconds=_seconds(costs, study, worlds, spins, busy) + costs.process * (workers > 1),
        memory=_memory_of_driver(costs, study) + busy * worker,
        memory_worker=worker,
        disk=_disk(costs, study),
    )


def fitting_workers(study: Study, most: int) -> int:
    """Return how many processes, 1 to `most`, the available memory is enough for."""
    there = machine.available_memory()
    fitting = (n for n in range(most, 1, -1) if there is None or budget_of(study, n).memory <= there)
    return next(fitting, 1)


def is_cold() -> bool:
    """Say whether the kernels of this state of the source are still to be compiled."""
    ours = {file.stem for file in (Path(__file__).parents[1] / "agents").glob("*.py")}
    return not any(file.name.split(".")[0] in ours for file in kernel_folder().glob("*/*.nbi"))


class _World(NamedTuple):
    """What of a scenario costs time: people, days, and how often routes are traced again for its measures."""

    residents: int  # agents of the spin-up, visitors included
    people: int
    spin_up: int  # days
    days: int
    turns: int
    shares: tuple[Any, ...]  # scenarios with the same share a spin-up


def _world(one: Scenario, placed: tuple[Intervention, ...]) -> _World:
    p = one.reference.values()
    total = one.population.residents or float(one.city.homes.residents.sum())
    residents = max(1, round(total / one.population.people_per_agent))
    around = residents + round(p.visitor_ratio * residents)
    parts = [part for measure in placed for part in measure.parts()]
    drawn = sum(_crowd(part.crowd(), one.population, p) for part in parts)
    turns = {day for part in parts for day in part.turning_days if day < one.days}
    shares = (one.population, one.level, tuple(sorted(one.parameters.items())))
    return _World(around, around + drawn, round(p.spin_up), one.days, len(turns), shares)


def _crowd(drawn: Drawn | None, population: Population, p: Any) -> int:
    """Return how many agents a measure draws."""
    from nightwalk.agents.crowd import crowd_of_street

    if drawn is None:
        return 0
    return len(drawn.segments) * crowd_of_street(drawn, population.people_per_agent, p)


def _seconds(costs: Costs, study: Study, worlds: list[_World], spins: list[_World], workers: int) -> float:
    streets = study.city.segments
    each = sum(_lived(costs, one.residents, streets, one.spin_up, 1) for one in spins)
    each += sum(_lived(costs, one.people, streets, one.days, one.turns) for one in worlds)
    once = costs.process + costs.figures + costs.figures_segment * streets * len(worlds)
    return once + costs.compiling * is_cold() + each * ceil(len(study.seeds) / workers)


def _lived(costs: Costs, people: int, streets: int, days: int, turns: int) -> float:
    """Return the seconds of so many days of a town, with as many tracings of routes besides the regular ones."""
    from nightwalk.model.daily import RENEWAL

    hour = costs.hour + costs.person_hour * people + costs.segment_hour * streets
    tracing = costs.person_tracing * people + costs.segment_tracing * streets
    return 24 * days * hour + (turns + days // RENEWAL) * tracing


def _memory_of_worker(costs: Costs, study: Study, people: int, spins: int) -> float:
    """Return the bytes of a run and of the spin-ups kept beside it, each as large as half of `memory_person`."""
    state = costs.memory_person * people + costs.memory_segment * study.city.segments
    return state * (1 + spins) / 2


def _memory_of_driver(costs: Costs, study: Study) -> float:
    rows = costs.rows + costs.rows_area * len(study.city.areas.name)
    return (
        costs.memory_process
        + costs.memory_street * study.city.segments
        + costs.memory_row * rows * len(study.scenarios) * len(study.seeds)
    )


def _disk(costs: Costs, study: Study) -> float:
    streets, scenarios = study.city.segments, len(study.scenarios)
    run = costs.disk_run + costs.disk_segment * streets
    return costs.disk + costs.disk_street * streets * scenarios + run * scenarios * len(study.seeds)


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _time(seconds: float) -> str:
    if seconds >= 2 * 3600:
        return f"{seconds / 3600:.1f} hours"
    return _many(max(1, round(seconds / 60)), "minute")


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{max(1, round(count / 1e6))} MB"
