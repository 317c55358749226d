from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from nightwalk.base.errors import CityError
from nightwalk.model.city import City
from nightwalk.model.city.areas import merge_cells
from nightwalk.model.city.builtin import built_in_file


def polygons(path, city: City, boxes: list[tuple[float, float, float, float, str | None]]):
    west, south, east, north = city.bounds
    features = []
    for left, low, right, high, name in boxes:
        corners = np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])
        ring = city.to_wgs84(corners * [east - west, north - south] + [west, south]).tolist()
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture
def extract(write_map):
    nodes = {i: (i * 100.0, 0.0, {}) for i in range(12)} | {20: (500.0, 400.0, {})}
    return write_map(
        nodes,
        [(list(range(12)), {"highway": "residential", "name": "Long Lane"}), ([5, 20], {"highway": "path"})],
    )


def test_given_polygons_are_the_areas(extract, tmp_path):
    town = City.from_osm(extract)
    file = polygons(
        tmp_path / "a.geojson", town, [(-1, -1, 0.5, 2, "West"), (0.5, -1, 2, 2, "East"), (8, 8, 9, 9, "Far")]
    )
    city = City.from_osm(extract, areas=file)
    assert (city.areas.source, city.areas.name.tolist()) == ("given", ["West", "East"])
    east = city.midpoints[:, 0] > (city.bounds[0] + city.bounds[2]) / 2
    np.testing.assert_array_equal(city.streets.area, east)


def test_what_lies_in_no_polygon_belongs_to_the_nearest(extract, tmp_path):
    town = City.from_osm(extract)
    file = polygons(tmp_path / "a.geojson", town, [(0, 0, 0.1, 1, "West"), (0.9, 0, 1, 1, None)])
    city = City.from_osm(extract, areas=file)
    assert city.areas.name.tolist() == ["West", "Area 2"]
    assert (city.streets.area >= 0).all()
    assert set(city.nodes.area.tolist()) == {0, 1}


def test_a_layer_without_polygons_is_refused(extract, tmp_path):
    file = tmp_path / "points.geojson"
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [9, 50]}}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [point]}))
    with pytest.raises(CityError, match="holds no polygon"):
        City.from_osm(extract, areas=file)


@pytest.mark.parametrize(("count", "source"), [(20, "boundaries"), (19, "cells")])
def test_boundaries_of_the_map_count_from_twenty_on(write_map, count, source):
    nodes = {i: (i * 100.0, 0.0, {}) for i in range(count + 1)} | {
        999: (0.0, 800.0, {}),
        998: (count * 100.0, 800.0, {}),
    }
    ways = [([999, *range(count + 1), 998], {"highway": "residential"})]
    for i in range(count):
        corners = [1000 + 4 * i + k for k in range(4)]
        at = [(0, 10), (100, 10), (100, 600), (0, 600)]
        nodes |= {c: (i * 100.0 + x, float(y), {}) for c, (x, y) in zip(corners, at, strict=True)}
        tags = {"boundary": "administrative", "admin_level": "10", "name": f"Quarter {i}"}
        ways.append(([*corners, corners[0]], tags))
    city = City.from_osm(write_map(nodes, ways))
    assert city.areas.source == source
    if source == "boundaries":
        assert city.areas.name[0].startswith("Quarter")


def test_cells_hold_enough_people_and_have_distinct_names():
    city = City.from_osm(built_in_file())
    people = np.bincount(city.nodes.area[city.homes.node], city.homes.residents, len(city.areas.name))
    assert city.areas.source == "cells"
    assert (people >= 200).all()
    assert len(set(city.areas.name.tolist())) == len(city.areas.name)
    assert city.streets.area.max() == len(city.areas.name) - 1
    area = shapely.from_wkb(city.areas.wkb)
    inside = shapely.intersects(area[city.streets.area], shapely.points(city.midpoints))
    assert inside.all()


@settings(deadline=None, derandomize=True)
@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(0, 300), min_size=1))
def test_merging_loses_nobody_and_leaves_no_small_group(cells):
    place = np.array(sorted(cells), np.int64)
    people = np.array([float(cells[key]) for key in sorted(cells)])
    group = merge_cells(place, people, 200.0)
    total = np.bincount(group, people, len(place))[np.unique(group)]
    assert total.sum() == people.sum()
    assert len(total) == 1 or (total >= 200).all()
    np.testing.assert_array_equal(group[group], group)
