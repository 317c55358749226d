"""Participation: go, forgo, shift to daylight or ride, decided once per outing (rule 19).

P(not walking) = logistic(a_0 + a_D dark + a_1 (mean eta - mu)) on the mean perceived unsafety of
the outing's legs with that day's light, schedules and yesterday's expected presence.
"""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import RESIDENT, Numbers, People
from nightwalk.agents.outings import Day, Legs, World, is_open
from nightwalk.agents.perceive import logistic, place_cue, theta
from nightwalk.agents.ways import WAYS, way_of
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = ["set_out"]


@kernel
def mean_unsafety(
    people: People, i: int, legs: int, hours: np.ndarray, slots: np.ndarray, world: World, p: Numbers
) -> float:
    """Return the mean of eta over all segments of the legs, in the hours they are walked."""
    routes, cues, expected, efficacy, day = (
        world.routes,
        world.cues,
        world.expected,
        world.efficacy,
        world.day,
    )
    level = theta(people, i, efficacy[people.area[i]], p)
    woman = people.sex[i] == 1
    familiar = p.beta_F if people.kind[i] == RESIDENT else 0.0
    total, count = 0.0, 0
    for k in range(legs):
        h = hours[k]
        dark, night = day.dark[h], day.night[h]
        n = expected[day.weekend, h % 24]
        way = way_of(people, i, slots[k], 1 if dark >= 0.5 else 0)
        route = routes.ways[way // WAYS, way % WAYS]
        begin = routes.start[route]
        for at in range(begin, routes.start[route + 1]):
            s = routes.segments[at]
            total += people.v[i] * place_cue(cues, day.cue[h], s, dark, night, n[s], woman, p)
            if at - begin < routes.near[route]:
                total -= familiar
            count += 1
    return level + total / count if count else level


@kernel
def reluctance(
    people: People,
    i: int,
    legs: int,
    hours: np.ndarray,
    slots: np.ndarray,
    world: World,
    compulsory: bool,
    p: Numbers,
) -> float:
    """Return the logit of not walking: a_0 + a_D dark + a_1 (mean eta - mu), half the slope where compulsory."""
    day = world.day
    dark = 0.0
    for k in range(legs):
        dark += day.dark[hours[k]]
    dark /= legs
    slope = 0.5 * p.a_1 if compulsory else p.a_1
    return p.a_0 + p.a_D * dark + slope * (mean_unsafety(people, i, legs, hours, slots, world, p) - p.mu)


@kernel
def earlier_light_hour(day: Day, opens: np.ndarray, place: int, purpose: int, before: int) -> int:
    """Return the latest light hour before `before` at which the place is open, -1 where there is none."""
    for h in range(min(before, 24) - 1, -1, -1):
        if day.dark[h] < 0.5 and is_open(opens, place, purpose, day.weekday, h):
            return h
    return -1


@kernel
def set_out(
    people: People,
    i: int,
    k: int,
    legs: int,
    hours: np.ndarray,
    slots: np.ndarray,
    place: int,
    purpose: int,
    compulsory: bool,
    world: World,
    opens: np.ndarray,
    p: Numbers,
    seed: np.uint64,
    out: Legs,
    at: int,
) -> int:
    """Decide one outing and write its legs; return the new end of `out`.

    The person goes, or forgoes it, shifts it to daylight, or rides.
    """
    day = world.day
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
        if (
            not compulsory
            and p.share_forgo <= how < p.share_forgo + p.share_shift
            and legs == 2
            and place >= 0
        ):
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
        out.route[at] = way_of(people, i, slots[j], 1 if day.dark[hours[j]] >= 0.5 else 0)
        at += 1
    return at
