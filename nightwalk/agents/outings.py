"""The parts of an outing: opening hours, departures, stays, purposes, shifts (rules 18, 19)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import LEISURE, SHOP, WORK, Numbers
from nightwalk.agents.perceive import Company, Cues
from nightwalk.agents.ways import Routes
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = [
    "DAY_SLOTS",
    "Day",
    "Legs",
    "World",
    "departure",
    "is_open",
    "purpose_of",
    "shift_of",
    "stay_hours",
]

DAY_SLOTS = 30  # an outing may end until 5 in the morning
LAST_SLOT = DAY_SLOTS - 1
LAST_HOUR = 23


class Day(NamedTuple):
    """What is known of a day at its midnight."""

    hour: int  # absolute hour of midnight, spin-up included
    weekday: int  # 0 Monday
    weekend: int  # 0/1
    dark: np.ndarray  # float64 (30,) darkness 0-1 of each hour, the next morning's too
    night: np.ndarray  # float64 (30,) night-life profile 0-1
    cue: np.ndarray  # int64 (30,) row of the cues that hold in each hour
    clock: np.ndarray  # float64 (2, 24) departures by hour, under and over 65, adding up to 1


class World(NamedTuple):
    """What planning reads besides the people."""

    routes: Routes
    cues: Cues  # one row for each distinct conditions of the day
    expected: Company
    efficacy: np.ndarray  # float64 (A,) z
    day: Day


class Legs(NamedTuple):
    """Walks of the day. A negative route -1-s is an hour spent in the open on segment s.

    While a day is planned `route` holds set * WAYS + way, so that walks after midnight outlive a
    renewal of the routes; once the day is planned it holds rows of the routes.
    """

    hour: np.ndarray  # int32, 0-29
    person: np.ndarray  # int32
    route: np.ndarray  # int32


@kernel
def is_open(opens: np.ndarray, place: int, purpose: int, weekday: int, hour: int) -> bool:
    """Say whether a place is open in an hour 0-29 of a day that began on `weekday`."""
    day = (weekday + hour // 24) % 7
    return (opens[place, purpose, day] >> (hour % 24)) & 1 == 1


@kernel
def departure(
    clock: np.ndarray,
    opens: np.ndarray,
    place: int,
    purpose: int,
    weekday: int,
    from_hour: int,
    until_hour: int,
    u: float,
) -> int:
    """Return the hour at quantile u of the departure clock over the open hours, -1 where there is none."""
    total = 0.0
    for h in range(from_hour, until_hour + 1):
        if is_open(opens, place, purpose, weekday, h):
            total += clock[h]
    if total <= 0.0:
        return -1
    running = 0.0
    last = -1
    for h in range(from_hour, until_hour + 1):
        if is_open(opens, place, purpose, weekday, h) and clock[h] > 0.0:
            running += clock[h]
            last = h
            if u * total < running:
                return h
    return last


@kernel
def stay_hours(median: float, spread: float, seed: np.uint64, hour: int, i: int, slot: int) -> int:
    """Return whole hours, log-normal around the median, at least 1."""
    u = uniform(seed, hour, i, Decision.STAY, 2 * slot)
    w = uniform(seed, hour, i, Decision.STAY, 2 * slot + 1)
    z = np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * w)
    return max(1, int(np.floor(median * np.exp(spread * z) + 0.5)))


@kernel
def purpose_of(u: float, may_work: bool, p: Numbers) -> int:
    """Return the purpose at quantile u: work or school with 1 - share_disc, else shop, leisure, friend."""
    compulsory = 1.0 - p.share_disc if may_work else 0.0
    if u < compulsory:
        return WORK
    rest = (u - compulsory) / (1.0 - compulsory)
    if rest < p.share_shop:
        return SHOP
    if rest < p.share_shop + p.share_leisure:
        return LEISURE
    return LEISURE + 1


@kernel
def shift_of(opens: np.ndarray, place: int, weekday: int, length: int, u: float) -> tuple[int, int]:
    """Return first and last hour of a working day inside the opening hours, (-1, -1) where closed."""
    first, last = -1, -1
    for h in range(5, DAY_SLOTS):
        if is_open(opens, place, WORK, weekday, h):
            if first < 0:
                first = h
            last = h + 1
        elif first >= 0 or h > LAST_HOUR:
            break
    if first < 0 or first > LAST_HOUR:
        return -1, -1
    slack = max(0, last - first - length)
    begin = first + min(int(u * (slack + 1)), slack)
    return begin, min(begin + length, last, LAST_SLOT)


@kernel
def light_departure(day: Day, opens: np.ndarray, place: int, purpose: int, before: int, stay: int) -> int:
    """Return the latest hour before `before` from which both ways are in daylight, -1 where there is none.

    The place has to be open at the arrival.
    """
    for h in range(min(before, 24) - 1, -1, -1):
        if h + stay <= LAST_SLOT and day.dark[h] < 0.5 and day.dark[h + stay] < 0.5:
            if is_open(opens, place, purpose, day.weekday, h):
                return h
    return -1


@kernel
def touches_dark(day: Day, legs: int, hours: np.ndarray) -> bool:
    """Say whether any leg is walked after dark."""
    for k in range(legs):
        if day.dark[hours[k]] >= 0.5:
            return True
    return False
