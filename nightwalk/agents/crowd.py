"""The people a programme draws: how many they are, when they come and how long they stay."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import Numbers, People
from nightwalk.agents.legs import NEW, Plan, plan_leg
from nightwalk.agents.outings import LAST_SLOT, Day
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = ["Drawn", "crowd_of_street", "plan_crowd"]


class Drawn(NamedTuple):
    """The people a measure draws to streets, each of them to one.

    To a programme they come and go while it is on. To an event, where `leaving` is above 0, all come in its
    first hour, stay to its end and leave over so many hours.
    """

    segments: np.ndarray  # rows
    people_per_hour: float  # in each of them
    begin: int  # first hour
    end: int  # hour after the last, over 24 past midnight
    leaving: int = 0

    def stay(self, p: Numbers) -> int:
        """Return how long each of them stays while it is on, whole hours."""
        hours = self.end - self.begin
        return hours if self.leaving else min(max(1, int(p.stay_leisure)), hours)

    def presence(self, p: Numbers) -> float:
        """Return the chance that one of them comes on a day on which it is on: all come to an event."""
        return 1.0 if self.leaving else float(p.visitor_presence)


def crowd_of_street(drawn: Drawn, people_per_agent: float, p: Numbers) -> int:
    """Return how many agents may come to a street, so that as many people as said are there while it is on.

    Args:
        drawn: who is drawn.
        people_per_agent: people one agent stands for.
        p: parameter values.
    """
    hours = drawn.people_per_hour * (drawn.end - drawn.begin)
    return max(1, round(hours / (drawn.stay(p) * drawn.presence(p) * people_per_agent)))


@kernel
def plan_crowd(
    people: People,
    first: int,
    last: int,
    segment: np.ndarray,
    draw: float,
    begin: int,
    end: int,
    stay: int,
    leaving: int,
    day: Day,
    abroad: np.ndarray,
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
        draw: chance that each of them comes that day.
        begin: first hour of the programme.
        end: hour after the last.
        stay: whole hours each stays while it is on.
        leaving: hours over which those who stayed to the end leave.
        day: the day.
        abroad: as in draw_residents.
        seed: uint64.
        plan: written from row 0 on.
    """
    at, room = 0, end - begin - stay
    for i in range(first, last):
        if people.routes[i, 0] < 0:
            continue
        if uniform(seed, day.hour, i, Decision.VISIT, 0) >= draw:
            continue
        u = uniform(seed, day.hour, i, Decision.DEPARTURE, 0)
        leave = begin + min(int(u * (room + 1)), room)
        back = leave + stay
        if leaving > 1:
            back += min(int(uniform(seed, day.hour, i, Decision.DEPARTURE, 1) * leaving), leaving - 1)
        back = min(back, LAST_SLOT)
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
