"""A second city with planned paths: what is there today keeps ids and rows."""

from __future__ import annotations

from dataclasses import fields

import networkx as nx
import numpy as np
import pytest

from nightwalk.base.errors import CityError
from nightwalk.model.city import City, Lit, StreetClass
from nightwalk.model.city.columns import column_arrays
from nightwalk.model.city.planned import PlannedPath, rows_of
from nightwalk.model.conditions import base_conditions
from nightwalk.model.cues import place_cue_after_dark
from nightwalk.model.parameters import Parameters


def between(town, start, end):
    """A path between two points given as metres from the south-western crossing, which lies in the origin."""
    west, south = town.nodes.x[town.nodes.junction], town.nodes.y[town.nodes.junction]
    origin = np.array([np.sort(west)[2], np.sort(south)[4]])
    return PlannedPath(*(tuple(point) for point in town.to_wgs84(origin + np.array([start, end])).tolist()))


@pytest.fixture(scope="module")
def paths(town):
    return [between(town, (0.0, 0.0), (500.0, 300.0)), between(town, (100.0, 400.0), (200.0, 500.0))]


def test_what_is_there_today_keeps_its_ids_and_rows(town, paths):
    second = town.with_paths(paths)
    for table in ("streets", "nodes"):
        for name, column in column_arrays(getattr(town, table)).items():
            np.testing.assert_array_equal(column_arrays(getattr(second, table))[name][: len(column)], column)
    assert second.built == town.segments == town.built
    assert second.uses is town.uses
    assert second.homes is town.homes
    assert (np.diff(second.streets.id) > 0).all()
    assert (np.diff(second.streets.edge) >= 0).all()


def test_a_path_is_laid_between_the_nearest_crossings_in_segments_of_the_usual_length(town, paths):
    second = town.with_paths(paths)
    rows = rows_of(second, paths[0])
    streets, nodes = second.streets, second.nodes
    ends = [streets.u[rows[0]], streets.v[rows[-1]]]
    straight = np.hypot(*(np.diff(column[ends])[0] for column in (nodes.x, nodes.y)))
    assert len(rows) == round(straight / 100)
    assert streets.length[rows].sum() == pytest.approx(straight)
    assert nodes.junction[ends].all()
    assert not nodes.junction[streets.v[rows[:-1]]].any()
    assert (streets.v[rows[:-1]] == streets.u[rows[1:]]).all()
    assert (streets.cls[rows] == StreetClass.PARK).all()
    assert (streets.lit[rows] == Lit.NO).all()
    assert nx.is_connected(second.graph())
    second.midpoints  # noqa: B018 - lines of points that belong together


def test_laid_once_and_in_one_order(town, paths):
    second = town.with_paths(paths)
    assert town.with_paths([]) is town
    assert second.with_paths(paths) is second
    assert town.with_paths([*paths[::-1], paths[0]]).checksum == second.checksum != town.checksum
    assert town.with_paths(paths[:1]).with_paths(paths[1:]).built == town.built


def test_what_is_planned_is_closed_and_changes_nothing_of_what_is_there(town, paths):
    second = town.with_paths(paths)
    one, other = base_conditions(town), base_conditions(second)
    assert not one.closed.any()
    assert np.flatnonzero(other.closed).tolist() == list(range(second.built, second.segments))
    for f in fields(one):
        if isinstance(getattr(one, f.name), np.ndarray):
            mine, theirs = getattr(one, f.name), getattr(other, f.name)
            np.testing.assert_array_equal(theirs[: len(mine)], mine)
    p = Parameters().values()
    np.testing.assert_array_equal(
        place_cue_after_dark(second, p)[: town.segments], place_cue_after_dark(town, p)
    )


def test_workers_open_the_same_city(town, paths):
    second = town.with_paths(paths)
    again = City.open_columns(second.columns_folder())
    assert (again.planned, again.checksum, again.built) == (second.planned, second.checksum, second.built)


def test_a_town_with_plans_is_neither_saved_nor_cut(town, paths, tmp_path):
    second = town.with_paths(paths)
    with pytest.raises(CityError, match="only planned; save the town as it is today"):
        second.save(tmp_path / "town.city.gpkg")
    with pytest.raises(CityError, match="only planned"):
        second.without([1])


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        (((0.0, 0.0), (10.0, 10.0)), "begins and ends at one crossing; move one end"),
        (((0.0, 0.0), (9000.0, 0.0)), r"ends 8,\d+ m from the nearest crossing of Grid town"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(town, ends, sentence):
    with pytest.raises(CityError, match=sentence):
        town.with_paths([between(town, *ends)])


def test_latitude_before_longitude_is_refused(town):
    with pytest.raises(CityError, match=r"give both ends as longitude, latitude|nowhere on earth"):
        town.with_paths([PlannedPath((50.0, 9.0), (50.001, 9.001))])


def test_a_path_that_was_not_planned_has_no_rows(town, paths):
    with pytest.raises(CityError, match="is not planned in Grid town"):
        rows_of(town, paths[0])
