"""Catalogues hold every sentence of the report, keep its gaps, and say which ones are missing."""

import importlib.util
import re
from pathlib import Path

import pytest

from nightwalk.outputs.language import LANGUAGES, catalogue

DOCS = Path(__file__).parents[2] / "docs"
OTHERS = [code for code in LANGUAGES if code != "en"]
WHOLE = ("el", "it")


def gatherer():
    spec = importlib.util.spec_from_file_location("nightwalk_docs_languages", DOCS / "languages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULE = gatherer()


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_is_in_step_with_the_code(code):
    assert MODULE.catalogue_path(code).read_bytes() == MODULE.catalogue_text(code), (
        "run: python docs/languages.py"
    )


def test_the_page_says_how_complete_each_language_is():
    told = (DOCS / MODULE.PAGE).read_text(encoding="utf-8")
    assert told == MODULE.page(), "run: python docs/languages.py"


def test_a_missing_sentence_is_listed(monkeypatch):
    kept = {text: entry for text, entry in catalogue("fi").items() if text != "Town"}
    monkeypatch.setattr(MODULE.language, "catalogue", lambda code: kept if code == "fi" else catalogue(code))
    told = MODULE.page()
    assert "## Missing in Suomi\n\n* Town\n" in told
    assert f"| fi | Suomi | {len(kept)} | 0 | 1 |" in told


@pytest.mark.parametrize("code", WHOLE)
def test_nothing_the_report_itself_says_is_missing(code):
    missing = [text for text in MODULE.report_sentences() if text not in catalogue(code)]
    assert missing == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_same_gaps(code):
    for text, entry in catalogue(code).items():
        assert gaps(entry.text) == gaps(text), text
        assert (text[0] == " ") == (entry.text[0] == " "), text


def gaps(text):
    return sorted(re.findall(r"\{\w+\}", text))
