from __future__ import annotations

import numpy as np
import pytest

from nightwalk.base.errors import QuantityError
from nightwalk.model.city import Assumptions, City, LightSource, Lit, StreetClass, grid_town
from nightwalk.model.city.light import share_lit

STREET = {"highway": "residential"}


def two_streets(lit: str) -> list[tuple[list[int], dict[str, str]]]:
    first = STREET | ({"lit": lit} if lit else {})
    return [([1, 2], first | {"name": "A"}), ([2, 3], STREET | {"name": "B"})]


NODES = {1: (0.0, 0.0, {}), 2: (100.0, 0.0, {}), 3: (200.0, 0.0, {})}


def lux_of(city: City, name: str) -> float:
    return float(city.streets.lux[city.streets.name == name][0])


def test_a_tag_gives_the_level_of_the_class(write_map):
    assumed = Assumptions()
    lit = City.from_osm(write_map(NODES, two_streets("yes")))
    unlit = City.from_osm(write_map(NODES, two_streets("no")))
    assert lux_of(lit, "A") == assumed.lux_residential
    assert lux_of(unlit, "A") == assumed.lux_unlit
    assert lit.streets.light_source[0] == LightSource.TAG


def test_unknown_is_never_taken_for_dark(write_map):
    city = City.from_osm(write_map(NODES, two_streets("")))
    assert (city.streets.lit == Lit.UNKNOWN).all()
    assert (city.streets.light_source == LightSource.IMPUTED).all()
    assert (city.streets.lux > Assumptions().lux_unlit).all()


def test_an_unknown_street_leans_to_its_neighbours(write_map):
    by_lit = lux_of(City.from_osm(write_map(NODES, two_streets("yes"))), "B")
    alone = lux_of(City.from_osm(write_map(NODES, two_streets(""))), "B")
    by_dark = lux_of(City.from_osm(write_map(NODES, two_streets("no"))), "B")
    assert by_lit > alone > by_dark


def test_a_lamp_beside_an_unknown_street_lights_it(write_map):
    nodes = NODES | {9: (150.0, 10.0, {"highway": "street_lamp"})}
    city = City.from_osm(write_map(nodes, two_streets("no")))
    assert lux_of(city, "B") == Assumptions().lux_residential
    assert city.streets.light_source.tolist() == [LightSource.TAG, LightSource.LAMPS]
    assert len(city.lamps) == 1


def test_every_class_has_a_level_and_main_streets_are_brighter_than_paths():
    city = grid_town(lit="yes")
    level = {kind: set(city.streets.lux[city.streets.cls == kind].tolist()) for kind in StreetClass}
    assert min(level[StreetClass.MAIN]) > max(level[StreetClass.RESIDENTIAL]) > max(level[StreetClass.PARK])


def test_with_no_weight_on_the_prior_the_neighbours_decide_alone():
    midpoint = np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]])
    cls, lit = np.zeros(3, np.int8), np.array([1, 0, -1], np.int8)
    assert share_lit(midpoint, cls, lit, Assumptions(lit_prior_weight=0.0))[2] == pytest.approx(0.5)
    far = Assumptions(lit_prior_weight=0.0, lit_reach=50.0)
    away = midpoint + np.array([[0.0, 0.0], [0.0, 0.0], [900.0, 0.0]])
    assert share_lit(away, cls, lit, far)[2] == far.lit_residential


def test_a_number_out_of_range_is_refused():
    with pytest.raises(QuantityError, match=r"lux_main is 500 lx; expected 5 to 30 lx\."):
        Assumptions(lux_main=500.0)


def test_light_stays_in_range_on_a_real_map(helsinki):
    streets = helsinki.streets
    assert ((streets.lux >= 0) & (streets.lux <= 50)).all()
    assert set(np.unique(streets.lit)) == {-1, 0, 1}
    known = streets.lit != Lit.UNKNOWN
    assert (streets.light_source[known] == LightSource.TAG).all()
    assert (streets.light_source[~known] != LightSource.TAG).all()
