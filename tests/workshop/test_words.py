"""Each page speaks its own language; what no catalogue knows stays English."""

from __future__ import annotations

import ast
import re
from functools import cache
from string import Formatter
from threading import Thread

import pytest

from nightwalk import NightwalkError
from nightwalk.workshop import words
from nightwalk.workshop.room.script import STEPS
from nightwalk.workshop.words import ENGLISH, Words, _, catalogue, language, languages, speaking, spoken

OTHERS = [code for code in languages() if code != ENGLISH]


def test_a_sentence_is_said_in_the_language_spoken_now():
    assert _("Today") == "Today"
    with speaking("el"):
        assert language() == "el"
        assert _("Your own marks") not in ("", "Your own marks")
        assert _("no catalogue knows this") == "no catalogue knows this"
    assert language() == ENGLISH


def test_titles_of_measures_come_from_the_catalogue_of_the_report():
    with speaking("it"):
        assert _("Street lighting") not in ("", "Street lighting")


def test_what_is_pressed_later_and_elsewhere_speaks_the_language_of_its_page():
    said = []
    with speaking("it"):
        later = spoken(lambda: said.append(language()))
    thread = Thread(target=later)
    thread.start()
    thread.join()
    later()
    assert said == ["it", "it"]
    assert language() == ENGLISH


def test_words_are_translated_when_they_are_looked_up():
    both = Words({"a": "Today", "b": "no catalogue knows this"})
    assert list(both) == ["a", "b"]
    assert len(both) == 2
    with speaking("el"):
        assert both["a"] != "Today"
        assert both["b"] == "no catalogue knows this"


def test_an_unknown_language_is_refused():
    with pytest.raises(NightwalkError, match="no report in the language"), speaking("xx"):
        pass


@cache
def sentences():
    """Every sentence the workshop can say: what stands in a call of `_`, in code and in templates."""
    return frozenset(_written())


def _written():
    root = words.LOCALE.parent
    for path in root.rglob("*.html"):
        yield from re.findall(r'_\("(.*?)"\)', path.read_text(encoding="utf-8"))
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    yield text.value


def fields(text):
    return sorted(name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_says_what_the_workshop_says_and_keeps_its_numbers(code):
    known = sentences()
    for text, said in catalogue(code).items():
        assert text in known, f"{code}: nobody says {text!r} any more"
        assert fields(text) == fields(said), f"{code}: {text!r}"


@pytest.mark.parametrize("code", OTHERS)
def test_what_phones_are_asked_is_in_every_catalogue(code):
    known = catalogue(code)
    for step in STEPS:
        assert step.title in known
        assert step.ask in known
