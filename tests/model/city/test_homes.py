from __future__ import annotations

import json

import numpy as np
import pytest

from nightwalk.base.errors import CityError
from nightwalk.model.city import Assumptions, City


def grid_file(
    path, city: City, cells: list[tuple[float, float, float, float, float]], column: str = "population"
):
    """Write rectangles given as shares of the town's box, with people."""
    west, south, east, north = city.bounds
    features = []
    for left, low, right, high, people in cells:
        corners = np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])
        ring = city.to_wgs84(corners * [east - west, north - south] + [west, south]).tolist()
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {column: people}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture
def extract(write_map):
    nodes = {i: (i % 4 * 150.0, i // 4 * 150.0, {}) for i in range(16)}
    ways = [([row * 4 + c for c in range(4)], {"highway": "residential"}) for row in range(4)]
    ways += [([row * 4 + c for row in range(4)], {"highway": "residential"}) for c in range(4)]
    return write_map(nodes, ways)


def test_without_buildings_people_go_by_length_of_street_and_it_is_said(extract):
    city = City.from_osm(extract)
    expected = city.streets.length.sum() * Assumptions().people_per_street_metre
    assert city.homes.source == "street length"
    assert city.homes.residents.sum() == pytest.approx(expected)
    assert any("length of street" in note for note in city.notes)


def test_a_population_grid_is_followed(extract, tmp_path):
    town = City.from_osm(extract)
    file = grid_file(tmp_path / "people.geojson", town, [(0, 0, 0.5, 1, 300), (0.5, 0, 1, 1, 100)])
    city = City.from_osm(extract, population=file)
    x = city.nodes.x[city.homes.node]
    west = x < (city.bounds[0] + city.bounds[2]) / 2
    assert city.homes.source == "grid"
    assert city.homes.residents.sum() == pytest.approx(400, rel=0.03)
    assert city.homes.residents[west].sum() == pytest.approx(300, rel=0.03)


def test_a_cell_reaching_out_of_the_map_counts_in_part(extract, tmp_path):
    town = City.from_osm(extract)
    file = grid_file(tmp_path / "people.geojson", town, [(0, 0, 2, 1, 400)])
    assert City.from_osm(extract, population=file).homes.residents.sum() == pytest.approx(200, rel=0.03)


def test_larger_houses_hold_more_people_and_shops_fewer():
    import shapely

    from nightwalk.model.city.ground import Ground
    from nightwalk.model.city.homes import dwelling_floor

    boxes = np.array([shapely.box(100 * i, 0, 100 * i + 10, 10) for i in range(5)], object)
    tags = [
        {"building": "apartments", "building:levels": "6"},
        {"building": "house"},
        {"building": "yes", "building:levels": "2"},
        {"building": "yes", "building:levels": "2"},
        {"building": "church"},
    ]
    ground = Ground(np.empty((0, 2)), [], boxes, tags)
    row, floor = dwelling_floor(ground, Assumptions(), np.array([[305.0, 5.0]]))
    assert row.tolist() == [0, 1, 2, 3]
    assert floor.tolist() == pytest.approx([600, 200, 100, 50])


def test_a_total_can_be_given(extract):
    assert City.from_osm(extract, residents=1234).homes.residents.sum() == pytest.approx(1234)
    assert City.from_osm(extract).with_residents(10).homes.residents.sum() == pytest.approx(10)


@pytest.mark.parametrize("total", [0, -5, float("nan"), float("inf"), True])
def test_a_town_of_nobody_is_refused(extract, total):
    with pytest.raises(CityError, match="cannot be simulated; expected a number above 0"):
        City.from_osm(extract, residents=total)


def test_a_layer_that_cannot_be_used_is_refused(extract, tmp_path):
    town = City.from_osm(extract)
    no_column = grid_file(tmp_path / "a.geojson", town, [(0, 0, 1, 1, 5)], column="cats")
    with pytest.raises(CityError, match="no population column; expected one of population"):
        City.from_osm(extract, population=no_column)
    elsewhere = grid_file(tmp_path / "b.geojson", town, [(5, 5, 6, 6, 50)])
    with pytest.raises(CityError, match="nobody living where the streets are"):
        City.from_osm(extract, population=elsewhere)
    with pytest.raises(CityError, match="does not exist"):
        City.from_osm(extract, population=tmp_path / "none.gpkg")


def test_the_real_grid_of_helsinki(shared):
    city = City.from_osm(
        shared / "osm" / "helsinki_centre.osm.pbf",
        population=shared / "population" / "helsinki_population_grid_2020.gpkg",
    )
    assert city.homes.source == "grid"
    assert 3000 < city.homes.residents.sum() < 7801  # 22 cells touch the extract, many only in part
    assert (np.diff(city.homes.node) > 0).all()
    assert city.nodes.junction[city.homes.node].all()
