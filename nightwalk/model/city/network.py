"""From ways to a street network: shared nodes, largest component, stretches between junctions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.rings import locate

if TYPE_CHECKING:
    from nightwalk.model.city.raw import Ways
    from nightwalk.model.city.walkable import WayFacts

__all__ = ["Links", "Stretches", "largest_component", "links_of", "stretches"]


@dataclass(frozen=True)
class Links:
    """Straight pieces between two neighbouring map nodes; each pair of nodes once, ascending."""

    a: np.ndarray  # int64 (K,) row of the map node, a < b
    b: np.ndarray  # int64 (K,)
    group: np.ndarray  # int64 (K,) facts of the way
    cut: np.ndarray  # int64 (C,) rows of map nodes where a way left the map, ascending


@dataclass(frozen=True)
class Stretches:
    """Edges: chains of map nodes between two junctions."""

    start: np.ndarray  # int64 (E+1,) first point of each edge in node
    node: np.ndarray  # int64 (P,) rows of map nodes
    group: np.ndarray  # int64 (E,) facts


def links_of(ways: Ways, facts: WayFacts, node_id: np.ndarray) -> tuple[Links, int]:
    """Split ways into links; a way is cut where a node is missing.

    Returns:
        The links and the number of references to missing nodes.
    """
    group_of = np.full(len(ways.tags), -1, np.int64)
    group_of[facts.way] = facts.group
    count = np.diff(ways.start)
    owner = np.repeat(np.arange(len(count)), count)
    row = locate(ways.refs, node_id)
    missing = (row < 0) & (group_of[owner] >= 0)
    same = (owner[1:] == owner[:-1]) & (group_of[owner[1:]] >= 0)
    here, there = row[:-1], row[1:]
    cut = np.unique(np.concatenate([here[same & (there < 0)], there[same & (here < 0)]]))
    good = same & (here >= 0) & (there >= 0) & (here != there)
    a, b = np.minimum(here[good], there[good]), np.maximum(here[good], there[good])
    group = group_of[owner[1:][good]]
    order = np.lexsort((group, b, a))
    a, b, group = a[order], b[order], group[order]
    first = np.ones(len(a), bool)
    first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return Links(a[first], b[first], group[first], cut[cut >= 0]), int(missing.sum())


def largest_component(links: Links, length: np.ndarray) -> tuple[Links, int]:
    """Keep the connected part with the greatest length.

    Returns:
        The links kept and the number of parts left out.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    used, ends = np.unique(np.concatenate([links.a, links.b]), return_inverse=True)
    a, b = ends[: len(links.a)], ends[len(links.a) :]
    parts, label = connected_components(coo_array((np.ones(len(a)), (a, b)), shape=(len(used),) * 2))
    keep = label[a] == np.argmax(np.bincount(label[a], length, parts))
    kept = Links(links.a[keep], links.b[keep], links.group[keep], links.cut)
    return kept, parts - 1


def stretches(links: Links) -> Stretches:
    """Contract the nodes of degree two where the facts on both sides agree.

    A loop is given a junction half way, so that every edge joins two different junctions.
    """
    from nightwalk.model.city.trace import trace

    used, ends = np.unique(np.concatenate([links.a, links.b]), return_inverse=True)
    count = len(links.a)
    a, b = ends[:count], ends[count:]
    begin, neighbour, link = _adjacency(a, b, len(used))
    junction = _junctions(begin, link, links.group)
    if not junction.any():
        junction[0] = True
    first, node, of_link = trace(begin, neighbour, link, junction, count)
    loops = np.flatnonzero(node[first[:-1]] == node[first[1:] - 1])
    if len(loops):
        junction[node[(first[loops] + first[loops + 1]) // 2]] = True
        first, node, of_link = trace(begin, neighbour, link, junction, count)
    return Stretches(first, used[node], links.group[of_link])


def _adjacency(a: np.ndarray, b: np.ndarray, nodes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    source = np.concatenate([a, b])
    target = np.concatenate([b, a])
    link = np.tile(np.arange(len(a)), 2)
    order = np.lexsort((target, source))
    begin = np.searchsorted(source[order], np.arange(nodes + 1))
    return begin.astype(np.int64), target[order], link[order]


def _junctions(begin: np.ndarray, link: np.ndarray, group: np.ndarray) -> np.ndarray:
    degree = np.diff(begin)
    junction = degree != 2
    middle = np.flatnonzero(~junction)
    at = begin[middle]
    junction[middle] = group[link[at]] != group[link[at + 1]]
    return np.asarray(junction)
