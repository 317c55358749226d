"""Least costs by elimination, against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.model.hierarchy import (
    UNREACHED,
    blank_search,
    eliminated,
    hierarchy,
    search_from,
    settle_rank,
)
from tests.model.graphs import multigraphs, networkx_of


def least_costs(nodes, pairs, costs):
    """Costs to every destination from every node under every measure, int64 (V, V, K)."""
    out = np.full((nodes, nodes, costs.shape[1]), UNREACHED, dtype=np.int64)
    for m in range(costs.shape[1]):
        for target, reached in nx.all_pairs_dijkstra_path_length(
            networkx_of(nodes, pairs, costs[:, m]), weight="cost"
        ):
            for origin, cost in reached.items():
                out[target, origin, m] = min(cost, UNREACHED)
    return out


def found_costs(nodes, pairs, costs, order):
    """The same by elimination; nodes are settled in the order given."""
    tall = hierarchy(pairs[:, 0], pairs[:, 1], nodes)
    arc_cost, search = eliminated(tall, costs), blank_search(nodes, costs.shape[1])
    out = np.empty((nodes, nodes, costs.shape[1]), dtype=np.int64)
    for number, target in enumerate(order):
        search_from(tall, arc_cost, tall.rank[target], number, search)
        for origin in order[number:] + order[:number]:
            settle_rank(tall, arc_cost, tall.rank[origin], number, search)
        out[target] = search.cost[tall.rank]
    return out


@given(multigraphs(), st.randoms(use_true_random=False))
def test_costs_are_those_of_networkx_under_every_measure(town_, luck):
    nodes, pairs, costs = town_
    order = list(range(nodes))
    luck.shuffle(order)
    np.testing.assert_array_equal(found_costs(nodes, pairs, costs, order), least_costs(nodes, pairs, costs))


@given(multigraphs(most_nodes=9, cost=st.integers(UNREACHED // 3, UNREACHED - 1)))
def test_costs_too_high_to_hold_are_out_of_reach(town_):
    nodes, pairs, costs = town_
    found = found_costs(nodes, pairs, costs, list(range(nodes)))
    np.testing.assert_array_equal(found, least_costs(nodes, pairs, costs))


@pytest.mark.parametrize("each", [UNREACHED - 1, UNREACHED // 2, UNREACHED // 3])
def test_a_long_way_of_high_costs_is_out_of_reach(each):
    """Sums of what is out of reach already must not run over the 32 bits."""
    pairs, nodes = ring(24)
    costs = np.full((nodes, 2), each, dtype=np.int32)
    costs[:, 1] = 7
    order = list(range(nodes))
    found = found_costs(nodes, pairs.astype(np.int32), costs, order)
    np.testing.assert_array_equal(found, least_costs(nodes, pairs, costs))


@given(multigraphs())
def test_one_origin_alone_costs_what_it_costs_among_all(town_):
    """Only what a way rests on is settled."""
    nodes, pairs, costs = town_
    tall = hierarchy(pairs[:, 0], pairs[:, 1], nodes)
    arc_cost, search = eliminated(tall, costs), blank_search(nodes, costs.shape[1])
    expected = least_costs(nodes, pairs, costs)
    for origin in range(nodes):
        search_from(tall, arc_cost, tall.rank[nodes - 1], origin, search)
        settle_rank(tall, arc_cost, tall.rank[origin], origin, search)
        assert search.mark[tall.rank[origin]] == origin
        np.testing.assert_array_equal(search.cost[tall.rank[origin]], expected[nodes - 1, origin])


@given(multigraphs())
def test_the_order_holds_every_node_once_and_arcs_lead_up(town_):
    nodes, pairs, _ = town_
    tall = hierarchy(pairs[:, 0], pairs[:, 1], nodes)
    assert sorted(tall.rank.tolist()) == list(range(nodes))
    for low in range(nodes):
        row = tall.above[tall.start[low] : tall.start[low + 1]]
        assert (row > low).all()
        assert (np.diff(row) > 0).all()
    loops = pairs[:, 0] == pairs[:, 1]
    np.testing.assert_array_equal(tall.arc < 0, loops)
    ends = np.sort(tall.rank[pairs], axis=1)[~loops]
    low = np.searchsorted(tall.start, tall.arc[~loops], side="right") - 1
    np.testing.assert_array_equal(np.stack([low, tall.above[tall.arc[~loops]]], axis=1), ends)


def ring(nodes):
    """Streets in one ring."""
    rows = np.arange(nodes)
    return np.stack([rows, (rows + 1) % nodes], axis=1), nodes


def ring_with_a_square(nodes):
    """A ring with a square many streets lead to."""
    arms = np.arange(nodes, nodes + 60)
    return np.concatenate([ring(nodes)[0], np.stack([np.zeros_like(arms), arms], axis=1)]), nodes + 60


def thinned_grid(side):
    """A large town: a grid where three of ten streets are missing, and one junction of ten streets."""
    rows = np.arange(side * side).reshape(side, side)
    across = np.stack([rows[:, :-1].ravel(), rows[:, 1:].ravel()], axis=1)
    up = np.stack([rows[:-1].ravel(), rows[1:].ravel()], axis=1)
    pairs = np.concatenate([across, up])
    pairs = pairs[np.random.default_rng(1).random(len(pairs)) > 0.3]
    square = rows[side // 2, side // 2]
    return np.concatenate([pairs, np.stack([np.full(6, square), square + 2 + np.arange(6)], axis=1)]), side**2


@pytest.mark.parametrize(
    ("pairs", "nodes"),
    [ring(1000), ring(5000), ring_with_a_square(1000), thinned_grid(60), thinned_grid(350)],
    ids=["ring", "long ring", "ring with a square", "town", "city"],
)
def test_elimination_leaves_every_arc_it_needs_however_large_the_town(pairs, nodes):
    """Where junctions a and b are both above another, they are joined (the filled graph is chordal).

    It is enough to look at the lowest of those above: all others above are above it too.
    """
    tall = hierarchy(*pairs.astype(np.int32).T, nodes)
    low = np.repeat(np.arange(nodes), np.diff(tall.start))
    above = tall.above.astype(np.int64)
    first = np.diff(tall.start) > 0
    parent = np.full(nodes, -1)
    parent[first] = above[tall.start[:-1][first]]
    others = above != parent[low]
    needed = parent[low][others] * nodes + above[others]
    missing = ~np.isin(needed, low * nodes + above)
    assert missing.sum() == 0
