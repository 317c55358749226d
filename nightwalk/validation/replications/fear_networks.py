"""Who is in which group and who talks to whom in the worlds of the fear kernel (D1, D4)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.columns import Ties
from nightwalk.agents.residents import quota_by_rank, residents_per_home
from nightwalk.base.errors import NightwalkError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "connected_network",
    "edges_by_homophily",
    "groups_of",
    "homophily",
    "network",
    "published_network",
]

ROUNDS = 1000  # of dealing doubtful edges again; a few are enough


def groups_of(people: int, shares: Sequence[float]) -> np.ndarray:
    """Return the group of each person, int8 (people,), group after group, met to one person."""
    return quota_by_rank(np.arange(people, dtype=float), np.asarray(shares))


def edges_by_homophily(edges: int, groups: int, within: float) -> np.ndarray:
    """Return how many edges join each pair of groups, int64 (G, G), above the diagonal and on it.

    A share `within` of the edges stays inside, each group alike; the others join each pair of groups alike.
    """
    inside = np.eye(groups) / groups
    across = np.triu(np.ones((groups, groups)), 1)
    share = within * inside + (1.0 - within) * across / across.sum()
    return residents_per_home(share.ravel(), edges).reshape(share.shape)


def network(group: np.ndarray, edges: np.ndarray, seed: int) -> Ties:
    """Return a random network with so many different edges between each pair of groups.

    Args:
        group: int8 (N,) group of each person.
        edges: int64 (G, G) edges by pair of groups, above the diagonal and on it.
        seed: of the draw.
    """
    return _ties(_random_edges(np.random.default_rng(seed), group, edges), len(group))


def connected_network(group: np.ndarray, edges: np.ndarray, seed: int) -> Ties:
    """Return the first of such random networks in which everybody can be reached."""
    rng = np.random.default_rng(seed)
    return _first_connected(lambda: _random_edges(rng, group, edges), len(group))


def _random_edges(rng: np.random.Generator, group: np.ndarray, edges: np.ndarray) -> np.ndarray:
    members = [np.flatnonzero(group == g) for g in range(len(edges))]
    drawn = [
        _different(rng, members[g], members[h], int(edges[g, h]), inside=g == h)
        for g, h in np.argwhere(edges > 0)
    ]
    return np.concatenate(drawn)


def published_network(seed: int) -> tuple[np.ndarray, Ties]:
    """Return groups, int8 (1000,), and a random connected network with the contact counts of the published one.

    The counts decide, not the mixing matrix alone: contacts with other groups are held by few people, and
    most of these know few in their own group. Drawn evenly, the same 74 contacts spread more fear.
    """
    rng = np.random.default_rng(seed)
    inside, outside, group = _contacts()
    return group, _first_connected(lambda: _published_edges(rng, inside, outside, group), len(group))


def homophily(ties: Ties, group: np.ndarray) -> float:
    """Return the share of edges that stay inside a group."""
    ends = np.repeat(np.arange(len(group)), np.diff(ties.start))
    return float((group[ends] == group[ties.other]).mean())


@cache
def _counts() -> dict[str, Any]:
    text = files("nightwalk.validation").joinpath("fear_network.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _contacts() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return contacts inside and outside the own group, int64 (1000,), and the group, int8 (1000,)."""
    tables = [np.array(one["people"]) for one in _counts()["group"]]
    rows = [np.repeat(table[:, :2], table[:, 2], axis=0) for table in tables]
    group = np.repeat(np.arange(len(rows), dtype=np.int8), [len(one) for one in rows])
    inside, outside = np.concatenate(rows).T
    return inside, outside, group


def _published_edges(
    rng: np.random.Generator, inside: np.ndarray, outside: np.ndarray, group: np.ndarray
) -> np.ndarray:
    """Join people at random so that all have the contacts they should, int64 (6095, 2)."""
    edges = np.array(_counts()["edges"])
    drawn = [_dealt(rng, *np.split(_ends(rng, inside, group == g), 2)) for g in range(len(edges))]
    left = [_ends(rng, outside, group == g) for g in range(len(edges))]
    for g, h in np.argwhere(np.triu(edges, 1) > 0):
        n = int(edges[g, h])
        drawn.append(_dealt(rng, left[g][:n], left[h][:n]))
        left[g], left[h] = left[g][n:], left[h][n:]
    return np.concatenate(drawn)


def _first_connected(draw: Callable[[], np.ndarray], people: int) -> Ties:
    """Draw edges until they connect everybody.

    Raises:
        NightwalkError: if that does not happen.
    """
    for _ in range(ROUNDS):
        ties = _ties(draw(), people)
        if _connected(ties):
            return ties
    raise NightwalkError("No connected network has these contacts; give people more of them.")


def _connected(ties: Ties) -> bool:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    people = len(ties.start) - 1
    graph = csr_array((ties.weight, ties.other, ties.start), shape=(people, people))
    return int(connected_components(graph, directed=False, return_labels=False)) == 1


def _different(
    rng: np.random.Generator, first: np.ndarray, second: np.ndarray, count: int, *, inside: bool
) -> np.ndarray:
    """Draw different edges between members of two groups, or of one, int64 (count, 2)."""
    if inside:
        left, right = np.triu_indices(len(first), 1)
    else:
        left, right = (end.ravel() for end in np.indices((len(first), len(second))))
    chosen = rng.choice(len(left), count, replace=False)
    return np.stack([first[left[chosen]], second[right[chosen]]], axis=1)


def _ends(rng: np.random.Generator, contacts: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Return each member as often as there are contacts, in random order."""
    return rng.permutation(np.repeat(np.flatnonzero(members), contacts[members]))


def _dealt(rng: np.random.Generator, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Join ends at random; edges that are there already, or lead back, are dealt again with others.

    Raises:
        NightwalkError: if no such network is found.
    """
    right = right.copy()
    for _ in range(ROUNDS):
        again = _doubtful(left, right)
        if len(again) == 0:
            return np.stack([left, right], axis=1)
        again = np.union1d(again, rng.choice(len(left), len(again)))
        right[again] = rng.permutation(right[again])
    raise NightwalkError("No network has these contacts; give people fewer of them.")


def _doubtful(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the rows of edges that lead back or repeat an earlier one."""
    edges = np.sort(np.stack([left, right], axis=1), axis=1)
    first = np.unique(edges, axis=0, return_index=True)[1]
    repeated = np.setdiff1d(np.arange(len(edges)), first)
    return np.union1d(repeated, np.flatnonzero(left == right))


def _ties(edges: np.ndarray, people: int) -> Ties:
    """Return the columns of a network, every neighbour heard alike."""
    both = np.concatenate([edges, edges[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    degree = np.bincount(both[:, 0], minlength=people)
    start = np.concatenate([[0], np.cumsum(degree)]).astype(np.int64)
    trust = np.ones(len(both))
    return Ties(start, both[:, 1].astype(np.int32), trust, trust / degree[both[:, 0]])
