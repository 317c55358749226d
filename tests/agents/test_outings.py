"""Opening hours, departures, stays, purposes and working days."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.agents.columns import FRIEND, LEISURE, SHOP, WORK
from nightwalk.agents.outings import (
    Day,
    departure,
    is_open,
    light_departure,
    purpose_of,
    shift_of,
    stay_hours,
    touches_dark,
)
from nightwalk.base.streams import Decision, uniforms
from nightwalk.model.clock import departure_clock
from nightwalk.model.parameters import Parameters

P = Parameters().values()
CLOCK = departure_clock(0.0)[0]
HOURS = np.arange(30) % 24
SHORT_DAY = np.where((HOURS >= 8) & (HOURS < 17), 0.0, 1.0)
ONE = st.floats(0.0, 1.0, exclude_max=True)


def opening(*hours_by_day):
    """Opening hours of one place for one purpose, by weekday."""
    opens = np.zeros((1, 4, 7), dtype=np.int64)
    for weekday, hours in enumerate(hours_by_day):
        opens[0, :, weekday] = sum(1 << h for h in hours)
    return opens


SHOP_HOURS = opening(*[range(9, 18)] * 6, [])
BAR_HOURS = opening(*[[0, 1, *range(20, 24)]] * 7)


def test_the_hours_after_midnight_belong_to_the_next_day():
    opens = opening([22, 23], [0, 1])
    assert [h for h in range(30) if is_open(opens, 0, SHOP, 0, h)] == [22, 23, 24, 25]
    sunday = opening([3], *[[]] * 6)
    assert is_open(sunday, 0, SHOP, 6, 27), "after Sunday comes Monday"


@given(u=ONE, weekday=st.integers(0, 6), early=st.integers(0, 23), late=st.integers(0, 23))
def test_people_leave_only_for_open_places_in_the_hours_allowed(u, weekday, early, late):
    hour = departure(CLOCK, SHOP_HOURS, 0, SHOP, weekday, early, late, u)
    possible = [
        h for h in range(early, late + 1) if is_open(SHOP_HOURS, 0, SHOP, weekday, h) and CLOCK[h] > 0
    ]
    assert hour in possible if possible else hour == -1


def test_departures_follow_the_clock_over_the_open_hours():
    u = (np.arange(20_000) + 0.5) / 20_000
    hours = np.array([departure(CLOCK, SHOP_HOURS, 0, SHOP, 2, 0, 23, x) for x in u])
    shares = np.bincount(hours, minlength=24) / len(u)
    open_clock = np.where((np.arange(24) >= 9) & (np.arange(24) < 18), CLOCK, 0.0)
    np.testing.assert_allclose(shares, open_clock / open_clock.sum(), atol=2e-4)
    assert (np.diff(hours) >= 0).all()


@given(u=ONE, weekday=st.integers(0, 6), length=st.integers(1, 12))
def test_a_working_day_lies_inside_the_opening_hours(u, weekday, length):
    for opens in (SHOP_HOURS, BAR_HOURS):
        first, last = shift_of(opens, 0, weekday, length, u)
        if first < 0:
            assert not any(is_open(opens, 0, WORK, weekday, h) for h in range(5, 30))
            continue
        assert 1 <= last - first <= length
        assert all(is_open(opens, 0, WORK, weekday, h) for h in range(first, last))


def test_working_days_use_all_the_slack():
    first = {shift_of(SHOP_HOURS, 0, 0, 6, u)[0] for u in np.linspace(0, 0.999, 100)}
    assert first == {9, 10, 11, 12}
    assert {shift_of(SHOP_HOURS, 0, 0, 12, u) for u in (0.0, 0.5, 0.99)} == {(9, 18)}


def test_purposes_have_their_declared_shares():
    u = uniforms(1, Decision.PURPOSE, 40_000)
    drawn = np.array([purpose_of(x, True, P) for x in u])
    rest = P.share_disc
    expected = {WORK: 1 - rest, SHOP: rest * P.share_shop, LEISURE: rest * P.share_leisure}
    expected[FRIEND] = 1 - sum(expected.values())
    for purpose, share in expected.items():
        assert (drawn == purpose).mean() == pytest.approx(share, abs=0.01)
    assert WORK not in {purpose_of(x, False, P) for x in u[:1000]}


def test_stays_are_whole_hours_around_their_median():
    seed = np.uint64(1)
    stays = np.array([stay_hours(3.0, 0.5, seed, 0, i, 0) for i in range(8000)])
    assert stays.min() >= 1
    assert np.median(stays) == 3
    assert np.log(stays[stays > 1]).std() > 0.2
    assert {stay_hours(3.0, 0.0, seed, 0, i, 0) for i in range(50)} == {3}


@given(before=st.integers(0, 29), stay=st.integers(1, 12), weekday=st.integers(0, 6))
def test_a_shifted_outing_is_the_latest_with_both_ways_in_daylight(before, stay, weekday):
    none = np.zeros(30, dtype=np.int64)
    day = Day(0, weekday, int(weekday >= 5), SHORT_DAY, np.zeros(30), none, np.full((2, 24), 1 / 24))
    possible = [
        h
        for h in range(min(before, 24))
        if h + stay < 30
        and day.dark[h] < 0.5
        and day.dark[h + stay] < 0.5
        and is_open(SHOP_HOURS, 0, SHOP, weekday, h)
    ]
    assert light_departure(day, SHOP_HOURS, 0, SHOP, before, stay) == (possible[-1] if possible else -1)


def test_an_outing_touches_the_dark_where_any_of_its_ways_does(day):
    assert touches_dark(day, 2, np.array([15, 18]))
    assert not touches_dark(day, 2, np.array([9, 16]))
    assert not touches_dark(day, 1, np.array([15, 18])), "the second hour is no way of it"
