"""Local clock hours, the sun, weekdays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from nightwalk.model.clock import Clock, darkness, departure_clock

HELSINKI = (60.17, 24.94, "Europe/Helsinki")
ROME = (41.9, 12.5, "Europe/Rome")
TROMSO = (69.65, 18.96, "Europe/Oslo")


def elevation(moment, latitude, longitude):
    """Height of the sun in degrees, no refraction (NOAA general solar position, independent of astral)."""
    moment = moment.astimezone(UTC)
    hour = moment.hour + moment.minute / 60
    g = 2 * np.pi / 365 * (moment.timetuple().tm_yday - 1 + (hour - 12) / 24)
    minutes = 229.18 * (
        0.000075
        + 0.001868 * np.cos(g)
        - 0.032077 * np.sin(g)
        - 0.014615 * np.cos(2 * g)
        - 0.040849 * np.sin(2 * g)
    )
    tilt = (
        0.006918 - 0.399912 * np.cos(g) + 0.070257 * np.sin(g) - 0.006758 * np.cos(2 * g) + 0.000907 * np.sin(2 * g)
        - 0.002697 * np.cos(3 * g) + 0.00148 * np.sin(3 * g)
    )  # fmt: skip
    angle = np.radians((hour * 60 + minutes + 4 * longitude) / 4 - 180)
    up = np.sin(np.radians(latitude)) * np.sin(tilt) + np.cos(np.radians(latitude)) * np.cos(tilt) * np.cos(
        angle
    )
    return np.degrees(np.arcsin(up))


def share_dark(day, hour, latitude, longitude, zone):
    """Share of a clock hour with the sun below -3 degrees."""
    local = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
    below = [elevation(local.replace(minute=m), latitude, longitude) < -3.0 for m in range(60)]
    return np.mean(below)


# Sunrise and sunset as published (timeanddate.com), local clock time; the clock goes forward on 29 March 2026 and
# back on 25 October 2026.
@pytest.mark.parametrize(
    ("place", "day", "rise", "set_"),
    [
        (HELSINKI, date(2026, 6, 21), 3.90, 22.83),
        (HELSINKI, date(2026, 12, 21), 9.40, 15.22),
        (HELSINKI, date(2026, 3, 29), 6.92, 19.95),
        (HELSINKI, date(2026, 10, 25), 7.37, 16.63),
        (ROME, date(2026, 6, 21), 5.58, 20.82),
        (ROME, date(2026, 12, 21), 7.58, 16.70),
        (ROME, date(2026, 3, 29), 6.97, 19.50),
        (ROME, date(2026, 10, 25), 6.52, 17.20),
    ],
)
def test_it_is_light_from_sunrise_to_sunset_and_dark_an_hour_beyond(place, day, rise, set_):
    dark = darkness(day, *place)
    hours = np.arange(24)
    assert (dark[:24][(hours >= rise) & (hours + 1 <= set_)] < 1e-3).all()
    twilight = 0.9 if place is HELSINKI else 0.7  # hours from the horizon to full darkness
    assert (dark[:24][(hours + 1 <= rise - twilight) | (hours >= set_ + twilight)] > 1 - 1e-3).all()
    light = 24 - dark[:24].sum()
    assert set_ - rise < light < set_ - rise + 2 * twilight


@pytest.mark.parametrize(
    "place", [HELSINKI, ROME, (52.5, 13.4, "Europe/Berlin"), (38.0, 23.7, "Europe/Athens")]
)
@pytest.mark.parametrize(
    "day", [date(2026, m, d) for m, d in ((1, 15), (3, 28), (3, 29), (5, 1), (8, 9), (10, 25), (11, 30))]
)
def test_darkness_agrees_with_an_independent_sun(place, day):
    dark = darkness(day, *place)[:24]
    expected = [share_dark(day, h, *place) for h in range(24)]
    np.testing.assert_allclose(
        dark[4:], expected[4:], atol=0.12
    )  # hours 1-3 change their meaning with the clock
    assert dark.sum() == pytest.approx(sum(expected), abs=1.1)


def test_the_midnight_sun_and_the_polar_night():
    assert (darkness(date(2026, 6, 21), *TROMSO) < 0.01).all()
    assert darkness(date(2026, 12, 21), *TROMSO)[:24].sum() > 23
    assert (darkness(date(2026, 12, 21), 75.0, 18.96, "Europe/Oslo") > 0.999).all()


def test_december_midnight_is_dark_at_every_latitude_of_europe():
    """Near 69.6 N the sun just fails, or just manages, to climb over -3 degrees."""
    for latitude in np.arange(35.0, 72.0, 0.05):
        dark = darkness(date(2026, 12, 21), float(latitude), 18.96, "Europe/Oslo")
        assert dark[0] > 0.999, latitude


def test_the_next_morning_is_the_morning_of_the_next_day():
    for day in (date(2026, 3, 1), date(2026, 11, 3)):
        today, tomorrow = (darkness(day + timedelta(days=k), *HELSINKI) for k in (0, 1))
        np.testing.assert_allclose(today[24:], tomorrow[:6], atol=0.02)
    with pytest.raises(ValueError, match="read-only"):
        today[0] = 0.0


def test_the_clock_counts_days_hours_and_weekdays():
    clock = Clock(date(2026, 10, 30), *HELSINKI, np.eye(7, 24), departure_clock(0.0), hour=24 * 3 + 23)
    assert (clock.day, clock.slot, clock.date, clock.ends_day) == (3, 23, date(2026, 11, 2), True)
    cue = np.zeros(30, dtype=np.int64)
    day = clock.day_ahead(cue)
    assert (day.weekday, day.weekend) == (0, 0)
    clock.hour += 24 * 5
    saturday = clock.day_ahead(cue)
    assert (saturday.weekday, saturday.weekend) == (5, 1)
    assert saturday.night.shape == (30,)
    assert saturday.night[5] == saturday.night.sum() == 1.0, (
        "the row of Saturday; Sunday's hour 6 is not in it"
    )


def test_departures_are_shares_and_the_evening_can_be_later():
    usual, late = departure_clock(0.0), departure_clock(2.0)
    np.testing.assert_allclose(usual.sum(axis=1), 1.0)
    np.testing.assert_allclose(late.sum(axis=1), 1.0)
    evening = slice(19, 24)
    assert (late[:, evening].sum(axis=1) > usual[:, evening].sum(axis=1)).all()
    assert usual[0, 8] / usual[0, 10] == pytest.approx(late[0, 8] / late[0, 10]), (
        "the morning keeps its shape"
    )
