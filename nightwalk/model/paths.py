"""Shortest paths on the street graph: bounded Dijkstra over compressed rows, ties to the lowest edge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

__all__ = ["Graph", "Tree", "blank_tree", "grow", "reset", "street_graph"]


class Graph(NamedTuple):
    """The edges at each node, in compressed rows; a walk may use an edge both ways."""

    start: np.ndarray  # int64 (V+1,)
    other: np.ndarray  # int32 (2E,) node at the other end
    edge: np.ndarray  # int32 (2E,) edge row


class Tree(NamedTuple):
    """Scratch of one search; `cost` is inf where not reached."""

    cost: np.ndarray  # float64 (V,)
    edge: np.ndarray  # int32 (V,) edge towards the root, -1 none
    towards: np.ndarray  # int32 (V,) next node towards the root
    seen: np.ndarray  # int32 (V,) nodes written, for the reset
    heap_cost: np.ndarray  # float64
    heap_node: np.ndarray  # int32


def street_graph(edge_u: np.ndarray, edge_v: np.ndarray, nodes: int) -> Graph:
    """Return the adjacency of the edges, int32 (E,) ends each."""
    edges = np.arange(len(edge_u), dtype=np.int32)
    a, b = np.concatenate([edge_u, edge_v]), np.concatenate([edge_v, edge_u])
    both = np.concatenate([edges, edges])
    order = np.lexsort((both, b, a))
    start = np.concatenate([[0], np.cumsum(np.bincount(a, minlength=nodes))]).astype(np.int64)
    return Graph(start, b[order].astype(np.int32), both[order])


def blank_tree(nodes: int, edges: int) -> Tree:
    """Return scratch for searches on a graph of that size."""
    room = 2 * edges + nodes + 2
    return Tree(
        np.full(nodes, np.inf), np.full(nodes, -1, dtype=np.int32), np.full(nodes, -1, dtype=np.int32),
        np.zeros(nodes, dtype=np.int32), np.empty(room), np.empty(room, dtype=np.int32),
    )  # fmt: skip


@njit(cache=True)
def _push(tree: Tree, size: int, cost: float, node: int) -> int:
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if tree.heap_cost[parent] <= cost:
            break
        tree.heap_cost[at], tree.heap_node[at] = tree.heap_cost[parent], tree.heap_node[parent]
        at = parent
    tree.heap_cost[at], tree.heap_node[at] = cost, node
    return size + 1


@njit(cache=True)
def _pop(tree: Tree, size: int) -> int:
    size -= 1
    cost, node = tree.heap_cost[size], tree.heap_node[size]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and tree.heap_cost[child + 1] < tree.heap_cost[child]:
            child += 1
        if tree.heap_cost[child] >= cost:
            break
        tree.heap_cost[at], tree.heap_node[at] = tree.heap_cost[child], tree.heap_node[child]
        at = child
    tree.heap_cost[at], tree.heap_node[at] = cost, node
    return size


@njit(cache=True)
def grow(
    graph: Graph,
    edge_cost: np.ndarray,
    root: int,
    limit: float,
    wanted: np.ndarray,
    wanted_left: int,
    tree: Tree,
) -> int:
    """Search from `root` until the limit, or until all wanted nodes are settled; return nodes seen.

    Args:
        graph: the graph.
        edge_cost: float64 (E,) at least 0.
        root: node.
        limit: highest cost.
        wanted: int8 (V,) 1 on nodes to reach.
        wanted_left: how many of them; 0 searches to the limit.
        tree: scratch, reset; holds the result.
    """
    stop_early = wanted_left > 0
    tree.cost[root] = 0.0
    tree.seen[0] = root
    seen = 1
    size = _push(tree, 0, 0.0, root)
    while size > 0:
        cost, node = tree.heap_cost[0], tree.heap_node[0]
        size = _pop(tree, size)
        if cost > tree.cost[node]:
            continue
        if stop_early and wanted[node]:
            wanted_left -= 1
            if wanted_left == 0:
                break
        for at in range(graph.start[node], graph.start[node + 1]):
            other, edge = graph.other[at], graph.edge[at]
            reached = cost + edge_cost[edge]
            if reached > limit:
                continue
            if reached < tree.cost[other]:
                if tree.cost[other] == np.inf:
                    tree.seen[seen] = other
                    seen += 1
                tree.cost[other], tree.edge[other], tree.towards[other] = reached, edge, node
                size = _push(tree, size, reached, other)
            elif reached == tree.cost[other] and other != root and edge < tree.edge[other]:
                tree.edge[other], tree.towards[other] = edge, node
    return seen


@njit(cache=True)
def reset(tree: Tree, seen: int) -> None:
    """Make the scratch blank again."""
    for k in range(seen):
        node = tree.seen[k]
        tree.cost[node] = np.inf
        tree.edge[node] = -1
        tree.towards[node] = -1
