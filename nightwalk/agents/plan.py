"""Planning a day, once, at midnight: how many outings, when, where to, whether (rules 18, 19)."""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import LEISURE, SHOP, TOURIST, WORK, WORKER, Numbers, People
from nightwalk.agents.outings import (
    DAY_SLOTS,
    LAST_HOUR,
    LAST_SLOT,
    Day,
    Legs,
    World,
    departure,
    is_open,
    light_departure,
    purpose_of,
    shift_of,
    stay_hours,
    touches_dark,
)
from nightwalk.agents.participate import FORGO, GO, RIDE, SHIFT, decide
from nightwalk.agents.ways import way_of
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, poisson, uniform

__all__ = ["plan_crowd", "plan_residents", "plan_visitors"]


@kernel
def write_legs(
    people: People, i: int, legs: int, hours: np.ndarray, slots: np.ndarray, day: Day, out: Legs, at: int
) -> int:
    """Write the legs of an outing that is walked; return the new end of `out`."""
    for k in range(legs):
        after_dark = 1 if day.dark[hours[k]] >= 0.5 else 0
        out.hour[at], out.person[at] = hours[k], i
        out.route[at] = way_of(people, i, slots[k], after_dark)
        at += 1
    return at


@kernel
def note(people: People, i: int, outcome: int) -> None:
    """Count a discretionary outing that would have touched the dark."""
    people.wanted_dark[i] += 1
    people.forgone_dark[i] += outcome == FORGO
    people.shifted_dark[i] += outcome == SHIFT
    people.rode_dark[i] += outcome == RIDE


@kernel
def clashes(begun: np.ndarray, ended: np.ndarray, made: int, leave: int, back: int) -> bool:
    """Say whether an outing overlaps one of those made."""
    for j in range(made):
        if leave <= ended[j] and back >= begun[j]:
            return True
    return False


@kernel
def plan_residents(
    people: People,
    first: int,
    last: int,
    opens: np.ndarray,
    world: World,
    abroad: np.ndarray,
    scale: float,
    p: Numbers,
    seed: np.uint64,
    out: Legs,
    at: int,
) -> int:
    """Plan the outings of residents first..last; return the new end of `out`.

    Nobody is out twice at a time: an outing that would overlap another of the day, or begin
    before the person is home from last night, is not made.

    Args:
        people: the columns.
        first: first row.
        last: row after the last.
        opens: int64 (D, 4, 7) opening hours of the places.
        world: what planning reads besides the people.
        abroad: int32 (N,) hour of the person's last leg of yesterday's plan, -1 none.
        scale: ratio of outings wanted, so that the walks made have the declared mean.
        p: parameter values.
        seed: uint64.
        out: Legs to write to.
        at: where to begin writing.
    """
    day = world.day
    hours, slots = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
    begun, ended = np.zeros(DAY_SLOTS, dtype=np.int64), np.zeros(DAY_SLOTS, dtype=np.int64)
    stays = (p.stay_work, p.stay_shop, p.stay_leisure, p.stay_friend)
    for i in range(first, last):
        mean = 0.5 * scale * people.rate[i] * (p.weekend_factor if day.weekend else 1.0)
        wanted = min(poisson(mean, uniform(seed, day.hour, i, Decision.OUTINGS, 0)), int(p.outings_max))
        made = 0
        old = 1 if people.age[i] >= 3 else 0
        for k in range(wanted):
            may_work = old == 0 and not day.weekend
            purpose = purpose_of(uniform(seed, day.hour, i, Decision.PURPOSE, k), may_work, p)
            place = people.dest[i, purpose]
            if people.routes[i, purpose] < 0:
                continue
            early, late = (int(p.work_from), int(p.work_until)) if purpose == WORK else (0, LAST_HOUR)
            u = uniform(seed, day.hour, i, Decision.DEPARTURE, k)
            leave = departure(day.clock[old], opens, place, purpose, day.weekday, early, late, u)
            spread = p.stay_spread_work if purpose == WORK else p.stay_spread
            back = min(leave + stay_hours(stays[purpose], spread, seed, day.hour, i, k), LAST_SLOT)
            while (
                purpose != WORK
                and back > leave + 1
                and not is_open(opens, place, purpose, day.weekday, back - 1)
            ):
                back -= 1
            if leave <= abroad[i] or clashes(begun, ended, made, leave, back):
                continue
            people.outings[i] += 1
            hours[0], hours[1], slots[0], slots[1] = leave, back, purpose, purpose
            outcome = decide(people, i, k, 2, hours, slots, world, purpose == WORK, p, seed)
            dark = touches_dark(day, 2, hours)
            if outcome == SHIFT:
                hours[0] = light_departure(day, opens, place, purpose, leave, back - leave)
                hours[1] = hours[0] + back - leave
                if hours[0] <= abroad[i] or clashes(begun, ended, made, hours[0], hours[1]):
                    outcome = FORGO
            if dark and purpose != WORK:
                note(people, i, outcome)
            if outcome in (GO, SHIFT):
                begun[made], ended[made] = hours[0], hours[1]
                made += 1
                at = write_legs(people, i, 2, hours, slots, day, out, at)
    return at


@kernel
def plan_visitors(
    people: People,
    first: int,
    last: int,
    opens: np.ndarray,
    world: World,
    abroad: np.ndarray,
    p: Numbers,
    seed: np.uint64,
    out: Legs,
    at: int,
) -> int:
    """Plan the visits of visitors first..last; return the new end of `out` (arguments as plan_residents).

    A visit that would be shifted to daylight is forgone: the way to town is part of it.
    """
    day = world.day
    hours, slots = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
    for i in range(first, last):
        worker = people.kind[i] == WORKER
        if people.routes[i, 0] < 0 or (worker and day.weekend):
            continue
        present = p.visitor_presence * (7.0 / 5.0 if worker else 1.0)
        if uniform(seed, day.hour, i, Decision.VISIT, 0) >= present:
            continue
        place, legs = people.dest[i, 0], 2
        u = uniform(seed, day.hour, i, Decision.DEPARTURE, 0)
        slots[0], slots[1], slots[2] = 0, 0, 0
        if worker:
            hours[0], hours[1] = shift_of(opens, place, day.weekday, int(p.stay_work), u)
        else:
            clock = day.clock[1 if people.age[i] >= 3 else 0]
            hours[0] = departure(clock, opens, place, LEISURE, day.weekday, 0, LAST_HOUR, u)
            stay = stay_hours(p.visitor_stay, p.stay_spread, seed, day.hour, i, 0)
            hours[1] = min(hours[0] + stay, LAST_SLOT)
            second = SHOP if people.kind[i] == TOURIST else LEISURE
            half = hours[0] + max(1, stay // 2)
            if people.routes[i, 1] >= 0 and half < hours[1]:
                if is_open(opens, people.dest[i, 1], second, day.weekday, half):
                    legs, hours[2], hours[1], slots[1], slots[2] = 3, hours[1], half, 1, 2
        if hours[0] <= abroad[i]:
            continue
        people.outings[i] += 1
        outcome = decide(people, i, 0, legs, hours, slots, world, worker, p, seed)
        if outcome == SHIFT:
            outcome = FORGO
        if not worker and touches_dark(day, legs, hours):
            note(people, i, outcome)
        if outcome == GO:
            at = write_legs(people, i, legs, hours, slots, day, out, at)
    return at


@kernel
def plan_crowd(
    people: People,
    first: int,
    last: int,
    segment: np.ndarray,
    draw: float,
    begin: int,
    end: int,
    day: Day,
    abroad: np.ndarray,
    p: Numbers,
    seed: np.uint64,
    out: Legs,
    at: int,
) -> int:
    """Plan the visits of people an intervention draws; return the new end of `out`.

    They come because of the programme: the declared dose is who comes, so nobody decides again.

    Args:
        people: the columns; rows first..last are the crowd.
        first: first row.
        last: row after the last.
        segment: int32 (last-first,) where each of them spends the time, in the open.
        draw: how much of the full dose is on that day, 0-1.
        begin: first hour of the programme.
        end: hour after the last.
        day: the day.
        abroad: as in plan_residents.
        p: parameter values.
        seed: uint64.
        out: Legs to write to.
        at: where to begin writing.
    """
    hours, slots = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
    stay = min(max(1, int(p.stay_leisure)), end - begin)
    for i in range(first, last):
        if people.routes[i, 0] < 0:
            continue
        if uniform(seed, day.hour, i, Decision.VISIT, 0) >= p.visitor_presence * draw:
            continue
        u = uniform(seed, day.hour, i, Decision.DEPARTURE, 0)
        room = end - begin - stay
        hours[0] = begin + min(int(u * (room + 1)), room)
        hours[1] = min(hours[0] + stay, LAST_SLOT)
        if hours[0] <= abroad[i]:
            continue
        people.outings[i] += 1
        at = write_legs(people, i, 2, hours, slots, day, out, at)
        for h in range(hours[0], hours[1]):
            out.hour[at], out.person[at], out.route[at] = h, i, -1 - segment[i - first]
            at += 1
    return at
