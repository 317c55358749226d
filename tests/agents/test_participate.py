"""Go, forgo, shift to daylight or ride."""

import numpy as np
import pytest

from nightwalk.agents.columns import SHOP
from nightwalk.agents.participate import FORGO, GO, RIDE, SHIFT, decide, mean_unsafety
from nightwalk.agents.perceive import levels
from nightwalk.base.streams import Decision, uniforms
from tests.agents.planning import felt_ahead, laid, walked_legs, way_at

SEED = np.uint64(3)


@pytest.fixture
def unsafety(world, p):
    """Mean eta of an outing by route set 0 with legs at some hours, for everybody."""

    def feel(people, hours, *, day=world.day, numbers=p, expected=world.expected):
        people.routes[:] = 0
        n, where = len(people.kind), world._replace(day=day, expected=expected)
        ways = [way_at(people, i, h, SHOP, day) for i in range(n) for h in hours]
        legs, trail = laid(world.routes, np.tile(hours, n), np.repeat(np.arange(n), len(hours)), ways)
        total = felt_ahead(people, legs, trail, where, numbers)
        level, each = levels(people, world.efficacy, numbers), len(hours)
        return np.array([
            mean_unsafety(people, i, level[i], legs, each * i, each * (i + 1), total, numbers) for i in range(n)
        ])  # fmt: skip

    return feel


@pytest.fixture
def decided(world, unsafety, p):
    """Let everybody decide on an outing by route set 0; return what they do."""

    def choose(people, hours=(18, 20), *, compulsory=False, numbers=p, outing=0):
        dark = world.day.dark[list(hours)].mean()
        return np.array([
            decide(i, outing, eta, dark, compulsory, world.day.hour, numbers, SEED)
            for i, eta in enumerate(unsafety(people, hours, numbers=numbers))
        ])  # fmt: skip

    return choose


@pytest.fixture
def reluctance_at(but, world, wanting):
    """The logit of not walking an outing, found by moving a_0 until each person just stays at home."""

    def logits(people, p, hours, *, compulsory=False):
        people.routes[:] = 0
        n = len(people.kind)
        wished = wanting(people, hours, compulsory=compulsory)
        u = uniforms(int(SEED), Decision.PARTICIPATE, n)
        low, high = np.full(n, -100.0), np.full(n, 100.0)
        for _ in range(60):
            middle = (low + high) / 2
            for i in range(n):
                walked = walked_legs(
                    people, n, *wished, world, but(p, a_0=middle[i], share_shift=0.0), SEED
                ).person
                low[i], high[i] = (middle[i], high[i]) if i in walked else (low[i], middle[i])
        return np.log(u / (1 - u)) - low + p.a_0

    return logits


def test_darkness_keeps_people_in_apart_from_fear(but, everybody, reluctance_at, p):
    people = everybody(1)
    fearless = but(p, a_1=0.0)
    light, half, dark = (reluctance_at(people, fearless, h)[0] for h in ((9, 11), (15, 17), (18, 20)))
    assert light == pytest.approx(p.a_0)
    assert half == pytest.approx(p.a_0 + p.a_D / 2)
    assert dark == pytest.approx(p.a_0 + p.a_D)


def test_the_more_unsafe_the_way_the_more_reluctant(everybody, reluctance_at, unsafety, p):
    people = everybody(5, memory=np.arange(5.0))
    logits = reluctance_at(people, p, (18, 20))
    np.testing.assert_allclose(np.diff(logits), p.a_1)
    np.testing.assert_allclose(logits, p.a_0 + p.a_D + p.a_1 * (unsafety(people, (18, 20)) - p.mu))
    forced = reluctance_at(people, p, (18, 20), compulsory=True)
    np.testing.assert_allclose(np.diff(forced), p.a_1 / 2, err_msg="half the slope where compulsory")


def test_unsafety_is_the_mean_over_both_legs_at_their_hours(everybody, unsafety, no_crowds):
    p = no_crowds
    eta = unsafety(everybody(1, v=2.0), (15, 18), numbers=p)[0]
    out, back = (-1.0 + 0.0) / 2, (-1.0 + 1.0 + 0.0 + 1.0) / 2  # streets 0 and 1, by day and after dark
    assert eta == pytest.approx(p.mu + 2 * (out + back) / 2 - p.beta_F / 2, abs=1e-12)


def test_who_does_not_live_here_knows_no_street_near_home(everybody, unsafety, no_crowds):
    """Rule 20's visitors: beta_F is for residents."""
    eta = unsafety(everybody(2, kind=[0, 2]), (15, 18), numbers=no_crowds)
    assert eta[1] - eta[0] == pytest.approx(no_crowds.beta_F / 2)


def test_who_avoids_the_dark_takes_another_way_after_dark_only(everybody, unsafety, no_crowds):
    people = everybody(2)
    people.habit[1] = 1 << (2 * SHOP + 1)
    eta = unsafety(people, [18], numbers=no_crowds)
    assert eta[1] - eta[0] == pytest.approx(0.5), "street 2 instead of street 1"
    by_day = unsafety(people, [12], numbers=no_crowds)
    assert by_day[1] == by_day[0]


def test_the_company_expected_is_that_of_the_day_and_hour(but, everybody, unsafety, day, nobody, p):
    p = but(p, beta_N_men=0.3, N_crowd=1e9)
    people = everybody(1)
    nobody[1, 1] = (1 + p.N_ref) * np.exp(2.0) - 1  # between 1 and 2 h of a weekend day: calm is 2
    at = {}
    for weekday in (0, 4, 5):
        when = day._replace(weekday=weekday, weekend=int(weekday >= 5))
        at[weekday] = {h: unsafety(people, [h], day=when, numbers=p, expected=nobody)[0] for h in (1, 25)}
    assert at[0][1] == at[0][25] == at[4][1]
    assert at[4][1] - at[5][1] == pytest.approx(0.3 * (2.0 + np.log(1 + p.N_ref))), "Saturday at one"
    assert at[4][25] == pytest.approx(at[5][1]), "one o'clock in the night to Saturday belongs to Saturday"


def test_women_and_men_feel_the_company_expected_each_in_their_way(but, everybody, unsafety, nobody, p):
    p = but(p, beta_N_men=0.3, beta_N_women=-0.2, beta_crowd=0.7, N_crowd=50.0)
    nobody[0, 18] = 200.0
    calm, crush = np.log(51.0 / (1 + p.N_ref)), np.log(4.0)
    eta = unsafety(everybody(2, sex=[0, 1]), [18], numbers=p, expected=nobody)
    at_home = p.mu + (0.0 + 1.0) / 2 - p.beta_F / 2  # streets 0 and 1 after dark
    np.testing.assert_allclose(eta, at_home + 0.7 * crush - np.array([0.3, -0.2]) * calm)


def test_the_share_who_do_not_go_is_the_probability(everybody, decided, reluctance_at, p):
    people = everybody(6000, memory=2.0)
    expected = 1 / (1 + np.exp(-reluctance_at(everybody(1, memory=2.0), p, (18, 20))[0]))
    assert 0.1 < expected < 0.9
    assert (decided(people) != GO).mean() == pytest.approx(expected, abs=0.02)


def test_those_who_do_not_go_forgo_shift_or_ride_in_thirds(but, everybody, decided, p):
    did = decided(everybody(6000), numbers=but(p, a_0=60.0))
    np.testing.assert_allclose(
        [(did == how).mean() for how in (GO, FORGO, SHIFT, RIDE)], [0, 1 / 3, 1 / 3, 1 / 3], atol=0.02
    )


def test_more_darkness_or_fear_never_sends_anybody_out(but, everybody, decided, p):
    calm, afraid = (decided(everybody(2000, memory=m)) == GO for m in (0.0, 1.5))
    assert (calm >= afraid).all()
    assert calm.sum() > afraid.sum()
    by_day, by_night = (decided(everybody(2000), hours) == GO for hours in ((10, 12), (18, 20)))
    assert (by_day >= by_night).all()


@pytest.mark.parametrize(("forgo", "shift"), [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)])
def test_compulsory_outings_are_walked_or_ridden(but, everybody, decided, p, forgo, shift):
    people = everybody(2000, memory=3.0)
    assert set(decided(people, compulsory=True, numbers=but(p, share_forgo=forgo, share_shift=shift))) == {
        GO,
        RIDE,
    }


def test_each_outing_of_the_day_has_a_luck_of_its_own(everybody, decided):
    people = everybody(2000, memory=2.5)
    first, second = (decided(people, outing=k) == GO for k in (0, 1))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1
