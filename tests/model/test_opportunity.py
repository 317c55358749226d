"""Where crime lies: drawn where nothing is known, as recorded where a register says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.model.opportunity import opportunity
from nightwalk.model.register.estimate import Risk
from nightwalk.model.register.street_crime import StreetCrime
from nightwalk.model.simulation import Simulation, spin_up
from nightwalk.model.town import town_of


@pytest.fixture(scope="module")
def crime(city):
    """Much recorded in every tenth street, little elsewhere; noise and late reports in the first one."""
    size = city.segments
    hot = np.arange(size) % 10 == 0
    first = np.arange(size) == 0
    shape = np.where(hot, 60.0, 2.0)
    return StreetCrime(
        city.streets.id, Risk(shape, np.full(size, 2.0)), np.where(first, 0.9, 0.0), np.where(first, 2.0, 0.0)
    )


def test_zeta_is_the_log_of_what_was_recorded(town, p, crime):
    zeta = opportunity(town, p, 1, crime=crime)
    assert zeta.mean() == pytest.approx(0.0, abs=1e-12)
    assert zeta[10] - zeta[1] == pytest.approx(np.log(30.0))
    assert np.array_equal(zeta, opportunity(town, p, 2, crime=crime))


def test_a_draw_follows_the_posterior_and_the_seed(town, p, crime):
    drawn = crime._replace(drawn=True)
    one, same, other = (opportunity(town, p, seed, crime=drawn) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    hot = np.arange(town.city.segments) % 10 == 0
    assert one[hot].mean() > one[~hot].mean() + 2.0
    assert one[hot].std() < one[~hot].std()


def test_a_street_with_many_people_needs_less_opportunity_for_the_same_crime(town, p, crime):
    expected = np.zeros((2, 24, town.city.segments))
    expected[:, :, 1] = 40.0
    zeta = opportunity(town, p, 1, crime=crime, expected=expected)
    assert zeta[1] < zeta[2]
    assert np.allclose(zeta[2] - zeta[3], 0.0)


def test_without_incidents_opportunity_is_drawn_as_ever(town, p, crime):
    assert np.array_equal(opportunity(town, p, 3), opportunity(town, p, 3, crime=crime._replace(yearly=None)))


def test_closed_streets_are_left_out_and_the_others_keep_their_place(city, p, crime):
    shorter = city.without([int(city.streets.id[5])])
    zeta = opportunity(town_of(shorter, p), p, 1, crime=crime)
    rows = np.searchsorted(city.streets.id, shorter.streets.id)
    expected = np.log(crime.yearly.mean)[rows]
    np.testing.assert_allclose(zeta, expected - expected.mean())


def test_a_street_the_register_does_not_know_is_an_average_one(crime):
    first, unknown = int(crime.id[0]), int(crime.id[-1]) + 1
    assert crime.log_rate(np.array([first, unknown]), np.zeros(2))[1] == 0.0
    assert crime.social_of(np.array([first, unknown])).tolist() == [0.9, 0.0]
    assert crime.week_of(np.array([first, unknown])).tolist() == [2.0, 0.0]


def test_crime_of_a_run_lies_where_it_was_recorded(city, setup_of, crime):
    base = setup_of(city, days=60)
    setup = replace(
        base, crime=crime, reference=base.reference.with_values({"street_crime": 300.0, "vandalism": 200.0})
    )
    start = spin_up(setup, setup.reference, 1)
    simulation = Simulation(setup, start_from=start)
    simulation.run()
    weeks = np.sum(simulation.state.known_weeks[-8:], axis=0)
    hot = np.arange(city.segments) % 10 == 0
    assert weeks[hot].mean() > 5.0 * weeks[~hot].mean()
    simulation.close()


def test_the_authority_starts_from_the_last_28_days_of_the_register(city, setup_of, crime):
    setup = replace(setup_of(city), crime=crime)
    start = spin_up(setup, setup.reference, 1)
    assert np.sum(start.state.known_weeks[-4:], axis=0)[0] == pytest.approx(8.0)
    simulation = Simulation(setup, start_from=start)
    recorded = simulation.agenda.base.recorded
    near = simulation.town.near_other[simulation.town.near_start[0] : simulation.town.near_start[1]]
    assert recorded[0] == pytest.approx(8.0 / (1 + len(near)))
    assert recorded.argmax() in {0, *near.tolist()}
    simulation.close()


def test_social_incivility_of_the_reports_is_met_in_the_street(city, setup_of, start, crime):
    simulation = Simulation(replace(setup_of(city), crime=crime), start_from=start)
    social = simulation.agenda.base.social
    assert social[0] == 0.9
    assert np.array_equal(social[1:], city.streets.nightlife[1:])
    simulation.close()
