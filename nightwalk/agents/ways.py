"""Ways: shared routes, and which of the two a person takes out of habit (rule 20)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import RESIDENT, Numbers, People
from nightwalk.agents.perceive import Company, Cues, company, logistic, place_cue, theta
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
    ways: np.ndarray  # int32 (Q, 3) route rows: shortest, best by day, best after dark


@kernel
def way_of(people: People, i: int, slot: int, after_dark: int) -> int:
    """Return the way person i takes to or from the place in `slot`, as set * WAYS + way."""
    safer = (people.habit[i] >> (2 * slot + after_dark)) & 1
    return people.routes[i, slot] * WAYS + (1 + after_dark if safer else 0)


@kernel
def own_cost(
    people: People,
    i: int,
    level: float,
    route: int,
    routes: Routes,
    length: np.ndarray,
    cues: Cues,
    after_dark: int,
    expected: Company,
    night: float,
    p: Numbers,
) -> float:
    """Return sum of len (1 + lambda P(unsafe)) along a route as person i feels it, metres.

    Row 0 of `cues` holds at DAY_HOUR, row 1 at DARK_HOUR of a weekday.
    """
    hour = DARK_HOUR if after_dark else DAY_HOUR
    calm, crush = expected.calm[0, hour], expected.crush[0, hour]
    beta_N = company(people.sex[i] == 1, p)
    familiar = p.beta_F if people.kind[i] == RESIDENT else 0.0
    begin, total = routes.start[route], 0.0
    for at in range(begin, routes.start[route + 1]):
        s = routes.segments[at]
        z = place_cue(cues, after_dark, s, float(after_dark), night, calm[s], crush[s], beta_N, p)
        eta = level + people.v[i] * z
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
    cues: Cues,
    expected: Company,
    night_dark: float,
    efficacy: np.ndarray,
    share: float,
    hour: int,
    p: Numbers,
    seed: np.uint64,
) -> None:
    """Let a keyed share of rows first..last choose their ways again, by logit on their own cost.

    Rows 0 and 1 of `cues` hold by day and after dark; `night_dark` is the night-life profile then.
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
            for dark in range(2):
                other = ways[1 + dark]
                if other == ways[0]:
                    continue
                night = night_dark if dark else 0.0
                short = own_cost(people, i, level, ways[0], routes, length, cues, dark, expected, night, p)
                safer = own_cost(people, i, level, other, routes, length, cues, dark, expected, night, p)
                u = uniform(seed, hour, i, Decision.ROUTE, 2 * slot + dark)
                if u < logistic((short - safer) / p.route_scale):
                    habit |= 1 << (2 * slot + dark)
        people.habit[i] = habit
