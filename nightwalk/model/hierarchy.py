"""Least costs to a destination under several cost measures at once, by eliminating junctions.

Shortest paths are linear algebra over (min, +): eliminating the junctions in a good order once per
set of costs leaves a triangular system, and every destination is then one substitution (Carre 1971,
"An algebra for network routing problems"; Dibbelt, Strasser & Wagner 2016, "Customizable contraction
hierarchies"). The order is the minimum-degree order of sparse matrices.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.base.kernels import allocating_kernel, kernel
from nightwalk.base.rows import row_starts

__all__ = [
    "UNREACHED", "Hierarchy", "Links", "Search", "blank_search", "eliminated", "hierarchy", "links_of", "search_from",
    "settle_rank",
]  # fmt: skip

BARELY = 1e-6  # more than the degree: the matrix is regular, and no arc filled in fades to zero
UNREACHED = (1 << 30) - 1  # millimetres; a sum of two stays a 32-bit number


class Hierarchy(NamedTuple):
    """Junctions in the order of their elimination, with the arcs that leaves, in compressed rows."""

    rank: np.ndarray  # int32 (V,) place of each node in the order
    start: np.ndarray  # int64 (V+1,) first arc of each rank
    above: np.ndarray  # int32 (T,) rank at the other end, higher; ascending within a row
    arc: np.ndarray  # int64 (E,) arc of each edge, -1 where an edge ends where it begins


class Links(NamedTuple):
    """The edges at each junction, by rank, in compressed rows; a walk may use an edge both ways."""

    start: np.ndarray  # int64 (V+1,) first link of each rank
    to: np.ndarray  # int32 (2E,) rank at the other end
    edge: np.ndarray  # int32 (2E,) edge row, ascending within a rank
    forward: np.ndarray  # bool (2E,) whether the edge begins here


class Search(NamedTuple):
    """Scratch of one destination; a rank is settled where `mark` is the number of the search."""

    cost: np.ndarray  # int32 (V, K) millimetres to the destination, by rank and cost measure
    mark: np.ndarray  # int32 (V,)
    stack: np.ndarray  # int32 (V,)


def hierarchy(edge_u: np.ndarray, edge_v: np.ndarray, nodes: int) -> Hierarchy:
    """Return the elimination order of a street graph and its filled arcs.

    Args:
        edge_u: int32 (E,) node where each edge begins.
        edge_v: int32 (E,) node where it ends.
        nodes: V.
    """
    from scipy.sparse import coo_matrix, diags
    from scipy.sparse.linalg import splu

    links = coo_matrix(
        (np.ones(2 * len(edge_u)), (np.append(edge_u, edge_v), np.append(edge_v, edge_u))), shape=(nodes, nodes)
    ).tocsc()  # fmt: skip
    degree = np.asarray(links.sum(axis=0)).ravel()
    matrix = diags(degree + BARELY).tocsc() - links
    symmetric = {"SymmetricMode": True}
    factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=symmetric)
    filled = factors.L.tocoo()
    low, high = filled.col, filled.row
    upper = high > low
    order = np.lexsort((high[upper], low[upper]))
    low, high = low[upper][order], high[upper][order].astype(np.int32)
    start = row_starts(low, nodes)
    rank = np.asarray(factors.perm_c, dtype=np.int32)
    return Hierarchy(rank, start, high, _arc_of_edge(rank[edge_u], rank[edge_v], low, high, nodes))


def _arc_of_edge(a: np.ndarray, b: np.ndarray, low: np.ndarray, high: np.ndarray, nodes: int) -> np.ndarray:
    keys = low.astype(np.int64) * nodes + high
    wanted = np.minimum(a, b).astype(np.int64) * nodes + np.maximum(a, b)
    return np.where(a == b, -1, np.searchsorted(keys, wanted))


def links_of(tall: Hierarchy, edge_u: np.ndarray, edge_v: np.ndarray) -> Links:
    """Return the edges, int32 (E,) ends each, at each rank."""
    edges, nodes = np.arange(len(edge_u), dtype=np.int32), len(tall.rank)
    here = tall.rank[np.append(edge_u, edge_v)]
    there = tall.rank[np.append(edge_v, edge_u)]
    both, forward = np.append(edges, edges), np.append(np.ones_like(edges), np.zeros_like(edges))
    order = np.lexsort((both, here))
    start = row_starts(here, nodes)
    return Links(start, there[order], both[order], forward[order].astype(bool))


def blank_search(nodes: int, measures: int) -> Search:
    """Return scratch for a graph of that size and that many cost measures."""
    return Search(
        np.empty((nodes, measures), dtype=np.int32), np.full(nodes, -1, dtype=np.int32), np.empty(nodes, dtype=np.int32)
    )  # fmt: skip


@allocating_kernel
def eliminated(tall: Hierarchy, edge_cost: np.ndarray) -> np.ndarray:
    """Return the cost of every arc, int32 (T, K): over the edge itself or over eliminated junctions.

    Args:
        tall: the hierarchy.
        edge_cost: int32 (E, K) millimetres of each edge under each cost measure, above 0.
    """
    measures = edge_cost.shape[1]
    cost = np.full((tall.above.size, measures), np.int32(UNREACHED))
    for edge in range(tall.arc.size):
        if tall.arc[edge] >= 0:
            for m in range(measures):
                cost[tall.arc[edge], m] = min(cost[tall.arc[edge], m], edge_cost[edge, m])
    for low in range(tall.start.size - 1):
        for a in range(tall.start[low], tall.start[low + 1]):
            at = tall.start[tall.above[a]]
            for b in range(a + 1, tall.start[low + 1]):
                while tall.above[at] < tall.above[b]:
                    at += 1
                for m in range(measures):
                    cost[at, m] = min(cost[at, m], np.int32(cost[a, m] + cost[b, m]))
    return cost


@kernel
def search_from(tall: Hierarchy, arc_cost: np.ndarray, destination: int, number: int, search: Search) -> None:
    """Begin search `number`: settle the destination (a rank) and every rank above it.

    Args:
        tall: the hierarchy.
        arc_cost: int32 (T, K) as `eliminated` returns.
        destination: rank.
        number: not used before with this scratch, from 0 on.
        search: scratch, written.
    """
    start, above, cost, stack = tall.start, tall.above, search.cost, search.stack
    low, count = destination, 0
    while True:
        for m in range(cost.shape[1]):
            cost[low, m] = np.int32(UNREACHED)
        stack[count] = low
        count += 1
        if start[low] == start[low + 1]:
            break
        low = above[start[low]]
    cost[destination] = np.int32(0)
    for k in range(count):
        low = stack[k]
        for a in range(start[low], start[low + 1]):
            for m in range(cost.shape[1]):
                cost[above[a], m] = min(cost[above[a], m], np.int32(cost[low, m] + arc_cost[a, m]))
    while count > 0:
        count -= 1
        low = stack[count]
        for a in range(start[low], start[low + 1]):
            for m in range(cost.shape[1]):
                cost[low, m] = min(cost[low, m], np.int32(cost[above[a], m] + arc_cost[a, m]))
        search.mark[low] = number


@kernel
def settle_rank(tall: Hierarchy, arc_cost: np.ndarray, rank: int, number: int, search: Search) -> None:
    """Make the cost from `rank` to the destination of search `number` final, with all it rests on."""
    start, above, cost, stack = tall.start, tall.above, search.cost, search.stack
    count = 0
    while search.mark[rank] != number:
        stack[count] = rank
        count += 1
        if start[rank] == start[rank + 1]:
            break
        rank = above[start[rank]]
    while count > 0:
        count -= 1
        low = stack[count]
        for m in range(cost.shape[1]):
            cost[low, m] = np.int32(UNREACHED)
        for a in range(start[low], start[low + 1]):
            for m in range(cost.shape[1]):
                cost[low, m] = min(cost[low, m], np.int32(cost[above[a], m] + arc_cost[a, m]))
        search.mark[low] = number
