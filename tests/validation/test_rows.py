"""A row says what it says, in Python and in JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from math import inf, isnan, nan

import pytest

from nightwalk.validation.lived import Found
from nightwalk.validation.measures import MEASURES
from nightwalk.validation.rows import Row, rows_of

BUSY = next(one for one in MEASURES if one.fact == "SF07")


def found(*values):
    return [
        Found("Harbour", seed, {BUSY.key: [value]}, {BUSY.key: 0.25}) for seed, value in enumerate(values, 1)
    ]


def test_json_gives_the_row_back(row):
    given = row(accepted=(0.0, inf), each=(0.1, 0.2, 0.3))
    plain = json.loads(json.dumps(given.as_json(), allow_nan=False))
    assert plain["accepted"] == [0.0, None]
    assert Row.from_json(plain) == given


def test_missing_numbers_are_null(row):
    plain = row(value=nan, interval=(nan, nan), each=()).as_json()
    assert (plain["value"], plain["interval"], plain["each"]) == (None, [None, None], [])
    assert isnan(Row.from_json(plain).value)


@pytest.mark.parametrize(
    ("values", "verdict"), [((0.1, 0.3), "holds"), ((0.4, 0.4), "holds"), ((0.5, 0.9), "fails")]
)
def test_the_verdict_is_that_of_the_value_over_seeds(values, verdict):
    (one,) = rows_of("Harbour", found(*values), [BUSY])
    assert (one.id, one.role, one.kind, one.town) == ("SF07", "predicted", "hard", "Harbour")
    assert one.value == pytest.approx(sum(values) / 2)
    assert (one.verdict, one.each, one.seconds) == (verdict, values, 0.5)
    assert one.note == ""


def test_a_town_too_small_for_the_question_is_not_applicable():
    (one,) = rows_of("Harbour", found(nan, nan), [replace(BUSY, unless="no main street")])
    assert (one.verdict, one.note, one.each) == ("not applicable", "no main street", ())
