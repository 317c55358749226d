from __future__ import annotations

import numpy as np
import pytest

from nightwalk.agents.columns import COUNTERS
from nightwalk.model.city import City, grid_town
from tests.oracle.lockstep import kernel_days, twin_days, where_they_differ
from tests.oracle.worlds import World, busy_start, changed, every_rule


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
    assert left["incivility"].max() > start.state.incivility.max()


def test_kernel_and_twin_agree_in_a_week_under_measures(lively):
    world, start, days = lively
    assert where_they_differ(days, twin_days(world, start)) == ""


def test_kernel_and_twin_agree_where_an_agent_stands_for_three():
    world = World(grid_town(), residents=1500, days=3, people_per_agent=3.0)
    start = busy_start(world, seed=2**40 + 7)
    assert where_they_differ(kernel_days(world, start), twin_days(world, start)) == ""


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
    "pi_robbery": 0.9, "severity_pickpocket": 0.7, "women_assault": 3.0, "psi": 2.7, "kappa_F": 1.9, "kappa_I": 2.2,
    "citizen_report": 0.1, "beta_F": 0.3, "beta_N_men": 0.1, "beta_crowd": 0.5, "beta_D0": 1.4, "beta_DL": 0.6,
    "beta_I": 0.4, "beta_X": 0.2, "beta_P": 0.1, "beta_C": 0.1, "beta_K": 0.3, "E_half": 4.0, "beta_park_dark": 1.0,
    "omega_O": 0.4, "omega_T": 0.2, "omega_U": 0.1, "omega_G": 0.2, "a_0": -2.5, "a_1": 0.9, "a_D": 2.5,
    "share_forgo": 0.2, "share_shift": 0.2, "share_disc": 0.7, "outings_max": 2.0, "stay_spread": 0.3,
    "visitor_presence": 0.2, "stay_leisure": 3.0, "route_scale": 10.0, "detour_weight": 2.0, "presence_memory": 8.0,
    "alpha_N": 0.9, "alpha_crowd": 0.0, "N_crowd_offender": 40.0, "alpha_W": 0.35, "alpha_L": 3.0, "alpha_P": 2.0,
    "quiet_hours": 1.0, "J_B": 1.2, "tau_B": 8.0, "susceptibility": 0.3, "phi_A": 0.2, "eta_A": 0.3, "rho_media": 0.2,
    "media_floor": 6.0, "vandalism_mark": 0.03, "rechoose": 0.1,
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
