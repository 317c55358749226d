"""Least costs by elimination, against networkx; ways traced along them, ties to the lowest edge."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.model.city import grid_town
from nightwalk.model.hierarchy import (
    UNREACHED,
    blank_search,
    eliminated,
    hierarchy,
    links_of,
    search_from,
    settle,
)
from nightwalk.model.paths import blank_tree, grow, street_graph
from nightwalk.model.renewal import beside
from nightwalk.model.routes import CLASSES, ROOM, Streets, demand, felt_routes, joined, shortest_routes
from nightwalk.model.town import town_of

NEAR_AND_FAR = st.one_of(st.integers(1, 4), st.integers(1, 1_000_000))
NEAR_HOME = 150.0


@st.composite
def multigraphs(draw, *, most_nodes=14, cost=NEAR_AND_FAR, measures=None):
    """Nodes, edges with parallels, loops and parts that do not meet, and int32 (E, K) costs."""
    nodes = draw(st.integers(1, most_nodes))
    ends = st.integers(0, nodes - 1)
    pairs = draw(st.lists(st.tuples(ends, ends), min_size=1, max_size=3 * most_nodes))
    count = draw(st.integers(1, 4)) if measures is None else measures
    row = st.lists(cost, min_size=count, max_size=count)
    costs = draw(st.lists(row, min_size=len(pairs), max_size=len(pairs)))
    return nodes, np.array(pairs, dtype=np.int32), np.array(costs, dtype=np.int32)


def networkx_of(nodes, pairs, costs):
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((int(a), int(b), {"cost": int(c)}) for (a, b), c in zip(pairs, costs, strict=True))
    return graph


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
            settle(tall, arc_cost, tall.rank[origin], number, search)
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
        settle(tall, arc_cost, tall.rank[origin], origin, search)
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


@given(multigraphs(measures=1), st.data())
def test_ties_go_to_the_lowest_edge(town_, data):
    """A way goes at each junction over the lowest edge that loses nothing, as a search from the end finds it."""
    nodes, pairs, costs = town_
    streets = streets_of(nodes, pairs, costs[:, 0] / 1000.0)
    target = data.draw(st.integers(0, nodes - 1))
    wants, rows = demand(np.arange(nodes), np.full(nodes, target), np.zeros(nodes, dtype=int))
    routes = shortest_routes(streets, wants, limit=1e6, near_home=NEAR_HOME)
    graph, tree = street_graph(pairs[:, 0], pairs[:, 1], nodes), blank_tree(nodes, len(pairs))
    grow(graph, costs[graph.edge, 0].astype(np.int64), target, 1 << 40, tree)
    for origin in range(nodes):
        way = routes.ways[rows[origin], 0]
        assert (way >= 0) == (tree.cost[origin] < 1 << 40)
        node = origin
        for edge in routes.segments[routes.start[way] : routes.start[way + 1]] if way >= 0 else ():
            left = tree.cost[node]
            tight = [
                e
                for e, (a, b) in enumerate(pairs)
                if node in (a, b) and tree.cost[a + b - node] + costs[e, 0] == left
            ]
            assert edge == min(tight) == tree.edge[node]
            node = pairs[edge].sum() - node
        assert way < 0 or node == target


@given(multigraphs(measures=1 + 2 * CLASSES, cost=st.integers(1, 3)), st.integers(0, CLASSES - 1))
def test_ways_that_feel_best_have_their_ties_broken_alike(town_, person_class):
    """With whole metres of 1 to 3 nearly everything ties; each way is the one a search of its own finds."""
    nodes, pairs, metres = town_
    streets = streets_of(nodes, pairs, metres[:, 0].astype(float))
    target = nodes - 1
    wants, rows = demand(np.arange(nodes), np.full(nodes, target), np.full(nodes, person_class))
    short = shortest_routes(streets, wants, limit=1e6, near_home=NEAR_HOME)
    felt = metres[:, 1:].T.reshape(2, CLASSES, -1).astype(float)
    routes = felt_routes(streets, wants, short, felt, limit=1e6, near_home=NEAR_HOME)
    graph = street_graph(pairs[:, 0], pairs[:, 1], nodes)
    for way, cost in enumerate((metres[:, 0], felt[0, person_class], felt[1, person_class])):
        tree = blank_tree(nodes, len(pairs))
        grow(graph, (1000 * cost).astype(np.int64)[graph.edge], target, 1 << 40, tree)
        for origin in range(nodes):
            route = routes.ways[rows[origin], way]
            expected, node = [], origin
            while tree.edge[node] >= 0:
                expected.append(int(tree.edge[node]))
                node = tree.towards[node]
            passed = routes.segments[routes.start[route] : routes.start[route + 1]] if route >= 0 else []
            assert list(passed) == expected
            assert (route >= 0) == (tree.cost[origin] < 1 << 40)
    for row in rows[routes.ways[rows, 0] >= 0]:
        passed = [tuple(routes.segments[routes.start[w] : routes.start[w + 1]]) for w in routes.ways[row]]
        assert len(set(routes.ways[row].tolist())) == len(set(passed)), "a way is kept once"


def streets_of(nodes, pairs, metres):
    """A town whose edges have one segment each."""
    tall = hierarchy(pairs[:, 0], pairs[:, 1], nodes)
    links = links_of(tall, pairs[:, 0], pairs[:, 1])
    return Streets(tall, links, np.arange(len(pairs) + 1), metres)


@pytest.fixture(scope="module")
def large(p):
    """A grid town of 14 by 14 junctions."""
    return town_of(grid_town(14, 14), p)


@pytest.fixture(scope="module")
def many(large):
    """So many route sets that the room for their segments has to grow, and how every class feels."""
    city, rng, count = large.city, np.random.default_rng(5), 20_000
    origin, target = rng.integers(0, len(city.nodes.x), (2, count))
    wants, _ = demand(origin, target, rng.integers(0, CLASSES, count))
    felt = city.streets.length * (1 + rng.random((2, CLASSES, city.segments)))
    return wants, felt


def traced(town, wants, felt, **how):
    short = shortest_routes(town.streets, wants, limit=3000.0, near_home=NEAR_HOME, **how)
    return short, felt_routes(town.streets, wants, short, felt, limit=3000.0, near_home=NEAR_HOME, **how)


def test_growing_room_loses_no_way(large, many):
    """All sets at once, and in pieces that fit in the first room."""
    wants, felt = many
    whole = traced(large, wants, felt)
    assert len(whole[0].segments) > 2 * ROOM
    pieces = [None, None]
    for part in np.array_split(np.arange(len(wants.origin)), 16):
        mine, _ = demand(wants.origin[part], wants.target[part], wants.person_class[part])
        for k, routes in enumerate(traced(large, mine, felt)):
            pieces[k] = routes if pieces[k] is None else beside(pieces[k], routes)
    for name in whole[0]._fields:
        for one, other in zip(whole, pieces, strict=True):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_any_number_of_threads_traces_the_same_ways(large, many, threads):
    wants, felt = many
    for one, other in zip(
        traced(large, wants, felt), traced(large, wants, felt, threads=threads), strict=True
    ):
        for name in one._fields:
            assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name


def test_fewer_destinations_than_threads(town, city):
    node = np.unique(city.homes.node)[:5]
    wants, _ = demand(node, np.full(5, node[0]), np.zeros(5, dtype=int))
    felt = np.broadcast_to(city.streets.length, (2, CLASSES, city.segments))
    for one, other in zip(traced(town, wants, felt), traced(town, wants, felt, threads=4), strict=True):
        for name in one._fields:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_sets_asked_for_later_keep_the_rows_of_the_first(large, many):
    wants, felt = many
    halves = [demand(*(c[k::2] for c in wants[:3]))[0] for k in (0, 1)]
    both = joined(*halves)
    routes, apart = traced(large, both, felt)[1], [traced(large, half, felt)[1] for half in halves]
    together = beside(*apart)
    for name in routes._fields:
        np.testing.assert_array_equal(getattr(routes, name), getattr(together, name), err_msg=name)
