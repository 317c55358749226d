"""Who is in which street, what they feel there, fear episodes."""

from collections import Counter

import numpy as np
import pytest

from nightwalk.agents.outings import LIGHT
from nightwalk.agents.perceive import company_effects
from nightwalk.agents.walk import (
    COUNTED,
    company_by_count,
    count_presence,
    feel,
    learn_presence,
)
from nightwalk.agents.ways import WAYS, choose_habits, own_cost, way_of
from tests.agents.planning import laid

SEED = np.uint64(8)
KINDS = ("residents", "visitors")


@pytest.fixture
def walked(routes, cues, street, day, walkers):
    """Let everybody walk one way in one hour."""

    def walk(people, numbers, *, way=0, hour=20, at=None):
        n = len(people.kind)
        trips, trail = laid(routes, np.full(n, hour), np.arange(n), way)
        streets = street._replace(company=company_by_count(1.0, numbers))
        count_presence(trips, trail, 0, n, int(day.dark[hour] >= LIGHT), streets)
        when = day if at is None else day._replace(hour=at)
        counts = feel(
            people, trips, trail, 0, n, streets, walkers(n), cues, np.zeros(1), when, hour, 1.0, numbers, SEED
        )
        street.present[:] = 0
        return counts

    return walk


@pytest.fixture
def z(cues):
    """Z of the four streets by day and after dark, for men and women, where other people do not matter."""
    return np.stack([np.repeat(cues.always + dark * cues.dark, 2, axis=0) for dark in (0.0, 1.0)])


def logistic(x):
    return 1 / (1 + np.exp(-x))


def test_presence_is_who_passes(town):
    state, street = town.state, town.scratch.street
    trips, trail = town.today.legs, town.today.trail
    for slot in range(1, 24):
        first, last = int(town.today.begins[slot]), int(town.today.begins[slot + 1])
        expected = np.zeros(town.town.city.segments, dtype=int)
        for leg in range(first, last):
            route = state.routes.ways[trips.way[leg] // WAYS, trips.way[leg] % WAYS]
            a, b = state.routes.start[route], state.routes.start[route + 1]
            for s in state.routes.segments[a:b]:
                expected[s] += 1
        lit, before = slot % 2, street.passers.copy()
        count_presence(trips, trail, first, last, lit, street)
        np.testing.assert_array_equal(street.present, expected)
        np.testing.assert_array_equal(street.passers[lit] - before[lit], expected)
        np.testing.assert_array_equal(street.passers[1 - lit], before[1 - lit])
        learn_presence(state.expected, 0, slot, street.present, 1.0, 0.0)
        assert not street.present.any()


def test_time_in_the_open_counts_as_presence(routes, street):
    trips, trail = laid(routes, 20, [0, 1, 2], [-1 - 3, -1 - 3, 0])
    count_presence(trips, trail, 0, 3, 1, street)
    assert street.present.tolist() == [1, 1, 0, 2]
    assert street.passers.tolist() == [[0] * 4, [1, 1, 0, 0]], "who stands there does not pass"


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
    _, by_street_2 = walked(people, p, way=2, at=24)
    assert by_street_2 > 1.5 * by_street_1
    assert street.episodes[2] == by_street_2


def test_home_is_familiar_to_residents_only(but, everybody, walked, no_crowds):
    """Way 3 is one street, near home: 3 logits after dark, less beta_F for a resident."""
    p = but(no_crowds, mu=-2.0, kappa_F=1.25, J_e=0.0)
    _, residents = walked(everybody(8000), p, way=3)
    _, guests = walked(everybody(8000, kind=2), p, way=3)
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


def test_a_street_fuller_than_what_is_kept_ready_feels_by_the_same_rule(
    but, everybody, walked, no_crowds, street
):
    p = but(no_crowds, beta_N_men=0.5)
    for n in (COUNTED - 1, COUNTED, COUNTED + 1):
        walked(everybody(n), p)
        assert street.cue[0, 1] == pytest.approx(1.0 - 0.5 * np.log(n / (1 + p.N_ref)))


def test_who_walks_through_and_stays_is_one_person(routes, street):
    trips, trail = laid(routes, 20, [5, 5, 6], [0, -1 - 1, -1 - 1])
    count_presence(trips, trail, 0, 3, 1, street)
    assert street.present.tolist() == [1, 2, 0, 0], "person 5 once, person 6 once"


def test_expected_presence_moves_by_the_gain(but, p, nobody):
    nobody[1, 7] = [0.0, 10.0, 4.0, 0.0]
    present = np.array([2, 0, 1, 0], dtype=np.int32)
    learn_presence(nobody, 1, 7, present, 4.0, 1 / 14)
    people = [8 / 14, 10 - 10 / 14, 4.0, 0.0]
    np.testing.assert_allclose(nobody[1, 7], people)
    calm = company_effects(nobody[1, 7], np.ones(4), but(p, beta_N_men=-1.0, beta_N_women=2.0))
    np.testing.assert_allclose(calm[0], np.log((1 + np.array(people)) / (1 + p.N_ref)))
    np.testing.assert_allclose(calm[1], -2 * calm[0])
    assert nobody.sum() == pytest.approx(sum(people)), "other hours are untouched"
    assert not present.any(), "the streets are empty for the next hour"


def test_a_crush_is_learnt_too(but, p, nobody):
    learn_presence(nobody, 0, 20, np.array([900, 0, 0, 0], dtype=np.int32), 1.0, 1.0)
    crush = company_effects(nobody[0, 20], np.ones(4), but(p, beta_N_men=0.0, beta_crowd=1.0))[0]
    assert crush.tolist() == [pytest.approx(np.log(900 / p.N_crowd)), 0.0, 0.0, 0.0]


def test_detours_are_metres_beyond_the_shortest_way(everybody, routes, street, cues, day, walkers, p):
    people = everybody(3)
    trips, trail = laid(routes, 20, [0, 1, 2], [0, 2, -4])
    feel(
        people, trips, trail, 0, 3, street, walkers(3), cues, np.zeros(1), day, 20, 1.0, p, SEED,
    )  # fmt: skip
    assert people.detour.tolist() == [0.0, 60.0, 0.0]
    assert people.metres_dark.tolist() == [200.0, 260.0, 0.0], "a stay is no walk"


def test_habits_are_a_logit_on_the_persons_own_cost(but, everybody, routes, no_crowds, z):
    n = 20_000
    people = everybody(n, v=1.5)
    people.routes[:] = -1
    people.routes[:, 2] = 0
    p, metres = but(no_crowds, mu=0.0, detour_weight=2.0), np.full(4, 100.0)
    choose_habits(people, 0, n, routes, metres, z, np.zeros(1), 1.0, 0, p, SEED)
    after_dark = [own_cost(people, 0, p.mu, r, routes, metres, z, 1, p) for r in (0, 1)]
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


def test_a_woman_goes_by_what_women_feel(but, everybody, routes, no_crowds, z):
    people = everybody(2, sex=[0, 1])
    p, metres = but(no_crowds, mu=0.0, detour_weight=2.0), np.full(4, 100.0)
    z[1, 1] += 1.0
    man, woman = (own_cost(people, i, p.mu, 2, routes, metres, z, 1, p) for i in (0, 1))
    assert man == pytest.approx(100 * (1 + 2 * logistic(3.0 - p.beta_F)))
    assert woman == pytest.approx(100 * (1 + 2 * logistic(4.0 - p.beta_F)))


def test_only_a_keyed_share_chooses_again(but, everybody, routes, no_crowds, z):
    n = 5000
    people = everybody(n)
    people.routes[:] = 0
    people.habit[:] = 255
    always_short = but(no_crowds, route_scale=1e-6, mu=-20.0)
    metres = np.array([100.0, 100.0, 160.0, 100.0])
    choose_habits(people, 0, n, routes, metres, z, np.zeros(1), 0.1, 0, always_short, SEED)
    assert (people.habit == 255).mean() == pytest.approx(0.9, abs=0.02)
    assert set(people.habit) == {0, 255}


def test_everybody_who_leaves_comes_back(town):
    """Over two weeks: of every walk of a day there is a way back, and nobody is made or lost."""
    state, people = town.state, len(town.state.people.kind)
    for _ in range(14):
        while town.clock.slot != 0:
            town.step()
            assert not town.scratch.street.present.any()
        from_last_night = Counter(state.carried.person.tolist())
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
