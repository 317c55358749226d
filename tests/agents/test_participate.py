"""Go, forgo, shift to daylight or ride."""

import numpy as np
import pytest

from nightwalk.agents.columns import SHOP, WORK
from nightwalk.agents.participate import FORGO, GO, RIDE, SHIFT, decide, mean_unsafety, reluctance

SEED = np.uint64(3)


@pytest.fixture
def decided(world, p):
    """Let everybody decide on an outing by route set 0; return what they do."""

    def choose(people, hours=(18, 20), *, compulsory=False, numbers=p, outing=0):
        people.routes[:] = 0
        when, slots = np.array(hours), np.array([WORK if compulsory else SHOP] * 2)
        n = len(people.kind)
        return np.array(
            [decide(people, i, outing, 2, when, slots, world, compulsory, numbers, SEED) for i in range(n)]
        )

    return choose


def reluctance_at(people, world, p, hours, *, compulsory=False):
    people.routes[:] = 0
    when, slots = np.array(hours), np.array([SHOP, SHOP])
    return np.array(
        [reluctance(people, i, 2, when, slots, world, compulsory, p) for i in range(len(people.kind))]
    )


def test_darkness_keeps_people_in_apart_from_fear(but, everybody, world, p):
    people = everybody(1)
    fearless = but(p, a_1=0.0)
    light, half, dark = (reluctance_at(people, world, fearless, h)[0] for h in ((9, 11), (15, 17), (18, 20)))
    assert light == pytest.approx(p.a_0)
    assert half == pytest.approx(p.a_0 + p.a_D / 2)
    assert dark == pytest.approx(p.a_0 + p.a_D)


def test_the_more_unsafe_the_way_the_more_reluctant(everybody, world, p):
    people = everybody(5, memory=np.arange(5.0))
    logits = reluctance_at(people, world, p, (18, 20))
    np.testing.assert_allclose(np.diff(logits), p.a_1)
    forced = reluctance_at(people, world, p, (18, 20), compulsory=True)
    np.testing.assert_allclose(np.diff(forced), p.a_1 / 2, err_msg="half the slope where compulsory")


def test_unsafety_is_the_mean_over_both_legs_at_their_hours(everybody, world, no_crowds):
    people = everybody(1, v=2.0)
    people.routes[:] = 0
    p = no_crowds
    eta = mean_unsafety(people, 0, 2, np.array([15, 18]), np.array([SHOP, SHOP]), world, p)
    out, back = (-1.0 + 0.0) / 2, (-1.0 + 1.0 + 0.0 + 1.0) / 2  # streets 0 and 1, by day and after dark
    assert eta == pytest.approx(p.mu + 2 * (out + back) / 2 - p.beta_F / 2, abs=1e-12)


def test_who_avoids_the_dark_takes_another_way_after_dark_only(everybody, world, no_crowds):
    people = everybody(2)
    people.routes[:] = 0
    people.habit[1] = 1 << (2 * SHOP + 1)
    eta = [mean_unsafety(people, i, 1, np.array([18]), np.array([SHOP]), world, no_crowds) for i in (0, 1)]
    assert eta[1] - eta[0] == pytest.approx(0.5), "street 2 instead of street 1"


def test_the_company_expected_is_that_of_the_day_and_hour(but, everybody, world, p):
    p = but(p, beta_N_men=0.3)
    people = everybody(1)
    people.routes[:] = 0
    world.expected.calm[1, 1] = 2.0  # between 1 and 2 h of a weekend day
    at = {}
    for weekday in (0, 4, 5):
        where = world._replace(day=world.day._replace(weekday=weekday, weekend=int(weekday >= 5)))
        slots = np.array([SHOP])
        at[weekday] = {h: mean_unsafety(people, 0, 1, np.array([h]), slots, where, p) for h in (1, 25)}
    assert at[0][1] == at[0][25] == at[4][1]
    assert at[5][1] < at[4][1], "Saturday at one"
    assert at[4][25] == pytest.approx(at[5][1]), "one o'clock in the night to Saturday belongs to Saturday"


def test_the_share_who_do_not_go_is_the_probability(everybody, decided, world, p):
    people = everybody(6000, memory=2.0)
    expected = 1 / (1 + np.exp(-reluctance_at(people, world, p, (18, 20))[0]))
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
