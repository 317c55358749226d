"""Legs: the walks of a day, with the segments they pass laid side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.ways import WAYS, Routes
from nightwalk.base.kernels import kernel

__all__ = ["NEW", "Legs", "Plan", "lay", "measure"]

NEW = -1


class Plan(NamedTuple):
    """Legs as they are planned. A negative way -1-s is an hour spent in the open on segment s."""

    hour: np.ndarray  # int32 (K,) 0-29
    person: np.ndarray  # int32 (K,)
    way: (
        np.ndarray
    )  # int32 (K,) set * WAYS + way, so that walks after midnight outlive a renewal of the routes
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
    """Write how many segments each of the first `count` legs of a plan has to lay to `end`; return their sum.

    Args:
        plan: the planned legs.
        count: how many.
        routes: the routes.
        out: leg k of the plan gets row base + k.
        base: as said.
    """
    total = 0
    for leg in range(count):
        way, steps = plan.way[leg], 1
        if plan.tried[leg] != NEW:
            steps = 0
        elif way >= 0:
            route = routes.ways[way // WAYS, way % WAYS]
            steps = routes.start[route + 1] - routes.start[route]
        out.end[base + leg] = steps
        total += steps
    return total


@kernel
def lay(
    plan: Plan,
    order: np.ndarray,
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
        routes: the routes.
        tried: legs laid in the same trail before.
        out: written; leg k of the plan gets row base + k.
        base: as said.
        trail: int32, segment rows, written; has room.
        at: end of the trail so far.
    """
    for k in range(order.size):
        row = base + order[k]
        out.begin[row] = at
        at += out.end[row]
    for leg in range(order.size):
        row, way, before = base + leg, plan.way[leg], plan.tried[leg]
        out.hour[row], out.person[row], out.way[row] = plan.hour[leg], plan.person[leg], way
        out.near[row], out.detour[row] = 0, 0.0
        begin, steps = out.begin[row], out.end[row]
        out.end[row] = begin + steps
        if before != NEW:
            out.begin[row], out.end[row] = tried.begin[before], tried.end[before]
            out.near[row], out.detour[row] = tried.near[before], tried.detour[before]
        elif way >= 0:
            route = routes.ways[way // WAYS, way % WAYS]
            first = routes.start[route]
            for step in range(steps):
                trail[begin + step] = routes.segments[first + step]
            out.near[row], out.detour[row] = min(routes.near[route], steps), routes.detour[route]
        elif _stays_on_its_way(out, row, -1 - way, trail):
            out.end[row] = begin
        else:
            trail[begin] = -1 - way
    return at
