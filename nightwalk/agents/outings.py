"""The day's outings: how many, when, where to, and whether they happen (rules 18, 19).

A day is planned once, at midnight. The unit is an outing: out, stay, back. Whether it happens
is decided then, once, on the mean perceived unsafety of its legs with that day's light,
schedules and yesterday's expected presence.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from nightwalk.agents.columns import LEISURE, RESIDENT, SHOP, TOURIST, WORK, WORKER
from nightwalk.agents.perceive import logistic, place_cue, theta
from nightwalk.agents.ways import route_of
from nightwalk.base.streams import Decision, poisson, uniform

__all__ = ["DAY_SLOTS", "Day", "Legs", "plan_crowd", "plan_residents", "plan_visitors"]

DAY_SLOTS = 30  # an outing may end until 5 in the morning
LAST_SLOT = DAY_SLOTS - 1


class Day(NamedTuple):
    """What is known of a day at its midnight."""

    hour: int  # absolute hour of midnight, spin-up included
    weekday: int  # 0 Monday
    weekend: int  # 0/1
    dark: np.ndarray  # float64 (30,) darkness 0-1 of each hour, the next morning's too
    night: np.ndarray  # float64 (30,) night-life profile 0-1
    cue: np.ndarray  # int64 (30,) row of the cues that hold in each hour
    clock: np.ndarray  # float64 (2, 24) departures by hour, under and over 65, adding up to 1


class Legs(NamedTuple):
    """Walks of the day; a negative route -1-s is an hour spent in the open on segment s."""

    hour: np.ndarray  # int32, 0-29
    person: np.ndarray  # int32
    route: np.ndarray  # int32


@njit(cache=True)
def is_open(opens, place, purpose, weekday, hour):  # type: ignore[no-untyped-def]
    """Say whether a place is open in an hour 0-29 of a day that began on `weekday`."""
    day = (weekday + hour // 24) % 7
    return (opens[place, purpose, day] >> (hour % 24)) & 1 == 1


@njit(cache=True)
def departure(clock, opens, place, purpose, weekday, from_hour, until_hour, u):  # type: ignore[no-untyped-def]
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


@njit(cache=True)
def stay_hours(median, spread, seed, hour, i, slot):  # type: ignore[no-untyped-def]
    """Return whole hours, log-normal around the median, at least 1."""
    u = uniform(seed, hour, i, Decision.STAY, 2 * slot)
    w = uniform(seed, hour, i, Decision.STAY, 2 * slot + 1)
    z = np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * w)
    return max(1, int(np.floor(median * np.exp(spread * z) + 0.5)))


@njit(cache=True)
def purpose_of(u, may_work, p):  # type: ignore[no-untyped-def]
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


@njit(cache=True)
def mean_unsafety(people, i, legs, hours, slots, world, p):  # type: ignore[no-untyped-def]
    """Return the mean of eta over all segments of the legs, in the hours they are walked."""
    routes, cues, expected, efficacy, day = world
    level = theta(people, i, efficacy[people.area[i]], p)
    woman = people.sex[i] == 1
    familiar = p.beta_F if people.kind[i] == RESIDENT else 0.0
    total, count = 0.0, 0
    for k in range(legs):
        h = hours[k]
        dark, night = day.dark[h], day.night[h]
        n = expected[day.weekend, h % 24]
        route = route_of(people, routes, i, slots[k], 1 if dark >= 0.5 else 0)
        begin = routes.start[route]
        for at in range(begin, routes.start[route + 1]):
            s = routes.segments[at]
            total += people.v[i] * place_cue(cues, day.cue[h], s, dark, night, n[s], woman, p)
            if at - begin < routes.near[route]:
                total -= familiar
            count += 1
    return level + total / count if count else level


@njit(cache=True)
def reluctance(people, i, legs, hours, slots, world, compulsory, p):  # type: ignore[no-untyped-def]
    """Return the logit of not walking: a_0 + a_D dark + a_1 (mean eta - mu), half the slope where compulsory."""
    day = world[4]
    dark = 0.0
    for k in range(legs):
        dark += day.dark[hours[k]]
    dark /= legs
    slope = 0.5 * p.a_1 if compulsory else p.a_1
    return p.a_0 + p.a_D * dark + slope * (mean_unsafety(people, i, legs, hours, slots, world, p) - p.mu)


@njit(cache=True)
def earlier_light_hour(day, opens, place, purpose, before):  # type: ignore[no-untyped-def]
    """Return the latest light hour before `before` at which the place is open, -1 where there is none."""
    for h in range(min(before, 24) - 1, -1, -1):
        if day.dark[h] < 0.5 and is_open(opens, place, purpose, day.weekday, h):
            return h
    return -1


@njit(cache=True)
def set_out(people, i, k, legs, hours, slots, place, purpose, compulsory, world, opens, p, seed, out, at):  # type: ignore[no-untyped-def]
    """Decide one outing and write its legs; return the new end of `out`.

    The person goes, or forgoes it, shifts it to daylight, or rides.
    """
    routes, _, _, _, day = world
    touches_dark = False
    for j in range(legs):
        if day.dark[hours[j]] >= 0.5:
            touches_dark = True
    people.outings[i] += 1
    if touches_dark and not compulsory:
        people.wanted_dark[i] += 1
    u = uniform(seed, day.hour, i, Decision.PARTICIPATE, k)
    if u < logistic(reluctance(people, i, legs, hours, slots, world, compulsory, p)):
        how = uniform(seed, day.hour, i, Decision.SUBSTITUTE, k)
        shifted = -1
        if not compulsory and p.share_forgo <= how < p.share_forgo + p.share_shift and legs == 2 and place >= 0:
            shifted = earlier_light_hour(day, opens, place, purpose, hours[0])
        if shifted < 0:
            rides = compulsory or how >= p.share_forgo + p.share_shift
            if touches_dark and not compulsory:
                people.rode_dark[i] += 1 if rides else 0
                people.forgone_dark[i] += 0 if rides else 1
            return at
        if touches_dark:
            people.shifted_dark[i] += 1
        hours[0], hours[1] = shifted, shifted + 1
    for j in range(legs):
        out.hour[at] = hours[j]
        out.person[at] = i
        out.route[at] = route_of(people, routes, i, slots[j], 1 if day.dark[hours[j]] >= 0.5 else 0)
        at += 1
    return at


@njit(cache=True)
def plan_residents(people, first, last, opens, world, scale, p, seed, out, at):  # type: ignore[no-untyped-def]
    """Plan the outings of residents first..last; return the new end of `out`.

    Args:
        people: the columns.
        first: first row.
        last: row after the last.
        opens: int64 (D, 4, 7) opening hours of the places.
        world: routes, cues, expected presence (2, 24, S), efficacy (A,), Day.
        scale: ratio of outings wanted, so that the walks made have the declared mean.
        p: parameter values.
        seed: uint64.
        out: Legs to write to.
        at: where to begin writing.
    """
    day = world[4]
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
            leave = departure(day.clock[1 if people.age[i] >= 3 else 0], opens, place, purpose, day.weekday, early, late, u)
            if leave < 0:
                continue
            spread = p.stay_spread_work if purpose == WORK else p.stay_spread
            back = min(leave + stay_hours(stays[purpose], spread, seed, day.hour, i, k), LAST_SLOT)
            while purpose != WORK and back > leave + 1 and not is_open(opens, place, purpose, day.weekday, back - 1):
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
            at = set_out(people, i, k, 2, hours, slots, place, purpose, purpose == WORK, world, opens, p, seed, out, at)
    return at


@njit(cache=True)
def shift_of(opens, place, weekday, length, u):  # type: ignore[no-untyped-def]
    """Return first and last hour of a working day inside the opening hours, (-1, -1) where closed."""
    first, last = -1, -1
    for h in range(5, DAY_SLOTS):
        if is_open(opens, place, WORK, weekday, h):
            if first < 0:
                first = h
            last = h + 1
        elif first >= 0:
            break
    if first < 0:
        return -1, -1
    slack = max(0, last - first - length)
    begin = first + min(int(u * (slack + 1)), slack)
    return begin, min(begin + length, last, LAST_SLOT)


@njit(cache=True)
def plan_visitors(people, first, last, opens, world, p, seed, out, at):  # type: ignore[no-untyped-def]
    """Plan the visits of visitors first..last; return the new end of `out` (arguments as plan_residents)."""
    day = world[4]
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
            hours[0] = departure(day.clock[1 if people.age[i] >= 3 else 0], opens, place, purpose, day.weekday, 0, 23, u)
            stay = stay_hours(p.visitor_stay, p.stay_spread, seed, day.hour, i, 0)
            hours[1] = min(hours[0] + stay, LAST_SLOT)
            second = SHOP if people.kind[i] == TOURIST else LEISURE
            half = hours[0] + max(1, stay // 2)
            if people.routes[i, 1] >= 0 and half < hours[1] and is_open(opens, people.dest[i, 1], second, day.weekday, half):
                legs, hours[2], hours[1], slots[1], slots[2] = 3, hours[1], half, 1, 2
        if hours[0] < 0:
            continue
        at = set_out(people, i, 0, legs, hours, slots, place, purpose, worker, world, opens, p, seed, out, at)
    return at


@njit(cache=True)
def plan_crowd(people, first, last, segment, draw, begin, end, world, opens, p, seed, out, at):  # type: ignore[no-untyped-def]
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
    day = world[4]
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
