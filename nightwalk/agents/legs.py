"""Legs: the walks of a day, with the segments they pass laid side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import People
from nightwalk.agents.outings import LIGHT, Day
from nightwalk.agents.ways import WAYS, Routes, way_of
from nightwalk.base.kernels import kernel

__all__ = ["NEW", "Legs", "Plan", "lay", "measure", "plan_leg"]

NEW = -1


class Plan(NamedTuple):
    """Legs as they are planned. A negative way -1-s is an hour spent in the open on segment s."""

    hour: np.ndarray  # int32 (K,) 0-29
    person: np.ndarray  # int32 (K,)
    way: np.ndarray  # int32 (K,) set * WAYS + way: a walk after midnight outlives a renewal of the routes
    tried: np.ndarray  # int32 (K,) the leg tried before that has the same way, NEW where there is none


class Legs(NamedTuple):
    """Legs and where their segments lie in the trail, shape (K,)."""

    hour: np.ndarray  # int8, 0-29
    person: np.ndarray  # int32
    way: np.ndarray  # int32, as planned
    begin: np.ndarray  # int64, first segment in the trail
    end: np.ndarray  # int64, after the last; a stay in a street its own walk passes has none
    near: np.ndarray  # int32, how many of the first segments are near the origin
    detour: np.ndarray  # float64 metres beyond the shortest way
    length: np.ndarray  # float64 metres


@kernel
def plan_leg(people: People, i: int, hour: int, slot: int, day: Day, plan: Plan, at: int) -> None:
    """Write a leg of person i to or from the place in `slot` to row `at` of `plan`."""
    plan.hour[at], plan.person[at], plan.tried[at] = hour, i, NEW
    plan.way[at] = way_of(people, i, slot, 1 if day.dark[hour] >= LIGHT else 0)


@kernel
def _stays_on_its_way(out: Legs, row: int, segment: int, trail: np.ndarray) -> bool:
    """Say whether the stay in `row` is in a street the same person walks through in that hour, the leg before."""
    walk = row - 1
    if row == 0 or out.person[walk] != out.person[row] or out.hour[walk] != out.hour[row]:
        return False
    for at in range(out.begin[walk], out.end[walk]):
        if trail[at] == segment:
            return True
    return False


@kernel
def measure(plan: Plan, count: int, routes: Routes, out: Legs, base: int) -> int:
    """Write what the first `count` legs of a plan have to lay; return how many segments that is.

    Until they are laid, `begin` holds the first segment of the route and `end` the number of segments.

    Args:
        plan: the planned legs.
        count: how many.
        routes: the routes.
        out: leg k of the plan gets row base + k.
        base: as said.
    """
    total = 0
    for leg in range(count):
        row, way = base + leg, plan.way[leg]
        out.hour[row], out.person[row], out.way[row] = plan.hour[leg], plan.person[leg], way
        out.begin[row], out.end[row], out.near[row] = 0, 1, 0
        out.detour[row], out.length[row] = 0.0, 0.0
        if plan.tried[leg] != NEW:
            out.end[row] = 0
        elif way >= 0:
            route = routes.ways[way // WAYS, way % WAYS]
            out.begin[row] = routes.start[route]
            out.end[row] = routes.start[route + 1] - routes.start[route]
            out.near[row] = min(routes.near[route], out.end[row])
            out.detour[row], out.length[row] = routes.detour[route], routes.length[route]
        total += out.end[row]
    return total


@kernel
def lay(
    plan: Plan,
    order: np.ndarray,
    place: np.ndarray,
    routes: Routes,
    tried: Legs,
    out: Legs,
    base: int,
    trail: np.ndarray,
    at: int,
) -> int:
    """Lay the segments of measured legs side by side, those of an hour together; return the end of the trail.

    Args:
        plan: the planned legs; a stay follows the walk it belongs to.
        order: int64 (K,) legs by hour.
        place: int64 scratch, at least (K,).
        routes: the routes.
        tried: legs laid in the same trail before.
        out: written; leg k of the plan gets row base + k.
        base: as said.
        trail: int32, segment rows, written; has room.
        at: end of the trail so far.
    """
    for k in range(order.size):
        place[order[k]] = at
        at += out.end[base + order[k]]
    for leg in range(order.size):
        row, way, before = base + leg, plan.way[leg], plan.tried[leg]
        first, steps, begin = out.begin[row], out.end[row], place[leg]
        out.begin[row], out.end[row] = begin, begin + steps
        if before != NEW:
            out.begin[row], out.end[row] = tried.begin[before], tried.end[before]
            out.near[row] = tried.near[before]
            out.detour[row], out.length[row] = tried.detour[before], tried.length[before]
        elif way >= 0:
            for step in range(steps):
                trail[begin + step] = routes.segments[first + step]
        elif _stays_on_its_way(out, row, -1 - way, trail):
            out.end[row] = begin
        else:
            trail[begin] = -1 - way
    return at
