from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from nightwalk.agents.columns import COUNTERS, NOT_OFFERED, SUPPORTED, WILLING
from nightwalk.agents.offend import VANDALISM
from nightwalk.model.agenda import recorded
from nightwalk.model.city import City, grid_town
from nightwalk.model.register.estimate import Risk
from nightwalk.model.register.street_crime import StreetCrime
from tests.oracle import twin
from tests.oracle.crimes import lasting
from tests.oracle.lockstep import kernel_days, twin_days, where_they_differ
from tests.oracle.worlds import World, busy_start, changed, every_rule, nothing, short_lived, watchful


@pytest.fixture(scope="module")
def lively():
    """Give a grid town of 500 residents and their visitors under measures: world, start, kernel days."""
    city = grid_town()
    world = World(city, acts=every_rule(city))
    start = busy_start(world)
    return world, start, kernel_days(world, start)


def test_every_rule_acts_in_the_week(lively):
    _, start, days = lively
    left, crimes = days[-1].columns, [crime for day in days for crime in day.crimes]
    families = [family for _, family, *_ in crimes]
    assert all(families.count(family) > 0 for family in range(5))
    assert {known for *_, known in crimes} == {0, 1}
    for name in COUNTERS:
        assert left[name].sum() > 0, name
    residents, crowd = start.state.residents, start.state.residents + start.state.visitors
    assert left["walks"][residents:crowd].sum() > 0
    assert left["walks"][crowd:].sum() > 0
    assert left["presence"].max() > 50
    told = (left["trust"] < days[-2].columns["trust"])[:residents].sum()
    assert told > 5
    jumps = np.diff([day.columns["memory"] for day in days], axis=0)
    assert (jumps > 0.1).sum() > (left["robbed"] + left["pickpocketed"] + left["assaulted"]).sum()
    assert left["street reports"].sum() + left["known_weeks"].sum() > 0
    assert len(np.unique(left["half_life"])) > 1
    assert len(np.unique(left["shift_trust"])) > 1
    assert set(left["support"]) == {NOT_OFFERED, WILLING, SUPPORTED}
    assert left["victim support"][:2].min() > 0
    assert left["incivility"].max() > start.state.incivility.max()


def test_kernel_and_twin_agree_in_a_week_under_measures(lively):
    world, start, days = lively
    assert where_they_differ(days, twin_days(world, start)) == ""


def test_kernel_and_twin_agree_where_an_agent_stands_for_three():
    world = World(grid_town(), residents=1500, days=3, people_per_agent=3.0)
    start = busy_start(world, seed=2**40 + 7)
    assert where_they_differ(kernel_days(world, start), twin_days(world, start)) == ""


def registered(city):
    """Return what a register says of a town: a few streets with much crime, noise, and late records."""
    size = city.segments
    shape = np.where(np.arange(size) % 7 == 0, 40.0, 1.5)
    return StreetCrime(
        city.streets.id, Risk(shape, np.full(size, 3.0)), np.linspace(0.0, 1.0, size), np.arange(size) / size
    )


def test_kernel_and_twin_agree_where_a_register_says_what_was_recorded(monkeypatch):
    city = grid_town()
    world = World(city, days=3, acts=every_rule(city), crime=registered(city))
    start = busy_start(world)
    days = kernel_days(world, start)
    assert where_they_differ(days, twin_days(world, start)) == ""
    monkeypatch.setattr(twin, "lasting", lambda model, _, seed: lasting(model, None, seed))
    assert where_they_differ(days, twin_days(world, start))


def test_routes_are_traced_again_when_a_measure_begins_and_when_it_has_ended():
    city = grid_town()
    world = World(city, days=6, acts=short_lived(city))
    start = busy_start(world)
    days = kernel_days(world, start)
    assert [int(day.columns["routes renewed"][0]) for day in days] == [0, 1, 0, 1, 0, 0]
    looks = [day.columns["looks"] for day in days]
    assert [bool((look != looks[0]).any()) for look in looks] == [False, True, True, False, False, False]
    before, during, after = (days[day].columns["segments of ways"] for day in (0, 2, 3))
    assert during.shape != before.shape or (during != before).any()
    assert after.shape != during.shape or (after != during).any()
    assert where_they_differ(days, twin_days(world, start)) == ""


@pytest.fixture(scope="module")
def left_alone():
    """Give a grid town with much vandalism and no measures for five weeks: world, start, kernel days."""
    world = World(grid_town(), days=35)
    start = busy_start(world)
    return world, start, kernel_days(world, start)


@pytest.mark.parametrize("copies", [False, True], ids=["the same columns", "copies of them"])
def test_a_measure_that_changes_nothing_changes_no_byte(left_alone, copies):
    world, start, alone = left_alone
    assert sum(family == VANDALISM for day in alone for _, family, *_ in day.crimes) > 100
    assert len({day.columns["incivility"].tobytes() for day in alone}) > 20
    assert len({day.columns["recorded"].tobytes() for day in alone}) > 4
    measured = kernel_days(replace(world, acts=nothing(world.city, copies=copies)), start)
    for without, under in zip(alone, measured, strict=True):
        assert without.crimes == under.crimes
        for name, column in without.columns.items():
            assert column.dtype == under.columns[name].dtype, name
            assert column.tobytes() == under.columns[name].tobytes(), name
    assert set(alone[-1].tables) == {"indicators", "series", "streets", "crimes", "zones"}
    for name, table in alone[-1].tables.items():
        assert ipc(table) == ipc(measured[-1].tables[name]), name


@pytest.mark.parametrize("copies", [False, True], ids=["the same columns", "copies of them"])
def test_kernel_and_twin_agree_under_measures_that_change_nothing(left_alone, copies):
    world, start, alone = left_alone
    assert (
        where_they_differ(alone, twin_days(replace(world, acts=nothing(world.city, copies=copies)), start))
        == ""
    )


def ipc(table):
    """Return the bytes of a pyarrow table."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


@pytest.fixture(scope="module")
def on_record():
    """Give a grid town with four weeks on record: world and start."""
    world = World(grid_town(), days=15, spin_up=28.0)
    return world, busy_start(world)


def test_a_delay_changes_which_weeks_are_known(on_record):
    world, start = on_record
    acts = {delay: watchful(world.city, delay, patrolled=False) for delay in (0.0, 7.0, 10.0, 14.0)}
    known = {delay: kernel_days(replace(world, acts=acts[delay]), start) for delay in acts}
    for days in known.values():
        assert [day.crimes for day in days] == [day.crimes for day in known[0.0]]
    at = {delay: [day.columns["recorded"] for day in days] for delay, days in known.items()}
    assert (at[0.0][6] != at[7.0][6]).any()
    assert (at[0.0][13] != at[7.0][13]).any()
    assert (at[7.0][13] != at[14.0][13]).any()
    np.testing.assert_array_equal(at[7.0][13], at[0.0][6])
    np.testing.assert_array_equal(at[10.0][13], at[7.0][13])
    np.testing.assert_array_equal(at[14.0][13], at[7.0][6])
    for day in (0, 4, 7, 11):  # known once a week
        np.testing.assert_array_equal(at[7.0][day + 1], at[7.0][day])


@pytest.mark.parametrize("delay", [0.0, 7.0, 21.0])
def test_kernel_and_twin_agree_where_guardians_follow_the_records(on_record, delay):
    world, start = on_record
    watched = replace(world, acts=watchful(world.city, delay, patrolled=True))
    days = kernel_days(watched, start)
    assert len({day.columns["recorded"].tobytes() for day in days}) >= 2
    assert where_they_differ(days, twin_days(watched, start)) == ""


def test_what_the_spin_up_left_on_record_is_known_on_the_first_day(on_record):
    world, start = on_record
    assert np.sum(start.state.known_weeks) > 0
    assert kernel_days(replace(world, days=1), start)[0].columns["recorded"].sum() > 0


@pytest.mark.parametrize(("weeks", "delay"), [(2, 21.0), (8, 60.0)])
def test_nothing_is_on_record_before_its_delay_is_over(on_record, weeks, delay):
    _, start = on_record
    state = start.state.copy()
    state.known_weeks = [np.ones(len(state.boost)) for _ in range(weeks)]
    assert recorded(state, start.town, delay).sum() == 0


@pytest.mark.slow
def test_kernel_and_twin_agree_in_helsinki():
    city = City.built_in()
    world = World(city, acts=every_rule(city))
    start = busy_start(world)
    assert where_they_differ(kernel_days(world, start), twin_days(world, start)) == ""


@pytest.mark.slow
def test_kernel_and_twin_agree_over_weeks_months_and_a_renewal_of_the_routes():
    city = grid_town()
    world = World(city, days=35, spin_up=40.0, acts=every_rule(city))
    start = busy_start(world)
    days = kernel_days(world, start)
    assert np.abs(days[-1].columns["efficacy"] - start.state.efficacy).max() > 0
    assert len(days[-1].columns["weekly_reports"]) - len(start.state.weekly_reports) == 5
    assert where_they_differ(days, twin_days(world, start)) == ""


CHANGES = {
    "J_e": 0.011, "chi": 0.007, "J_w": 0.41, "J_v": 1.1, "J_h": 0.31, "H_M": 121.0, "J_T": 0.11, "J_R": 0.06,
    "J_U": 0.11, "p_witness": 0.2, "p_tell": 0.5, "p_answered": 0.6, "near_home_factor": 1.2, "rho_T": 1.0,
    "pi_robbery": 0.9, "severity_pickpocket": 0.7, "women_assault": 9.0,
    "young_target": 0.5, "old_target": 2.0, "psi": 2.7, "kappa_F": 1.9, "kappa_I": 2.2,
    "citizen_report": 0.1, "beta_F": 0.3, "beta_N_men": 0.1, "beta_crowd": 0.5, "beta_D0": 1.4, "beta_DL": 0.6,
    "beta_I": 0.4, "beta_X": 0.2, "beta_P": 0.1, "beta_C": 0.1, "beta_K": 0.3, "E_half": 4.0, "beta_park_dark": 1.0,
    "omega_O": 0.4, "omega_T": 0.2, "omega_U": 0.1, "omega_G": 0.2, "a_0": -2.5, "a_1": 0.9, "a_D": 2.5,
    "share_forgo": 0.2, "share_shift": 0.2, "share_disc": 0.7, "outings_max": 2.0, "stay_spread": 0.3,
    "visitor_presence": 0.2, "stay_leisure": 3.0, "route_scale": 10.0, "detour_weight": 2.0, "presence_memory": 8.0,
    "alpha_N": 0.9, "alpha_crowd": 0.0, "N_crowd_offender": 40.0, "alpha_W": 0.35, "alpha_L": 3.0, "alpha_P": 0.2,
    "memory_ceiling": 1.0, "negativity": 1.5,
    "quiet_hours": 1.0, "J_B": 1.2, "tau_B": 8.0, "susceptibility": 0.3, "phi_A": 0.2, "eta_A": 0.3, "rho_media": 0.2,
    "media_floor": 6.0, "vandalism_mark": 0.03, "rechoose": 0.1, "N_crowd": 60.0, "N_ref": 12.0, "weekend_factor": 0.7,
    "share_shop": 0.3, "manager_calm": 0.3, "guardian_calm": 0.3, "commit_floor": 0.8, "alpha_C": 1.0, "alpha_M": -1.5,
    "alpha_C_violent": -1.0, "alpha_G": 1.0, "alpha_E": 2.0, "women_robbery": 2.0, "women_pickpocket": 2.0,
    "pi_assault": 0.9, "w_own": 0.2,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_the_comparison_fails_when_one_parameter_of_the_twin_is_another(lively, name):
    world, start, days = lively
    assert where_they_differ(days, twin_days(world, start, changed(start, name, CHANGES[name])))


def test_the_comparison_names_the_first_day_column_and_row(lively):
    world, start, days = lively
    said = where_they_differ(days, twin_days(world, start, changed(start, "J_e", 0.011)))
    assert said.startswith("day 0 differs in\nmemory, row (")
