from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightwalk.model.city.hours import hours_text, parse_hours_text, week_of


def open_at(expression: str, day: int, hour: int) -> bool:
    week = week_of(expression)
    assert week is not None
    return bool(week[day] >> hour & 1)


def test_ordinary_hours():
    assert open_at("Mo-Fr 08:00-18:00", 0, 8)
    assert open_at("Mo-Fr 08:00-18:00", 4, 17)
    assert not open_at("Mo-Fr 08:00-18:00", 4, 18)
    assert not open_at("Mo-Fr 08:00-18:00", 5, 12)


def test_hours_run_past_midnight_and_past_the_end_of_the_week():
    assert open_at("Sa 20:00-03:00", 6, 2)
    assert open_at("Su 20:00-03:00", 6, 23)
    assert open_at("Su 20:00-03:00", 0, 2)


def test_half_an_hour_counts_from_its_middle():
    assert open_at("Mo 08:30-12:15", 0, 8)
    assert not open_at("Mo 08:30-12:15", 0, 12)


def test_public_holidays_are_no_part_of_the_week():
    assert week_of("Mo-Fr 09:00-17:00; PH off") == week_of("Mo-Fr 09:00-17:00")


def test_always_and_unreadable():
    assert week_of("24/7") == ((1 << 24) - 1,) * 7
    assert week_of("whenever I feel like it") is None


@given(st.integers(0, (1 << 24) - 1))
def test_the_written_form_loses_nothing(bits):
    assert parse_hours_text(hours_text(bits)) == bits


def test_the_written_form_can_be_read_by_a_planner():
    assert hours_text(sum(1 << hour for hour in (8, 9, 10, 11, 14, 15, 16, 17))) == "8-12 14-18"
    assert hours_text(0) == ""


@pytest.mark.parametrize("text", ["12-8", "8-25", "morning", "8"])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match=text):
        parse_hours_text(text)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.text("MoTuWeThFrSaSuPH 0123456789:-,;+/()\"'sunrisetoffwk", max_size=24) | st.text(max_size=12))
def test_no_text_breaks_the_reader(text):
    week = week_of(text)
    assert week is None or all(0 <= bits < 1 << 24 for bits in week)
