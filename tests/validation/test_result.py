"""A fact holds where all its rows do; only hard predicted facts are headlined."""

from __future__ import annotations

import json

from nightwalk.model.city import City, grid_town
from nightwalk.validation.places import Place
from nightwalk.validation.result import Count, Validation
from nightwalk.validation.result import about as how
from nightwalk.validation.validate import QUICK


def test_the_headline_counts_facts_by_town(row, about):
    rows = (
        row("SF07"),
        row("SF08"), row("SF08", "fails", quantity="another"),
        row("SF16", "not applicable"),
        row("SF07", town="Hill"), row("SF08", town="Hill"), row("SF16", town="Hill"),
        row("SF01", "fails", role="fitted"), row("SF15", "fails", kind="sign"),
        row("F1", "fails", kind="field"), row("D1", kind="replication", role="replication", town=""),
    )  # fmt: skip
    found = Validation(rows, about)
    assert found.headline() == (Count("Harbour", 1, 2), Count("Hill", 3, 3))
    assert list(map(str, found.headline())) == ["Harbour: 1 of 2", "Hill: 3 of 3"]
    assert found.counted("replication", "replication") == (Count("", 1, 1),)
    assert found.counted("echo", "hard") == ()


def test_table_and_json_have_a_line_for_each_row(row, about):
    found = Validation((row(), row("D1", "fails")), about)
    table = found.table()
    assert list(table["id"]) == ["SF07", "D1"]
    assert list(table["verdict"]) == ["holds", "fails"]
    plain = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert plain["about"] == about
    wanted = {
        "id",
        "value",
        "interval",
        "accepted",
        "kind",
        "role",
        "verdict",
        "seconds",
        "published",
        "source",
    }
    assert wanted <= set(plain["rows"][0])


def test_it_says_how_it_was_made():
    places = (Place("Helsinki", City.built_in(), 0.1), Place("grid", grid_town(3, 3)))
    said = how(places, QUICK, None, 1.23)
    json.dumps(said, allow_nan=False)
    assert "OpenStreetMap" in said["towns"]["Helsinki"]["map"]
    assert "lit guessed on" in said["towns"]["Helsinki"]["map"]
    assert said["towns"]["grid"] == {
        "checksum": places[1].city.checksum[:12], "level": None, "map": "generated",
    }  # fmt: skip
    assert (said["seeds"], said["quick"], said["parameters"]) == ([1, 2], True, "defaults")
    assert {"nightwalk", "mesa", "numpy"} <= set(said["versions"])
