"""What stands around the rows."""

from __future__ import annotations

from nightwalk.validation.result import Validation
from nightwalk.validation.summary import failing, made, replications, scores


def test_facts_are_counted_by_role_class_and_town(row, about):
    rows = (row(), row("SF08", "fails", town="Hill"), row("SF15", kind="sign", role="echo"))
    counted = scores(Validation(rows, about))
    assert counted["towns"] == ["Harbour", "Hill"]
    assert [(one["role"], one["kind"], one["cells"]) for one in counted["rows"]] == [
        ("Predicted", "hard", ["1 of 1", "0 of 1"]), ("Read back", "sign", ["1 of 1", ""]),
    ]  # fmt: skip


def test_replications_are_counted_apart(row, about):
    given = {"role": "replication", "kind": "replication", "town": ""}
    found = Validation((row("D1", **given), row("D2", "fails", **given), row("D2", **given)), about)
    assert replications(found) == "Replications: 1 of 2 hold in every row."
    assert replications(Validation((row(),), about)) == ""


def test_rows_that_fail_come_by_section(row):
    rows = (row("SF01", "fails", role="fitted"), row(), row("SF08", "fails"))
    assert [(one["title"], [each.id for each in one["rows"]]) for one in failing(rows)] == [
        ("Predicted", ["SF08"]), ("Fitted", ["SF01"]),
    ]  # fmt: skip


def test_it_says_how_it_was_made(row, about):
    said = dict(made(Validation((row(seconds=600.0),), about)))
    assert said["Seeds"] == "1 to 2"
    assert said["Town: Harbour"] == (
        "checksum 0123456789ab; a map; level fitted for the local rows: 20.0 % unsafe after dark"
    )
    assert said["Computing"].startswith("10 min")
