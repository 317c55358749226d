"""Every text a person in the room reads passes through here, in the language of their page.

    with speaking("el"):
        page = build()

Inside the block `_` gives every sentence in Greek; a sentence that is in no catalogue stays English. What a page
does later, when somebody presses a button, is bound to its language with `spoken`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "ENGLISH", "Words", "_", "catalogue", "catalogue_path", "euros", "in_streets", "language", "languages",
    "people", "speaking", "spoken", "street_count",
]  # fmt: skip

Key = TypeVar("Key")

ENGLISH = "en"
LOCALE = Path(__file__).parent / "locale"
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def languages() -> Mapping[str, str]:
    """Return the languages there are, by code, each in its own name: those of the report."""
    from nightwalk.workshop.engine import LANGUAGES

    return LANGUAGES


def language() -> str:
    """Return the code of the language spoken now."""
    return _SPOKEN.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language inside the block, the report's own sentences too.

    Raises:
        RunError: for an unknown language.
    """
    from nightwalk.workshop.engine import reporting

    with reporting(code):
        token = _SPOKEN.set(code)
        try:
            yield
        finally:
            _SPOKEN.reset(token)


def spoken(then: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that speaks the language spoken now, whenever and in whatever thread it is called."""
    code = language()

    def in_that_language(*given: Any) -> Any:
        with speaking(code):
            return then(*given)

    return in_that_language


def _(text: str) -> str:
    """Return a text in the language spoken now; what no catalogue knows stays as it is."""
    code = language()
    if code == ENGLISH:
        return text
    from nightwalk.workshop.engine import report_says

    return catalogue(code).get(text) or report_says(text)


def catalogue_path(code: str) -> Path:
    """Return where the workshop's catalogue of a language is."""
    return LOCALE / f"{code}.po"


@cache
def catalogue(code: str) -> Mapping[str, str]:
    """Return what a language says for each English sentence; what is not translated is left out."""
    from babel.messages.pofile import read_po

    path = catalogue_path(code)
    if not path.is_file():
        return MappingProxyType({})
    with path.open("rb") as source:
        return MappingProxyType(
            {str(one.id): str(one.string) for one in read_po(source, locale=code) if one.id and one.string}
        )


class Words(Mapping[Key, str]):
    """Words by key, each said in the language spoken when it is looked up."""

    def __init__(self, english: Mapping[Key, str]) -> None:
        self._english = dict(english)

    def __getitem__(self, key: Key) -> str:
        return _(self._english[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)


def people(count: float) -> str:
    """Return a number of people in words fit for a sentence."""
    return _("1 person") if round(count) == 1 else _("{n} people").format(n=f"{count:,.0f}")


def phones(count: int) -> str:
    """Return a number of phones."""
    return _("1 phone") if count == 1 else _("{n} phones").format(n=count)


def street_count(count: int) -> str:
    """Return how many streets are chosen, in words."""
    if count == 0:
        return _("No street chosen")
    return _("1 street chosen") if count == 1 else _("{n} streets chosen").format(n=count)


def in_streets(count: int) -> str:
    """Return where a measure acts, in words; 0 is the whole town."""
    if count == 0:
        return _("whole town")
    return _("1 street") if count == 1 else _("{n} streets").format(n=count)


def euros(amount: float) -> str:
    """Return an amount of money."""
    return f"€{amount:,.0f}"
