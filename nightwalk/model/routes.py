"""Building the routes people share: per destination the ways from all origins (rule 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.agents.ways import Routes
from nightwalk.base.kernels import allocating_kernel, kernel
from nightwalk.base.threads import in_threads, spans
from nightwalk.model.hierarchy import (
    UNREACHED,
    Hierarchy,
    Links,
    Search,
    blank_search,
    eliminated,
    search_from,
    settle,
)
from nightwalk.model.paths import millimetres

if TYPE_CHECKING:
    from nightwalk.agents.columns import People

__all__ = [
    "CLASSES",
    "Demand",
    "Streets",
    "demand",
    "felt_routes",
    "joined",
    "no_routes",
    "shortest_routes",
    "with_reachable",
]

CLASSES = 4  # sex x under or over 65
LIGHTS = 2  # by day, after dark
LENGTH = 0  # the cost measure that is the length; the others are as felt
NO_WAY = -1
ROOM = 1 << 16  # segments of room to begin with


class Demand(NamedTuple):
    """The route sets people need, in the order they are first asked for, which is that of the people."""

    origin: np.ndarray  # int32 (Q,) node
    target: np.ndarray  # int32 (Q,) node
    person_class: np.ndarray  # int32 (Q,) sex + 2 * (over 65)
    by_target: np.ndarray  # int32 (Q,) rows sorted by destination


class Streets(NamedTuple):
    """What tracing reads of a town."""

    tall: Hierarchy
    links: Links
    edge_start: np.ndarray  # int64 (E+1,) first segment of each edge
    length: np.ndarray  # float64 (S,) metres of each segment


def demand(origin: np.ndarray, target: np.ndarray, person_class: np.ndarray) -> tuple[Demand, np.ndarray]:
    """Return the distinct route sets and, per request, the row of its set.

    Args:
        origin: int32 (n,) nodes; negative = no request.
        target: int32 (n,) nodes.
        person_class: int32 (n,).

    Returns:
        The demand and int32 (n,) rows, -1 where there is no request.
    """
    asked = (origin >= 0) & (target >= 0)
    nodes = int(origin.max(initial=0)) + 1
    keys = (target[asked].astype(np.int64) * CLASSES + person_class[asked]) * nodes + origin[asked]
    distinct, first, back = np.unique(keys, return_index=True, return_inverse=True)
    asked_order = np.argsort(first)
    by_target = np.argsort(asked_order)
    rows = np.full(len(origin), -1, dtype=np.int32)
    rows[asked] = by_target[back]
    ends, origins = np.divmod(distinct[asked_order], nodes)
    targets, classes = np.divmod(ends, CLASSES)
    return Demand(*(column.astype(np.int32) for column in (origins, targets, classes, by_target))), rows


def joined(first: Demand, second: Demand) -> Demand:
    """Return the route sets of both; those of the second get the rows after the first's."""
    after = np.int32(len(first.origin))
    moved = second._replace(by_target=second.by_target + after)
    return Demand(*(np.concatenate([a, b]) for a, b in zip(first, moved, strict=True)))


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
                settle(streets.tall, arc_cost, towards, number, search)
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
        settle(tall, arc_cost, origin, number, search)
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


def _all_traced(
    streets: Streets, wants: Demand, metres: np.ndarray, limit: float, threads: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return `_traced` of every set, for costs of segments in (perceived) metres, float64 (K, S)."""
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
    segments, ends = _all_traced(streets, wants, streets.length[None, :], limit, threads)
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
        class_cost: float64 (2, CLASSES, S) perceived metres by day and after dark.
        limit: longest walk, metres.
        near_home: metres from the origin that count as near.
        threads: how many trace at a time.
    """
    metres = np.concatenate([streets.length[None, :], class_cost.reshape(LIGHTS * CLASSES, -1)])
    segments, ends = _all_traced(streets, wants, metres, limit, threads)
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
