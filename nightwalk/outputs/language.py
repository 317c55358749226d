"""The language a report speaks: its sentences from gettext catalogues, its numbers and its dates.

    with speaking("el"):
        page = report(ensemble, draw_figures(ensemble))

Inside the block `_` gives every sentence in Greek, `number` and `day` write as Greeks do. A sentence
that is in no catalogue stays English. Outside any block everything is English.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "ENGLISH", "LANGUAGES", "MACHINE", "Entry", "Speaker", "_", "catalogue", "day", "known_language", "named",
    "number", "speaker", "speaking",
]  # fmt: skip

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        ENGLISH: "English", "el": "Ελληνικά", "it": "Italiano", "es": "Español", "ca": "Català",
        "nl": "Nederlands", "lv": "Latviešu", "hu": "Magyar", "fi": "Suomi",
    }
)  # fmt: skip
"""Languages a report can be written in, by code, each in its own name."""

MACHINE = "machine"
"""The comment in a catalogue on a translation that no speaker has reviewed."""


class Entry(NamedTuple):
    """One sentence of a catalogue."""

    text: str
    by_machine: bool


@dataclass(frozen=True)
class Speaker:
    """One language, and what has been said in it so far.

    Attributes:
        code: Language code, as in ``<html lang>``.
        said: Every sentence said, in English.
    """

    code: str
    said: set[str] = field(default_factory=set, repr=False)

    def say(self, text: str) -> str:
        """Return a sentence in this language, or as it is where the catalogue lacks it."""
        if self.code == ENGLISH or not any(map(str.isalpha, text)):
            return text
        self.said.add(text)
        found = catalogue(self.code).get(text)
        return found.text if found else text

    @property
    def by_machine(self) -> int:
        """How many of the sentences said were translated by machine and not reviewed."""
        known = catalogue(self.code)
        return sum(known[text].by_machine for text in self.said if text in known)

    @property
    def untranslated(self) -> int:
        """How many of the sentences said stayed English."""
        return len(self.said - catalogue(self.code).keys())


_SPEAKER: ContextVar[Speaker] = ContextVar("speaker")
_NOBODY = Speaker(ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[Speaker]:
    """Speak a language inside the block.

    Raises:
        RunError: for an unknown language.
    """
    chosen = Speaker(known_language(code))
    token = _SPEAKER.set(chosen)
    try:
        yield chosen
    finally:
        _SPEAKER.reset(token)


def speaker() -> Speaker:
    """Return who speaks now."""
    return _SPEAKER.get(_NOBODY)


def _(text: str, /, **values: Any) -> str:
    """Return a sentence in the language spoken now, with values for its ``{names}``."""
    said = speaker().say(text).replace(" %", "\N{NO-BREAK SPACE}%")
    return said.format(**values) if values else said


def named(text: str) -> str:
    """Return a title or a note of ours in the language spoken now; words of users stay as they are."""
    return _(text) if text in catalogue(speaker().code) else text


def known_language(code: str) -> str:
    """Return a language code that has a catalogue.

    Raises:
        RunError: for another one, with the known ones.
    """
    if code not in LANGUAGES:
        known = ", ".join(f"{key} ({name})" for key, name in LANGUAGES.items())
        raise RunError(f"There is no report in the language {code!r}; known: {known}.")
    return code


@cache
def catalogue(code: str) -> Mapping[str, Entry]:
    """Return what a language says for each English sentence; empty translations are left out."""
    from babel.messages.pofile import read_po

    if code == ENGLISH:
        return MappingProxyType({})
    path = files("nightwalk.outputs") / "locale" / code / "LC_MESSAGES" / "nightwalk.po"
    with path.open("rb") as source:
        entries = read_po(source, locale=code)
    return MappingProxyType(
        {
            str(one.id): Entry(str(one.string), MACHINE in one.user_comments)
            for one in entries
            if one.id and one.string
        }
    )


def number(text: str) -> str:
    """Return a number written the English way, such as ``1,234.5``, as the language writes it."""
    code = speaker().code
    if code == ENGLISH:
        return text
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return text.translate({ord(","): get_group_symbol(code), ord("."): get_decimal_symbol(code)})


def day(stated: str | date) -> str:
    """Return a date in words, such as ``2 November 2026``, from a date or its ISO text."""
    from babel.dates import format_date

    code = speaker().code
    when = date.fromisoformat(stated) if isinstance(stated, str) else stated
    return format_date(when, "long", locale="en_GB" if code == ENGLISH else code)
