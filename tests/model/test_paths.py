"""Shortest paths, shared routes and surroundings, against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.agents.residents import blank_people
from nightwalk.model.city import grid_town
from nightwalk.model.city.city import City
from nightwalk.model.paths import UNREACHED, blank_tree, grow, millimetres, reset, street_graph
from nightwalk.model.people import around_points
from nightwalk.model.routes import CLASSES, demand, felt_routes, shortest_routes, with_reachable
from nightwalk.model.surroundings import close_pairs, mean_around
from nightwalk.model.town import town_of


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


def networkx_of(nodes, pairs, costs):
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((int(a), int(b), {"cost": c}) for (a, b), c in zip(pairs, costs, strict=True))
    return graph


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


def test_requests_share_their_sets():
    origin, target = np.array([1, 1, 4, -1, 1]), np.array([9, 9, 9, 9, -1])
    wants, rows = demand(origin, target, np.array([0, 0, 0, 0, 0]))
    assert rows.tolist() == [0, 0, 1, -1, -1]
    assert (wants.origin[rows[0]], wants.target[rows[0]], wants.person_class[rows[0]]) == (1, 9, 0)
    other_class = demand(np.array([1, 1]), np.array([9, 9]), np.array([0, 3]))[1]
    assert other_class.tolist() == [0, 1]
    assert demand(np.array([-1]), np.array([3]), np.array([0]))[1].tolist() == [-1]


@given(st.lists(st.tuples(st.integers(-1, 6), st.integers(-1, 6), st.integers(0, CLASSES - 1)), max_size=40))
def test_sets_come_in_the_order_they_are_first_asked_for_and_can_be_read_by_destination(asked):
    columns = np.array(asked, dtype=np.int32).reshape(-1, 3).T
    wants, rows = demand(*columns)
    sets = list(zip(*(column.tolist() for column in wants[:3]), strict=True))
    assert sets == list(dict.fromkeys(one for one in asked if min(one[:2]) >= 0))
    assert [sets[row] if row >= 0 else None for row in rows] == [
        one if min(one[:2]) >= 0 else None for one in asked
    ]
    assert sorted(wants.by_target.tolist()) == list(range(len(sets)))
    assert (np.diff(wants.target[wants.by_target]) >= 0).all()


@pytest.fixture(scope="module", params=["grid", "Helsinki"])
def traced(request, p):
    """A town, requested routes at random, street costs at random."""
    city = grid_town() if request.param == "grid" else City.built_in()
    town, rng = town_of(city, p), np.random.default_rng(3)
    junctions = np.flatnonzero(city.nodes.junction)
    n = 150
    wants, _ = demand(
        rng.choice(junctions, n), rng.choice(junctions, 12)[rng.integers(0, 12, n)], rng.integers(0, 4, n)
    )
    costs = city.streets.length * (1 + rng.random((2, CLASSES, city.segments)))
    short = shortest_routes(town.streets, wants, limit=1500.0, near_home=150.0)
    routes = felt_routes(town.streets, wants, short, costs, limit=1500.0, near_home=150.0)
    return city, wants, costs, routes


def graph_by_cost(city, cost):
    per_edge = np.bincount(city.streets.edge, weights=cost)
    return networkx_of(
        len(city.nodes.x), np.stack([city.streets.edge_u, city.streets.edge_v], axis=1), per_edge
    )


def test_routes_are_as_short_as_those_of_networkx(traced):
    city, wants, costs, routes = traced
    graphs_ = {"short": graph_by_cost(city, city.streets.length)}
    for light in range(2):
        graphs_ |= {(light, c): graph_by_cost(city, costs[light, c]) for c in range(CLASSES)}
    reached = 0
    for q in range(len(wants.origin)):
        origin, target, c = int(wants.origin[q]), int(wants.target[q]), int(wants.person_class[q])
        try:
            metres = nx.dijkstra_path_length(graphs_["short"], origin, target, weight="cost")
        except nx.NetworkXNoPath:
            metres = np.inf
        if metres > 1500.0:
            assert (routes.ways[q] == -1).all()
            continue
        reached += 1
        assert routes.length[routes.ways[q, 0]] == pytest.approx(metres)
        assert routes.detour[routes.ways[q, 0]] == 0.0
        for light in range(2):
            way = routes.ways[q, 1 + light]
            segments = routes.segments[routes.start[way] : routes.start[way + 1]]
            best = nx.dijkstra_path_length(graphs_[light, c], origin, target, weight="cost")
            assert costs[light, c][segments].sum() == pytest.approx(best)
            assert routes.length[way] == pytest.approx(city.streets.length[segments].sum())
            assert routes.detour[way] == routes.length[way] - routes.length[routes.ways[q, 0]]
    assert reached > 30


def test_routes_lead_from_the_origin_to_the_destination_segment_by_segment(traced):
    city, wants, _, routes = traced
    streets = city.streets
    for q in np.flatnonzero(routes.ways[:, 0] >= 0):
        for way in routes.ways[q]:
            node, metres = wants.origin[q], 0.0
            for k, s in enumerate(routes.segments[routes.start[way] : routes.start[way + 1]]):
                assert node in (streets.u[s], streets.v[s])
                assert (k < routes.near[way]) == (metres + streets.length[s] <= 150.0)
                node, metres = streets.u[s] + streets.v[s] - node, metres + streets.length[s]
            assert node == wants.target[q]


def test_the_way_there_is_as_long_as_the_way_back(traced, p):
    city, wants, _, routes = traced
    back, rows = demand(wants.target, wants.origin, wants.person_class)
    reverse = shortest_routes(town_of(city, p).streets, back, limit=1500.0, near_home=150.0)
    there, home = routes.ways[:, 0], reverse.ways[rows, 0]
    np.testing.assert_array_equal(there >= 0, home >= 0)
    np.testing.assert_allclose(routes.length[there[there >= 0]], reverse.length[home[home >= 0]])
    assert (reverse.ways == reverse.ways[:, :1]).all(), "before they are felt all ways are the shortest"


def test_places_out_of_reach_are_forgotten(traced):
    _, _, _, routes = traced
    near = int(np.flatnonzero(routes.ways[:, 0] >= 0)[0])
    none = np.append(routes.ways, np.full((1, 3), -1, dtype=np.int32), axis=0)
    routes = routes._replace(ways=none)
    people = blank_people(1)
    people.routes[0, :2], people.dest[0, :2] = [len(none) - 1, near], [5, 6]
    with_reachable(people, routes)
    assert people.dest[0, :2].tolist() == [-1, 6]
    assert people.routes[0, 0] == -1


def test_surroundings_are_the_segments_whose_middle_is_near_by_street(town, city):
    graph = city.graph()
    points = np.unique(city.homes.node)[:8].astype(np.int32)
    found = around_points(town, points, 250.0)
    streets = city.streets
    for k, point in enumerate(points):
        metres = nx.single_source_dijkstra_path_length(graph, int(point), weight="length")
        near = np.array([
            min(metres.get(int(u), np.inf), metres.get(int(v), np.inf)) + d / 2
            for u, v, d in zip(streets.u, streets.v, streets.length, strict=True)
        ])  # fmt: skip
        row = slice(found.start[k], found.start[k + 1])
        chosen = set(found.segment[row].tolist())
        assert (
            set(np.flatnonzero(near <= 249.9).tolist())
            <= chosen
            <= set(np.flatnonzero(near <= 250.1).tolist())
        )
        np.testing.assert_allclose(found.distance[row], near[found.segment[row]], atol=0.01)


def test_the_mean_around_is_weighted_and_zero_where_nothing_is(p):
    out = np.empty(2)
    mean_around(
        np.array([0, 2, 2]),
        np.array([0, 2], dtype=np.int32),
        np.array([1.0, 9.0, 3.0]),
        np.array([4.0, 9.0, 8.0]),
        out,
    )
    assert out.tolist() == [7.0, 0.0]


def test_close_pairs_are_symmetric_and_within_the_radius(city):
    start, other = close_pairs(city, 120.0)
    left = np.repeat(np.arange(city.segments), np.diff(start))
    gap = np.linalg.norm(city.midpoints[:, None] - city.midpoints[None], axis=2)
    expected = {(a, b) for a, b in zip(*np.nonzero(gap <= 120.0), strict=True) if a != b}
    assert set(zip(left.tolist(), other.tolist(), strict=True)) == expected
