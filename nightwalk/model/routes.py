"""The routes people share: the ways of every route set, each stored once (rule 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.ways import Routes
from nightwalk.base.kernels import allocating_kernel
from nightwalk.model.demand import CLASSES
from nightwalk.model.tracing import LIGHTS, NO_WAY, all_traced

if TYPE_CHECKING:
    from nightwalk.agents.columns import People
    from nightwalk.model.demand import Demand
    from nightwalk.model.tracing import Streets

__all__ = ["felt_routes", "no_routes", "shortest_routes", "with_reachable"]


@allocating_kernel
def _stored(
    short: np.ndarray,
    short_begin: np.ndarray,
    short_end: np.ndarray,
    felt: np.ndarray,
    felt_ends: np.ndarray,
    length: np.ndarray,
    near_home: float,
) -> tuple[np.ndarray, ...]:
    """Put the ways of each set side by side, each distinct way of a set once."""
    sets, lights = felt_ends.shape[0], felt_ends.shape[1]
    ways = np.full((sets, 1 + lights), np.int32(NO_WAY))
    routes, room = 0, 0
    for q in range(sets):
        if short_end[q] < 0:
            continue
        routes += 1
        room += short_end[q] - short_begin[q]
        for light in range(lights):
            if felt_ends[q, light, 0] >= 0 and (light == 0 or felt_ends[q, light, 0] != felt_ends[q, 0, 0]):
                routes += 1
                room += felt_ends[q, light, 1] - felt_ends[q, light, 0]
    start, segments = np.zeros(routes + 1, dtype=np.int64), np.empty(room, dtype=np.int32)
    near, metres, detour = np.zeros(routes, dtype=np.int32), np.zeros(routes), np.zeros(routes)
    route, at = 0, 0
    for q in range(sets):
        if short_end[q] < 0:
            continue
        shortest = route
        for way in range(1 + lights):
            source, begin, end = short, short_begin[q], short_end[q]
            if way > 0:
                source, begin, end = felt, felt_ends[q, way - 1, 0], felt_ends[q, way - 1, 1]
                if begin < 0:
                    ways[q, way] = shortest
                    continue
                if way > 1 and begin == felt_ends[q, 0, 0]:
                    ways[q, way] = ways[q, 1]
                    continue
            for k in range(begin, end):
                s = source[k]
                if metres[route] + length[s] <= near_home:
                    near[route] += 1
                metres[route] += length[s]
                segments[at] = s
                at += 1
            ways[q, way] = route
            detour[route] = metres[route] - metres[shortest]
            route += 1
            start[route] = at
    return start, segments, near, metres, detour, ways


def shortest_routes(
    streets: Streets, wants: Demand, *, limit: float, near_home: float, threads: int = 1
) -> Routes:
    """Trace the shortest way of every route set; all three ways of a set are that one.

    Args:
        streets: the town.
        wants: the route sets.
        limit: longest walk, metres.
        near_home: metres from the origin that count as near.
        threads: how many trace at a time.

    Returns:
        Routes; `ways` is -1 where the origin is out of reach.
    """
    metres = (streets.length * streets.passage)[None, :]
    segments, ends = all_traced(streets, wants, metres, limit, threads)
    none = np.full((len(wants.origin), LIGHTS, 2), NO_WAY, dtype=np.int64)
    begin, end = np.empty((2, len(wants.origin)), dtype=np.int64)
    begin[wants.by_target], end[wants.by_target] = ends[:, 0].T
    return Routes(*_stored(segments, begin, end, segments, none, streets.length, near_home))


def felt_routes(
    streets: Streets,
    wants: Demand,
    known: Routes,
    class_cost: np.ndarray,
    *,
    limit: float,
    near_home: float,
    threads: int = 1,
) -> Routes:
    """Trace the ways each class of persons feels best about, beside the shortest ways already known.

    Args:
        streets: the town.
        wants: the route sets.
        known: their routes so far; only the shortest are kept.
        class_cost: float64 (2, CLASSES, S) perceived metres by day and after dark, were no street closed.
        limit: longest walk, metres.
        near_home: metres from the origin that count as near.
        threads: how many trace at a time.
    """
    metres = (
        np.concatenate([streets.length[None, :], class_cost.reshape(LIGHTS * CLASSES, -1)]) * streets.passage
    )
    segments, ends = all_traced(streets, wants, metres, limit, threads)
    felt = np.empty_like(ends)
    felt[wants.by_target] = ends
    shortest = known.ways[:, 0]
    begin, end = (np.where(shortest >= 0, known.start[shortest + k], NO_WAY) for k in (0, 1))
    return Routes(*_stored(known.segments, begin, end, segments, felt, streets.length, near_home))


def no_routes() -> Routes:
    """Return routes that lead nowhere."""
    none, whole = np.empty(0), np.empty(0, dtype=np.int32)
    return Routes(
        np.zeros(1, dtype=np.int64), whole, whole, none, none, np.empty((0, 1 + LIGHTS), dtype=np.int32)
    )


def with_reachable(people: People, routes: Routes) -> None:
    """Take the places out of reach off people's lists, in place."""
    asked = people.routes >= 0
    dead = np.zeros_like(asked)
    dead[asked] = routes.ways[people.routes[asked], 0] < 0
    people.routes[dead] = -1
    people.dest[dead] = -1
