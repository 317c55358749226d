"""A study says what it takes, and one that cannot fit is refused before anything is written."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

import pytest

from nightwalk.agents.population import Population
from nightwalk.base import machine
from nightwalk.base.errors import RunError
from nightwalk.base.executors import SerialExecutor
from nightwalk.model import Simulation, spin_up
from nightwalk.model.city import grid_town
from nightwalk.scenarios import budget as module
from nightwalk.scenarios.budget import COSTS, Costs, budget, budget_of, fitting_workers
from nightwalk.scenarios.interventions import SpaceActivation, StreetLighting
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import simulate_many
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.where import streets

STREET = streets("Street 1")


@pytest.fixture
def today(town):
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=100)}
    return Scenario(town, "Today", days=2, city_file="grid-town", **quick)


@pytest.fixture
def lamps(today):
    return today.plus(StreetLighting(where=STREET, level=40.0), name="Lamps")


@pytest.fixture
def memory(monkeypatch):
    """Set the bytes that are available."""
    return lambda count: monkeypatch.setattr(machine, "available_memory", lambda: count)


def test_the_line_says_people_hours_scenarios_seeds_time_memory_and_disk(today, lamps):
    said = str(budget([today, lamps], seeds=range(1, 4), workers=2))
    assert said.startswith(
        "Budget: 150 people x 3 seeds x (336 hours of spin-up + 2 scenarios x 48 hours); about "
    )
    assert said.endswith(" of disk.")
    assert " on 2 workers, " in said
    assert " of memory, " in said


@pytest.mark.parametrize("each", [1.0, 3.0])
def test_people_are_those_of_the_simulation(today, each):
    fair = SpaceActivation(where=STREET, people_per_hour=60.0)
    crowd = replace(today, population=Population(residents=120, people_per_agent=each)).plus(fair)
    simulation = Simulation(crowd, start_from=spin_up(crowd, crowd.reference, 1))
    assert budget([crowd], [1]).people == len(simulation.state.people.kind) > 180 / each
    simulation.close()


def test_a_spin_up_is_counted_once_for_scenarios_that_share_it(today, lamps):
    shared = budget([today, lamps], [1])
    apart = budget([today, replace(lamps, parameters={"spin_up": 15.0})], [1])
    assert (shared.spin_up, apart.spin_up) == (24 * 14, 24 * (14 + 15))
    assert apart.seconds > shared.seconds
    assert apart.memory > shared.memory


def test_more_of_anything_takes_more(today, lamps):
    base = budget([today], [1])
    large = replace(today, city=grid_town(8, 8, residents=100))
    for more in (
        budget([today, lamps], [1]),
        budget([today], [1, 2]),
        budget([large], [1]),
    ):
        assert (more.seconds, more.memory, more.disk) > (base.seconds, base.memory, base.disk)
    assert budget([replace(today, days=9)], [1]).seconds > base.seconds
    crowded = budget([replace(today, population=Population(residents=5000))], [1])
    assert crowded.seconds > base.seconds
    assert crowded.memory_worker > base.memory_worker


def test_workers_share_the_time_and_take_memory_each(today):
    study = study_of([replace(today, days=400)], range(1, 9))
    one, two, many = (budget_of(study, workers) for workers in (1, 2, 50))
    assert one.seconds > two.seconds > many.seconds
    assert one.memory < two.memory < many.memory
    assert many.workers == 8
    assert two.memory_worker * 2 < two.memory


def test_kernels_to_be_compiled_take_time(today, monkeypatch):
    study = study_of([today], [1])
    monkeypatch.setattr(module, "is_cold", lambda: False)
    warm = budget_of(study, 1)
    monkeypatch.setattr(module, "is_cold", lambda: True)
    assert budget_of(study, 1).seconds == pytest.approx(warm.seconds + COSTS.compiling)


def test_the_kernel_cache_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.setenv("NIGHTWALK_CACHE", str(tmp_path))
    assert module.is_cold()
    folder = module.kernel_folder() / "agents_0a"
    folder.mkdir(parents=True)
    (folder / "trace.grow-1.py311.nbi").touch()
    assert module.is_cold()
    (folder / "walk.feel-1.py311.nbi").touch()
    assert not module.is_cold()


def test_other_costs_can_be_tried(today):
    free = budget_of(study_of([today], [1]), 1, Costs(disk=0, disk_run=0, disk_segment=0, disk_street=0))
    assert free.disk == 0


@pytest.mark.parametrize(
    ("count", "said"), [(3e5, "1 MB"), (4.2e7, "42 MB"), (9.4e8, "0.9 GB"), (2.25e10, "22.5 GB")]
)
def test_sizes_read_well(count, said):
    assert module._size(count) == said


def test_time_reads_well():
    assert module._time(20.0) == "1 minute"
    assert module._time(725.0) == "12 minutes"
    assert module._time(9000.0) == "2.5 hours"


def test_as_many_workers_as_the_memory_is_enough_for(today, memory):
    study = study_of([today], range(1, 9))
    memory(budget_of(study, 3).memory + 1)
    assert fitting_workers(study, 8) == 3
    assert fitting_workers(study, 2) == 2
    memory(1)
    assert fitting_workers(study, 8) == 1
    memory(None)
    assert fitting_workers(study, 8) == 8


def test_too_little_memory_is_one_sentence_and_nothing_is_written(today, memory, tmp_path):
    memory(2e8)
    for workers, sentence in (
        (1, "; raise people_per_agent in "),
        (2, "; use fewer --workers, raise people"),
    ):
        with pytest.raises(
            RunError, match=r"needs about .* of memory on .* worker.* 0.2 GB is available"
        ) as said:
            simulate_many([today], [1, 2], workers=workers, folder=tmp_path)
        assert sentence in str(said.value)
    with pytest.raises(RunError, match="of memory"):
        simulate_many([today], [1])
    assert list(tmp_path.iterdir()) == []


def test_too_little_disk_is_one_sentence_and_nothing_is_written(today, monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "free_disk", lambda folder: 1000)
    with pytest.raises(RunError, match=r"needs about .* of disk, and 1 MB is free at .*-o"):
        simulate_many([today], [1], folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_memory_elsewhere_is_not_ours_to_judge(today, memory, tmp_path):
    class Elsewhere(Executor):
        def submit(self, fn, /, *args, **kwargs):
            return SerialExecutor().submit(fn, *args, **kwargs)

    memory(1)
    assert simulate_many([today], [1], executor=Elsewhere(), folder=tmp_path).seeds == (1,)
    assert simulate_many([today], [1], folder=tmp_path).seeds == (1,), "a finished study needs no memory"
