"""Reasons are about rows there are; the narrowest is told."""

from __future__ import annotations

import pytest

from nightwalk.validation import reasons as module
from nightwalk.validation.facts import facts
from nightwalk.validation.reasons import UNEXPLAINED, Reason, reasons, unsettled, why
from nightwalk.validation.replications import REPLICATIONS
from nightwalk.validation.words import TITLES


def test_every_committed_reason_is_about_a_row_there_is():
    for one in reasons():
        assert one.id in {*facts(), *REPLICATIONS, *TITLES} or one.id.startswith("N"), one
        assert one.why.endswith("."), one
        if one.quantity and one.id in facts():
            assert one.quantity in {each.name for each in facts()[one.id].quantities}, one


def test_the_narrowest_reason_is_told(row, monkeypatch):
    given = (
        Reason("SF07", "Of this quantity.", quantity="busy - quiet"),
        Reason("SF07", "Of this town.", town="Harbour"),
        Reason("SF07", "Of the fact."),
        Reason("SF08", "Of another."),
    )
    monkeypatch.setattr(module, "reasons", lambda: given)
    assert why(row()) == "Of this quantity."
    assert why(row(quantity="other")) == "Of this town."
    assert why(row(quantity="other", town="Hill")) == "Of the fact."


def test_without_a_reason_the_note_is_told(row, monkeypatch):
    monkeypatch.setattr(module, "reasons", lambda: ())
    assert why(row(note="Too few crimes.")) == "Too few crimes."
    assert why(row()) == UNEXPLAINED


def test_what_no_data_can_settle_is_said():
    assert len(unsettled()) > 5
    for one in unsettled():
        assert one.title.endswith("?")
        assert one.why.endswith(".")


def test_a_reason_with_an_unknown_key_is_refused():
    with pytest.raises(TypeError):
        Reason(id="SF07", why="x", twon="Harbour")
