"""Programme hours, ramps and wear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.base.errors import ScenarioError
from nightwalk.scenarios.strength import ALWAYS, Hours, habituated, ramped, worn


def test_hours_end_at_the_last_one():
    evening = Hours(17, 22)
    assert [h for h in range(24) if evening.include(h, 0)] == [17, 18, 19, 20, 21]
    assert evening.per_week == 35


def test_hours_past_midnight_belong_to_the_evening_before():
    friday_night = Hours(22, 2, (4,))
    assert friday_night.include(23, 4)
    assert friday_night.include(1, 5)
    assert not friday_night.include(1, 4)
    assert not friday_night.include(2, 5)
    assert friday_night.per_week == 4


def test_always_is_every_hour():
    assert all(ALWAYS.include(h, d) for h in range(24) for d in range(7))
    assert ALWAYS.per_week == 168


@pytest.mark.parametrize("days", [(), (7,), (-1, 2)])
def test_days_that_do_not_exist_are_refused(days):
    with pytest.raises(ScenarioError, match="weekdays"):
        Hours(0, 24, days)


@given(st.integers(0, 23), st.integers(0, 24), st.sets(st.integers(0, 6), min_size=1))
def test_hours_per_week_counts_the_hours(first, last, days):
    hours = Hours(first, last, tuple(days))
    counted = sum(hours.include(h, d) for h in range(24) for d in range(7))
    assert hours.per_week == counted


def test_a_ramp_is_full_on_its_last_day():
    assert ramped(0, 0) == 1.0
    assert [ramped(day, 4) for day in range(5)] == [0.25, 0.5, 0.75, 1.0, 1.0]


@given(st.integers(0, 2000), st.floats(0, 1), st.floats(0.1, 40))
def test_what_is_kept_up_stays(age, upkeep, years):
    assert worn(age, 1.0, years) == 1.0
    assert upkeep <= worn(age, upkeep, years) <= 1.0
    assert worn(age + 1, upkeep, years) <= worn(age, upkeep, years)


def test_habituation_halves():
    assert habituated(56, 8.0) == 0.5
