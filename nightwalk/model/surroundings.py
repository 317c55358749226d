"""What lies around a point of the street network: segments within a walking distance."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.base.kernels import allocating_kernel, kernel
from nightwalk.base.rows import row_starts
from nightwalk.model.paths import Graph, Tree, blank_tree, grow, millimetres, reset

if TYPE_CHECKING:
    from nightwalk.model.city import City

__all__ = ["Around", "add_near", "around", "beside", "close_pairs", "mean_around"]


class Around(NamedTuple):
    """Segments around points, in compressed rows."""

    start: np.ndarray  # int64 (P+1,)
    segment: np.ndarray  # int32
    distance: np.ndarray  # float64 metres from the point to the middle of the segment


@allocating_kernel
def _collect(
    graph: Graph,
    edge_length: np.ndarray,
    arc_cost: np.ndarray,
    root: int,
    radius: float,
    edge_start: np.ndarray,
    middle: np.ndarray,
    edge_u: np.ndarray,
    tree: Tree,
    done: np.ndarray,
    mark: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the segments whose middle is within `radius` of `root`, and how far each is."""
    seen = grow(graph, arc_cost, root, int(radius * 1000.0), tree)
    found, metres = [np.int32(0) for _ in range(0)], [0.0 for _ in range(0)]
    for k in range(seen):
        node = tree.seen[k]
        for at in range(graph.start[node], graph.start[node + 1]):
            edge = graph.edge[at]
            if done[edge] == mark:
                continue
            done[edge] = mark
            a, b = edge_u[edge], graph.other[at]
            if b == a:
                b = node
            for s in range(edge_start[edge], edge_start[edge + 1]):
                from_a, from_b = (
                    tree.cost[a] / 1000.0 + middle[s],
                    tree.cost[b] / 1000.0 + edge_length[edge] - middle[s],
                )
                near = min(from_a, from_b)
                if near <= radius:
                    found.append(np.int32(s))
                    metres.append(near)
    reset(tree, seen)
    return np.array(found, dtype=np.int32), np.array(metres, dtype=np.float64)


def around(
    graph: Graph,
    points: np.ndarray,
    radius: float,
    *,
    edge_start: np.ndarray,
    edge_u: np.ndarray,
    segment_length: np.ndarray,
) -> Around:
    """Return the segments within `radius` metres of each point along the streets.

    Args:
        graph: the street graph.
        points: int32 (P,) nodes.
        radius: metres, to the middle of the segment.
        edge_start: int64 (E+1,) first segment of each edge.
        edge_u: int32 (E,) node where each edge begins.
        segment_length: float64 (S,) metres.
    """
    edges = len(edge_start) - 1
    owner = np.repeat(np.arange(edges), np.diff(edge_start))
    edge_length = np.bincount(owner, weights=segment_length, minlength=edges)
    ends = np.cumsum(segment_length)
    before = np.concatenate([[0.0], ends])[edge_start[:-1]]
    middle = ends - segment_length / 2 - before[owner]
    arc_cost = millimetres(edge_length)[graph.edge]
    nodes = len(graph.start) - 1
    tree, done = blank_tree(nodes, edges), np.full(edges, -1, np.int64)
    found = [
        _collect(graph, edge_length, arc_cost, node, radius, edge_start, middle, edge_u, tree, done, mark)
        for mark, node in enumerate(points)
    ]
    start = np.concatenate([[0], np.cumsum([len(f[0]) for f in found])]).astype(np.int64)
    if not found:
        return Around(start, np.empty(0, np.int32), np.empty(0))
    return Around(start, np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found]))


@kernel
def mean_around(
    start: np.ndarray, segment: np.ndarray, weight: np.ndarray, values: np.ndarray, out: np.ndarray
) -> None:
    """Write the weighted mean of `values` (S,) around each point to `out` (P,); 0 where nothing is near."""
    for k in range(out.size):
        total, mass = 0.0, 0.0
        for at in range(start[k], start[k + 1]):
            s = segment[at]
            total += weight[s] * values[s]
            mass += weight[s]
        out[k] = total / mass if mass > 0.0 else 0.0


@kernel
def add_near(start: np.ndarray, other: np.ndarray, values: np.ndarray, out: np.ndarray) -> None:
    """Add the value of each segment, float64 (S,), to `out` of the segments near it (rows of `close_pairs`)."""
    for s in range(values.size):
        if values[s] != 0.0:
            for at in range(start[s], start[s + 1]):
                out[other[at]] += values[s]


def close_pairs(city: City, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the segments within `radius` metres of each, middle to middle as the crow flies.

    Returns:
        Compressed rows: start int64 (S+1,), other int32.
    """
    from scipy.spatial import cKDTree

    tree = cKDTree(city.midpoints)
    pairs = tree.query_pairs(radius, output_type="ndarray")
    a, b = np.concatenate([pairs, pairs[:, ::-1]]).T if len(pairs) else (np.empty(0, int), np.empty(0, int))
    order = np.lexsort((b, a))
    start = row_starts(a, city.segments)
    return start, b[order].astype(np.int32)


def beside(middle: np.ndarray, chosen: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the segments that are not chosen and near one that is, middle to middle as the crow flies.

    Args:
        middle: float64 (S, 2) middles of the segments, metres.
        chosen: rows of the chosen ones.
        radius: metres.

    Returns:
        Rows int64 (r,) in ascending order, and metres to the nearest chosen one, float64 (r,).
    """
    from scipy.spatial import cKDTree

    distance, _ = cKDTree(middle[chosen]).query(middle, distance_upper_bound=radius)
    distance[chosen] = np.inf
    rows = np.flatnonzero(np.isfinite(distance)).astype(np.int64)
    return rows, distance[rows]
