"""The routes people share, against networkx."""

import networkx as nx
import numpy as np
import pytest

from nightwalk.agents.residents import blank_people
from nightwalk.model.city import grid_town
from nightwalk.model.city.city import City
from nightwalk.model.demand import CLASSES, demand
from nightwalk.model.routes import felt_routes, shortest_routes, with_reachable
from nightwalk.model.town import town_of
from tests.model.graphs import networkx_of


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
