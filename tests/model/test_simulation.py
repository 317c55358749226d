"""The loop: common random numbers, spin-up, what may be written, letting go."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest

from nightwalk.agents.offend import STREET_FAMILIES
from nightwalk.agents.population import Population
from nightwalk.model.conditions import Selection
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation, spin_up

CUES = ("home", "sex", "age", "disability", "low_income", "base", "v", "log_tau", "dest", "rate")


def tables_of(simulation):
    return {name: table.to_pandas() for name, table in simulation.tables("x").items()}


def assert_same(one, other):
    for (name, a), b in zip(tables_of(one).items(), tables_of(other).values(), strict=True):
        assert a.equals(b), name
    for name, a, b in zip(one.state.people._fields, one.state.people, other.state.people, strict=True):
        np.testing.assert_array_equal(a, b, err_msg=name)


def test_the_same_seed_gives_the_same_tables_and_another_seed_others(city, setup_of):
    setup = setup_of(city)
    runs = [Simulation(setup, seed=seed) for seed in (3, 3, 4)]
    for simulation in runs:
        simulation.run()
    assert_same(runs[0], runs[1])
    differs = [
        not a.equals(b) for a, b in zip(tables_of(runs[0]).values(), tables_of(runs[2]).values(), strict=True)
    ]
    assert all(differs)


def test_a_start_made_before_is_the_own_spin_up(city, setup_of, start, run):
    own = Simulation(setup_of(city), seed=1)
    own.run()
    assert_same(own, run())
    assert spin_up(setup_of(city), start_parameters(start, setup_of(city)), 1).state.hour == start.state.hour


def start_parameters(start, setup):
    assert start.values.spin_up == setup.reference.offending.spin_up
    return setup.reference


def test_runs_do_not_wear_their_start_out(run, start):
    before = pickle.dumps(start.state)
    first, second = run(), run()
    assert_same(first, second)
    assert pickle.dumps(start.state) == before


def test_hours_count_on_from_the_spin_up(run, start):
    simulation = run(days=2)
    assert start.state.hour == 28 * 24
    assert simulation.clock.hour == simulation.state.hour == 30 * 24
    assert simulation.clock.date.isoformat() == "2026-11-04"


def test_counters_begin_with_the_run(run):
    simulation = run(days=1)
    people = simulation.state.people
    assert people.walks.max() <= 8
    assert people.walks.sum() == simulation.observations.series[0][3]


def test_progress_is_told_once_a_day(city, setup_of, start):
    told = []
    Simulation(setup_of(city, days=4), start_from=start).run(told.append)
    assert told == [0.25, 0.5, 0.75, 1.0]


def test_two_scenarios_share_people_and_luck(run, act, city):
    """Lamps in one corner: who walks elsewhere, and is not told of anything, lives the same week."""
    far = np.flatnonzero(city.streets.area == 3)[:2]
    where = Selection(far, np.empty(0, np.int64))
    base, lit = run(), run(act(city, lambda now: now.at_least("lux", where, 50.0)))
    one, other = base.state.people, lit.state.people
    for name in CUES:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    untouched = (one.outings == other.outings) & (one.walks == other.walks) & (one.memory == other.memory)
    assert untouched.mean() > 0.9
    assert (one.unsafe != other.unsafe).any()


def test_an_unlucky_person_is_unlucky_in_both_worlds(run, act, city):
    everywhere = Selection(np.arange(city.segments), np.empty(0, np.int64))
    base = run(days=60)
    safer = run(act(city, lambda now: now.at_least("guardian", everywhere, 0.3)), days=60)
    episodes = [s.state.people.episodes for s in (base, safer)]
    assert 0 < episodes[1].sum() < episodes[0].sum()
    assert (episodes[0][episodes[1] > 0] > 0).mean() > 0.8


def test_columns_may_be_written_between_steps(run, city, setup_of, start):
    plain = run(days=1)
    simulation = Simulation(setup_of(city, days=1), start_from=start)
    simulation.state.people.memory[:] = 4.0
    simulation.run()
    assert (simulation.state.people.unsafe > plain.state.people.unsafe + 3.0).all()
    assert simulation.state.people.walks_dark.sum() < plain.state.people.walks_dark.sum()


def test_a_model_is_freed_when_closed(city, setup_of, start):
    simulation = Simulation(setup_of(city, days=1), start_from=start)
    simulation.run()
    assert len(simulation.agents) == 750
    gone = weakref.ref(simulation)
    simulation.close()
    del simulation
    gc.collect()
    assert gone() is None


def test_the_state_can_be_pickled_and_copied(run):
    state = run(days=2).state
    for twin in (pickle.loads(pickle.dumps(state)), copy.deepcopy(state), state.copy()):
        for name, a, b in zip(state.people._fields, state.people, twin.people, strict=True):
            np.testing.assert_array_equal(a, b, err_msg=name)
        assert twin.hour == state.hour
        twin.people.memory[:] = twin.expected[:] = -1.0
        assert not (state.people.memory == -1.0).any()
        assert not (state.expected == -1.0).any()
    assert state.copy().ties is state.ties, "what never changes is shared"


def test_near_repeats_fade_with_their_time(city, setup_of, start, but):
    from dataclasses import replace

    quiet = replace(start, values=but(start.values, tau_B=7.0))
    simulation = Simulation(setup_of(city, days=7), start_from=quiet)
    simulation.state.base_rate[:] = 0.0
    simulation.state.boost[:] = 2.0
    simulation.run()
    np.testing.assert_allclose(simulation.state.boost, 2.0 * np.exp(-1.0))


def test_a_crime_lifts_its_street_and_the_near_ones(city, setup_of, start, town):
    simulation = Simulation(setup_of(city, days=1), start_from=start)
    simulation.state.boost[:] = 0.0
    simulation.state.base_rate[:] = 0.0
    simulation.step()
    crimes = simulation.scratch.crimes
    crimes.family[0], crimes.segment[0], crimes.victim[0] = 4, 20, -1
    from nightwalk.model.daily import note_crimes

    note_crimes(simulation, 1)
    near = town.near_other[town.near_start[20] : town.near_start[21]]
    J_B = simulation.values.J_B
    assert simulation.state.boost[20] == pytest.approx(0.6 * J_B)
    np.testing.assert_allclose(simulation.state.boost[near], 0.4 * J_B)
    assert set(np.flatnonzero(simulation.state.boost)) == {20, *near.tolist()}


def test_crime_and_walks_are_solved_to_their_targets(city, setup_of):
    """39 street crimes per 1,000 residents a year, 0.8 walks a day (rules 18, 22), pooled over seeds."""
    setup = setup_of(city, days=120, population=Population(residents=2000))
    setup.reference = setup.reference.with_values({"street_crime": 150.0})
    crimes, walks = [], []
    for seed in (1, 2):
        simulation = Simulation(setup, seed=seed)
        simulation.run()
        crimes.append(simulation.observations.crimes[0, :STREET_FAMILIES].sum() / 2000 / 120 * 365 * 1000)
        walks.append(simulation.state.people.walks[:2000].sum() / 2000 / 120)
    pooled = 2 * 2 * 120 / 365 * 150
    assert np.mean(crimes) == pytest.approx(150.0, rel=5 / np.sqrt(pooled) + 0.1)
    assert np.mean(walks) == pytest.approx(simulation.values.legs_per_day, rel=0.1)


@pytest.mark.slow
def test_one_agent_for_four_people_gives_about_the_same_rates(city, setup_of):
    rates = []
    for weight in (1.0, 4.0):
        population = Population(residents=6000, people_per_agent=weight)
        setup = setup_of(city, days=28, population=population)
        setup.reference = setup.reference.with_values({"street_crime": 200.0, "sigma_b": 0.5})
        found = []
        for seed in (1, 2, 3):
            simulation = Simulation(setup, seed=seed)
            simulation.run()
            table = tables_of(simulation)["indicators"]
            found.append(table[table.split == "all"].set_index("indicator").value)
        rates.append(sum(found) / 3)
        presence = simulation.state.expected.mean()
        rates[-1]["presence"] = presence
    one, four = rates
    for name, tolerance in {
        "walks_per_day": 0.03,
        "walks_after_dark_per_day": 0.06,
        "presence": 0.06,
        "unsafe_after_dark": 0.06,
        "unsafe_by_day": 0.1,
        "stays_in_after_dark": 0.06,
        "street_crimes_per_1000_year": 0.25,
        "incivility": 0.02,
    }.items():
        assert four[name] == pytest.approx(one[name], rel=tolerance), name


def test_parameters_given_are_the_parameters_used(city, setup_of):
    quick = Parameters().with_values({"spin_up": 14.0, "J_v": 2.5})
    setup = setup_of(city, days=1)
    setup.reference = quick
    simulation = Simulation(setup, parameters=quick, seed=2)
    assert (simulation.values.J_v, simulation.values.mu, int(simulation.seed_key)) == (2.5, -3.7, 2)
    assert simulation.state.hour == 14 * 24
