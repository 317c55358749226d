"""Every real extract loads, and gives about the walking network its README counted."""

from __future__ import annotations

import pytest

from nightwalk.model.city import City
from nightwalk.model.city.columns_store import table_checksum

KILOMETRES = {  # README of shared/data/osm: walk km, largest component
    "helsinki_centre.osm.bz2": 88,
    "helsinki_centre.osm.pbf": 88,
    "helsinki_centre_raw_clipped.osm.pbf": 88,
    "rome_esquilino.osm.bz2": 55,
    "rome_esquilino.osm.pbf": 55,
    "athens_zografou.osm": 13,
    "berlin_mitte.osm": 26,
    "frankfurt_bahnhofsviertel.osm.bz2": 18,
    "frankfurt_bahnhofsviertel.osm.pbf": 18,
    "neubrandenburg_city.osm.bz2": 562,
    "neubrandenburg_region.osm.bz2": 1485,
    "heidelberg_network.osm.pbf": 3456,
}
LARGE = ("neubrandenburg", "heidelberg")


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow) if n.startswith(LARGE) else n for n in KILOMETRES],
)
def test_the_extract_loads(shared, name):
    city = City.from_osm(shared / "osm" / name)
    assert city.streets.length.sum() / 1000 == pytest.approx(KILOMETRES[name], rel=0.15)
    assert city.homes.residents.sum() > 0
    assert city.nodes.edge.sum() > 0
    assert len(city.uses.kind) > 0
    assert city.time_zone.startswith("Europe/")


@pytest.mark.parametrize("place", ["rome_esquilino", "frankfurt_bahnhofsviertel"])
def test_both_packings_give_the_same_city(shared, place):
    one, other = (City.from_osm(shared / "osm" / f"{place}.osm.{ending}") for ending in ("bz2", "pbf"))
    for table in ("streets", "nodes", "uses", "areas", "homes", "lamps"):
        assert table_checksum(one, table) == table_checksum(other, table), table
