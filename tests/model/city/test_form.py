from __future__ import annotations

import numpy as np
import pytest

from nightwalk.model.city import Assumptions, City, StreetClass

NODES = {i: (i * 80.0, 0.0, {}) for i in range(6)}


def one_way(write_map, *, nodes=NODES, refs=(0, 1), **tags) -> City:
    base = [([1, 2, 3], {"highway": "residential", "name": "Base"})] if max(refs) <= 1 else []
    return City.from_osm(write_map(nodes, [(list(refs), {"name": "Test", **tags}), *base]))


def of_test(city: City, column: str):
    return getattr(city.streets, column)[city.streets.name == "Test"][0]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "residential"}, StreetClass.RESIDENTIAL),
        ({"highway": "secondary"}, StreetClass.MAIN),
        ({"highway": "footway", "tunnel": "yes"}, StreetClass.UNDERPASS),
        ({"highway": "platform"}, StreetClass.TRANSIT),
        ({"highway": "path"}, StreetClass.PARK),
        ({"highway": "footway", "footway": "sidewalk"}, StreetClass.RESIDENTIAL),
        ({"highway": "pedestrian"}, StreetClass.RESIDENTIAL),
    ],
)
def test_the_class_follows_the_tags(write_map, tags, kind):
    assert of_test(one_way(write_map, **tags), "cls") == kind


def test_a_street_lined_with_shops_is_a_main_street(write_map):
    shops = {100 + i: (10.0 + 15 * i, 5.0, {"shop": "clothes"}) for i in range(4)}
    assert of_test(one_way(write_map, nodes=NODES | shops, highway="residential"), "cls") == StreetClass.MAIN


def test_a_pavement_takes_name_and_class_of_its_road(write_map):
    nodes = NODES | {20: (2.0, 6.0, {}), 21: (78.0, 6.0, {})}
    ways = [
        ([0, 1], {"highway": "primary", "name": "High Road"}),
        ([0, 20, 21, 1], {"highway": "footway", "footway": "sidewalk"}),
        ([1, 2], {"highway": "residential", "name": "Side Road"}),
    ]
    city = City.from_osm(write_map(nodes, ways))
    pavement = city.streets.highway == "footway"
    assert city.streets.name[pavement].tolist() == ["High Road"]
    assert city.streets.cls[pavement].tolist() == [StreetClass.MAIN]


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway", "tunnel": "yes"},
        {"highway": "footway", "covered": "yes"},
        {"highway": "steps"},
        {"highway": "service", "service": "alley"},
        {"highway": "residential", "width": "1.8"},
    ],
)
def test_enclosed_narrow_and_stepped_ways_are_harder_to_leave(write_map, tags):
    nodes = NODES | {30: (0.0, 90.0, {})}
    plain = City.from_osm(
        write_map(nodes, [([0, 1], {"name": "Test", "highway": "residential"}), ([1, 2], tags)])
    )
    other = City.from_osm(
        write_map(nodes, [([0, 1], {"name": "Test", **tags}), ([1, 2], {"highway": "service"})])
    )
    assert of_test(other, "entrapment") > of_test(plain, "entrapment")


def test_a_dead_end_inside_the_map_is_harder_to_leave(write_map):
    ring = {i: (300 * np.cos(i * np.pi / 4), 300 * np.sin(i * np.pi / 4), {}) for i in range(8)}
    street = {"highway": "residential", "name": "Ring"}
    nodes = ring | {8: (150.0, 0.0, {}), 9: (150.0, 50.0, {})}
    ways = [
        ([*range(8), 0], street),
        ([0, 8], street | {"name": "Through"}),
        ([8, 9], street | {"name": "Test"}),
    ]
    dead = City.from_osm(write_map(nodes, ways))
    through = City.from_osm(write_map(nodes, [*ways, ([9, 1], street | {"name": "Out"})]))
    assert of_test(dead, "entrapment") > of_test(through, "entrapment")


@pytest.mark.parametrize(
    "sign",
    [
        {"shop": "vacant"},
        {"disused:shop": "butcher"},
        {"amenity": "kiosk", "ruins": "yes"},
        {"abandoned": "yes"},
    ],
)
def test_signs_of_neglect_raise_incivility(write_map, sign):
    plain = one_way(write_map, highway="residential")
    signed = one_way(write_map, nodes=NODES | {50: (40.0, 10.0, sign)}, highway="residential")
    assert of_test(signed, "incivility") > of_test(plain, "incivility")
    assert of_test(plain, "incivility") == Assumptions().incivility_residential


def test_ranges_hold_on_a_real_map(helsinki):
    streets = helsinki.streets
    for name, low in (("entrapment", 0.0), ("incivility", 0.02), ("nightlife", 0.0), ("uniformity", 0.0)):
        column = getattr(streets, name)
        assert ((column >= low) & (column <= 1)).all(), name
    assert set(np.unique(streets.cls)) == set(StreetClass)
