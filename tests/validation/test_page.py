"""The page, from rows made by hand."""

from __future__ import annotations

from math import inf, nan

import pytest

from nightwalk.validation.page import page
from nightwalk.validation.result import Validation


@pytest.fixture
def rows(row):
    return (
        row(),
        row("SF08", "fails", value=0.9, quantity="unsafe by day, park", interval=(0.3, 1.5), note="Parks are few."),
        row("SF16", "not applicable", value=nan, each=(), interval=(nan, nan), note="the town has no park"),
        row("SF01", role="fitted"), row("SF09", role="echo", kind="sign"),
        row("D1", kind="replication", role="replication", town=""),
        row("F1", kind="field", accepted=(-inf, inf), source="a <survey> & more", town="<b>Hill</b>"),
        row("N1", kind="comparison", role="comparison"),
    )  # fmt: skip


def test_predicted_rows_come_first_and_every_section_is_there(rows, about):
    told = page(Validation(rows, about))
    keys = ["predicted", "fitted", "echo", "replication", "field", "comparison", "fails", "unsettled", "made"]
    at = [told.index(f'<section id="{key}">') for key in keys]
    assert at == sorted(at)
    assert "Predicted, hard: 1 of 2 hold in Harbour." in told
    assert told.index("Predicted, hard") < at[0]
    assert "calibrated, not validated" in told
    assert "Replications: 1 of 1 hold" in told


def test_a_row_shows_value_range_source_and_verdict(rows, about):
    told = page(Validation(rows, about))
    for words in (
        "0.100", "(0.000 to 0.200)", "-0.3 to 0.4", "0.00 women", "ONS 2021", "\N{CHECK MARK} holds",
        "\N{BALLOT X} fails", "interval reaches inside", "\N{EN DASH} not applicable", "the town has no park",
        "\N{MIDDLE DOT} reported only",
    ):  # fmt: skip
        assert words in told
    fails = told[told.index('<section id="fails">') : told.index('<section id="unsettled">')]
    assert "SF08" in fails
    assert "SF07" not in fails
    assert "nan" not in told.lower().replace("finan", "")


def test_text_is_escaped_and_nothing_is_loaded(rows, about):
    told = page(Validation(rows, about))
    assert "<b>Hill" not in told
    assert "&lt;b&gt;Hill&lt;/b&gt;" in told
    assert "a &lt;survey&gt; &amp; more" in told
    assert "://" not in told
    assert "<script" not in told
    assert "src=" not in told
    assert "\N{COPYRIGHT SIGN} OpenStreetMap contributors" in told


def test_a_quick_run_says_so(rows, about):
    assert "not to be quoted" in page(Validation(rows, {**about, "quick": True}))
    assert "not to be quoted" not in page(Validation(rows, about))


def test_a_page_of_many_rows_is_light(row, about):
    rows = tuple(row(each=(0.1,) * 30, quantity=f"quantity {i}") for i in range(300))
    assert len(page(Validation(rows, about)).encode()) < 2e6


def test_no_rows_make_a_page(about):
    told = page(Validation((), about))
    assert "None of these rows fails." in told
    assert "no such fact" in told
