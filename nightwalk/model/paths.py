"""Shortest paths on the street graph: bounded Dijkstra over compressed rows, ties to the lowest edge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.base.kernels import kernel
from nightwalk.base.rows import row_starts

__all__ = ["UNREACHED", "Graph", "Tree", "blank_tree", "grow", "millimetres", "reset", "street_graph"]

UNREACHED = 1 << 62
NODE_BITS = 24  # room for 16 million nodes below the cost in one number of the heap
NODE_MASK = (1 << NODE_BITS) - 1


class Graph(NamedTuple):
    """The edges at each node, in compressed rows; a walk may use an edge both ways."""

    start: np.ndarray  # int64 (V+1,)
    other: np.ndarray  # int32 (2E,) node at the other end
    edge: np.ndarray  # int32 (2E,) edge row


class Tree(NamedTuple):
    """Scratch of one search; `cost` is UNREACHED where the search has not come."""

    cost: np.ndarray  # int64 (V,) millimetres
    edge: np.ndarray  # int32 (V,) edge towards the root, -1 none
    towards: np.ndarray  # int32 (V,) next node towards the root
    seen: np.ndarray  # int32 (V,) nodes written, for the reset
    heap: np.ndarray  # int64, cost and node in one number


def street_graph(edge_u: np.ndarray, edge_v: np.ndarray, nodes: int) -> Graph:
    """Return the adjacency of the edges, int32 (E,) ends each."""
    edges = np.arange(len(edge_u), dtype=np.int32)
    a, b = np.concatenate([edge_u, edge_v]), np.concatenate([edge_v, edge_u])
    both = np.concatenate([edges, edges])
    order = np.lexsort((both, b, a))
    start = row_starts(a, nodes)
    return Graph(start, b[order].astype(np.int32), both[order])


def millimetres(metres: np.ndarray) -> np.ndarray:
    """Return whole millimetres, int64: sums of whole numbers are the same in any order, so ties are real ties."""
    return np.maximum(np.rint(metres * 1000.0), 1.0).astype(np.int64)


def blank_tree(nodes: int, edges: int) -> Tree:
    """Return scratch for searches on a graph of that size."""
    cost = np.full(nodes, UNREACHED, dtype=np.int64)
    edge, towards = np.full(nodes, -1, dtype=np.int32), np.full(nodes, -1, dtype=np.int32)
    return Tree(cost, edge, towards, np.zeros(nodes, dtype=np.int32), np.empty(2 * edges + 2, dtype=np.int64))


@kernel
def _push(heap: np.ndarray, size: int, key: int) -> int:
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if heap[parent] <= key:
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = key
    return size + 1


@kernel
def _pop(heap: np.ndarray, size: int) -> int:
    size -= 1
    key = heap[size]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = key
    return size


@kernel
def grow(graph: Graph, arc_cost: np.ndarray, root: int, limit: int, tree: Tree) -> int:
    """Search from `root` until the limit; return nodes seen.

    Args:
        graph: the graph.
        arc_cost: int64 (2E,) millimetres of each entry of the adjacency, above 0.
        root: node.
        limit: highest cost, millimetres.
        tree: scratch, reset; holds the result.
    """
    tree.cost[root] = 0
    tree.seen[0] = root
    seen = 1
    size = _push(tree.heap, 0, root)
    while size > 0:
        key = tree.heap[0]
        cost, node = key >> NODE_BITS, key & NODE_MASK
        size = _pop(tree.heap, size)
        if cost > tree.cost[node]:
            continue
        for at in range(graph.start[node], graph.start[node + 1]):
            reached = cost + arc_cost[at]
            other = graph.other[at]
            known = tree.cost[other]
            if reached > limit or reached > known:
                continue
            if reached < known:
                if known == UNREACHED:
                    tree.seen[seen] = other
                    seen += 1
                tree.cost[other], tree.edge[other], tree.towards[other] = reached, graph.edge[at], node
                size = _push(tree.heap, size, (reached << NODE_BITS) | other)
            elif other != root and graph.edge[at] < tree.edge[other]:
                tree.edge[other], tree.towards[other] = graph.edge[at], node
    return seen


@kernel
def reset(tree: Tree, seen: int) -> None:
    """Make the scratch blank again."""
    for k in range(seen):
        node = tree.seen[k]
        tree.cost[node] = UNREACHED
        tree.edge[node] = -1
        tree.towards[node] = -1
