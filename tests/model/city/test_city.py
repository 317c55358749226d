from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from nightwalk.base.quantity import quantities
from nightwalk.model.city import Assumptions, City


def test_the_graph_is_the_streets(town):
    graph = town.graph()
    assert graph.number_of_edges() == town.segments
    assert graph.number_of_nodes() == len(town.nodes.x)
    u, v, key, data = next(iter(graph.edges(keys=True, data=True)))
    row = data["row"]
    assert {u, v} == {int(town.streets.u[row]), int(town.streets.v[row])}
    assert data["length"] == town.streets.length[row]
    assert key == data["id"] == town.streets.id[row]


def test_places_go_to_degrees(town):
    lon, lat = town.to_wgs84(town.midpoints).T
    assert lon.mean() == pytest.approx(town.longitude, abs=0.01)
    assert lat.mean() == pytest.approx(town.latitude, abs=0.01)


def test_bounds_hold_every_point(town):
    west, south, east, north = town.bounds
    x, y = town.streets.xy.T
    assert west <= x.min()
    assert east >= x.max()
    assert south <= y.min()
    assert north >= y.max()


def test_every_number_says_where_it_comes_from():
    declared = quantities(Assumptions())
    assert len(declared) == len(Assumptions.__dataclass_fields__)
    assert all(number.source for number in declared.values())


def test_importing_the_package_loads_no_map_library():
    heavy = "osmium pyogrio shapely pyproj pandas geopandas osmnx scipy networkx numba tzfpy opening_hours matplotlib"
    code = f"import sys, nightwalk.model.city; print([m for m in {heavy.split()} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_numbers_can_be_assumed_otherwise(shared):
    path = shared / "osm" / "athens_zografou.osm"
    long, short = (City.from_osm(path, assumed=Assumptions(segment_length=m)) for m in (200.0, 50.0))
    assert short.segments > long.segments
    assert short.streets.length.sum() == pytest.approx(long.streets.length.sum())
    assert np.isfinite(short.streets.lux).all()
