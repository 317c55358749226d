"""Ways: shared routes, and which of the two a person takes out of habit (rule 20)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import RESIDENT, Numbers, People
from nightwalk.agents.perceive import logistic, theta
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = ["DARK_HOUR", "DAY_HOUR", "WAYS", "Routes", "choose_habits", "way_of"]

WAYS = 3  # shortest, best by day, best after dark
DAY_HOUR, DARK_HOUR = 14, 22  # the hours of the survey items, model section 3.2


class Routes(NamedTuple):
    """Routes shared by everybody: compressed rows of segments, in order from the origin.

    A route set is one origin, one destination and one class of persons; it names the shortest
    way and the ways that class feels best about by day and after dark.
    """

    start: np.ndarray  # int64 (R+1,) first segment of each route in `segments`
    segments: np.ndarray  # int32, segment rows
    near: np.ndarray  # int32 (R,) how many of the first segments are near the origin
    length: np.ndarray  # float64 (R,) metres
    detour: np.ndarray  # float64 (R,) metres beyond the shortest way of the set
    ways: np.ndarray  # int32 (Q, 3) route rows: shortest, best by day, best after dark


@kernel
def way_of(people: People, i: int, slot: int, after_dark: int) -> int:
    """Return the way person i takes to or from the place in `slot`, as set * WAYS + way."""
    safer = (people.habit[i] >> (2 * slot + after_dark)) & 1
    return people.routes[i, slot] * WAYS + (1 + after_dark if safer else 0)


@kernel
def own_cost(
    people: People, i: int, level: float, route: int, routes: Routes, length: np.ndarray, z: np.ndarray,
    after_dark: int, p: Numbers,
) -> float:  # fmt: skip
    """Return sum of len (1 + lambda P(unsafe)) along a route as person i feels it, metres."""
    sex, v = people.sex[i], people.v[i]
    familiar = p.beta_F if people.kind[i] == RESIDENT else 0.0
    begin, total = routes.start[route], 0.0
    for at in range(begin, routes.start[route + 1]):
        s = routes.segments[at]
        eta = level + v * z[after_dark, sex, s]
        if at - begin < routes.near[route]:
            eta -= familiar
        total += length[s] * (1.0 + p.detour_weight * logistic(eta))
    return total


@kernel
def choose_habits(
    people: People,
    first: int,
    last: int,
    routes: Routes,
    length: np.ndarray,
    z: np.ndarray,
    efficacy: np.ndarray,
    share: float,
    hour: int,
    p: Numbers,
    seed: np.uint64,
) -> None:
    """Let a keyed share of rows first..last choose their ways again, by logit on their own cost.

    Args:
        people: the columns; `habit` is written.
        first: first row.
        last: row after the last.
        routes: the routes.
        length: float64 (S,) metres.
        z: float64 (2, 2, S) place cue at DAY_HOUR and DARK_HOUR of a weekday, for men and women.
        efficacy: float64 (A,) z.
        share: share of the people who choose.
        hour: absolute hour.
        p: parameter values.
        seed: uint64.
    """
    for i in range(first, last):
        if share < 1.0 and uniform(seed, hour, i, Decision.HABIT_RENEWAL, 0) >= share:
            continue
        level = theta(people, i, efficacy[people.area[i]], p)
        habit = 0
        for slot in range(4):
            ways = people.routes[i, slot]
            if ways < 0:
                continue
            shortest = routes.ways[ways, 0]
            for dark in range(2):
                other = routes.ways[ways, 1 + dark]
                if other == shortest:
                    continue
                short = own_cost(people, i, level, shortest, routes, length, z, dark, p)
                safer = own_cost(people, i, level, other, routes, length, z, dark, p)
                u = uniform(seed, hour, i, Decision.ROUTE, 2 * slot + dark)
                if u < logistic((short - safer) / p.route_scale):
                    habit |= 1 << (2 * slot + dark)
        people.habit[i] = habit
