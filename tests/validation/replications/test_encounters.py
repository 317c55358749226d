"""The stage of encounters: neutral but for what is set, and made of the product's own kernels."""

import numpy as np
import pytest

from nightwalk.agents.columns import Offenders
from nightwalk.agents.residents import blank_people
from nightwalk.agents.ways import Routes
from nightwalk.model.parameters import Parameters
from nightwalk.validation.replications.encounters import Encounters, changed, roaming, unguarded, walking

P = Parameters().values()
STREETS, PEOPLE, OFFENDERS = 20, 30, 200
EVERYBODY, ALL = np.ones(PEOPLE, bool), np.ones(OFFENDERS, bool)


@pytest.fixture
def world():
    """Twenty streets everybody knows; walks of four streets each."""
    known = np.tile(np.arange(STREETS, dtype=np.int32), (OFFENDERS, 2))
    offenders = Offenders(np.zeros(OFFENDERS), known, np.zeros(OFFENDERS, np.int32))
    trips = roaming(PEOPLE, STREETS, 4, 3, 1)
    return Encounters(
        P, 1, blank_people(PEOPLE), trips, offenders, np.zeros(STREETS), unguarded(STREETS, P), 0.5
    )


def test_a_changed_number_leaves_the_others_and_the_original():
    other = changed(P, sigma_zeta=0.0)
    assert (other.sigma_zeta, other.alpha_N) == (0.0, P.alpha_N)
    assert P.sigma_zeta > 0


def test_only_a_guardian_stands_in_an_unguarded_street():
    plain, watched = unguarded(3, P), unguarded(3, P, guardian=0.5)
    np.testing.assert_array_equal(plain.guarded, 0.0)
    np.testing.assert_allclose(watched.guarded, -0.5 * P.alpha_P)


def test_roaming_walks_have_their_length_and_go_everywhere():
    trips = roaming(500, STREETS, 7, 4, 1)
    assert trips.begin.shape == (500, 4)
    assert trips.mean_steps == 7
    count = np.bincount(trips.trail, minlength=STREETS)
    np.testing.assert_allclose(count / count.mean(), 1.0, atol=0.15)


def test_walking_takes_the_shortest_ways_and_fills_in_missing_places():
    ways = np.array([[1, 0, 0], [2, 2, 2]], dtype=np.int32)
    none = np.zeros(3)
    routes = Routes(
        np.array([0, 2, 5, 6]), np.arange(6, dtype=np.int32), np.zeros(3, np.int32), none, none, ways
    )
    people = blank_people(1)
    people.routes[0] = [-1, 0, 1, -1]
    trips = walking(people, routes)
    assert trips.begin.tolist() == [[2, 2, 5, 2]]
    assert trips.end.tolist() == [[5, 5, 6, 5]]


def test_a_robbery_needs_somebody_out_and_somebody_searching(world):
    assert world.hour(3, EVERYBODY, ALL) > 0
    assert world.hour(3, ~EVERYBODY, ALL) == 0
    assert world.hour(3, EVERYBODY, ~ALL) == 0


def test_robberies_happen_where_people_are_to_people_who_are_there(world):
    out = np.arange(PEOPLE) < 4
    count = world.hour(5, out, ALL, victims=True)
    assert count > 10
    assert (world.street.present[world.crimes.segment[:count]] > 0).all()
    assert set(world.crimes.victim[:count]) <= set(range(4))


def test_offenders_search_at_most_once_an_hour(world):
    world.rates[:] = 1e9
    count = world.hour(7, EVERYBODY, ALL)
    assert len(set(world.crimes.offender[:count])) == count == OFFENDERS
