"""What words mean: types of incident, names of columns, names of streets."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import CityError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DISORDER", "INSECURITY", "KINDS", "OUTSIDE", "Words", "plain", "read_words"]

KINDS = ("robbery", "pickpocket", "assault", "vandalism", "vehicle", "disorder", "insecurity", "outside")
DISORDER, INSECURITY, OUTSIDE = 5, 6, 7  # rows of KINDS after the five families of the model
SHIPPED = Path(__file__).with_name("families.toml")


@lru_cache(maxsize=10_000)  # a file says the same few words again and again
def plain(text: str) -> str:
    """Return a name without case, accents and punctuation.

    >>> plain("Rue de l'Église")
    'rue de l eglise'
    """
    bare = (
        mark for mark in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(mark)
    )
    return " ".join(re.findall(r"[^\W_]+", "".join(bare)))


@dataclass(frozen=True)
class Words:
    """What the words of a file mean.

    Attributes:
        kind: Row of KINDS by plain type.
        street: How a word of a street name is written here, by plain word.
        columns: Usual names of each column, plain.
    """

    kind: Mapping[str, int]
    street: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]

    def street_name(self, text: str) -> str:
        """Return a street name as it is compared: words written in one way, without case, accents and marks."""
        words = plain(text.casefold().removeprefix("on or near ")).split()
        return " ".join(filter(None, (self.street.get(word, word) for word in words)))

    def street_names(self, address: str) -> tuple[str, ...]:
        """Return what the street of an address may be called: as it stands, then without a house number at an end."""
        whole = self.street_name(address)
        first, _, after = whole.partition(" ")
        before, _, last = whole.rpartition(" ")
        return (whole, *([before] if _numbered(last) else []), *([after] if _numbered(first) else []))

    def column(self, what: str, header: Iterable[str]) -> str:
        """Return the name of a column in the file, "" where none is called as it usually is."""
        known = {plain(name): name for name in header}
        return next((known[name] for name in self.columns[what] if name in known), "")


def _numbered(word: str) -> bool:
    return any(map(str.isdigit, word))


def read_words(path: Path | None = None) -> Words:
    """Return the words that ship, and those of a user's file over them.

    Raises:
        CityError: if the file cannot be read or has a kind that does not exist.
    """
    documents = [_document(SHIPPED), *([_document(path)] if path else [])]
    kind: dict[str, int] = {}
    street: dict[str, str] = {}
    columns: dict[str, tuple[str, ...]] = {}
    for document in documents:
        for name, words in document.get("types", {}).items():
            kind.update(dict.fromkeys(map(plain, words), _kind(name)))
        street.update({plain(word): plain(written) for word, written in document.get("street", {}).items()})
        for name, words in document.get("columns", {}).items():
            columns[name] = (*map(plain, words), *columns.get(name, ()))
    return Words(kind, street, columns)


def _document(path: Path) -> dict[str, dict[str, Any]]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CityError(f"The file of types {path} cannot be read: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CityError(
            f"{path} is not TOML; write [types] and lines such as robbery = ['mugging']."
        ) from error
    for table, entries in document.items():
        if table not in ("types", "street", "columns") or not isinstance(entries, dict):
            raise CityError(f"{path} has {table!r}; its tables can be [types], [street] and [columns].")
    return document


def _kind(name: str) -> int:
    if name not in KINDS:
        listed = nearest(name, KINDS) or f" Kinds: {', '.join(KINDS)}."
        raise CityError(f"There is no kind of incident {name!r}.{listed}")
    return KINDS.index(name)
