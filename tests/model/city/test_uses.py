from __future__ import annotations

import numpy as np
import pytest

from nightwalk.model.city import City, UseKind
from nightwalk.model.city.uses import kind_of_use

NODES = {1: (0.0, 0.0, {}), 2: (100.0, 0.0, {}), 3: (200.0, 0.0, {})}
WAYS = [([1, 2], {"highway": "residential", "name": "A"}), ([2, 3], {"highway": "residential", "name": "B"})]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"shop": "bakery"}, UseKind.SHOP),
        ({"amenity": "bar"}, UseKind.NIGHTLIFE),
        ({"amenity": "nightclub"}, UseKind.NIGHTLIFE),
        ({"amenity": "restaurant;bar"}, UseKind.LEISURE),
        ({"amenity": "school"}, UseKind.SCHOOL),
        ({"office": "lawyer"}, UseKind.WORK),
        ({"leisure": "fitness_centre"}, UseKind.LEISURE),
        ({"building": "office"}, UseKind.WORK),
    ],
)
def test_kinds(tags, kind):
    rule = kind_of_use(tags)
    assert rule is not None
    assert rule[0] is kind


@pytest.mark.parametrize(
    "tags", [{"shop": "vacant"}, {"amenity": "bench"}, {"leisure": "garden", "access": "private"}, {}]
)
def test_what_draws_nobody_is_no_use(tags):
    assert kind_of_use(tags) is None


def test_a_use_belongs_to_the_nearest_street_and_junction(write_map):
    city = City.from_osm(write_map(NODES | {9: (180.0, 8.0, {"shop": "toys"})}, WAYS))
    assert city.streets.name[city.uses.segment].tolist() == ["B"]
    assert city.nodes.x[city.uses.node[0]] == pytest.approx(city.nodes.x.max())


def test_stated_hours_win_and_unreadable_ones_give_the_usual(write_map):
    own = {"shop": "toys", "opening_hours": "Mo 10:00-12:00"}
    odd = {"shop": "toys", "opening_hours": "ask inside"}
    city = City.from_osm(write_map(NODES | {8: (10.0, 5.0, own), 9: (20.0, 5.0, odd)}, WAYS))
    assert sorted(row.tolist()[1] > 0 for row in city.uses.opens) == [False, True]
    assert any(note.startswith("1 of 2 uses") for note in city.notes)


def test_bars_make_night_life_nearby_and_not_far_away(write_map):
    bars = {20 + i: (5.0 * i, 5.0, {"amenity": "bar"}) for i in range(3)}
    few = City.from_osm(write_map(NODES | {20: bars[20]}, WAYS))
    many = City.from_osm(write_map(NODES | bars, WAYS))
    assert many.streets.nightlife[0] > few.streets.nightlife[0] > 0
    assert few.streets.nightlife[1] < few.streets.nightlife[0] or few.streets.nightlife[1] == 0


def test_uses_of_a_real_town_are_within_range(helsinki):
    uses = helsinki.uses
    assert helsinki.nodes.junction[uses.node].all()
    assert (uses.segment < helsinki.segments).all()
    assert (uses.weight > 0).all()
    assert uses.opens.shape == (len(uses.kind), 7)
    assert ((uses.opens >= 0) & (uses.opens < 1 << 24)).all()
    assert set(np.unique(uses.kind)) == set(UseKind)
    friday_night = (uses.opens[:, 4] >> 23 & 1).astype(bool)
    assert (
        friday_night[uses.kind == UseKind.NIGHTLIFE].mean() > friday_night[uses.kind == UseKind.SHOP].mean()
    )
