"""What all pages share: what is on show, runs in the background, what is taken home."""

from __future__ import annotations

import io
import json
import time
import zipfile
from operator import methodcaller

import numpy as np
import pytest

from nightwalk import NightwalkError
from nightwalk.workshop.picture import picture
from nightwalk.workshop.room.access import Role
from nightwalk.workshop.room.session import Person
from nightwalk.workshop.takehome import evening_zip, marks_geojson, minutes_html, sheet_html
from nightwalk.workshop.views.layers import LEVELS, NONE
from nightwalk.workshop.views.measures import measures_of_toml
from nightwalk.workshop.views.runs import Job, kept_changes, learn_footfall
from nightwalk.workshop.words import speaking

DEAR = """
[scenario]
name = "Dear"
city = "elsewhere"
[[intervention]]
kind = "cctv"
where = { everywhere = true }
"""
LEAD = Person("laptop", Role.FACILITATOR)


def act(stage, **record):
    stage.session.act(LEAD, record)


def lamps(stage, segments=(1, 2, 3)):
    act(stage, do="propose", title="Lamps <b>")
    act(
        stage,
        do="add-measure",
        proposal="a",
        kind="street-lighting",
        segments=list(segments),
        settings={"level": 30.0},
    )
    stage.show(proposal="a")


def test_every_layer_has_a_colour_or_none_for_every_street(stage):
    lamps(stage)
    for layer in ("feeling", "gap", "footfall", "light"):
        for world in ("today", "after", "change"):
            stage.show(layer=layer, world=world)
            shown = picture(stage)
            assert shown.values.shape == (stage.city.segments,)
            assert set(np.unique(shown.values)) <= {*range(LEVELS), NONE}
            assert shown.title
            assert all(shown.ends)


def test_the_scale_is_the_same_before_and_after_and_in_every_hour(stage):
    lamps(stage)
    scales = set()
    for world in ("today", "after"):
        for hour in (3, 12, 21):
            for group in ("women", "visitors"):
                stage.show(world=world, hour=hour, group=group)
                scales.add((picture(stage).low, picture(stage).high))
    assert scales == {(0.0, 80.0)}


def test_the_sun_decides_unless_told_otherwise(stage):
    stage.show(hour=12)
    assert not stage.is_dark
    stage.show(light="dark")
    assert stage.is_dark
    stage.show(hour=23, light="sun")
    assert stage.is_dark
    assert len(stage.sun()) == 24


def test_pages_see_that_something_changed(stage):
    seen = {stage.version}
    stage.show(hour=3)
    seen.add(stage.version)
    act(stage, do="show-model", on=True)
    seen.add(stage.version)
    assert len(seen) == 3


def test_a_file_that_does_not_fit_the_budget_leaves_no_proposal(stage):
    act(stage, do="propose")
    act(stage, do="set-budget", amount=1000)
    with pytest.raises(NightwalkError, match="budget"):
        stage.take_file(LEAD, DEAR)
    assert list(stage.session.state.proposals) == ["today", "a"]


def test_minutes_say_who_disagrees_and_who_was_absent_and_hold_no_markup_of_people(stage):
    lamps(stage)
    act(stage, do="write-note", about="disagreement", text="<script>alert(1)</script> too dear")
    text = minutes_html(stage)
    assert "<script>" not in text
    assert "too dear" in text
    assert "Lamps &lt;b&gt;" in text
    assert "Ask who could not come" in text
    assert "http" not in text.replace(stage.city.attribution, "")  # nothing is loaded from elsewhere


def test_marks_go_home_as_cells_in_degrees(stage):
    for k in range(5):
        phone = Person(f"phone-{k}", Role.PARTICIPANT)
        stage.session.act(phone, {"do": "mark-street", "segment": 1, "mood": "uneasy"})
    (cell,) = json.loads(marks_geojson(stage))["features"]
    assert cell["properties"] == {"devices": 5, "uneasy": 5, "pleasant": 0}
    longitude, latitude = np.mean(cell["geometry"]["coordinates"][0], axis=0)
    assert abs(longitude - stage.city.longitude) < 0.05
    assert abs(latitude - stage.city.latitude) < 0.05
    assert "phone" not in marks_geojson(stage)


def test_the_sheet_shows_the_streets(stage):
    assert sheet_html(stage).count("M") > stage.city.segments


def test_everything_goes_home_in_one_file(stage):
    lamps(stage)
    with zipfile.ZipFile(io.BytesIO(evening_zip(stage))) as archive:
        assert set(archive.namelist()) == {"minutes.html", "marks.geojson", "sheet.html", "proposal-a.toml"}
        text = archive.read("proposal-a.toml").decode()
    assert measures_of_toml(text, stage.city)[1][0].kind == "street-lighting"


def test_minutes_tell_suggestions_only_where_enough_agree(stage):
    for k in range(5):
        phone = Person(f"phone-{k}", Role.PARTICIPANT)
        stage.session.act(phone, {"do": "suggest-measure", "segment": 1, "kind": "street-lighting"})
    assert "Street lighting (5)" in minutes_html(stage)
    stage.session.act(
        Person("phone-9", Role.PARTICIPANT), {"do": "suggest-measure", "segment": 2, "kind": "wardens"}
    )
    assert "Municipal wardens" not in minutes_html(stage)


def test_minutes_are_in_the_language_of_who_asks(stage):
    with speaking("el"):
        assert '<html lang="el">' in minutes_html(stage)


def ended(job, seconds=120.0):
    until = time.monotonic() + seconds
    while job.running and time.monotonic() < until:
        job.look()
        time.sleep(0.05)
    return job


def test_a_job_tells_what_it_finds_and_why_it_failed(tmp_path):
    assert ended(Job(methodcaller("send", ("found", 7)), ())).found == 7
    nowhere = ended(Job(learn_footfall, (tmp_path, tmp_path / "kept.npy", None)))
    assert "columns" in nowhere.failed
    assert not (tmp_path / "kept.npy").exists()


def test_a_job_can_be_stopped(stage):
    act(stage, do="propose")
    stage.begin_run("a")
    until = time.monotonic() + 60
    while not stage.run.look() and time.monotonic() < until:
        time.sleep(0.05)
    stage.cancel_run()
    assert not stage.run.running
    assert stage.run.share < 1
    assert stage.outcomes == {}


@pytest.mark.slow
def test_a_run_compares_a_proposal_with_today_and_keeps_what_it_says(stage, monkeypatch):
    monkeypatch.setattr("nightwalk.workshop.stage.SEEDS", 2)
    monkeypatch.setattr("nightwalk.workshop.stage.DAYS", 2)
    act(stage, do="propose")
    act(
        stage,
        do="add-measure",
        proposal="a",
        kind="beautification",
        segments=[1, 2, 3],
        settings={"reduction": 0.3},
    )
    stage.show(proposal="a", world="change", source="run")
    stage.begin_run("a")
    seeds = set()
    until = time.monotonic() + 300
    while stage.run.running and time.monotonic() < until:
        stage.look()
        if "a" in stage.outcomes:
            seeds.add(stage.outcomes["a"].seeds)
        time.sleep(0.1)
    assert stage.run.failed == ""
    found = stage.outcomes["a"]
    assert found.seeds == 2
    assert found.lines[0].low <= found.lines[0].change <= found.lines[0].high
    assert {line.label for line in found.lines} >= {"Women", "Men", "Disabled people", "Visitors"}
    assert found.before["dark"].shape == (stage.city.segments,)
    assert stage.session.state.results["a"]["verdict"] == " ".join(found.verdict.split())
    kept = dict(kept_changes(stage.session.state.results["a"]))
    assert kept["Everyone"] == (found.lines[0].low, found.lines[0].change, found.lines[0].high)
    with speaking("it"):
        assert stage.verdict("a") == found.verdict != stage.session.state.results["a"]["verdict"]
    assert picture(stage, "after").kind == "feeling"
