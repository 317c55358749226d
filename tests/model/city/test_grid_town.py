from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightwalk.base.errors import CityError
from nightwalk.model.city import City, Lit, StreetClass, UseKind, grid_town
from nightwalk.model.city.columns import column_arrays


def test_every_feature_is_there(town):
    assert set(np.unique(town.streets.cls)) >= {
        StreetClass.RESIDENTIAL,
        StreetClass.MAIN,
        StreetClass.PARK,
        StreetClass.UNDERPASS,
    }
    assert set(np.unique(town.streets.lit)) == {Lit.YES, Lit.NO, Lit.UNKNOWN}
    assert set(np.unique(town.uses.kind)) == set(UseKind)
    assert len(town.areas.name) == 4
    assert town.nodes.transit.sum() > 0
    assert town.nodes.parking.sum() > 0
    assert (town.nodes.edge > 0).sum() >= 2
    assert len(town.lamps) > 0
    assert town.time_zone == "Europe/Berlin"
    assert town.homes.residents.sum() == pytest.approx(500)


def test_it_is_the_same_every_time(town):
    assert grid_town().checksum == town.checksum


def test_the_number_of_residents_is_what_was_asked(town):
    assert grid_town(residents=2000).homes.residents.sum() == pytest.approx(2000)
    with pytest.raises(CityError, match="expected a number above 0"):
        grid_town(residents=0)


def test_impossible_towns_are_refused():
    for arguments in ({"columns": 1}, {"rows": 0}, {"block": 5.0}):
        with pytest.raises(CityError, match="expected at least 2 x 2"):
            grid_town(**arguments)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(2, 9), st.integers(2, 9), st.floats(40, 300))
def test_every_town_hangs_together(columns, rows, block):
    check(grid_town(columns, rows, block))


def test_the_built_in_city_hangs_together(helsinki):
    check(helsinki)
    assert helsinki.time_zone == "Europe/Helsinki"
    assert helsinki.source == "built-in"
    assert helsinki.crs == "EPSG:32635"
    assert (helsinki.latitude, helsinki.longitude) == pytest.approx((60.17, 24.95), abs=0.02)


def check(city: City) -> None:
    """The promises of columns.py."""
    streets, nodes = city.streets, city.nodes
    count = city.segments
    per_edge = {"edge_u", "edge_v"}
    for name, column in column_arrays(streets).items():
        if name not in per_edge | {"xy", "xy_start"}:
            assert len(column) == count, name
    assert len(streets.xy_start) == count + 1
    assert streets.xy_start[-1] == len(streets.xy)
    assert (np.diff(streets.xy_start) >= 2).all()
    assert (np.diff(streets.id) > 0).all()
    assert streets.edge[-1] + 1 == len(streets.edge_u) == len(streets.edge_v)
    assert (streets.length > 0).all()
    assert np.isfinite(streets.xy).all()
    place = np.column_stack([nodes.x, nodes.y])
    np.testing.assert_allclose(streets.xy[streets.xy_start[:-1]], place[streets.u])
    np.testing.assert_allclose(streets.xy[streets.xy_start[1:] - 1], place[streets.v])
    assert nx.is_connected(city.graph())
    assert nodes.edge.sum() > 0
    assert (streets.area < len(city.areas.name)).all()
    assert city.homes.residents.sum() > 0
    expected = {
        "edge": "int32",
        "u": "int32",
        "v": "int32",
        "length": "float64",
        "cls": "int8",
        "lit": "int8",
    }
    expected |= {
        "light_source": "int8",
        "lux": "float64",
        "area": "int32",
        "id": "int64",
        "xy_start": "int64",
    }
    assert {name: getattr(streets, name).dtype.name for name in expected} == expected
