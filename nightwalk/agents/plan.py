"""Planning a day, once, at midnight: how many outings, when, where to (rules 18, 19)."""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import LEISURE, SHOP, TOURIST, WORK, WORKER, Numbers, People
from nightwalk.agents.outings import (
    LAST_SLOT,
    Legs,
    World,
    departure,
    is_open,
    purpose_of,
    shift_of,
    stay_hours,
)
from nightwalk.agents.participate import set_out
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, poisson, uniform

__all__ = ["plan_crowd", "plan_residents", "plan_visitors"]


@kernel
def plan_residents(
    people: People,
    first: int,
    last: int,
    opens: np.ndarray,
    world: World,
    scale: float,
    p: Numbers,
    seed: np.uint64,
    out: Legs,
    at: int,
) -> int:
    """Plan the outings of residents first..last; return the new end of `out`.

    Args:
        people: the columns.
        first: first row.
        last: row after the last.
        opens: int64 (D, 4, 7) opening hours of the places.
        world: what planning reads besides the people.
        scale: ratio of outings wanted, so that the walks made have the declared mean.
        p: parameter values.
        seed: uint64.
        out: Legs to write to.
        at: where to begin writing.
    """
    day = world.day
    hours, slots = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
    begun, ended = np.zeros(16, dtype=np.int64), np.zeros(16, dtype=np.int64)
    stays = (p.stay_work, p.stay_shop, p.stay_leisure, p.stay_friend)
    for i in range(first, last):
        mean = 0.5 * scale * people.rate[i] * (p.weekend_factor if day.weekend else 1.0)
        wanted = min(poisson(mean, uniform(seed, day.hour, i, Decision.OUTINGS, 0)), int(p.outings_max))
        made = 0
        for k in range(wanted):
            may_work = people.age[i] < 3 and not day.weekend
            purpose = purpose_of(uniform(seed, day.hour, i, Decision.PURPOSE, k), may_work, p)
            place = people.dest[i, purpose]
            if people.routes[i, purpose] < 0:
                continue
            early, late = (int(p.work_from), int(p.work_until)) if purpose == WORK else (0, 23)
            u = uniform(seed, day.hour, i, Decision.DEPARTURE, k)
            leave = departure(
                day.clock[1 if people.age[i] >= 3 else 0], opens, place, purpose, day.weekday, early, late, u
            )
            if leave < 0:
                continue
            spread = p.stay_spread_work if purpose == WORK else p.stay_spread
            back = min(leave + stay_hours(stays[purpose], spread, seed, day.hour, i, k), LAST_SLOT)
            while (
                purpose != WORK
                and back > leave + 1
                and not is_open(opens, place, purpose, day.weekday, back - 1)
            ):
                back -= 1
            clash = False
            for j in range(made):
                if leave <= ended[j] and back >= begun[j]:
                    clash = True
            if clash:
                continue
            begun[made], ended[made] = leave, back
            made += 1
            hours[0], hours[1], slots[0], slots[1] = leave, back, purpose, purpose
            at = set_out(
                people, i, k, 2, hours, slots, place, purpose, purpose == WORK, world, opens, p, seed, out, at
            )
    return at


@kernel
def plan_visitors(
    people: People,
    first: int,
    last: int,
    opens: np.ndarray,
    world: World,
    p: Numbers,
    seed: np.uint64,
    out: Legs,
    at: int,
) -> int:
    """Plan the visits of visitors first..last; return the new end of `out` (arguments as plan_residents)."""
    day = world.day
    hours, slots = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
    for i in range(first, last):
        worker = people.kind[i] == WORKER
        if people.routes[i, 0] < 0 or (worker and day.weekend):
            continue
        present = p.visitor_presence * (7.0 / 5.0 if worker else 1.0)
        if uniform(seed, day.hour, i, Decision.VISIT, 0) >= present:
            continue
        place = people.dest[i, 0]
        purpose = WORK if worker else LEISURE
        u = uniform(seed, day.hour, i, Decision.DEPARTURE, 0)
        slots[0], slots[1], slots[2] = 0, 0, 0
        legs = 2
        if worker:
            hours[0], hours[1] = shift_of(opens, place, day.weekday, int(p.stay_work), u)
        else:
            hours[0] = departure(
                day.clock[1 if people.age[i] >= 3 else 0], opens, place, purpose, day.weekday, 0, 23, u
            )
            stay = stay_hours(p.visitor_stay, p.stay_spread, seed, day.hour, i, 0)
            hours[1] = min(hours[0] + stay, LAST_SLOT)
            second = SHOP if people.kind[i] == TOURIST else LEISURE
            half = hours[0] + max(1, stay // 2)
            if (
                people.routes[i, 1] >= 0
                and half < hours[1]
                and is_open(opens, people.dest[i, 1], second, day.weekday, half)
            ):
                legs, hours[2], hours[1], slots[1], slots[2] = 3, hours[1], half, 1, 2
        if hours[0] < 0:
            continue
        at = set_out(people, i, 0, legs, hours, slots, place, purpose, worker, world, opens, p, seed, out, at)
    return at


@kernel
def plan_crowd(
    people: People,
    first: int,
    last: int,
    segment: np.ndarray,
    draw: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    world: World,
    opens: np.ndarray,
    p: Numbers,
    seed: np.uint64,
    out: Legs,
    at: int,
) -> int:
    """Plan the visits of people an intervention draws; return the new end of `out`.

    Args:
        people: the columns; rows first..last are the crowd.
        first: first row.
        last: row after the last.
        segment: int32 (last-first,) where each of them spends the time, in the open.
        draw: float64 (last-first,) how much of the full dose is on that day, 0-1.
        begin: int64 (last-first,) first hour of the programme.
        end: int64 (last-first,) hour after the last.
        world: as in plan_residents.
        opens: as in plan_residents (not read: the programme has its own hours).
        p: parameter values.
        seed: uint64.
        out: Legs to write to.
        at: where to begin writing.
    """
    day = world.day
    hours, slots = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
    for i in range(first, last):
        j = i - first
        if people.routes[i, 0] < 0:
            continue
        if uniform(seed, day.hour, i, Decision.VISIT, 0) >= p.visitor_presence * draw[j]:
            continue
        u = uniform(seed, day.hour, i, Decision.DEPARTURE, 0)
        room = max(0, end[j] - begin[j] - int(p.stay_leisure))
        hours[0] = begin[j] + min(int(u * (room + 1)), room)
        hours[1] = min(hours[0] + int(p.stay_leisure), end[j], LAST_SLOT)
        before = at
        at = set_out(people, i, 0, 2, hours, slots, -1, LEISURE, False, world, opens, p, seed, out, at)
        if at > before and out.hour[before] == hours[0]:
            for h in range(hours[0], hours[1]):
                out.hour[at], out.person[at], out.route[at] = h, i, -1 - segment[j]
                at += 1
    return at
