"""Rows in words."""

from __future__ import annotations

from math import inf, nan

import pytest

from nightwalk.validation.result import Validation
from nightwalk.validation.words import (
    SECTIONS,
    accepted,
    between,
    doubt,
    groups,
    headline,
    number,
    seeds,
    value,
    verdict,
)


@pytest.mark.parametrize(
    ("given", "said"),
    [(0.12345, "0.123"), (12.345, "12.3"), (1234.5, "1,234"), (0.0, "0.00"), (-0.0, "0.00"), (0.0123, "0.0123"),
     (nan, "\N{EN DASH}"), (inf, "\N{INFINITY}"), (-inf, "-\N{INFINITY}")],
)  # fmt: skip
def test_a_number_has_three_digits(given, said):
    assert number(given) == said


@pytest.mark.parametrize(
    ("ends", "said"),
    [((-0.3, 0.4), "-0.3 to 0.4"), ((0.0, inf), "at least 0"), ((-inf, 0.5), "at most 0.5"), ((1.0, 1.0), "exactly 1"),
     ((-inf, inf), "any"), ((21.3627, 21.3649), "21.3627 to 21.3649"), ((10.0, 50.0), "10 to 50")],
)  # fmt: skip
def test_the_accepted_range_is_said(row, ends, said):
    assert accepted(row(accepted=ends)) == said


def test_numbers_of_a_row_have_the_same_decimals(row):
    one = row(value=-0.01234, interval=(-0.5, 0.00071), each=(0.2, -0.0004, nan), accepted=(-0.3, 0.4))
    assert (value(one), between(one), seeds(one)) == ("-0.012", "-0.500 to 0.001", "0.000 to 0.200")
    alone = row(interval=(nan, nan), each=(0.1,))
    assert (between(alone), seeds(alone)) == ("", "")


def test_rounding_does_not_contradict_the_verdict(row):
    one = row(verdict="fails", value=26.0213, interval=(nan, nan), each=(), accepted=(10.0, 26.0))
    assert (value(one), accepted(one)) == ("26.02", "10 to 26")
    assert value(row(value=nan, each=())) == "\N{EN DASH}"
    assert value(row(verdict="fails", value=inf, each=())) == "none"


def test_a_row_without_a_range_is_reported_only(row):
    assert verdict(row(accepted=(-inf, inf))) == "reported only"
    assert verdict(row()) == "holds"
    assert verdict(row(verdict="not applicable", accepted=(-inf, inf))) == "not applicable"


@pytest.mark.parametrize(
    ("said", "interval", "doubtful"),
    [("holds", (0.0, 0.2), ""), ("holds", (0.0, 0.5), "interval reaches outside"), ("holds", (nan, nan), ""),
     ("fails", (0.5, 0.9), ""), ("fails", (0.3, 0.9), "interval reaches inside"), ("not applicable", (nan, nan), "")],
)  # fmt: skip
def test_an_interval_across_an_end_is_said(row, said, interval, doubtful):
    assert doubt(row(verdict=said, interval=interval)) == doubtful


def test_rows_come_by_fact_with_the_towns_of_a_quantity_together(row):
    rows = [row(town="a"), row(town="a", quantity="two"), row(town="b"), row(town="b", quantity="two")]
    (group,) = groups([*rows, row("D1", role="replication")], "predicted")
    assert (group.id, group.kind, group.source) == ("SF07", "hard", "ONS 2021")
    assert group.statement.startswith("After dark a busy place")
    assert [(one.quantity, one.town) for one in group.rows] == [
        ("busy - quiet", "a"), ("busy - quiet", "b"), ("two", "a"), ("two", "b"),
    ]  # fmt: skip


def test_every_row_has_its_section(row):
    rows = [row(), row(role="fitted"), row(role="echo"), row("D1", role="replication", kind="replication"),
            row("F1", kind="field"), row("F2", kind="field", role="replication"),
            row("N1", role="comparison")]  # fmt: skip
    found = {one.key: [row.id for group in groups(rows, one.key) for row in group.rows] for one in SECTIONS}
    assert sum(map(len, found.values())) == len(rows)
    assert (found["field"], found["comparison"], found["replication"]) == (["F1", "F2"], ["N1"], ["D1"])


def test_sources_that_differ_are_not_those_of_the_fact(row):
    (group,) = groups([row(), row(quantity="two", source="another")], "predicted")
    assert group.source == ""


def test_the_headline_is_a_sentence(row, about):
    found = Validation((row(), row("SF08", "fails"), row(town="Hill")), about)
    assert headline(found) == "Predicted, hard: 1 of 2 hold in Harbour; 1 of 1 in Hill."
    assert "no such fact" in headline(Validation((), about))
