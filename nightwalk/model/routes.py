"""Building the routes people share: per destination and class one search back to the origins (rule 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.agents.ways import Routes
from nightwalk.base.kernels import kernel
from nightwalk.model.paths import UNREACHED, Graph, Tree, blank_tree, grow, millimetres, reset

if TYPE_CHECKING:
    from nightwalk.agents.columns import People

__all__ = ["CLASSES", "Demand", "build_routes", "demand", "with_reachable"]

CLASSES = 4  # sex x under or over 65
WAYS_PER_SET = 3


class Demand(NamedTuple):
    """The route sets people need: origin, destination, class of persons; sorted by destination."""

    origin: np.ndarray  # int32 (Q,) node
    target: np.ndarray  # int32 (Q,) node
    person_class: np.ndarray  # int32 (Q,) sex + 2 * (over 65)


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
    triples = np.stack([target[asked], origin[asked], person_class[asked]], axis=1)
    rows = np.full(len(origin), -1, dtype=np.int32)
    if not len(triples):
        empty = np.empty(0, dtype=np.int32)
        return Demand(empty, empty, empty), rows
    distinct, back = np.unique(triples, axis=0, return_inverse=True)
    rows[asked] = back.reshape(-1).astype(np.int32)
    return Demand(*(np.ascontiguousarray(distinct[:, k], dtype=np.int32) for k in (1, 0, 2))), rows


@kernel
def _steps(tree: Tree, origin: int, root: int, edge_start: np.ndarray) -> int:
    """Return the number of segments from origin to root, -1 where there is no way."""
    if tree.cost[origin] == UNREACHED:
        return -1
    node, steps = origin, 0
    while node != root:
        edge = tree.edge[node]
        steps += edge_start[edge + 1] - edge_start[edge]
        node = tree.towards[node]
    return steps


@kernel
def _trace(
    tree: Tree, origin: int, root: int, edge_start: np.ndarray, edge_u: np.ndarray, out: np.ndarray, at: int
) -> None:
    """Write the segments from origin to root, in order, from `at` on."""
    node = origin
    while node != root:
        edge = tree.edge[node]
        begin, end = edge_start[edge], edge_start[edge + 1]
        forward = edge_u[edge] == node
        for k in range(end - begin):
            out[at] = begin + k if forward else end - 1 - k
            at += 1
        node = tree.towards[node]


@kernel
def _to_target(
    graph: Graph,
    demand: Demand,
    first: int,
    last: int,
    length: np.ndarray,
    arcs: np.ndarray,
    limit: int,
    cost_limit: int,
    edge_start: np.ndarray,
    edge_u: np.ndarray,
    wanted: np.ndarray,
    tree: Tree,
) -> tuple[np.ndarray, np.ndarray]:
    """Trace the three ways of sets first..last, which share a destination.

    Returns:
        Segments int32, and int64 (last-first, 3, 2) first and last of each way in them, -1 where
        the origin is out of reach.
    """
    root = demand.target[first]
    out = np.empty(1 << 12, dtype=np.int32)
    ends = np.full((last - first, 3, 2), -1, dtype=np.int64)
    left, at = 0, 0
    for q in range(first, last):
        left += 1 - wanted[demand.origin[q]]
        wanted[demand.origin[q]] = 1
    for way in range(3):
        for c in range(4):
            used = way == 0 and c == 0
            for q in range(first, last):
                used = used or (way > 0 and demand.person_class[q] == c)
            if not used:
                continue
            arc_cost = length if way == 0 else arcs[way - 1, c]
            seen = grow(graph, arc_cost, root, limit if way == 0 else cost_limit, wanted, left, tree)
            for q in range(first, last):
                if way > 0 and demand.person_class[q] != c:
                    continue
                steps = _steps(tree, demand.origin[q], root, edge_start)
                if steps < 0:
                    continue
                if at + steps > out.size:
                    more = np.empty(2 * (at + steps), dtype=np.int32)
                    more[:at] = out[:at]
                    out = more
                _trace(tree, demand.origin[q], root, edge_start, edge_u, out, at)
                ends[q - first, way, 0], ends[q - first, way, 1] = at, at + steps
                at += steps
            reset(tree, seen)
    for q in range(first, last):
        wanted[demand.origin[q]] = 0
    return out[:at].copy(), ends


def build_routes(
    graph: Graph,
    wants: Demand,
    *,
    edge_start: np.ndarray,
    edge_u: np.ndarray,
    segment_length: np.ndarray,
    class_cost: np.ndarray,
    limit: float,
    cost_factor: float,
    near_home: float,
) -> Routes:
    """Trace for every route set the shortest way and the ways its class feels best about.

    Args:
        graph: the street graph.
        wants: the route sets.
        edge_start: int64 (E+1,) first segment of each edge.
        edge_u: int32 (E,) node where each edge begins.
        segment_length: float64 (S,) metres.
        class_cost: float64 (2, CLASSES, S) perceived metres by day and after dark.
        limit: longest walk, metres.
        cost_factor: highest ratio of perceived to real metres.
        near_home: metres from the origin that count as near.

    Returns:
        Routes; `ways` is -1 where the origin is out of reach.
    """
    edges, nodes = len(edge_start) - 1, len(graph.start) - 1
    owner = np.repeat(np.arange(edges), np.diff(edge_start))

    def arc_cost(metres: np.ndarray) -> np.ndarray:
        return np.asarray(millimetres(np.bincount(owner, weights=metres, minlength=edges))[graph.edge])

    length = arc_cost(segment_length)
    arcs = np.stack([[arc_cost(metres) for metres in by_light] for by_light in class_cost])
    reach, cost_reach = int(limit * 1000.0), int(limit * cost_factor * 1000.0)
    tree, wanted = blank_tree(nodes, edges), np.zeros(nodes, dtype=np.int8)
    firsts = np.flatnonzero(np.diff(wants.target, prepend=-1)).tolist()
    pieces, spans, offset = [], [], 0
    for first, last in zip(firsts, [*firsts[1:], len(wants.target)], strict=True):
        piece, ends = _to_target(
            graph, wants, first, last, length, arcs, reach, cost_reach, edge_start, edge_u, wanted, tree
        )
        pieces.append(piece)
        spans.append(np.where(ends >= 0, ends + offset, -1))
        offset += len(piece)
    return _packed(pieces, spans, segment_length, near_home)


def _packed(
    pieces: list[np.ndarray], spans: list[np.ndarray], length: np.ndarray, near_home: float
) -> Routes:
    """Put the traced ways into compressed rows, each distinct way of a set once."""
    segments = np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int32)
    span = np.concatenate(spans) if spans else np.empty((0, WAYS_PER_SET, 2), dtype=np.int64)
    return Routes(*_pack(segments, span, length, near_home))


@kernel
def _same(segments: np.ndarray, a: np.ndarray, b: np.ndarray) -> bool:
    if a[1] - a[0] != b[1] - b[0]:
        return False
    for k in range(a[1] - a[0]):
        if segments[a[0] + k] != segments[b[0] + k]:
            return False
    return True


@kernel
def _pack(
    segments: np.ndarray, span: np.ndarray, length: np.ndarray, near_home: float
) -> tuple[np.ndarray, ...]:
    sets = span.shape[0]
    ways = np.full((sets, 3), -1, dtype=np.int32)
    start = np.zeros(sets * 3 + 1, dtype=np.int64)
    near = np.zeros(sets * 3, dtype=np.int32)
    metres = np.zeros(sets * 3)
    out = np.empty(segments.size, dtype=np.int32)
    count, at = 0, 0
    for q in range(sets):
        if span[q, 0, 1] < 0:
            continue
        for way in range(3):
            twin = -1
            for earlier in range(way):
                if twin < 0 and _same(segments, span[q, way], span[q, earlier]):
                    twin = ways[q, earlier]
            if twin >= 0:
                ways[q, way] = twin
                continue
            total = 0.0
            for k in range(span[q, way, 0], span[q, way, 1]):
                s = segments[k]
                if total + length[s] <= near_home:
                    near[count] += 1
                total += length[s]
                out[at] = s
                at += 1
            metres[count] = total
            ways[q, way] = count
            count += 1
            start[count] = at
    return start[: count + 1].copy(), out[:at].copy(), near[:count].copy(), metres[:count].copy(), ways


def with_reachable(people: People, routes: Routes) -> None:
    """Take the places out of reach off people's lists, in place."""
    asked = people.routes >= 0
    dead = np.zeros_like(asked)
    dead[asked] = routes.ways[people.routes[asked], 0] < 0
    people.routes[dead] = -1
    people.dest[dead] = -1
