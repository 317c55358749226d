"""Who lives where, what they are like, whom they know, where they go."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.agents.places import choose_entries, choose_resident_places, visitor_kinds
from nightwalk.agents.population import Population
from nightwalk.agents.residents import centred, quota_by_rank, residents, residents_per_home, ties
from nightwalk.base.errors import QuantityError, ScenarioError

HOMES = np.array([2, 5, 11, 40], dtype=np.int32)
WEIGHTS = np.array([10.0, 1.0, 30.5, 8.5])
AREAS = np.arange(50, dtype=np.int32) // 10


@pytest.fixture
def live(p):
    """Make residents of four homes."""

    def make(population=None, *, seed=1, numbers=p):
        return residents(
            population or Population(residents=1003), numbers, seed,
            home_node=HOMES, home_people=WEIGHTS, node_area=AREAS, areas=5,
        )  # fmt: skip

    return make


@given(
    weights=st.lists(st.floats(0.0, 100.0), min_size=1, max_size=20).filter(lambda w: sum(w) > 1e-6),
    total=st.integers(0, 5000),
)
def test_people_are_shared_out_to_one_person(weights, total):
    weights = np.array(weights)
    placed = residents_per_home(weights, total)
    assert placed.sum() == total
    assert (np.abs(placed - weights / weights.sum() * total) < 1 + 1e-6).all()


@given(share=st.floats(0.0, 1.0), n=st.integers(1, 400))
def test_quotas_are_met_to_one_person(share, n):
    u = np.random.default_rng(n).random(n)
    category = quota_by_rank(u, np.array([1 - share, share]))
    assert abs((category == 1).sum() - share * n) < 1 + 1e-6
    assert (
        not (category == 1).any()
        or not (category == 0).any()
        or u[category == 1].min() > u[category == 0].max()
    )


def test_margins_are_met_to_one_person(live):
    population = Population(residents=1003, women=0.55, disability=0.25, low_income=0.1)
    people = live(population)
    n = 1003
    assert len(people.kind) == n
    for column, share in ((people.disability, 0.25), (people.low_income, 0.1)):
        assert abs(column.sum() - share * n) < 1
    joint = np.outer([0.45, 0.55], population.ages) * n
    count = np.array([[((people.sex == s) & (people.age == a)).sum() for a in range(5)] for s in range(2)])
    assert (np.abs(count - joint) < 1).all()


def test_rows_are_sorted_by_home_and_homes_are_filled(live):
    people = live()
    assert (np.diff(people.home) >= 0).all()
    counts = np.array([(people.home == h).sum() for h in HOMES])
    assert (np.abs(counts - WEIGHTS / WEIGHTS.sum() * 1003) < 1).all()
    np.testing.assert_array_equal(people.area, AREAS[people.home])


def test_one_agent_may_stand_for_several_people(live):
    assert len(live(Population(residents=1003, people_per_agent=4)).kind) == 251
    assert len(live(Population()).kind) == 50, "the city's own number"
    assert len(live(Population(residents=1, people_per_agent=1000)).kind) == 1


@pytest.mark.parametrize("margin", [{"disability": 0.6}, {"low_income": 0.5}, {"women": 0.3}])
def test_a_margin_changes_its_own_draws_only(live, margin):
    one, other = live(), live(Population(residents=1003, **margin))
    mine = {"women": {"sex", "age", "v", "base"}}.get(*margin, {*margin, "base"})
    for name in one._fields:
        if name not in mine:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
        elif name == next(iter(margin)):
            assert not np.array_equal(getattr(one, name), getattr(other, name))


def test_a_larger_share_contains_the_smaller(live):
    few, many = (live(Population(residents=1003, disability=d)).disability for d in (0.1, 0.3))
    assert (many >= few).all()


def test_the_seed_is_the_only_luck(live):
    same, again, other = live(), live(), live(seed=2)
    assert all(np.array_equal(a, b) for a, b in zip(same, again, strict=True))
    assert not np.array_equal(same.base, other.base)


def test_dispositions_have_their_declared_spread(p):
    people = residents(
        Population(residents=20_000), p, 3, home_node=HOMES, home_people=WEIGHTS, node_area=AREAS, areas=5
    )
    assert people.exposure.std() == pytest.approx(1.0, rel=0.03)
    assert people.log_tau.std() == pytest.approx(p.sigma_tau, rel=0.03)
    assert people.propensity.std() == pytest.approx(p.sigma_propensity, rel=0.03)
    assert people.authority_0.std() == pytest.approx(p.sigma_T, rel=0.03)
    assert np.polyfit(people.exposure, people.anchor, 1)[0] == pytest.approx(p.phi_x, abs=0.03)
    assert people.rate.mean() == pytest.approx(p.legs_per_day, rel=0.03)
    shape = (people.rate.mean() / people.rate.std()) ** 2
    assert shape == pytest.approx(p.legs_shape, rel=0.05)
    plain = (people.sex == 0) & (people.age < 3) & (people.disability == 0) & (people.low_income == 0)
    assert people.base[plain].std() == pytest.approx(np.hypot(p.sigma_b, p.sigma_area), rel=0.15)


@pytest.mark.parametrize(
    ("effect", "who"),
    [
        ("gamma_female", lambda q: q.sex == 1),
        ("gamma_65plus", lambda q: q.age >= 3),
        ("gamma_young_women", lambda q: (q.sex == 1) & (q.age == 0)),
        ("gamma_disability", lambda q: q.disability == 1),
        ("gamma_low_income", lambda q: q.low_income == 1),
    ],
)
def test_traits_shift_those_who_have_them(but, live, p, effect, who):
    one, other = live(), live(numbers=but(p, **{effect: getattr(p, effect) + 0.5}))
    np.testing.assert_allclose(other.base - one.base, 0.5 * who(one), atol=1e-12)


def test_trust_is_centred_within_areas(live):
    people = live()
    for area in range(5):
        mine = people.area == area
        assert not mine.any() or abs(people.trust_0[mine].mean()) < 1e-12
    np.testing.assert_array_equal(people.trust, people.trust_0)
    np.testing.assert_allclose(centred(np.array([1.0, 3.0, 9.0]), np.array([0, 0, 2]), 3), [-1.0, 1.0, 0.0])


def test_ties_are_symmetric_about_eight_each_and_mostly_near(p):
    n = 2000
    known = ties(n, p, 1)
    degree = np.diff(known.start)
    left = np.repeat(np.arange(n), degree)
    pairs = set(zip(left.tolist(), known.other.tolist(), strict=True))
    assert all((b, a) in pairs for a, b in pairs)
    assert len(pairs) == len(known.other), "no tie twice"
    assert all(a != b for a, b in pairs)
    assert degree.mean() == pytest.approx(p.ties_local + p.ties_random, abs=0.25)
    gap = np.abs(left - known.other)
    assert (np.minimum(gap, n - gap) <= 40).mean() == pytest.approx(6 / 8, abs=0.04)
    back = {
        (a, b): t for a, b, t in zip(left.tolist(), known.other.tolist(), known.trust.tolist(), strict=True)
    }
    assert all(back[b, a] == t for (a, b), t in back.items()), "trust is mutual"
    assert 0.5 <= known.trust.min() <= known.trust.max() <= 1.0
    some = degree > 0
    np.testing.assert_allclose(np.add.reduceat(known.weight, known.start[:-1][some]), 1.0)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_smallest_towns_have_ties_too(p, n):
    known = ties(n, p, 1)
    assert len(known.start) == n + 1
    assert (n > 1) == (len(known.other) > 0)


def test_entries_are_stops_car_parks_and_edges_in_their_shares(p):
    n = 20_000
    transit, parking, edge = (np.zeros(30) for _ in range(3))
    transit[[3, 4]], parking[9], edge[[20, 21]] = [1.0, 3.0], 2.0, 1.0
    entry = choose_entries(n, 100, transit, parking, edge, p, 1)
    share = np.bincount(entry, minlength=30) / n
    expected = {3: 0.15, 4: 0.45, 9: 0.2, 20: 0.1, 21: 0.1}
    np.testing.assert_allclose(share[list(expected)], list(expected.values()), atol=0.012)
    assert set(entry) == set(expected)


def test_a_town_without_stops_lets_visitors_in_elsewhere(p):
    edge = np.zeros(5)
    edge[2] = 1.0
    assert set(choose_entries(50, 0, np.zeros(5), np.zeros(5), edge, p, 1)) == {2}


def test_visitors_are_workers_guests_and_tourists_in_their_shares(p):
    kinds = visitor_kinds(1000, 500, p, 1)
    assert [(kinds == k).sum() for k in (1, 2, 3)] == [500, 300, 200]


def test_places_are_chosen_by_activity_and_distance(but, town, p):
    state, places, nodes = town.state, town.town.places, town.town.city.nodes
    n = state.residents
    mean = []
    for gravity in (100.0, 3000.0):
        people = state.people._replace(
            dest=np.full_like(state.people.dest[:n], -1), home=state.people.home[:n]
        )
        people = people._replace(kind=people.kind[:n])
        numbers = but(p, gravity=gravity)
        choose_resident_places(people, places, town.town.terminal, nodes.x, nodes.y, 500.0, numbers, 1)
        shop = people.dest[:, 1]
        assert (places.weight[shop, 1] > 0).all(), "a shop is a shop"
        home, there = people.home, places.node[shop]
        mean.append(np.hypot(nodes.x[home] - nodes.x[there], nodes.y[home] - nodes.y[there]).mean())
        assert len(set(shop)) > 1, "not everybody goes to one place"
    assert mean[0] < 0.9 * mean[1]


@pytest.mark.parametrize(
    ("given_", "error", "said"),
    [
        ({"women": 1.2}, QuantityError, "Population.women is 1.2 share; expected 0 to 1 share."),
        (
            {"age_16_34": 0.5},
            ScenarioError,
            "The age shares of the population add up to 1.23; they must add up to 1.",
        ),
        ({"residents": 0}, ScenarioError, "The population has 0 residents; give at least 1 or leave it out."),
    ],
)
def test_an_impossible_population_is_refused(given_, error, said):
    with pytest.raises(error) as refused:
        Population(**given_)
    assert str(refused.value) == said
