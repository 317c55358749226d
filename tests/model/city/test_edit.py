from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from nightwalk.base.errors import CityError


def test_a_closure_keeps_ids_people_and_topology(helsinki):
    gone = helsinki.streets.id[100:140]
    after = helsinki.without(gone)
    assert not np.isin(gone, after.streets.id).any()
    assert np.isin(after.streets.id, helsinki.streets.id).all()
    assert after.homes.residents.sum() == pytest.approx(helsinki.homes.residents.sum())
    assert len(after.uses.kind) == len(helsinki.uses.kind)
    assert nx.is_connected(after.graph())
    assert after.nodes.junction[after.homes.node].all()
    assert after.nodes.junction[after.uses.node].all()
    rows = np.searchsorted(helsinki.streets.id, after.streets.id)
    np.testing.assert_array_equal(after.streets.lux, helsinki.streets.lux[rows])
    np.testing.assert_allclose(after.midpoints, helsinki.midpoints[rows])


def test_an_edge_that_loses_its_middle_becomes_two(write_map):
    from nightwalk.model.city import City

    nodes = {1: (0.0, 0.0, {}), 2: (400.0, 0.0, {}), 3: (0.0, 50.0, {}), 4: (400.0, 50.0, {})}
    road, lane = {"highway": "residential", "name": "Road"}, {"highway": "residential", "name": "Lane"}
    ways = [([1, 2], road), ([1, 3], lane), ([3, 4], lane | {"name": "Back"}), ([4, 2], lane)]
    city = City.from_osm(write_map(nodes, ways))
    middle = city.streets.id[city.streets.name == "Road"][1]
    after = city.without([middle])
    pieces = after.streets.name == "Road"
    assert pieces.sum() == 3
    assert len(set(after.streets.edge[pieces].tolist())) == 2
    assert after.nodes.junction[after.streets.edge_u].all()
    assert after.nodes.junction[after.streets.edge_v].all()


def test_removing_nothing_changes_nothing_but_unused_nodes(town):
    assert town.without([]).checksum == town.checksum


def test_unknown_ids_and_empty_towns_are_refused(town):
    with pytest.raises(CityError, match="has no street 999; ids run from 1"):
        town.without([999])
    with pytest.raises(CityError, match="No street of Grid town would be left"):
        town.without(town.streets.id)
