from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import numpy as np
import pytest

from nightwalk.base.errors import CityError
from nightwalk.model.city import City
from nightwalk.model.city.builtin import built_in_file
from nightwalk.model.city.osm import read_osm

STREET = {"highway": "residential"}
NODES = {1: (0.0, 0.0, {}), 2: (100.0, 0.0, {}), 3: (200.0, 0.0, {})}
BOMB = '<?xml version="1.0"?>\n<!-- <osm -->\n<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<osm version="0.6"></osm>'


def test_one_map_in_every_packing_reads_the_same(write_map, tmp_path):
    plain = write_map(NODES, [([1, 2, 3], STREET)], "map.osm")
    packed, zipped = tmp_path / "map.osm.bz2", tmp_path / "map.osm.gz"
    packed.write_bytes(bz2.compress(plain.read_bytes()))
    zipped.write_bytes(gzip.compress(plain.read_bytes()))
    maps = [read_osm(path) for path in (plain, packed, zipped)]
    for other in maps[1:]:
        np.testing.assert_array_equal(maps[0].node_lonlat, other.node_lonlat)
        np.testing.assert_array_equal(maps[0].ways.refs, other.ways.refs)


def test_ways_may_come_before_their_nodes(tmp_path):
    path = tmp_path / "late.osm"
    path.write_text(
        '<osm version="0.6"><way id="1"><nd ref="-1"/><nd ref="-2"/><tag k="highway" v="path"/></way>'
        '<node id="-1" lat="50" lon="9"/><node id="-2" lat="50.001" lon="9"/></osm>'
    )
    assert City.from_osm(path).segments == 1


def test_names_keep_their_script_and_lists_are_understood(write_map):
    tags = {"highway": "residential;service", "name": "Ακτή Μιαούλη", "lit": "yes;yes"}
    city = City.from_osm(write_map(NODES, [([1, 2, 3], tags)]))
    assert city.streets.name.tolist() == ["Ακτή Μιαούλη"] * 2
    assert city.streets.highway.tolist() == ["residential"] * 2
    assert city.streets.lit.tolist() == [1, 1]


def test_a_way_with_a_missing_node_is_cut_there_and_it_is_said(write_map):
    city = City.from_osm(write_map(NODES, [([1, 2, 99, 3], STREET)]))
    assert city.segments == 1
    assert any("clipped" in note for note in city.notes)
    assert city.nodes.edge.sum() > 0


def test_a_building_drawn_as_a_relation_is_a_polygon(write_map):
    nodes = NODES | {10: (20.0, 20.0, {}), 11: (60.0, 20.0, {}), 12: (60.0, 40.0, {}), 13: (20.0, 40.0, {})}
    path = write_map(nodes, [([1, 2, 3], STREET), ([10, 11, 12], {}), ([12, 13, 10], {})])
    relation = (
        '<relation id="1"><member type="way" ref="2" role="outer"/><member type="way" ref="3" role="outer"/>'
        '<tag k="type" v="multipolygon"/><tag k="building" v="apartments"/></relation></osm>'
    )
    path.write_text(path.read_text("utf-8").replace("</osm>", relation), "utf-8")
    shapes = read_osm(path).shapes
    assert [tags["building"] for tags in shapes.tags] == ["apartments"]
    assert shapes.polygon[0].area > 0


def test_the_date_comes_from_the_file(write_map):
    path = write_map(NODES, [([1, 2, 3], STREET)])
    assert read_osm(path).data_date == ""
    stamped = path.read_text("utf-8").replace('<way id="1"', '<way id="1" timestamp="2024-05-06T07:08:09Z"')
    path.write_text(stamped, "utf-8")
    assert read_osm(path).data_date == "2024-05-06"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.osm", None, "does not exist"),
        ("map.txt", b"x", r"does not end in \.osm, \.osm\.bz2, \.osm\.gz, \.osm\.pbf"),
        ("nothing.osm", b"", "is empty"),
        ("text.osm", b"hello world", "is not OpenStreetMap data"),
        ("page.osm", b"<html><body/></html>", "is not OpenStreetMap data"),
        ("wide.osm", "<osm></osm>".encode("utf-16"), "is not OpenStreetMap data"),
        ("picture.osm.pbf", b"\x89PNG\r\n\x1a\n" + bytes(99), "is not OpenStreetMap data"),
        ("picture.osm.bz2", b"\x89PNG\r\n\x1a\n" + bytes(99), "cannot be read"),
        ("text.osm.gz", b"hello", "cannot be read"),
        ("bomb.osm", BOMB.encode(), "declares XML entities"),
        ("bomb.osm.bz2", bz2.compress(BOMB.encode()), "declares XML entities"),
        ("bomb.osm.gz", gzip.compress(BOMB.encode(), mtime=0), "declares XML entities"),
        ("empty.osm", b'<?xml version="1.0"?><osm version="0.6"></osm>', "the extract is empty"),
        ("half.osm", b'<osm version="0.6"><node id="1" lat="5', "damaged or cut short"),
        ("lonely.osm", b'<osm version="0.6"><node id="1" lat="5" lon="5"/></osm>', "holds no street"),
    ],
)
def test_what_is_no_map_is_refused_in_one_sentence(tmp_path, name, content, message):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CityError, match=message) as refused:
        City.from_osm(path)
    assert "\n" not in str(refused.value)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(CityError, match="is a folder"):
        City.from_osm(tmp_path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_pbf_cut_short_is_refused(tmp_path, share):
    whole = built_in_file().read_bytes()
    path = tmp_path / "short.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CityError, match="cut short"):
        City.from_osm(path)


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress])
def test_a_packed_map_cut_short_is_refused(write_map, tmp_path, pack):
    nodes = {i: (float(i), float(i * i % 97), {"note": str(i * 7919)}) for i in range(1, 9000)}
    raw = pack(write_map(nodes, [([1, 2], STREET)]).read_bytes())
    path = tmp_path / ("short.osm.bz2" if pack is bz2.compress else "short.osm.gz")
    path.write_bytes(raw[: len(raw) * 2 // 3])
    with pytest.raises(CityError, match="cut short"):
        City.from_osm(path)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway"},
        {"highway": "construction"},
        {"highway": "footway", "access": "private"},
        {"highway": "residential", "foot": "no"},
    ],
)
def test_a_map_without_a_street_to_walk_on_is_refused(write_map, tags):
    with pytest.raises(CityError, match="no street a person may walk on"):
        City.from_osm(write_map(NODES, [([1, 2, 3], tags)]))


def test_a_missing_file_says_its_name():
    with pytest.raises(CityError, match=r"nowhere\.osm\.pbf does not exist; check the path\."):
        City.from_osm(Path("nowhere.osm.pbf"))


@pytest.mark.parametrize("west", [-4e6, -9e6, -13e6])
def test_a_stray_way_on_the_other_side_of_the_world_does_no_harm(write_map, west):
    path = write_map(
        NODES | {7: (west, 0.0, {}), 8: (west - 50, 0.0, {})},
        [([1, 2, 3], STREET), ([7, 8], STREET)],
    )
    city = City.from_osm(path)
    assert city.segments == 2
    assert np.isfinite(city.streets.xy).all()
