"""Towns to validate on: those that need no file, and files with their levels."""

from __future__ import annotations

import pytest

from nightwalk.base.errors import CityError, RunError
from nightwalk.model.city import grid_town
from nightwalk.validation.places import FINLAND, Place, check_names, named, own_places, places_of


@pytest.fixture
def file(tmp_path):
    return grid_town(3, 3).save(tmp_path / "old_harbour.city.gpkg")


def test_two_towns_need_no_file():
    helsinki, grid = own_places()
    assert (helsinki.name, helsinki.level) == ("Helsinki", FINLAND)
    assert (grid.name, grid.level) == ("grid town", None)
    assert [one.name for one in places_of([])] == ["Helsinki", "grid town"]
    assert [one.name for one in places_of(["grid-town", "built-in"])] == ["grid town", "Helsinki"]


def test_a_file_is_a_town_with_or_without_its_level(file):
    assert (named(str(file)).name, named(str(file)).level) == ("old harbour", None)
    with_level = named(f"{file}=0.32")
    assert (with_level.name, with_level.level) == ("old harbour", 0.32)


def test_a_path_may_hold_an_equals_sign(file, tmp_path):
    (tmp_path / "run=2").mkdir()
    moved = file.rename(tmp_path / "run=2" / file.name)
    assert named(str(moved)).level is None


@pytest.mark.parametrize("level", ["2", "0", "1", "", "high"])
def test_a_level_is_a_share(level):
    with pytest.raises(RunError, match="write the share unsafe after dark"):
        named(f"x.osm={level}")


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(CityError, match=r"none\.osm"):
        named("none.osm")


def test_two_towns_of_one_name_are_refused(file):
    with pytest.raises(RunError, match="Two towns are called 'old harbour'"):
        places_of([str(file), f"{file}=0.3"])
    town = grid_town(2, 2)
    check_names([Place("a", town), Place("b", town)])
    with pytest.raises(RunError, match="Two towns are called 'a'"):
        check_names([Place("a", town), Place("b", town), Place("a", town)])
