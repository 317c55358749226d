"""Who is in which street, what they feel there, fear episodes."""

from collections import Counter

import numpy as np
import pytest

from nightwalk.agents.walk import (
    add_detours,
    clear_presence,
    count_presence,
    feel,
    learn_presence,
)
from nightwalk.agents.ways import WAYS, choose_habits, own_cost, way_of

SEED = np.uint64(8)
KINDS = ("residents", "visitors")


@pytest.fixture
def walked(routes, cues, street, day, legs):
    """Let everybody walk one way in one hour."""

    def walk(people, numbers, *, way=0, hour=20, at=None):
        n = len(people.kind)
        trips = legs(n)
        trips.person[:], trips.route[:], trips.hour[:] = np.arange(n), way, hour
        touched = count_presence(trips, 0, n, routes, street)
        when = day if at is None else day._replace(hour=at)
        counts = feel(
            people, trips, 0, n, routes, street, touched, cues, np.zeros(1), when, hour, 1.0, numbers, SEED
        )
        clear_presence(street, touched)
        return counts

    return walk


def logistic(x):
    return 1 / (1 + np.exp(-x))


def test_presence_is_who_passes(town):
    state, street = town.state, town.scratch.street
    for slot in range(1, 24):
        first, last = int(town.today.begins[slot]), int(town.today.begins[slot + 1])
        trips = town.today.legs
        expected = np.zeros(town.town.city.segments, dtype=int)
        for leg in range(first, last):
            a, b = state.routes.start[trips.route[leg]], state.routes.start[trips.route[leg] + 1]
            for s in state.routes.segments[a:b]:
                expected[s] += 1
        touched = count_presence(trips, first, last, state.routes, street)
        np.testing.assert_array_equal(street.present, expected)
        assert set(street.touched[:touched]) == set(np.flatnonzero(expected))
        clear_presence(street, touched)
        assert not street.present.any()


def test_time_in_the_open_counts_as_presence(routes, street, legs):
    trips = legs(3)
    trips.route[:] = [-1 - 3, -1 - 3, 0]
    assert count_presence(trips, 0, 3, routes, street) == 3
    assert street.present.tolist() == [1, 1, 0, 2]


def test_who_stands_in_the_open_makes_no_walk(everybody, walked, no_crowds):
    people = everybody(5)
    assert walked(people, no_crowds, way=-2) == (0, 0)
    assert people.walks.sum() == 0


@pytest.mark.parametrize(("hour", "worst"), [(12, 0.0), (20, 1.0)])
def test_episodes_happen_with_their_probability(but, everybody, walked, no_crowds, street, hour, worst):
    p = but(no_crowds, mu=-0.5, kappa_F=1.2, kappa_I=1.8, citizen_report=0.3)
    n = 20_000
    people = everybody(n, propensity=0.7)
    walks, episodes = walked(people, p, hour=hour)
    felt = p.mu + worst + 0.7  # street 1 is the worst and not near home; street 0 is calmer
    expected = logistic(p.psi * (felt - p.kappa_F))
    sd = np.sqrt(expected * (1 - expected) / n)
    assert walks == n
    assert episodes == people.episodes.sum() == street.episodes.sum() == street.episodes[1]
    assert episodes / n == pytest.approx(expected, abs=4 * sd)
    intense = logistic(p.psi * (felt - p.kappa_I))
    assert people.intense.sum() / episodes == pytest.approx(intense, abs=4 * np.sqrt(0.25 / episodes))
    assert (people.intense <= people.episodes).all()
    assert street.reports.sum() / episodes == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / episodes))
    assert (people.walks_dark == (hour == 20)).all()


def test_the_highest_eta_of_the_way_counts_not_the_mean(but, everybody, walked, no_crowds, street):
    p = but(no_crowds, mu=0.0, kappa_F=1.25, J_e=0.0)
    people = everybody(3000)
    _, by_street_1 = walked(people, p, way=0)
    _, by_street_2 = walked(people, p, way=1, at=24)
    assert by_street_2 > 1.5 * by_street_1
    assert street.episodes[2] == by_street_2


def test_home_is_familiar_to_residents_only(but, everybody, walked, no_crowds):
    """Way 2 is one street, near home: 3 logits after dark, less beta_F for a resident."""
    p = but(no_crowds, mu=-2.0, kappa_F=1.25, J_e=0.0)
    _, residents = walked(everybody(8000), p, way=2)
    _, guests = walked(everybody(8000, kind=2), p, way=2)
    assert residents / 8000 == pytest.approx(logistic(p.psi * (1.0 - p.beta_F - p.kappa_F)), abs=0.02)
    assert guests / 8000 == pytest.approx(logistic(p.psi * (1.0 - p.kappa_F)), abs=0.02)


def test_an_episode_adds_to_memory_and_a_safe_walk_after_dark_takes_off(but, everybody, walked, no_crowds):
    people = everybody(4000, memory=1.0)
    p = but(no_crowds, mu=0.0, kappa_F=2.0)
    walked(people, p, hour=20)
    scared = people.episodes > 0
    assert 0 < scared.sum() < 4000
    np.testing.assert_allclose(people.memory[scared], 1.0 + p.J_e)
    np.testing.assert_allclose(people.memory[~scared], 1.0 - p.chi)
    people = everybody(100, memory=1.0)
    walked(people, but(p, mu=-50.0), hour=12)
    assert (people.memory == 1.0).all(), "by day nothing is unlearnt"


def test_the_company_one_feels_is_the_others(but, everybody, walked, no_crowds, street):
    p = but(no_crowds, beta_N_men=0.5)
    walked(everybody(1), p)
    assert street.cue[0, 1] == pytest.approx(1.0 + 0.5 * np.log(1 + p.N_ref)), "alone"
    walked(everybody(9), p)
    assert street.cue[0, 1] == pytest.approx(1.0 - 0.5 * np.log(9 / (1 + p.N_ref))), "eight others"


def test_who_walks_through_and_stays_is_one_person(routes, street, legs):
    trips = legs(3)
    trips.person[:], trips.route[:] = [5, 5, 6], [0, -1 - 1, -1 - 1]
    count_presence(trips, 0, 3, routes, street)
    assert street.present.tolist() == [1, 2, 0, 0], "person 5 once, person 6 once"


def test_expected_presence_moves_by_the_gain(p, nobody):
    nobody.people[1, 7] = [0.0, 10.0, 4.0, 0.0]
    learn_presence(nobody, 1, 7, np.array([2, 0, 1, 0]), 4.0, 1 / 14, p)
    people = [8 / 14, 10 - 10 / 14, 4.0, 0.0]
    np.testing.assert_allclose(nobody.people[1, 7], people)
    np.testing.assert_allclose(nobody.calm[1, 7], np.log((1 + np.array(people)) / (1 + p.N_ref)))
    assert nobody.people.sum() == pytest.approx(sum(people)), "other hours are untouched"


def test_a_crush_is_learnt_too(p, nobody):
    learn_presence(nobody, 0, 20, np.array([900, 0, 0, 0]), 1.0, 1.0, p)
    assert nobody.crush[0, 20].tolist() == [pytest.approx(np.log(900 / p.N_crowd)), 0.0, 0.0, 0.0]


def test_detours_are_metres_beyond_the_shortest_way(everybody, routes, legs):
    people = everybody(3)
    trips = legs(3)
    trips.person[:], trips.route[:] = [0, 1, 2], [0, 1, -4]
    add_detours(people, trips, 0, 3, routes, np.array([200.0, 200.0, 100.0]))
    assert people.detour.tolist() == [0.0, 60.0, 0.0]


def test_habits_are_a_logit_on_the_persons_own_cost(but, everybody, routes, cues, no_crowds, nobody):
    n = 20_000
    people = everybody(n, v=1.5)
    people.routes[:] = -1
    people.routes[:, 2] = 0
    p, metres = but(no_crowds, mu=0.0, detour_weight=2.0), np.full(4, 100.0)
    both = type(cues)(*(np.concatenate([c, c]) for c in cues))
    choose_habits(people, 0, n, routes, metres, both, nobody, 1.0, np.zeros(1), 1.0, 0, p, SEED)
    after_dark = [own_cost(people, 0, p.mu, r, routes, metres, both, 1, nobody, 1.0, p) for r in (0, 1)]
    near = 1 + 2 * logistic(-p.beta_F)  # street 0: 0 logits after dark, near home
    np.testing.assert_allclose(after_dark, [100 * (near + 1 + 2 * logistic(1.5 * z)) for z in (1.0, 2.0)])
    chosen = (people.habit >> 5) & 1
    share = logistic((after_dark[0] - after_dark[1]) / p.route_scale)
    assert chosen.mean() == pytest.approx(share, abs=0.015)
    assert ((people.habit & ~np.uint8(1 << 5)) == 0).all(), "by day the two ways are one"
    i = int(np.flatnonzero(chosen)[0])
    taken = [
        routes.ways[way_of(people, i, 2, dark) // WAYS, way_of(people, i, 2, dark) % WAYS] for dark in (1, 0)
    ]
    assert taken == [1, 0]


def test_only_a_keyed_share_chooses_again(but, everybody, routes, cues, no_crowds, nobody):
    n = 5000
    people = everybody(n)
    people.routes[:] = 0
    people.habit[:] = 255
    both = type(cues)(*(np.concatenate([c, c]) for c in cues))
    always_short = but(no_crowds, route_scale=1e-6, mu=-20.0)
    metres = np.array([100.0, 100.0, 160.0, 100.0])
    choose_habits(people, 0, n, routes, metres, both, nobody, 1.0, np.zeros(1), 0.1, 0, always_short, SEED)
    assert (people.habit == 255).mean() == pytest.approx(0.9, abs=0.02)
    assert set(people.habit) == {0, 255}


def test_everybody_who_leaves_comes_back(town):
    """Over two weeks: of every walk of a day there is a way back, and nobody is made or lost."""
    state, people = town.state, len(town.state.people.kind)
    for _ in range(14):
        while town.clock.slot != 0:
            town.step()
            assert not town.scratch.street.present.any()
        from_last_night = Counter(state.carried[1].tolist())
        town.step()
        begun = Counter(town.today.legs.person.tolist())
        begun.subtract(from_last_night)
        legs_of = {
            kind: {n for i, n in begun.items() if (i < state.residents) == (kind == "residents")}
            for kind in KINDS
        }
        assert all(n % 2 == 0 for n in legs_of["residents"])
        assert legs_of["visitors"] <= {0, 2, 3}
        assert min(begun.values()) >= 0, "who walked past midnight arrived"
    assert len(state.people.kind) == people == state.residents + state.visitors
