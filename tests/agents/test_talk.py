"""What people hear, from whom, and how opinions settle."""

import numpy as np
import pytest

from nightwalk.agents.columns import Ties
from nightwalk.agents.offend import ASSAULT
from nightwalk.agents.residents import ties
from nightwalk.agents.talk import MOST, agenda, converse, moved, neighbours_mean, settle_trust, tell

SEED = np.uint64(6)


@pytest.fixture(scope="module")
def known(p):
    return ties(300, p, 1)


def matrix(known):
    n = len(known.start) - 1
    W = np.zeros((n, n))
    for i in range(n):
        for at in range(known.start[i], known.start[i + 1]):
            W[i, known.other[at]] += known.weight[at]
    return W


@pytest.mark.parametrize("s", [0.1, 0.4, 0.7])
def test_opinions_settle_at_the_anchored_fixed_point(but, everybody, p, known, s):
    n = 300
    people = everybody(n, anchor=np.linspace(-2, 3, n))
    for _ in range(200):
        converse(people, known, 1.0, np.zeros(n), but(p, susceptibility=s))
    W = matrix(known)
    np.testing.assert_allclose(W.sum(axis=1), 1.0)
    expected = np.linalg.solve(np.eye(n) - s * W, (1 - s) * people.anchor)
    np.testing.assert_allclose(people.concern, expected, atol=1e-9)
    assert people.concern.std() > (1 - s) * people.anchor.std(), "opinions stay apart"


def test_where_one_starts_does_not_matter_in_the_end(everybody, p, known):
    ends = []
    for begin in (-5.0, 5.0):
        people = everybody(300, anchor=np.linspace(-1, 1, 300), concern=begin)
        for _ in range(60):
            converse(people, known, 1.0, np.zeros(300), p)
        ends.append(people.concern.copy())
    np.testing.assert_allclose(*ends, atol=1e-12)


def test_media_tone_moves_concern(everybody, p, known):
    moved = []
    for media in (1.0, 1.5):
        people = everybody(300)
        for _ in range(60):
            converse(people, known, media, np.zeros(300), p)
        moved.append(people.concern.mean())
    assert moved[0] == 0.0
    assert moved[1] == pytest.approx(p.phi_A * 0.5, rel=1e-6)


def test_media_resonate_with_exposure_where_so_declared(but, everybody, p, known):
    people = everybody(300, exposure=np.linspace(-1, 1, 300))
    converse(people, known, 1.5, np.zeros(300), but(p, rho_media=0.5, phi_A=0.3, susceptibility=0.0))
    np.testing.assert_allclose(people.concern, 0.3 * 0.5 * (1 + 0.5 * people.exposure))


def test_who_knows_nobody_keeps_to_the_anchor(everybody, p):
    alone = Ties(np.zeros(3, dtype=np.int64), np.empty(0, dtype=np.int32), np.empty(0), np.empty(0))
    people = everybody(4, anchor=2.0)
    for _ in range(100):
        converse(people, alone, 1.0, np.zeros(4), p)
    np.testing.assert_allclose(people.concern, 2.0)


def test_the_neighbours_are_heard_by_trust_and_who_has_none_hears_the_own_opinion():
    heard = Ties(np.array([0, 2, 2]), np.array([0, 1], dtype=np.int32), np.ones(2), np.array([0.25, 0.75]))
    values = np.array([2.0, -1.0])
    assert neighbours_mean(values, heard, 0) == 0.25 * 2.0 - 0.75
    assert neighbours_mean(values, heard, 1) == -1.0


def test_alarming_news_move_by_another_weight_than_calming_news():
    assert moved(1.0, 2.0, 0.1, 0.8) == pytest.approx(1.8)
    assert moved(1.0, 0.0, 0.1, 0.8) == pytest.approx(0.9)
    assert moved(1.0, 1.0, 0.1, 0.8) == pytest.approx(1.0)


def test_without_negativity_more_and_less_concern_move_alike(everybody, p, known):
    assert p.negativity == 1.0
    people, W = everybody(300, concern=np.linspace(-2, 2, 300)), matrix(known)
    heard, s = W @ people.concern, p.susceptibility
    converse(people, known, 1.0, np.zeros(300), p)
    np.testing.assert_allclose(people.concern, s * heard, atol=1e-12)


def test_with_negativity_concern_rises_and_still_settles_at_one_place(but, everybody, p, known):
    """Each weight stays below 1, so that a week of talk is still a contraction."""
    ends = []
    for begin, negativity in ((-5.0, 6.0), (5.0, 6.0), (0.0, 1.0)):
        people = everybody(300, anchor=np.linspace(-1, 1, 300), concern=begin)
        for _ in range(600):
            converse(people, known, 1.0, np.zeros(300), but(p, negativity=negativity))
        ends.append(people.concern.copy())
    np.testing.assert_allclose(ends[0], ends[1], atol=1e-9)
    assert (ends[0] >= ends[2] - 1e-9).all()
    assert ends[0].mean() > ends[2].mean() + 0.1
    assert p.susceptibility * 6.0 > MOST


def test_what_is_told_fills_memory_to_its_ceiling_only(but, everybody, p, known):
    people = everybody(300)
    told(people, known, but(p, p_tell=1.0, J_h=1.0, memory_ceiling=0.5, severity_assault=1.0), [17] * 5)
    friends = known.other[known.start[17] : known.start[18]]
    np.testing.assert_allclose(people.memory[friends], 0.5)


def test_a_town_without_crime_still_has_media(p):
    assert agenda(np.zeros(8), 0.0, 1.0, p) == pytest.approx(1.0)
    assert agenda(np.zeros(8), 10.0, 1.0, p) == pytest.approx(1 + p.eta_A * (5 / 15 - 1))
    assert agenda(np.empty(0), 10.0, 1.0, p) == pytest.approx(1.0)


def test_more_violence_than_usual_makes_more_media_and_a_narrative_less(but, p):
    usual = agenda(np.full(8, 10.0), 10.0, 1.0, p)
    more = agenda(np.full(8, 20.0), 10.0, 1.0, p)
    assert usual == pytest.approx(1.0)
    assert more == pytest.approx(1 + p.eta_A * 10 / 15)
    assert agenda(np.full(8, 20.0), 10.0, 0.9, p) == pytest.approx(0.9 * more)
    assert agenda(np.full(8, 10.0), 10.0, 1.0, but(p, media_national=0.2)) == pytest.approx(1.2)


def told(people, known, p, victims):
    n = len(victims)
    victims, hours = np.array(victims, dtype=np.int32), np.arange(n, dtype=np.int32)
    tell(
        people,
        known,
        victims,
        np.full(n, ASSAULT, dtype=np.int32),
        hours,
        np.zeros(n, dtype=np.int32),
        n,
        p,
        SEED,
    )


def test_only_ties_hear_of_it_by_trust_and_severity(but, everybody, p, known):
    people = everybody(300)
    told(people, known, but(p, p_tell=1.0), [17])
    row = slice(known.start[17], known.start[18])
    friends = known.other[row]
    assert set(np.flatnonzero(people.memory)) == set(friends)
    assert 17 not in friends
    np.testing.assert_allclose(people.memory[friends], p.J_h * known.trust[row] * p.severity_assault)
    np.testing.assert_allclose(people.trust[friends], -p.J_T)
    np.testing.assert_allclose(people.authority[friends], -p.J_T)


def test_a_tie_hears_with_its_probability(but, everybody, p, known):
    people = everybody(300)
    victims = list(range(300)) * 5
    told(people, known, but(p, J_h=1.0, severity_assault=1.0, memory_ceiling=1e9), victims)
    expected = 5 * p.p_tell * known.trust.sum()
    assert people.memory.sum() == pytest.approx(expected, rel=0.03)


def test_nobody_is_told_of_crimes_without_a_resident_victim(but, everybody, p, known):
    people = everybody(400)
    told(people, known, but(p, p_tell=1.0), [-1, 300, 399])
    assert not people.memory.any()


def test_trust_returns_to_its_rest(everybody, p):
    people = everybody(2, trust=[1.0, -1.0], trust_0=[1.0, 0.5], authority=[2.0, 0.0])
    settle_trust(people, p)
    np.testing.assert_allclose(people.trust, [1.0, -1.0 + 1.5 * p.k_T])
    np.testing.assert_allclose(people.authority, [2.0 - 2.0 * p.k_T, 0.0])
