"""Ways: shared routes, and which of the two a person takes out of habit (rule 20)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from nightwalk.agents.perceive import logistic, place_cue, theta
from nightwalk.base.streams import Decision, uniform

__all__ = ["Routes", "choose_habits", "route_of"]


class Routes(NamedTuple):
    """Routes shared by everybody: compressed rows of segments, in order from the origin.

    A route set is one origin, one destination and one class of persons; it names the shortest
    way and the ways that class feels best about by day and after dark.
    """

    start: np.ndarray  # int64 (R+1,) first segment of each route in `segments`
    segments: np.ndarray  # int32, segment rows
    near: np.ndarray  # int32 (R,) how many of the first segments are near the origin
    length: np.ndarray  # float64 (R,) metres
    ways: np.ndarray  # int32 (Q, 3) route rows: shortest, best by day, best after dark


@njit(cache=True)
def route_of(people, routes, i, slot, after_dark):  # type: ignore[no-untyped-def]
    """Return the route person i takes to or from the place in `slot`."""
    ways = routes.ways[people.routes[i, slot]]
    if (people.habit[i] >> (2 * slot + after_dark)) & 1:
        return ways[1 + after_dark]
    return ways[0]


@njit(cache=True)
def own_cost(people, i, level, route, routes, length, cues, row, n, dark, night, p):  # type: ignore[no-untyped-def]
    """Return sum of len (1 + lambda P(unsafe)) along a route as person i feels it, metres."""
    woman = people.sex[i] == 1
    total = 0.0
    for k in range(routes.start[route], routes.start[route + 1]):
        s = routes.segments[k]
        eta = level + people.v[i] * place_cue(cues, row, s, dark, night, n[s], woman, p)
        total += length[s] * (1.0 + p.detour_weight * logistic(eta))
    return total


@njit(cache=True)
def choose_habits(people, first, last, routes, length, cues, n_day, n_dark, night_dark, efficacy, share, hour, p, seed):  # type: ignore[no-untyped-def]
    """Let a keyed share of rows first..last choose their ways again, by logit on their own cost.

    `n_day` and `n_dark` are the people expected per segment by day and after dark; rows 0 and 1
    of `cues` hold by day and after dark.
    """
    for i in range(first, last):
        if share < 1.0 and uniform(seed, hour, i, Decision.HABIT_RENEWAL, 0) >= share:
            continue
        level = theta(people, i, efficacy[people.area[i]], p)
        habit = 0
        for slot in range(4):
            if people.routes[i, slot] < 0:
                continue
            ways = routes.ways[people.routes[i, slot]]
            for after_dark in range(2):
                other = ways[1 + after_dark]
                if other == ways[0]:
                    continue
                n, dark, night = (n_dark, 1.0, night_dark) if after_dark else (n_day, 0.0, 0.0)
                short = own_cost(people, i, level, ways[0], routes, length, cues, after_dark, n, dark, night, p)
                safer = own_cost(people, i, level, other, routes, length, cues, after_dark, n, dark, night, p)
                u = uniform(seed, hour, i, Decision.ROUTE, 2 * slot + after_dark)
                if u < logistic((short - safer) / p.route_scale):
                    habit |= 1 << (2 * slot + after_dark)
        people.habit[i] = habit
