"""Ways traced along least costs: ties go to the lowest edge, whatever the room and the number of threads."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.model.city import grid_town
from nightwalk.model.demand import CLASSES, demand, joined
from nightwalk.model.hierarchy import hierarchy, links_of
from nightwalk.model.paths import blank_tree, grow, street_graph
from nightwalk.model.renewal import beside
from nightwalk.model.routes import felt_routes, shortest_routes
from nightwalk.model.town import town_of
from nightwalk.model.tracing import ROOM, Streets
from tests.model.graphs import multigraphs

NEAR_HOME = 150.0


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
    return Streets(tall, links, np.arange(len(pairs) + 1), metres, np.ones(len(metres)))


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
