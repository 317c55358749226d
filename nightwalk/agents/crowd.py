"""The people a programme draws: how many they are, when they come and how long they stay."""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import Numbers, People
from nightwalk.agents.legs import NEW, Plan, plan_leg
from nightwalk.agents.outings import LAST_SLOT, Day
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = ["crowd_of_street", "plan_crowd"]


def crowd_of_street(people_per_hour: float, hours: float, people_per_agent: float, p: Numbers) -> int:
    """Return how many agents may come to a street, so that `people_per_hour` are there while the programme is on.

    Each of them comes with the visitors' presence and stays for the usual time of leisure.

    Args:
        people_per_hour: people.
        hours: length of the programme.
        people_per_agent: people one agent stands for.
        p: parameter values.
    """
    stay = min(max(1, int(p.stay_leisure)), hours)  # whole hours, as planned
    return max(1, round(people_per_hour * hours / (stay * p.visitor_presence * people_per_agent)))


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
        plan_leg(people, i, leave, 0, day, plan, at)
        at += 1
        for h in range(leave, back):
            plan.hour[at], plan.person[at] = h, i
            plan.way[at], plan.tried[at] = -1 - segment[i - first], NEW
            at += 1
        plan_leg(people, i, back, 0, day, plan, at)
        at += 1
    return at
