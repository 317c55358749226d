"""Streets are chosen by what the map says of them, and a choice that cannot be met is refused in one sentence."""

from __future__ import annotations

import json

import numpy as np
import pytest

from nightwalk.base.errors import ScenarioError
from nightwalk.model.city.columns import Lit, StreetClass, UseKind
from nightwalk.model.cues import place_cue_after_dark
from nightwalk.model.parameters import Parameters
from nightwalk.scenarios.where import Where, streets


def zone(folder, town, share, kind="Polygon"):
    """A GeoJSON over the western `share` of the town."""
    west, south, east, north = town.bounds
    east = west + share * (east - west)
    corners = [
        (west - 1, south - 1),
        (east, south - 1),
        (east, north + 1),
        (west - 1, north + 1),
        (west - 1, south - 1),
    ]
    lonlat = town.to_wgs84(np.array(corners)).tolist()
    shape = {"type": kind, "coordinates": [lonlat] if kind == "Polygon" else lonlat}
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    path = folder / "zone.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_streets_by_name_in_any_case(town):
    rows = streets("main STREET").placed(town).segments
    assert set(town.streets.name[rows]) == {"Main Street"}
    assert len(rows) == (town.streets.name == "Main Street").sum()


def test_an_unknown_street_is_refused_with_the_nearest(town):
    with pytest.raises(
        ScenarioError, match=r"no street named 'Main Stret' in this city\. Nearest: 'Main Street'"
    ):
        streets("Main Stret").placed(town)


def test_a_name_like_no_other_gets_some_examples(town):
    with pytest.raises(ScenarioError, match=r"It has \d+ names, such as"):
        streets("Ωκεανός").placed(town)


@pytest.mark.parametrize("cls", ["park", "main", "underpass"])
def test_streets_by_class(town, cls):
    rows = Where(street_class=cls).placed(town).segments
    assert set(town.streets.cls[rows]) == {StreetClass[cls.upper()]}


def test_streets_by_light(town):
    for word in ("yes", "no", "unknown"):
        rows = Where(lit=word).placed(town).segments
        assert np.array_equal(rows, np.flatnonzero(town.streets.lit == Lit[word.upper()]))


def test_streets_by_area_and_the_areas_of_segments(town):
    placed = streets(area="north west").placed(town, group=7)
    assert placed.areas.tolist() == [town.areas.name.tolist().index("North West")]
    assert placed.group == 7


def test_streets_by_id(town):
    ids = town.streets.id[[3, 5]].tolist()
    assert streets(segment=tuple(ids)).placed(town).segments.tolist() == [3, 5]
    with pytest.raises(ScenarioError, match="no segment 999999 in this city; its ids run from"):
        streets(segment=999999).placed(town)


def test_filters_combine_with_and(town):
    one, other = Where(lit="yes").placed(town), Where(area="South East").placed(town)
    both = Where(lit="yes", area="South East").placed(town)
    assert set(both.segments) == set(one.segments) & set(other.segments)


def test_everywhere_is_every_segment(town):
    assert len(Where(everywhere=True).placed(town).segments) == town.segments
    assert streets() == Where(everywhere=True)


def test_worst_are_those_with_the_highest_cue_after_the_other_filters(town):
    cue = place_cue_after_dark(town, Parameters().values())
    rows = Where(worst=5).placed(town).segments
    assert len(rows) == 5
    assert cue[rows].min() >= np.delete(cue, rows).max()
    lit = Where(lit="yes").placed(town).segments
    among = Where(lit="yes", worst=3).placed(town).segments
    assert set(among) <= set(lit)
    assert cue[among].min() >= np.sort(cue[lit])[-3]


def test_commercial_streets_are_those_with_shops_food_or_leisure(town):
    rows = Where(commercial=True).placed(town).segments
    elsewhere = ~np.isin(town.uses.segment, rows)
    assert not set(town.uses.kind[elsewhere]) & {UseKind.SHOP, UseKind.LEISURE, UseKind.NIGHTLIFE}
    assert 0 < len(rows) < town.segments


def test_streets_near_the_edge_lie_around_the_ways_out(town):
    near, nearer = (Where(near_edge=metres).placed(town).segments for metres in (200.0, 100.0))
    assert set(nearer) < set(near) < set(range(town.segments))
    out = town.nodes.edge > 0
    ways_out = np.column_stack([town.nodes.x, town.nodes.y])[out]
    away = np.linalg.norm(town.midpoints[:, None] - ways_out, axis=2).min(axis=1)
    assert np.array_equal(near, np.flatnonzero(away <= 200.0))


def mean_cues(town, rows):
    cue = place_cue_after_dark(town, Parameters().values())[rows]
    area, length = town.streets.area[rows], town.streets.length[rows]
    return {a: np.average(cue[area == a], weights=length[area == a]) for a in np.unique(area)}


def test_worst_areas_are_those_with_the_highest_mean_cue_of_what_is_left(town):
    for others in ({}, {"lit": "yes"}):
        left = Where(**others, everywhere=True).placed(town).segments
        cues = mean_cues(town, left)
        chosen = Where(**others, worst_areas=2).placed(town)
        assert set(chosen.areas) == set(sorted(cues, key=cues.get)[-2:])
        assert set(chosen.segments) == {s for s in left if town.streets.area[s] in chosen.areas}


def test_worst_comes_after_worst_areas(town):
    (area,) = Where(worst_areas=1).placed(town).areas
    worst = Where(worst_areas=1, worst=3).placed(town).segments
    assert len(worst) == 3
    assert set(town.streets.area[worst]) == {area}


def test_a_zone_takes_the_streets_whose_middle_lies_in_it(town, tmp_path):
    zone(tmp_path, town, 0.5)
    rows = Where(within="zone.geojson", folder=tmp_path).placed(town).segments
    west, _, east, _ = town.bounds
    inside = town.midpoints[:, 0] <= west + 0.5 * (east - west)
    assert 0 < len(rows) < town.segments
    assert np.array_equal(rows, np.flatnonzero(inside))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "does not exist"), ("no map", "cannot be read as GeoJSON"), ("line", "holds no polygon")],
)
def test_a_zone_that_cannot_be_used_is_refused(town, tmp_path, content, sentence):
    if content == "line":
        zone(tmp_path, town, 0.5, "LineString")
    elif content:
        (tmp_path / "zone.geojson").write_text(content)
    with pytest.raises(ScenarioError, match=sentence):
        Where(within="zone.geojson", folder=tmp_path).placed(town)


def test_no_street_left_is_refused(town):
    with pytest.raises(ScenarioError, match="No street of Grid town is left after the filter lit"):
        Where(street_class="underpass", lit="no").placed(town)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "says nothing"),
        ({"street_class": "alley"}, "no street class 'alley'; the classes are residential"),
        ({"lit": "dark"}, "lit is 'dark'"),
        ({"worst": -1}, "worst is -1"),
        ({"worst": 2.5}, "worst is 2.5; give the number of segments"),
        ({"worst": "40"}, "worst is '40'; give the number of segments"),
        ({"worst_areas": -1}, "worst_areas is -1; give the number of areas"),
        ({"near_edge": -5.0}, "near_edge is -5.0; give metres"),
        ({"near_edge": float("nan")}, "near_edge is nan"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        Where(**wrong)
