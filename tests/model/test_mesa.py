"""A Mesa model whose agents are rows of columns; on every Mesa the package allows."""

import mesa
import numpy as np
import pytest

from nightwalk.agents.person import Person
from nightwalk.model.simulation import Simulation


@pytest.fixture
def simulation(city, setup_of, start):
    made = Simulation(setup_of(city, days=2), start_from=start)
    yield made
    made.close()


def test_agents_are_made_on_first_touch_one_per_row(simulation):
    simulation.step()
    agents = simulation.agents
    assert all(callable(getattr(agents, verb)) for verb in ("select", "do", "agg", "groupby", "shuffle"))
    assert len(agents) == len(simulation.state.people.kind) == 750
    assert [agent.row for agent in agents] == list(range(750))
    assert len(simulation.residents) == 500
    assert set(simulation.agents_by_type) == {Person}


def test_select_reads_the_columns(simulation):
    simulation.step()
    chosen = simulation.agents.select(lambda a: a.unsafe > 0)
    np.testing.assert_array_equal([a.row for a in chosen], np.flatnonzero(simulation.state.people.unsafe > 0))
    assert 0 < len(chosen) < 750


def test_an_attribute_reads_and_writes_its_row(simulation):
    simulation.step()
    person = (
        simulation.agents.to_list()[7]
        if hasattr(simulation.agents, "to_list")
        else list(simulation.agents)[7]
    )
    person.memory = 1.5
    assert simulation.state.people.memory[7] == person.memory == 1.5
    simulation.state.people.memory[7] = 0.25
    assert person.memory == 0.25
    assert person.kind_name == "resident"
    assert list(simulation.agents)[-1].kind_name in ("worker", "guest", "tourist")
    with pytest.raises(NotImplementedError, match=r"call simulation\.step"):
        person.step()


def test_agent_sets_aggregate(simulation):
    simulation.step()
    assert simulation.agents.agg("memory", np.sum) == pytest.approx(simulation.state.people.memory.sum())
    women = simulation.residents.select(lambda a: a.sex == 1)
    assert len(women) == 260


def test_a_data_collector_with_model_and_agent_reporters(simulation):
    collector = mesa.DataCollector(
        model_reporters={
            "unsafe": lambda m: float(m.state.people.unsafe.mean()),
            "hour": lambda m: m.clock.hour,
        },
        agent_reporters={"unsafe": "unsafe", "walks": lambda a: int(a.walks)},
    )
    for _ in range(3):
        simulation.step()
        collector.collect(simulation)
    model, agents = collector.get_model_vars_dataframe(), collector.get_agent_vars_dataframe()
    assert model.hour.tolist() == [28 * 24 + k for k in (1, 2, 3)]
    assert len(agents) == 3 * 750
    last = agents.xs(agents.index.get_level_values(0).max(), level=0)
    assert last.walks.sum() == simulation.state.people.walks.sum()
    assert last.unsafe.mean() == pytest.approx(model.unsafe.iloc[-1])


def test_looking_does_not_change_what_happens(city, setup_of, start):
    tables = []
    for look in (False, True):
        simulation = Simulation(setup_of(city, days=2), start_from=start)
        for _ in range(48):
            simulation.step()
            if look:
                simulation.agents.select(lambda a: a.memory > 0.1)
        tables.append(simulation.tables("x")["indicators"].to_pandas())
        simulation.close()
    assert tables[0].equals(tables[1])
