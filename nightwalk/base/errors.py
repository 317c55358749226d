"""What can go wrong, said in one sentence.

    NightwalkError
    ├── CityError        a map, a city file or an import that cannot be used
    ├── ScenarioError    a scenario, an intervention or a selection of streets
    ├── QuantityError    a number outside its declared range
    └── RunError         a run folder, a table or a disk that cannot be used

A message says what was given, what is allowed and what to do next.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CityError", "NightwalkError", "QuantityError", "RunError", "ScenarioError", "nearest"]


class NightwalkError(Exception):
    """Anything Nightwalk refuses; the message is written for the user."""


class CityError(NightwalkError, ValueError):
    """A map, a city file or an import that cannot be used."""


class ScenarioError(NightwalkError, ValueError):
    """A scenario, an intervention or a selection of streets that cannot be used."""


class QuantityError(NightwalkError, ValueError):
    """A number outside its declared range, or of the wrong kind."""


class RunError(NightwalkError, ValueError):
    """A run folder, a table or a disk that cannot be used."""


def nearest(word: str, known: Iterable[str], *, most: int = 3) -> str:
    """Say which known names come nearest to a misspelt one.

    Returns:
        `` Nearest: 'a', 'b'.`` or, where nothing is near, an empty string.
    """
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    hits = difflib.get_close_matches(word.casefold(), folded, n=most, cutoff=0.5)
    return f" Nearest: {', '.join(repr(folded[h]) for h in hits)}." if hits else ""
