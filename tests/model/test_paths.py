"""Shortest paths from one junction, against networkx."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.model.paths import UNREACHED, blank_tree, grow, millimetres, reset, street_graph
from tests.model.graphs import networkx_of


def edges_of(draw, nodes):
    count = draw(st.integers(1, 40))
    ends = st.integers(0, nodes - 1)
    pairs = draw(
        st.lists(st.tuples(ends, ends).filter(lambda p: p[0] != p[1]), min_size=count, max_size=count)
    )
    return np.array(pairs, dtype=np.int32)


@st.composite
def graphs(draw, *, few_costs=False):
    nodes = draw(st.integers(2, 14))
    pairs = edges_of(draw, nodes)
    cost = st.integers(1, 5 if few_costs else 1_000_000)
    costs = np.array(draw(st.lists(cost, min_size=len(pairs), max_size=len(pairs))), dtype=np.int64)
    return nodes, pairs, costs


def search(nodes, pairs, costs, root, limit=1 << 40):
    """Search a graph whose edges cost so many millimetres."""
    graph, tree = street_graph(pairs[:, 0], pairs[:, 1], nodes), blank_tree(nodes, len(pairs))
    seen = grow(graph, costs[graph.edge], root, limit, tree)
    return tree, seen


@given(graphs())
def test_costs_are_those_of_networkx(town_):
    nodes, pairs, costs = town_
    tree, _ = search(nodes, pairs, costs, 0)
    expected = nx.single_source_dijkstra_path_length(networkx_of(nodes, pairs, costs), 0, weight="cost")
    for node in range(nodes):
        assert tree.cost[node] == expected.get(node, UNREACHED)


@given(graphs(), st.integers(0, 1_500_000))
def test_a_bounded_search_finds_all_within_the_limit_and_nothing_beyond(town_, limit):
    nodes, pairs, costs = town_
    tree, seen = search(nodes, pairs, costs, 0, limit)
    expected = nx.single_source_dijkstra_path_length(
        networkx_of(nodes, pairs, costs), 0, weight="cost", cutoff=limit
    )
    assert set(tree.seen[:seen].tolist()) == set(expected) == set(np.flatnonzero(tree.cost < UNREACHED))


@given(graphs(few_costs=True))
def test_among_equal_ways_the_lowest_edge_is_taken(town_):
    nodes, pairs, costs = town_
    tree, _ = search(nodes, pairs, costs, 0)
    for node in range(1, nodes):
        if tree.cost[node] == UNREACHED:
            continue
        tight = [
            e
            for e, (a, b) in enumerate(pairs)
            if node in (a, b) and tree.cost[a + b - node] + costs[e] == tree.cost[node]
        ]
        assert tree.edge[node] == min(tight)
        assert tree.towards[node] == pairs[tree.edge[node]].sum() - node


def test_costs_are_whole_millimetres_and_never_zero():
    assert millimetres(np.array([0.0, 1e-9, 0.0014, 100.0])).tolist() == [1, 1, 1, 100_000]


def test_scratch_is_blank_again_after_a_reset():
    pairs = np.array([[0, 1], [1, 2], [0, 2]], dtype=np.int32)
    tree, seen = search(3, pairs, np.array([1, 1, 5]), 0)
    reset(tree, seen)
    fresh = blank_tree(3, 3)
    for name in ("cost", "edge", "towards"):
        np.testing.assert_array_equal(getattr(tree, name), getattr(fresh, name))
