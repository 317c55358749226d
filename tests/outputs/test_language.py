"""Languages: words, numbers and dates of each, English where a word is missing, one sentence for a mistake."""

import pytest

from nightwalk.base.errors import RunError
from nightwalk.outputs import language
from nightwalk.outputs.figures import draw_figures
from nightwalk.outputs.indicators import INDICATORS
from nightwalk.outputs.language import LANGUAGES, _, day, named, number, speaker, speaking
from nightwalk.outputs.report import report


def test_numbers_and_dates_follow_the_language():
    with speaking("el"):
        assert number("1,234.5") == "1.234,5"
        assert day("2026-11-02") == "2 Νοεμβρίου 2026"
        assert INDICATORS["unsafe_after_dark"].level(0.286) == "28,6\N{NO-BREAK SPACE}%"
    with speaking("fi"):
        assert number("1,234.5") == "1\N{NO-BREAK SPACE}234,5"
    assert number("1,234.5") == "1,234.5"
    assert day("2026-11-02") == "2 November 2026"


def test_an_unknown_language_is_refused_with_the_known_ones():
    with (
        pytest.raises(RunError, match=r"language 'xx'; known: en \(English\), el \(Ελληνικά\)"),
        speaking("xx"),
    ):
        pass


def test_what_no_catalogue_holds_stays_english_and_is_counted():
    with speaking("it") as italian:
        assert _("Nobody ever said {what}.", what="that") == "Nobody ever said that."
        assert _("Town") == "Città"
        assert named("Lamps of our own") == "Lamps of our own"
        assert (len(italian.said), italian.untranslated, italian.by_machine) == (2, 1, 1)
    assert speaker().code == "en"


def test_a_reviewed_sentence_is_not_counted_as_unreviewed(monkeypatch):
    monkeypatch.setattr(
        language, "catalogue", lambda code: {"Town": language.Entry("Città", by_machine=False)}
    )
    with speaking("it") as italian:
        assert _("Town") == "Città"
    assert italian.by_machine == 0


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_a_page_in_every_language_says_so_and_what_is_unreviewed(pair, code):
    with speaking(code) as spoken:
        page = report(pair, {})
    assert f'<html lang="{code}">' in page
    assert f" {len(spoken.said)} " in page[page.index("<footer") :]
    assert "Lamps on the harbour" in page
    assert "{" not in page.partition("</style>")[2]


def test_charts_speak_the_language_too(pair):
    with speaking("el"):
        drawn = draw_figures(pair)
    assert "Γυναίκες" in drawn["before_and_after"].svg
    assert "φωτισμός από εκτίμηση" in drawn["after_dark"].svg
    assert "unsafe" not in drawn["changes"].svg
