from __future__ import annotations

import numpy as np
import pytest

from nightwalk.model.city import Assumptions, City

STREET = {"highway": "residential"}


def test_streets_that_end_at_the_hull_are_ways_out(write_map):
    nodes = {
        1: (-500.0, 0.0, {}),
        2: (0.0, 0.0, {}),
        3: (500.0, 0.0, {}),
        4: (0.0, 400.0, {}),
        5: (30.0, 90.0, {}),
    }
    ways = [([1, 2, 3], STREET | {"highway": "primary"}), ([2, 4], STREET), ([2, 5], {"highway": "path"})]
    city = City.from_osm(write_map(nodes, ways))
    weight = {
        round(float(x - city.nodes.x.min())): w
        for x, w in zip(city.nodes.x, city.nodes.edge, strict=True)
        if w
    }
    assert sorted(weight.values()) == [Assumptions().exit_residential] + [Assumptions().exit_main] * 2


def test_a_town_without_loose_ends_has_a_way_out_all_the_same(write_map):
    nodes = {i: (300 * np.cos(i), 300 * np.sin(i), {}) for i in range(6)}
    city = City.from_osm(write_map(nodes, [([*range(6), 0], STREET)]))
    assert city.nodes.edge.sum() > 0


@pytest.mark.parametrize(
    ("tags", "column", "weight"),
    [
        ({"highway": "bus_stop"}, "transit", "stop_bus"),
        ({"railway": "tram_stop"}, "transit", "stop_tram"),
        ({"railway": "station"}, "transit", "stop_station"),
        ({"railway": "subway_entrance"}, "transit", "stop_metro"),
        ({"amenity": "parking"}, "parking", "parking_lot"),
        ({"amenity": "parking", "parking": "lane"}, "parking", "parking_street"),
    ],
)
def test_stops_and_car_parks_weigh_on_the_nearest_junction(write_map, tags, column, weight):
    nodes = {1: (0.0, 0.0, {}), 2: (100.0, 0.0, {}), 9: (95.0, 10.0, tags)}
    city = City.from_osm(write_map(nodes, [([1, 2], STREET)]))
    column_values = getattr(city.nodes, column)
    assert column_values.tolist() == [0.0, getattr(Assumptions(), weight)]


def test_a_private_car_park_is_none_and_a_larger_one_weighs_more(write_map):
    private = {"amenity": "parking", "access": "private"}
    large = {"amenity": "parking", "capacity": "200"}
    nodes = {1: (0.0, 0.0, {}), 2: (100.0, 0.0, {}), 8: (1.0, 9.0, private), 9: (99.0, 9.0, large)}
    assert City.from_osm(write_map(nodes, [([1, 2], STREET)])).nodes.parking.tolist() == [0.0, 4.0]


def test_only_junctions_are_ways_in_and_out(helsinki):
    cuts = ~helsinki.nodes.junction
    for name in ("transit", "parking", "edge"):
        column = getattr(helsinki.nodes, name)
        assert (column[cuts] == 0).all()
        assert column.sum() > 0
