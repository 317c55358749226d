"""Peopling a town: who comes first, where offenders live, crowds."""

import numpy as np
import pytest

from nightwalk.agents.crowd import Drawn
from nightwalk.agents.population import Population
from nightwalk.base.errors import CityError, QuantityError
from nightwalk.model.city import grid_town
from nightwalk.model.conditions import Selection
from nightwalk.model.opportunity import opportunity
from nightwalk.model.parameters import Parameters
from nightwalk.model.people import populate
from nightwalk.model.town import town_of


def test_residents_come_first_then_visitors(town, p):
    state = populate(town, Population(), p, 1)
    n = state.residents
    assert n == 500
    assert (state.people.kind[:n] == 0).all()
    assert (state.people.kind[n:] > 0).all()
    assert state.visitors == round(p.visitor_ratio * n)
    assert len(state.offenders.rate) == max(1, round(p.offender_share * n))


def test_offenders_do_not_depend_on_who_the_people_are(town, p, but):
    """Rule 32: anchors go by ambient population, never by income, age, deprivation or sex."""
    base = populate(town, Population(), p, 1).offenders
    poor = Population(low_income=0.9, disability=0.9, women=0.1, age_16_34=0.9, age_35_49=0.1, age_50_64=0.0,
                      age_65_74=0.0, age_75_plus=0.0)  # fmt: skip
    for population, numbers in (
        (poor, p),
        (Population(), but(p, gamma_low_income=1.0, sigma_area=0.5, sigma_G=0.1)),
    ):
        other = populate(town, population, numbers, 1).offenders
        np.testing.assert_array_equal(base.known, other.known)
        np.testing.assert_array_equal(base.rate, other.rate)


def test_offenders_do_not_depend_on_incivility_or_efficacy_of_areas(p):
    city = grid_town()
    worn = grid_town()
    worn.streets.incivility[:] = 0.9
    worn.nodes.area[:] = 0
    one, other = (populate(town_of(c, p), Population(), p, 1).offenders for c in (city, worn))
    np.testing.assert_array_equal(one.known, other.known)


def test_offenders_follow_the_people(p):
    """Twice the people in the south-west: more of the awareness space lies there."""
    city, moved = grid_town(10, 10), grid_town(10, 10)
    node_area = moved.nodes.area[moved.homes.node]
    moved.homes.residents[:] = np.where(node_area == 0, 1000.0, 0.001)
    numbers = p.copy()
    numbers["d_0"], numbers["offender_share"] = 500.0, 0.015
    population = Population(residents=20_000)
    known = [populate(town_of(c, numbers), population, numbers, 1).offenders.known for c in (city, moved)]
    share = [np.isin(k, np.flatnonzero(city.streets.area == 0)).mean() for k in known]
    assert share[1] > 1.1 * share[0]


def test_a_town_without_people_is_refused(p):
    city = grid_town()
    city.homes.residents[:] = 0.0
    with pytest.raises(CityError, match="has no residents; give"):
        populate(town_of(city, p), Population(), p, 1)
    assert populate(town_of(city, p), Population(residents=20), p, 1).residents == 20


def test_opportunity_is_redrawn_for_every_seed_and_kept_by_the_street_number(town, p):
    one, same, other = (opportunity(town, p, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    shorter = grid_town().without([2, 6, 30])
    rows = np.searchsorted(town.city.streets.id, shorter.streets.id)
    kept = town.city.streets.cls[rows] == shorter.streets.cls
    np.testing.assert_allclose(opportunity(town_of(shorter, p), p, 1)[kept], one[rows][kept])


def test_efficacy_is_a_z_score_of_areas(town, p):
    state = populate(town, Population(), p, 1)
    assert state.efficacy.mean() == pytest.approx(0.0, abs=1e-12)
    assert len(state.efficacy) == len(town.city.areas.name)


def test_visitors_who_never_come_are_refused():
    with pytest.raises(QuantityError, match="visitor_presence is 0"):
        Parameters().with_values({"visitor_presence": 0.0})


def test_a_crowd_is_as_large_as_asked_and_gets_numbers_above_all_others(run, act, city):
    where = np.array([3, 11])
    crowd = act(city, drawn=Drawn(where, 60.0, 10, 14), selection=Selection(where, np.empty(0, np.int64)))
    simulation, quiet = run(crowd, days=3), run(days=3)
    state = simulation.state
    crowds = simulation.agenda.crowds[0]
    assert (crowds.first, crowds.last) == (state.residents + state.visitors, len(state.people.kind))
    legs = simulation.today.legs
    there = legs.way < 0
    assert set(legs.hour[there]) == {10, 11, 12, 13}
    assert set(-1 - legs.way[there]) == set(where)
    assert there.sum() / (2 * 4) == pytest.approx(60.0, rel=0.15), "by day nearly all come"
    same = [c[: state.residents] for c in (state.people.rate, quiet.state.people.rate)]
    np.testing.assert_array_equal(*same)


def test_what_governance_does_not_deliver_draws_nobody(run, act, city):
    where = np.array([3, 11])
    crowd = act(city, drawn=Drawn(where, 60.0, 10, 14), selection=Selection(where, np.empty(0, np.int64)))
    half = act(city, lambda now: now.scaled("fidelity", crowd.selection, 0.5))
    there = [(run(*acts, days=2).today.legs.way < 0).sum() for acts in ((crowd,), (half, crowd))]
    assert there[1] / there[0] == pytest.approx(0.5, abs=0.1)
