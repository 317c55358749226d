"""Tracing the least-cost ways of every route set, destination by destination, shared among threads (rule 20)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.base.kernels import allocating_kernel, kernel
from nightwalk.base.threads import in_threads, spans
from nightwalk.model.demand import CLASSES, Demand
from nightwalk.model.hierarchy import (
    UNREACHED,
    Hierarchy,
    Links,
    Search,
    blank_search,
    eliminated,
    search_from,
    settle_rank,
)
from nightwalk.model.paths import millimetres

__all__ = ["LIGHTS", "NO_WAY", "Streets", "all_traced"]

LIGHTS = 2  # by day, after dark
LENGTH = 0  # the cost measure that is the length; the others are as felt
NO_WAY = -1
ROOM = 1 << 16  # segments of room to begin with


class Streets(NamedTuple):
    """What tracing reads of a town."""

    tall: Hierarchy
    links: Links
    edge_start: np.ndarray  # int64 (E+1,) first segment of each edge
    length: np.ndarray  # float64 (S,) metres of each segment
    passage: np.ndarray  # float64 (S,) what a metre of it counts for: 1, more where it is closed


@kernel
def _trace(
    streets: Streets,
    arc_cost: np.ndarray,
    link_cost: np.ndarray,
    rank: int,
    destination: int,
    measure: int,
    number: int,
    search: Search,
    out: np.ndarray,
    at: int,
) -> tuple[int, bool]:
    """Write the segments of the least-cost way to `out` from `at` on, ties to the lowest edge.

    Returns:
        The end of the way, and whether it is the shortest way too.
    """
    links, edge_start, cost, mark = streets.links, streets.edge_start, search.cost, search.mark
    shortest = True
    while rank != destination:
        left, metres, link = cost[rank, measure], cost[rank, LENGTH], links.start[rank]
        while True:
            towards = links.to[link]
            if mark[towards] != number:
                settle_rank(streets.tall, arc_cost, towards, number, search)
            least = cost[towards, measure] + link_cost[measure, link] == left
            if (cost[towards, LENGTH] + link_cost[LENGTH, link] == metres) != least:
                shortest = False
            if least:
                break
            link += 1
        begin, end = edge_start[links.edge[link]], edge_start[links.edge[link] + 1]
        for k in range(end - begin):
            out[at + k] = begin + k if links.forward[link] else end - 1 - k
        at += end - begin
        rank = links.to[link]
    return at, shortest


@kernel
def _same(out: np.ndarray, ends: np.ndarray, begin: int, end: int) -> bool:
    if ends[0] < 0 or ends[1] - ends[0] != end - begin:
        return False
    for k in range(end - begin):
        if out[ends[0] + k] != out[begin + k]:
            return False
    return True


@allocating_kernel
def _traced(
    streets: Streets,
    arc_cost: np.ndarray,
    link_cost: np.ndarray,
    wants: Demand,
    first: int,
    last: int,
    limit: int,
    search: Search,
) -> tuple[np.ndarray, np.ndarray]:
    """Trace the ways of sets first..last (sorted by destination) under each measure of cost.

    Args:
        streets: the town.
        arc_cost: int32 (T, K) of the hierarchy.
        link_cost: int32 (K, 2E) millimetres: length; then, if K is 9, as felt by day and after dark by each class.
        wants: the sets.
        first: first set.
        last: set after the last.
        limit: longest walk, millimetres.
        search: scratch, not used before.

    Returns:
        Segments int32, and int64 (last-first, ways, 2) begin and end of each way in them: of the
        shortest if K is 1, else of those that feel best by day and after dark. -1 where there is none
        or it is the shortest.
    """
    tall, again = streets.tall, link_cost.shape[0] > 1
    out, at, number = np.empty(ROOM, dtype=np.int32), 0, -1
    ends = np.full((last - first, LIGHTS if again else 1, 2), NO_WAY, dtype=np.int64)
    for k in range(first, last):
        q = wants.by_target[k]
        origin, target = tall.rank[wants.origin[q]], tall.rank[wants.target[q]]
        if k == first or wants.target[q] != wants.target[wants.by_target[k - 1]]:
            number += 1
            search_from(tall, arc_cost, target, number, search)
        settle_rank(tall, arc_cost, origin, number, search)
        if search.cost[origin, LENGTH] > limit:
            continue
        if out.size - at < LIGHTS * streets.length.size:
            more = np.empty(2 * out.size + LIGHTS * streets.length.size, dtype=np.int32)
            more[:at] = out[:at]
            out = more
        for way in range(ends.shape[1]):
            measure = 1 + way * CLASSES + wants.person_class[q] if again else LENGTH
            end, shortest = _trace(
                streets, arc_cost, link_cost, origin, target, measure, number, search, out, at
            )
            if again and shortest:
                continue
            if way > 0 and _same(out, ends[k - first, 0], at, end):
                ends[k - first, way] = ends[k - first, 0]
                continue
            ends[k - first, way, 0], ends[k - first, way, 1] = at, end
            at = end
    return out[:at].copy(), ends


def all_traced(
    streets: Streets, wants: Demand, metres: np.ndarray, limit: float, threads: int
) -> tuple[np.ndarray, np.ndarray]:
    """Trace the ways of every set for costs of segments in (perceived) metres.

    Args:
        streets: the town.
        wants: the route sets.
        metres: float64 (K, S) cost of each segment under each measure, the first its length.
        limit: longest walk, metres.
        threads: how many trace at a time.

    Returns:
        As `_traced`, sets sorted by destination.
    """
    total = np.add.reduceat(metres, streets.edge_start[:-1], axis=1)
    cost = np.minimum(millimetres(total), UNREACHED - 1).astype(np.int32)
    arc_cost, link_cost = eliminated(streets.tall, np.ascontiguousarray(cost.T)), cost[:, streets.links.edge]
    target = wants.target[wants.by_target]
    firsts = np.append(np.flatnonzero(np.diff(target, prepend=-1)), len(target))

    def trace(k: int) -> tuple[np.ndarray, np.ndarray]:
        first, last = parts[k]
        search = blank_search(len(streets.tall.rank), len(metres))
        return _traced(  # type: ignore[no-any-return]
            streets, arc_cost, link_cost, wants, firsts[first], firsts[last], int(limit * 1000.0), search
        )

    parts = spans(len(firsts) - 1, threads)
    pieces = in_threads(trace, threads)
    before = np.cumsum([0, *(len(segments) for segments, _ in pieces)])
    ends = [np.where(end >= 0, end + shift, NO_WAY) for (_, end), shift in zip(pieces, before, strict=False)]
    return np.concatenate([segments for segments, _ in pieces]), np.concatenate(ends)
