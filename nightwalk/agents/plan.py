"""Planning a day, once, at midnight: how many outings, when, where to, whether (rules 18, 19).

First everybody draws the outings they want; then the legs of all are felt ahead, hour by hour
(`participate.expect`); then everybody settles which of them are walked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import LEISURE, SHOP, TOURIST, WORK, WORKER, Numbers, People
from nightwalk.agents.legs import NEW, Legs, Plan
from nightwalk.agents.outings import (
    DAY_SLOTS,
    LAST_SLOT,
    LIGHT,
    Day,
    Opening,
    departure,
    is_open,
    light_departure,
    purpose_of,
    shift_of,
    stay_hours,
)
from nightwalk.agents.participate import FORGO, GO, RIDE, SHIFT, decide, mean_unsafety
from nightwalk.agents.perceive import theta
from nightwalk.agents.ways import way_of
from nightwalk.base.kernels import allocating_kernel, kernel
from nightwalk.base.streams import Decision, poisson, uniform

__all__ = ["Wishes", "draw_residents", "draw_visitors", "plan_crowd", "settle"]


class Wishes(NamedTuple):
    """Outings wanted, in the order of the people, shape (W,); the legs of one stand together."""

    person: np.ndarray  # int32
    number: np.ndarray  # int32, of the outing in the person's day
    purpose: np.ndarray  # int32
    compulsory: np.ndarray  # int32, 0/1
    first: np.ndarray  # int64, first leg
    last: np.ndarray  # int64, leg after the last


@kernel
def _wish(
    wishes: Wishes, at: int, i: int, k: int, purpose: int, compulsory: bool, legs: int, count: int
) -> None:
    wishes.person[at], wishes.number[at], wishes.purpose[at] = i, k, purpose
    wishes.compulsory[at], wishes.first[at], wishes.last[at] = compulsory, legs, legs + count


@kernel
def _leg(people: People, i: int, hour: int, slot: int, day: Day, plan: Plan, at: int) -> None:
    plan.hour[at], plan.person[at], plan.tried[at] = hour, i, NEW
    plan.way[at] = way_of(people, i, slot, 1 if day.dark[hour] >= LIGHT else 0)


@kernel
def draw_residents(
    people: People,
    first: int,
    last: int,
    opening: Opening,
    day: Day,
    abroad: np.ndarray,
    scale: float,
    p: Numbers,
    seed: np.uint64,
    wishes: Wishes,
    wished: int,
    legs: int,
    plan: Plan,
) -> tuple[int, int]:
    """Draw the outings residents first..last want; return the ends of `wishes` and `plan`.

    An outing that would begin before the person is home from last night is not made.

    Args:
        people: the columns.
        first: first row.
        last: row after the last.
        opening: opening hours and departures of the day.
        day: the day.
        abroad: int32 (N,) hour of the person's last leg of yesterday's plan, -1 none.
        scale: ratio of outings wanted, so that the walks made have the declared mean.
        p: parameter values.
        seed: uint64.
        wishes: written from row `wished` on.
        wished: outings wanted so far.
        legs: legs of the outings so far.
        plan: their legs, written from row 0 on.
    """
    at = 0
    for i in range(first, last):
        mean = 0.5 * scale * people.rate[i] * (p.weekend_factor if day.weekend else 1.0)
        wanted = min(poisson(mean, uniform(seed, day.hour, i, Decision.OUTINGS, 0)), int(p.outings_max))
        old = 1 if people.age[i] >= 3 else 0
        for k in range(wanted):
            may_work = old == 0 and not day.weekend
            purpose = purpose_of(uniform(seed, day.hour, i, Decision.PURPOSE, k), may_work, p)
            place = people.dest[i, purpose]
            if people.routes[i, purpose] < 0:
                continue
            u = uniform(seed, day.hour, i, Decision.DEPARTURE, k)
            leave = departure(opening, old, place, purpose, u)
            if leave <= abroad[i]:
                continue
            median = (p.stay_work, p.stay_shop, p.stay_leisure, p.stay_friend)[purpose]
            spread = p.stay_spread_work if purpose == WORK else p.stay_spread
            back = min(leave + stay_hours(median, spread, seed, day.hour, i, k), LAST_SLOT)
            while purpose != WORK and back > leave + 1 and not is_open(opening, place, purpose, back - 1):
                back -= 1
            _wish(wishes, wished, i, k, purpose, purpose == WORK, legs + at, 2)
            _leg(people, i, leave, purpose, day, plan, at)
            _leg(people, i, back, purpose, day, plan, at + 1)
            wished += 1
            at += 2
    return wished, at


@kernel
def draw_visitors(
    people: People,
    first: int,
    last: int,
    opening: Opening,
    day: Day,
    abroad: np.ndarray,
    p: Numbers,
    seed: np.uint64,
    wishes: Wishes,
    wished: int,
    legs: int,
    plan: Plan,
) -> tuple[int, int]:
    """Draw the visits of visitors first..last; arguments and return as `draw_residents`."""
    at = 0
    for i in range(first, last):
        worker = people.kind[i] == WORKER
        if people.routes[i, 0] < 0 or (worker and day.weekend):
            continue
        present = p.visitor_presence * (7.0 / 5.0 if worker else 1.0)
        if uniform(seed, day.hour, i, Decision.VISIT, 0) >= present:
            continue
        place, second, half = people.dest[i, 0], -1, 0
        u = uniform(seed, day.hour, i, Decision.DEPARTURE, 0)
        if worker:
            leave, back = shift_of(opening, place, int(p.stay_work), u)
        else:
            leave = departure(opening, 1 if people.age[i] >= 3 else 0, place, LEISURE, u)
            stay = stay_hours(p.visitor_stay, p.stay_spread, seed, day.hour, i, 0)
            back = min(leave + stay, LAST_SLOT)
            second = SHOP if people.kind[i] == TOURIST else LEISURE
            half = leave + max(1, stay // 2)
        if leave <= abroad[i]:
            continue
        both = second >= 0 and people.routes[i, 1] >= 0 and people.routes[i, 2] >= 0 and half < back
        both = both and is_open(opening, people.dest[i, 1], second, half)
        _wish(wishes, wished, i, 0, LEISURE, worker, legs + at, 3 if both else 2)
        _leg(people, i, leave, 0, day, plan, at)
        if both:
            _leg(people, i, half, 1, day, plan, at + 1)
            at += 1
        _leg(people, i, back, 2 if both else 0, day, plan, at + 1)
        wished += 1
        at += 2
    return wished, at


@kernel
def _clashes(begun: np.ndarray, ended: np.ndarray, made: int, leave: int, back: int) -> bool:
    """Say whether an outing overlaps one of those made."""
    for j in range(made):
        if leave <= ended[j] and back >= begun[j]:
            return True
    return False


@kernel
def _note(people: People, i: int, outcome: int) -> None:
    """Count a discretionary outing that would have touched the dark."""
    people.wanted_dark[i] += 1
    people.forgone_dark[i] += outcome == FORGO
    people.shifted_dark[i] += outcome == SHIFT
    people.rode_dark[i] += outcome == RIDE


@allocating_kernel
def settle(
    people: People,
    residents: int,
    wishes: Wishes,
    first: int,
    last: int,
    legs: Legs,
    total: np.ndarray,
    efficacy: np.ndarray,
    opening: Opening,
    day: Day,
    abroad: np.ndarray,
    p: Numbers,
    seed: np.uint64,
    plan: Plan,
) -> int:
    """Let everybody decide on the outings first..last they want; return how many legs are walked.

    Nobody is out twice at a time: an outing that would overlap another of the day is not made. A
    visit that would be shifted to daylight is forgone: the way to town is part of it.

    Args:
        people: the columns.
        residents: how many of the first rows are residents.
        wishes: the outings wanted.
        first: first of them.
        last: the one after the last.
        legs: their legs.
        total: float64 (K,) sum of Z along each leg.
        efficacy: float64 (A,) z.
        opening: opening hours of the day.
        day: the day.
        abroad: as in draw_residents.
        p: parameter values.
        seed: uint64.
        plan: the legs walked, written from row 0 on.
    """
    begun, ended = np.zeros(DAY_SLOTS, dtype=np.int64), np.zeros(DAY_SLOTS, dtype=np.int64)
    made, at = 0, 0
    for wish in range(first, last):
        i, start, end = wishes.person[wish], wishes.first[wish], wishes.last[wish]
        if wish == first or i != wishes.person[wish - 1]:
            made = 0
        leave, back = legs.hour[start], legs.hour[end - 1]
        if _clashes(begun, ended, made, leave, back):
            continue
        people.outings[i] += 1
        dark, touched = 0.0, False
        for leg in range(start, end):
            dark += day.dark[legs.hour[leg]]
            touched = touched or day.dark[legs.hour[leg]] >= LIGHT
        level = theta(people, i, efficacy[people.area[i]], p)
        unsafety = mean_unsafety(people, i, level, legs, start, end, total, p)
        compulsory = wishes.compulsory[wish] == 1
        outcome = decide(
            i, wishes.number[wish], unsafety, dark / (end - start), compulsory, day.hour, p, seed
        )
        later = 0
        if outcome == SHIFT:
            outcome = FORGO
            if i < residents:
                purpose = wishes.purpose[wish]
                light = light_departure(day, opening, people.dest[i, purpose], purpose, leave, back - leave)
                later = light - leave
                if light > abroad[i] and not _clashes(begun, ended, made, light, back + later):
                    outcome = SHIFT
        if touched and not compulsory:
            _note(people, i, outcome)
        if outcome not in (GO, SHIFT):
            continue
        if outcome == GO:
            later = 0
        begun[made], ended[made] = leave + later, back + later
        made += 1
        for leg in range(start, end):
            plan.hour[at], plan.person[at] = legs.hour[leg] + later, i
            plan.way[at], plan.tried[at] = legs.way[leg], leg
            if outcome == SHIFT:
                plan.way[at] = way_of(people, i, wishes.purpose[wish], 0)
                plan.tried[at] = leg if plan.way[at] == legs.way[leg] else NEW
            at += 1
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
    plan: Plan,
) -> int:
    """Plan the visits of people an intervention draws; return the legs written to `plan`.

    They come because of the programme: the declared dose is who comes, so nobody decides again.

    Args:
        people: the columns; rows first..last are of the crowd.
        first: first row.
        last: row after the last.
        segment: int32 (last-first,) where each of them spends the time, in the open.
        draw: how much of the full dose is on that day, 0-1.
        begin: first hour of the programme.
        end: hour after the last.
        day: the day.
        abroad: as in draw_residents.
        p: parameter values.
        seed: uint64.
        plan: written from row 0 on.
    """
    stay, at = min(max(1, int(p.stay_leisure)), end - begin), 0
    for i in range(first, last):
        if people.routes[i, 0] < 0:
            continue
        if uniform(seed, day.hour, i, Decision.VISIT, 0) >= p.visitor_presence * draw:
            continue
        u = uniform(seed, day.hour, i, Decision.DEPARTURE, 0)
        room = end - begin - stay
        leave = begin + min(int(u * (room + 1)), room)
        back = min(leave + stay, LAST_SLOT)
        if leave <= abroad[i]:
            continue
        people.outings[i] += 1
        _leg(people, i, leave, 0, day, plan, at)
        at += 1
        for h in range(leave, back):
            plan.hour[at], plan.person[at] = h, i
            plan.way[at], plan.tried[at] = -1 - segment[i - first], NEW
            at += 1
        _leg(people, i, back, 0, day, plan, at)
        at += 1
    return at
