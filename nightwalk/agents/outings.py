"""The parts of an outing: opening hours, departures, stays, purposes, shifts (rules 18, 19)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import LEISURE, SHOP, WORK, Numbers
from nightwalk.base.kernels import allocating_kernel, kernel
from nightwalk.base.streams import Decision, uniform

__all__ = [
    "DAY_SLOTS",
    "LIGHT",
    "Day",
    "Opening",
    "departure",
    "is_open",
    "light_departure",
    "opening",
    "purpose_of",
    "shift_of",
    "stay_hours",
]

DAY_SLOTS = 30  # an outing may end until 5 in the morning
LAST_SLOT = DAY_SLOTS - 1
LAST_HOUR = 23
LIGHT = 0.5  # less darkness than this is daylight


class Day(NamedTuple):
    """What is known of a day at its midnight."""

    hour: int  # absolute hour of midnight, spin-up included
    weekday: int  # 0 Monday
    weekend: int  # 0/1
    dark: np.ndarray  # float64 (30,) darkness 0-1 of each hour, the next morning's too
    night: np.ndarray  # float64 (30,) night-life profile 0-1
    cue: np.ndarray  # int64 (30,) row of the cues that hold in each hour
    clock: np.ndarray  # float64 (2, 24) departures by hour, under and over 65, adding up to 1


class Opening(NamedTuple):
    """When the places of the town are open on a day, and when people set out for them."""

    hours: np.ndarray  # int64 (D, 4) bit h set = open in hour h, 0-29, by purpose
    leaving: np.ndarray  # float64 (2, D, 4, 24) departures up to each open hour, under and over 65


@allocating_kernel
def opening(opens: np.ndarray, weekday: int, clock: np.ndarray, p: Numbers) -> Opening:
    """Return the opening hours of a day and the departures they leave.

    Args:
        opens: int64 (D, 4, 7) opening hours of the places.
        weekday: 0 Monday.
        clock: float64 (2, 24) departures by hour.
        p: parameter values.
    """
    hours = np.empty((opens.shape[0], 4), dtype=np.int64)
    leaving = np.empty((2, opens.shape[0], 4, 24))
    for place in range(opens.shape[0]):
        for purpose in range(4):
            night = opens[place, purpose, (weekday + 1) % 7] & ((1 << (DAY_SLOTS - 24)) - 1)
            hours[place, purpose] = opens[place, purpose, weekday] | (night << 24)
            first, last = (int(p.work_from), int(p.work_until)) if purpose == WORK else (0, LAST_HOUR)
            for old in range(2):
                total = 0.0
                for h in range(24):
                    if first <= h <= last and (hours[place, purpose] >> h) & 1:
                        total += clock[old, h]
                    leaving[old, place, purpose, h] = total
    return Opening(hours, leaving)


@kernel
def is_open(opening: Opening, place: int, purpose: int, hour: int) -> bool:
    """Say whether a place is open in an hour 0-29 of the day."""
    return (opening.hours[place, purpose] >> hour) & 1 == 1


@kernel
def departure(opening: Opening, old: int, place: int, purpose: int, u: float) -> int:
    """Return the hour at quantile u of the departures, -1 where there are none."""
    total = opening.leaving[old, place, purpose, LAST_HOUR]
    if total <= 0.0:
        return -1
    for h in range(24):
        until = opening.leaving[old, place, purpose, h]
        if u * total < until or until == total:
            return h
    return -1


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
def shift_of(opening: Opening, place: int, length: int, u: float) -> tuple[int, int]:
    """Return first and last hour of a working day inside the opening hours, (-1, -1) where closed."""
    first, last = -1, -1
    for h in range(5, DAY_SLOTS):
        if is_open(opening, place, WORK, h):
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
def light_departure(day: Day, opening: Opening, place: int, purpose: int, before: int, stay: int) -> int:
    """Return the latest hour before `before` from which both ways are in daylight, -1 where there is none.

    The place has to be open at the arrival.
    """
    for h in range(min(before, 24) - 1, -1, -1):
        if h + stay <= LAST_SLOT and day.dark[h] < LIGHT and day.dark[h + stay] < LIGHT:
            if is_open(opening, place, purpose, h):
                return h
    return -1
