"""Participation: go, forgo, shift to daylight or ride, decided once per outing (rule 19).

P(not walking) = logistic(a_0 + a_D dark + a_1 (mean eta - mu)) on the mean perceived unsafety of
the outing's legs with that day's light, schedules and yesterday's expected presence.
"""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import RESIDENT, Numbers, People
from nightwalk.agents.outings import World
from nightwalk.agents.perceive import company, logistic, place_cue, theta
from nightwalk.agents.ways import WAYS, way_of
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = ["FORGO", "GO", "RIDE", "SHIFT", "decide"]

GO, FORGO, SHIFT, RIDE = 0, 1, 2, 3


@kernel
def mean_unsafety(
    people: People, i: int, legs: int, hours: np.ndarray, slots: np.ndarray, world: World, p: Numbers
) -> float:
    """Return the mean of eta over all segments of the legs, in the hours they are walked."""
    routes, cues, day = world.routes, world.cues, world.day
    level = theta(people, i, world.efficacy[people.area[i]], p)
    beta_N = company(people.sex[i] == 1, p)
    familiar = p.beta_F if people.kind[i] == RESIDENT else 0.0
    total, count = 0.0, 0
    for k in range(legs):
        h = hours[k]
        dark, night = day.dark[h], day.night[h]
        weekend = 1 if (day.weekday + h // 24) % 7 >= 5 else 0
        calm, crush = world.expected.calm[weekend, h % 24], world.expected.crush[weekend, h % 24]
        way = way_of(people, i, slots[k], 1 if dark >= 0.5 else 0)
        route = routes.ways[way // WAYS, way % WAYS]
        begin = routes.start[route]
        for at in range(begin, routes.start[route + 1]):
            s = routes.segments[at]
            total += people.v[i] * place_cue(cues, day.cue[h], s, dark, night, calm[s], crush[s], beta_N, p)
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
def decide(
    people: People,
    i: int,
    k: int,
    legs: int,
    hours: np.ndarray,
    slots: np.ndarray,
    world: World,
    compulsory: bool,
    p: Numbers,
    seed: np.uint64,
) -> int:
    """Return GO, FORGO, SHIFT or RIDE for outing k of person i; a compulsory one is walked or ridden."""
    hour = world.day.hour
    u = uniform(seed, hour, i, Decision.PARTICIPATE, k)
    if u >= logistic(reluctance(people, i, legs, hours, slots, world, compulsory, p)):
        return GO
    if compulsory:
        return RIDE
    how = uniform(seed, hour, i, Decision.SUBSTITUTE, k)
    if how < p.share_forgo:
        return FORGO
    return SHIFT if how < p.share_forgo + p.share_shift else RIDE
