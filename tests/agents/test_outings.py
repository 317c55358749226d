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
    opening,
    purpose_of,
    shift_of,
    stay_hours,
)
from nightwalk.base.streams import Decision, uniforms
from nightwalk.model.clock import departure_clock
from nightwalk.model.parameters import Parameters
from tests.agents.planning import walked_legs

P = Parameters().values()
CLOCKS = departure_clock(0.0)
CLOCK = CLOCKS[0]
HOURS = np.arange(30) % 24
SHORT_DAY = np.where((HOURS >= 8) & (HOURS < 17), 0.0, 1.0)
ONE = st.floats(0.0, 1.0, exclude_max=True)


def open_at(*hours_by_day):
    """Opening hours of one place for every purpose, by weekday."""
    opens = np.zeros((1, 4, 7), dtype=np.int64)
    for weekday, hours in enumerate(hours_by_day):
        opens[0, :, weekday] = sum(1 << h for h in hours)
    return opens


def on(opens, weekday, clock=CLOCKS, p=P):
    """The opening hours of a day."""
    return opening(opens, weekday, clock, p)


SHOP_HOURS = open_at(*[range(9, 18)] * 6, [])
BAR_HOURS = open_at(*[[0, 1, *range(20, 24)]] * 7)


def test_the_hours_after_midnight_belong_to_the_next_day():
    opens = open_at([22, 23], [0, 1])
    assert [h for h in range(30) if is_open(on(opens, 0), 0, SHOP, h)] == [22, 23, 24, 25]
    sunday = open_at([3], *[[]] * 6)
    assert is_open(on(sunday, 6), 0, SHOP, 27), "after Sunday comes Monday"


@given(opens=st.lists(st.integers(0, (1 << 24) - 1), min_size=7, max_size=7), weekday=st.integers(0, 6))
def test_a_place_is_open_when_its_week_says_so(opens, weekday):
    week = np.broadcast_to(np.array(opens, dtype=np.int64), (1, 4, 7)).copy()
    for h in range(30):
        said = opens[(weekday + h // 24) % 7] >> h % 24 & 1
        assert is_open(on(week, weekday), 0, LEISURE, h) == bool(said)


@given(u=ONE, weekday=st.integers(0, 6), early=st.integers(0, 23), late=st.integers(0, 23))
def test_people_leave_only_for_open_places_in_the_hours_allowed(u, weekday, early, late):
    """For work in the hours people go to work in, else at any hour."""
    numbers = P.copy()
    numbers["work_from"], numbers["work_until"] = early, late
    today = on(SHOP_HOURS, weekday, p=numbers)
    for purpose, first, last in ((WORK, early, late), (SHOP, 0, 23)):
        hour = departure(today, 0, 0, purpose, u)
        possible = [h for h in range(first, last + 1) if is_open(today, 0, purpose, h) and CLOCK[h] > 0]
        assert hour in possible if possible else hour == -1


def test_departures_follow_the_clock_over_the_open_hours():
    u = (np.arange(20_000) + 0.5) / 20_000
    for old, clock in enumerate(CLOCKS):
        hours = np.array([departure(on(SHOP_HOURS, 2), old, 0, SHOP, x) for x in u])
        shares = np.bincount(hours, minlength=24) / len(u)
        open_clock = np.where((np.arange(24) >= 9) & (np.arange(24) < 18), clock, 0.0)
        np.testing.assert_allclose(shares, open_clock / open_clock.sum(), atol=2e-4)
        assert (np.diff(hours) >= 0).all()


def test_nobody_leaves_in_an_hour_without_departures_whatever_the_luck():
    clock = np.zeros((2, 24))
    clock[:, [11, 14]] = 0.5
    last = np.nextafter(1.0, 0.0)
    assert {departure(on(SHOP_HOURS, 0, clock), 0, 0, SHOP, u) for u in (0.0, 0.49, 0.51, last)} == {11, 14}
    assert departure(on(BAR_HOURS, 0, clock), 0, 0, SHOP, 0.5) == -1


@given(u=ONE, weekday=st.integers(0, 6), length=st.integers(1, 12))
def test_a_working_day_lies_inside_the_opening_hours(u, weekday, length):
    for opens in (SHOP_HOURS, BAR_HOURS):
        today = on(opens, weekday)
        first, last = shift_of(today, 0, length, u)
        if first < 0:
            assert not any(is_open(today, 0, WORK, h) for h in range(5, 30))
            continue
        assert 1 <= last - first <= length
        assert all(is_open(today, 0, WORK, h) for h in range(first, last))


def test_working_days_use_all_the_slack():
    first = {shift_of(on(SHOP_HOURS, 0), 0, 6, u)[0] for u in np.linspace(0, 0.999, 100)}
    assert first == {9, 10, 11, 12}
    assert {shift_of(on(SHOP_HOURS, 0), 0, 12, u) for u in (0.0, 0.5, 0.99)} == {(9, 18)}


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
    none, today = np.zeros(30, dtype=np.int64), on(SHOP_HOURS, weekday)
    day = Day(0, weekday, int(weekday >= 5), SHORT_DAY, np.zeros(30), none, np.full((2, 24), 1 / 24))
    possible = [
        h
        for h in range(min(before, 24))
        if h + stay < 30 and day.dark[h] < 0.5 and day.dark[h + stay] < 0.5 and is_open(today, 0, SHOP, h)
    ]
    assert light_departure(day, today, 0, SHOP, before, stay) == (possible[-1] if possible else -1)


@pytest.mark.parametrize(
    ("outings", "touching"), [([(15, 18)], 1), ([(9, 16)], 0), ([(16, 19)], 1), ([(9, 12), (18, 20)], 1)]
)
def test_an_outing_touches_the_dark_where_any_of_its_ways_does(
    everybody, world, wanting, p, outings, touching
):
    people = everybody(1)
    people.routes[:] = 0
    walked_legs(people, 1, *wanting(people, *outings), world, p, np.uint64(1))
    assert people.outings[0] == len(outings)
    assert people.wanted_dark[0] == touching, "a way of another outing is no way of it"
