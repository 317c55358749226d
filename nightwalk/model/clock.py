"""Time: local clock hours, the sun by date and place, weekdays, the departure clock (rule 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from nightwalk.agents.outings import DAY_SLOTS, Day

__all__ = ["Clock", "darkness", "departure_clock"]

TWILIGHT_DEPRESSION = 3.0  # degrees below the horizon, model section 2
RAMP_MINUTES = 30.0  # twilight ramp, model section 2

# All-mode trips by departure hour, US weekday 2001, % (BTS TSAR 2005, table 4-8): 21-65 and 66+.
DEPARTURES = (
    (0.4, 0.2, 0.1, 0.1, 0.6, 1.6, 3.9, 7.7, 6.3, 4.7, 5.2, 6.3,
     7.5, 6.3, 6.5, 7.9, 8.3, 9.1, 5.7, 4.2, 3.2, 2.2, 1.2, 0.7),
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.8, 5.6, 8.6, 10.5, 10.4,
     9.0, 9.3, 9.3, 8.4, 6.9, 5.6, 3.7, 2.7, 1.7, 1.4, 0.6, 0.2),
)  # fmt: skip


def departure_clock(evening_shift: float) -> np.ndarray:
    """Return the shares of departures by hour, shape (2, 24), under and over 65.

    Args:
        evening_shift: hours by which the evening (from 17 h on) is later than in the source.
    """
    hours = np.arange(24.0)
    out = np.empty((2, 24))
    for row, shares in enumerate(DEPARTURES):
        at = np.where(hours > 17.0, np.maximum(hours - evening_shift, 17.0), hours)
        out[row] = np.interp(at, hours, shares)
    return np.asarray(out / out.sum(axis=1, keepdims=True))


def _minutes(moment: datetime, midnight: datetime) -> float:
    return (moment.replace(tzinfo=None) - midnight).total_seconds() / 60.0


def _daylight(day: date, latitude: float, longitude: float, zone: ZoneInfo) -> tuple[float, float]:
    """Return when the sun passes -3 degrees up and down, minutes after the local midnight of `day`."""
    from astral import Observer
    from astral.sun import dawn, dusk, elevation, noon

    observer = Observer(latitude, longitude)
    midnight = datetime.combine(day, datetime.min.time())
    try:
        up = dawn(observer, day, TWILIGHT_DEPRESSION, tzinfo=zone)
        down = dusk(observer, day, TWILIGHT_DEPRESSION, tzinfo=zone)
    except ValueError:  # the sun does not pass that height on this day
        high = elevation(observer, noon(observer, day)) > -TWILIGHT_DEPRESSION
        middle = _minutes(noon(observer, day, tzinfo=zone), midnight)
        return (middle - 720.0, middle + 720.0) if high else (middle, middle)
    begin, end = _minutes(up, midnight), _minutes(down, midnight)
    return begin, end if end > begin else end + 1440.0


def _risen(x: np.ndarray) -> np.ndarray:
    """Return the integral of the twilight ramp up to x minutes after the passage, minutes."""
    inside = np.clip(x + RAMP_MINUTES / 2, 0.0, RAMP_MINUTES)
    return np.asarray(inside**2 / (2 * RAMP_MINUTES) + np.maximum(x - RAMP_MINUTES / 2, 0.0))


@lru_cache(maxsize=4096)
def darkness(day: date, latitude: float, longitude: float, time_zone: str) -> np.ndarray:
    """Return the darkness (0 light - 1 dark) of the clock hours of a day and the next morning.

    Dark = sun below -3 degrees, with a ramp of 30 minutes around the passage; each value is
    the mean over its hour.

    Args:
        day: local date.
        latitude: degrees.
        longitude: degrees.
        time_zone: IANA name; a clock change shifts only the sun.

    Returns:
        float64 (30,), read only.
    """
    zone = ZoneInfo(time_zone)
    edges = np.arange(DAY_SLOTS + 1) * 60.0
    light = np.zeros(DAY_SLOTS)
    for shift in (-1, 0, 1):
        begin, end = _daylight(day + timedelta(days=shift), latitude, longitude, zone)
        begin, end = begin + 1440.0 * shift, end + 1440.0 * shift
        light += np.diff(_risen(edges - begin) - _risen(edges - end)) / 60.0
    out = np.clip(1.0 - light, 0.0, 1.0)
    out.setflags(write=False)
    return out


@dataclass
class Clock:
    """Counts the hours of a run; hour 0 is the first midnight of the spin-up."""

    first: date
    latitude: float
    longitude: float
    time_zone: str
    night: np.ndarray  # float64 (7, 24) night-life profile of the town
    departures: np.ndarray  # float64 (2, 24)
    hour: int = 0

    @property
    def day(self) -> int:
        """Days since the first midnight."""
        return self.hour // 24

    @property
    def slot(self) -> int:
        """Hour of the day, 0-23."""
        return self.hour % 24

    @property
    def date(self) -> date:
        """Local date."""
        return self.first + timedelta(days=self.day)

    @property
    def ends_day(self) -> bool:
        """Whether the current hour is the last of its day."""
        return self.slot == 23

    def day_ahead(self, cue: np.ndarray) -> Day:
        """Return what is known at midnight of the day that begins; `cue` int64 (30,) as in Day."""
        weekday = self.date.weekday()
        return Day(
            hour=self.hour,
            weekday=weekday,
            weekend=1 if weekday >= 5 else 0,
            dark=np.array(darkness(self.date, self.latitude, self.longitude, self.time_zone)),
            night=np.concatenate([self.night[weekday], self.night[(weekday + 1) % 7]])[:DAY_SLOTS],
            cue=cue,
            clock=self.departures,
        )
