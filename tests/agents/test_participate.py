"""Go, forgo, shift to daylight or ride."""

import numpy as np
import pytest

from nightwalk.agents.columns import SHOP, WORK
from nightwalk.agents.outings import is_open
from nightwalk.agents.participate import earlier_light_hour, mean_unsafety, reluctance, set_out

ALWAYS = np.full((2, 4, 7), (1 << 24) - 1, dtype=np.int64)
SEED = np.uint64(3)


@pytest.fixture
def outing(world, legs, p):
    """Let everybody decide on an outing to place 0 by route set 0; return the legs written."""

    def decide(people, hours=(18, 20), *, compulsory=False, opens=ALWAYS, numbers=p, where=world):
        n = len(people.kind)
        people.routes[:] = 0
        people.dest[:] = 0
        out, at = legs(2 * n), 0
        purpose = WORK if compulsory else SHOP
        for i in range(n):
            when, slots = np.array([*hours, 0]), np.array([purpose, purpose, 0])
            at = set_out(
                people, i, 0, 2, when, slots, 0, purpose, compulsory, where, opens, numbers, SEED, out, at
            )
        return type(out)(*(column[:at] for column in out))

    return decide


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


def test_the_share_who_stay_in_is_the_probability(everybody, outing, world, p):
    people = everybody(6000, memory=2.0)
    expected = 1 / (1 + np.exp(-reluctance_at(people, world, p, (18, 20))[0]))
    walked = outing(people)
    shifted = people.shifted_dark.sum()
    assert 0.1 < expected < 0.9
    assert 1 - (len(walked.hour) / 2 - shifted) / 6000 == pytest.approx(expected, abs=0.02)
    assert (people.outings == 1).all()
    assert (people.wanted_dark == 1).all()


def test_those_who_do_not_go_forgo_shift_or_ride_in_thirds(but, everybody, outing, p):
    people = everybody(6000)
    outing(people, numbers=but(p, a_0=60.0))
    split = people.forgone_dark.sum(), people.shifted_dark.sum(), people.rode_dark.sum()
    assert sum(split) == 6000
    np.testing.assert_allclose(np.array(split) / 6000, 1 / 3, atol=0.02)


def test_a_shift_sets_out_in_the_latest_light_open_hour(but, everybody, outing, world, p):
    opens = ALWAYS.copy()
    opens[:, SHOP] = sum(1 << h for h in [*range(9, 14), *range(17, 22)])  # closed 14-16
    people = everybody(300)
    legs = outing(people, opens=opens, numbers=but(p, a_0=60.0, share_forgo=0.0, share_shift=1.0))
    assert (people.shifted_dark == 1).all()
    out, back = legs.hour[::2], legs.hour[1::2]
    assert set(out) == {13}
    assert all(is_open(opens, 0, SHOP, 0, h) and world.day.dark[h] < 0.5 for h in out)
    assert set(back) == {14}


def test_where_there_is_no_light_open_hour_the_shift_is_forgone(but, everybody, outing, p):
    opens = np.full((2, 4, 7), sum(1 << h for h in range(18, 24)), dtype=np.int64)
    people = everybody(100)
    legs = outing(people, opens=opens, numbers=but(p, a_0=60.0, share_forgo=0.0, share_shift=1.0))
    assert len(legs.hour) == 0
    assert (people.forgone_dark == 1).all()


@pytest.mark.parametrize("before", range(0, 30, 3))
def test_the_earlier_hour_is_earlier_light_and_open(day, before):
    hour = earlier_light_hour(day, ALWAYS, 0, SHOP, before)
    light = [h for h in range(min(before, 24)) if day.dark[h] < 0.5]
    assert hour == (light[-1] if light else -1)


@pytest.mark.parametrize(("forgo", "shift"), [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)])
def test_compulsory_outings_are_never_forgone_or_shifted(but, everybody, outing, p, forgo, shift):
    people = everybody(2000, memory=3.0)
    legs = outing(people, compulsory=True, numbers=but(p, share_forgo=forgo, share_shift=shift))
    assert people.forgone_dark.sum() == people.shifted_dark.sum() == people.rode_dark.sum() == 0
    assert people.wanted_dark.sum() == 0
    assert set(legs.hour[::2]) == {18}
    assert set(legs.hour[1::2]) == {20}
    assert 0 < len(legs.hour) < 4000, "some ride instead"


def test_light_outings_are_no_avoidance_of_the_dark(but, everybody, outing, p):
    people = everybody(200)
    outing(people, hours=(10, 12), numbers=but(p, a_0=60.0))
    for counter in ("wanted_dark", "forgone_dark", "shifted_dark", "rode_dark"):
        assert getattr(people, counter).sum() == 0


@pytest.mark.xfail(strict=True, reason="rule 19: the return of a shifted outing may be walked in the dark")
def test_a_shifted_outing_is_back_before_dark(but, everybody, outing, world, p):
    people = everybody(50)
    legs = outing(people, numbers=but(p, a_0=60.0, share_forgo=0.0, share_shift=1.0))
    assert (world.day.dark[legs.hour] < 0.5).all()
