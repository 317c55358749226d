"""docs/validation.md from figures made by hand."""

from __future__ import annotations

import json
from math import inf, nan

from nightwalk.validation.markdown import compact, markdown
from nightwalk.validation.result import Validation


def figures(about, *rows):
    return json.loads(json.dumps(Validation(rows, about).as_json(), allow_nan=False))


def test_predicted_rows_come_first_with_value_and_verdict(row, about):
    told = markdown(figures(
        about, row("SF01", role="fitted"), row(), row("SF08", "fails", value=0.9, note="Parks | few."),
        row("SF16", "not applicable", value=nan, each=(), interval=(nan, nan)),
        row("SF17", role="echo", accepted=(0.0, inf)),
    ))  # fmt: skip
    assert told.index("## Predicted") < told.index("## Fitted") < told.index("## Read back")
    assert "**Predicted, hard: 1 of 2 hold in Harbour.**" in told
    line = next(one for one in told.splitlines() if one.startswith("| busy - quiet, logit | Harbour | 0.100"))
    assert "0.000 to 0.200 | 0.050 to 0.150 | -0.3 to 0.4 | 0.00 women | \N{CHECK MARK} holds |" in line
    assert "* **SF08** busy - quiet, Harbour: 0.900, accepted -0.3 to 0.4. " in told
    assert "at least 0" in told
    assert "2026-11-21" in told
    assert "1 to 2" in told
    assert "OpenStreetMap contributors" in told
    assert "What no data can settle" in told


def test_every_line_of_a_table_has_as_many_cells(row, about):
    told = markdown(
        figures(about, row(published="a | b"), row("SF08", "fails"), row("D1", role="replication", town=""))
    )
    counts = [line.count("|") for line in told.splitlines() if line.startswith("|")]
    assert set(counts) <= {3, 4, 9}


def test_a_quick_run_says_so_and_nothing_failing_too(row, about):
    told = markdown(figures({**about, "quick": True}, row()))
    assert "not to be quoted" in told
    assert "None of these rows fails." in told


def test_kept_figures_are_short_and_give_the_same_page(row, about):
    given = figures(about, row(value=0.123456789, each=(0.1111111, 0.2222222), accepted=(0.1234567, inf)))
    kept = compact(given)
    assert kept["rows"][0]["value"] == 0.123457
    assert kept["rows"][0]["each"] == [0.111111, 0.222222]
    assert kept["rows"][0]["accepted"] == [0.1234567, None]
    assert markdown(kept) == markdown(given)
    assert compact(kept) == kept
