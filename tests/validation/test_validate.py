"""A small validation runs for real: workers change nothing, and what is finished is kept."""

from __future__ import annotations

import json

import pytest

import nightwalk
from nightwalk.base.errors import RunError
from nightwalk.model.city import grid_town
from nightwalk.model.parameters import Offending, Parameters
from nightwalk.validation import lived as years
from nightwalk.validation.places import Place
from nightwalk.validation.validate import Size, check_data, known_ids, validate

SMALL = Size(seeds=2, residents=300, days=5, draws=2, quick=True)
ONLY = ("SF07", "SF02", "D13")
SHORT = Parameters(offending=Offending(spin_up=14))


@pytest.fixture(scope="module")
def town():
    return Place("Harbour", grid_town(6, 6, residents=300))


def found(town, **more):
    return validate([town], size=SMALL, only=ONLY, parameters=SHORT, **more)


def plain(validation):
    return [{**one, "seconds": 0} for one in validation.as_json()["rows"]]


@pytest.mark.slow
def test_workers_change_nothing_and_parts_are_kept(town, tmp_path, monkeypatch):
    said = []
    alone = found(town, folder=tmp_path, progress=lambda what, done: said.append((what, done)))
    assert plain(found(town, workers=2)) == plain(alone)
    assert [done for _, done in said] == sorted(done for _, done in said)
    assert said[-1] == ("validating", 1.0)
    assert [one.id for one in alone.rows] == ["SF02", "SF07", "D13", "D13", "D13"]
    assert alone.about["seeds"] == [1, 2]
    json.dumps(alone.as_json(), allow_nan=False)

    parts = sorted((tmp_path / "parts").iterdir())
    assert len(parts) == 3
    monkeypatch.setattr(years, "live", None)
    assert found(town, folder=tmp_path).rows == alone.rows, "nothing is lived again"


@pytest.mark.slow
def test_an_interruption_keeps_what_is_finished_and_goes_on(town, tmp_path, monkeypatch):
    real = years.live

    def stopped(stay):
        if stay.seed == 2:
            raise KeyboardInterrupt
        return real(stay)

    monkeypatch.setattr(years, "live", stopped)
    with pytest.raises(KeyboardInterrupt):
        found(town, folder=tmp_path)
    assert len(list((tmp_path / "parts").iterdir())) == 1
    seeds = []
    monkeypatch.setattr(years, "live", lambda stay: seeds.append(stay.seed) or real(stay))
    found(town, folder=tmp_path)
    assert seeds == [2]


def test_another_question_does_not_take_the_parts_of_this_one(town, tmp_path):
    options = {"only": ["D13"], "folder": tmp_path}
    validate([town], size=SMALL, **options)
    validate([town], size=Size(2, 300, 5, 3), **options)
    assert len(list((tmp_path / "parts").iterdir())) == 2


def test_ids_are_known():
    assert known_ids(["SF07", "D1"]) == {"SF07", "D1"}
    assert {"SF01", "SF42", "D13", "field"} <= known_ids([])
    with pytest.raises(RunError, match="There is no row 'SF99'"):
        known_ids(["SF99"])


def test_mistakes_are_told_before_anything_runs(town, tmp_path):
    with pytest.raises(RunError, match="Two towns are called 'Harbour'"):
        validate([town, town], only=["D13"])
    with pytest.raises(RunError, match="There is no row"):
        validate([town], only=iter(["SF0"]))
    with pytest.raises(RunError, match="give the folder with --data"):
        check_data(["field"], None)
    with pytest.raises(RunError, match="not a folder"):
        check_data([], tmp_path / "none")


def test_it_is_public():
    assert nightwalk.validate is validate
    assert nightwalk.Validation.__doc__
