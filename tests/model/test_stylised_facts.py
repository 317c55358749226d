"""Stylised facts that the defaults hold by construction, on the built-in city, in their published ranges."""

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.model.city.city import City
from nightwalk.model.indicators import answers
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation


def logit(share):
    return np.log(share / (1 - share))


@pytest.fixture(scope="module")
def asked(setup_of):
    """Shares unsafe by survey item and sex in Helsinki's centre."""
    reference = Parameters().with_values({"spin_up": 14.0})
    setup = setup_of(City.built_in(), days=1, population=Population(residents=2000), reference=reference)
    simulation = Simulation(setup, seed=1)
    simulation.run()
    people = simulation.state.people
    residents = people.kind == 0
    unsafe = {item: shares[:, 2] + shares[:, 3] for item, shares in answers(simulation).items()}
    groups = {"all": residents, "women": residents & (people.sex == 1), "men": residents & (people.sex == 0)}
    disabled = {"yes": residents & (people.disability == 1), "no": residents & (people.disability == 0)}
    found = {(i, g): unsafe[i][rows].mean() for i in unsafe for g, rows in (groups | disabled).items()}
    simulation.close()
    return found


@pytest.mark.slow
def test_sf04_the_gap_between_the_sexes_shrinks_by_day(asked):
    gap = {i: logit(asked[i, "women"]) - logit(asked[i, "men"]) for i in ("by_day", "after_dark")}
    assert gap["after_dark"] > 0.2
    assert gap["by_day"] / gap["after_dark"] <= 0.5


@pytest.mark.slow
def test_sf05_darkness_shifts_the_answer_in_the_street(asked):
    assert 1.2 <= logit(asked["after_dark", "all"]) - logit(asked["by_day", "all"]) <= 2.4


@pytest.mark.slow
def test_sf06_parks_feel_worse_than_streets_after_dark(asked):
    assert 1.0 <= logit(asked["park", "all"]) - logit(asked["after_dark", "all"]) <= 1.7


@pytest.mark.slow
def test_sf07_a_busy_place_feels_no_safer_than_the_quiet_street_at_home(asked):
    assert -0.3 <= logit(asked["busy_place", "all"]) - logit(asked["after_dark", "all"]) <= 0.4


@pytest.mark.slow
def test_sf10_disability(asked):
    assert 0.4 <= logit(asked["after_dark", "yes"]) - logit(asked["after_dark", "no"]) <= 1.0
