"""The outings people want on a day: how many, when, where to (rule 18)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import LEISURE, SHOP, TOURIST, WORK, WORKER, Numbers, People
from nightwalk.agents.legs import Plan, plan_leg
from nightwalk.agents.outings import (
    LAST_SLOT,
    Day,
    Opening,
    departure,
    is_open,
    purpose_of,
    shift_of,
    stay_hours,
)
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, poisson, uniform

__all__ = ["Wishes", "draw_residents", "draw_visitors"]


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
            plan_leg(people, i, leave, purpose, day, plan, at)
            plan_leg(people, i, back, purpose, day, plan, at + 1)
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
        plan_leg(people, i, leave, 0, day, plan, at)
        if both:
            plan_leg(people, i, half, 1, day, plan, at + 1)
            at += 1
        plan_leg(people, i, back, 2 if both else 0, day, plan, at + 1)
        wished += 1
        at += 2
    return wished, at
