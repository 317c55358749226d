"""Why rows fail, and what no data can settle, as committed in `reasons.toml` and `unsettled.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nightwalk.validation.rows import Row

__all__ = ["Reason", "Unsettled", "reasons", "unsettled", "why"]

UNEXPLAINED = "Not explained yet."


@dataclass(frozen=True)
class Reason:
    """Why a row fails.

    Attributes:
        id: Of the row.
        why: One or two plain sentences.
        town: Where; everywhere where empty.
        quantity: Of which quantity; of all where empty.
    """

    id: str
    why: str
    town: str = ""
    quantity: str = ""

    def fits(self, row: Row) -> bool:
        """Return whether it is about a row."""
        return self.id == row.id and self.town in ("", row.town) and self.quantity in ("", row.quantity)

    @property
    def narrow(self) -> tuple[bool, bool]:
        """Which of several reasons is told: that of the quantity before that of the town."""
        return bool(self.quantity), bool(self.town)


@dataclass(frozen=True)
class Unsettled:
    """A question that no data at hand can answer."""

    title: str
    why: str


def why(row: Row) -> str:
    """Return why a row fails: the narrowest reason committed, else its note."""
    fitting = sorted((one for one in reasons() if one.fits(row)), key=lambda one: one.narrow)
    return fitting[-1].why if fitting else row.note or UNEXPLAINED


@cache
def reasons() -> tuple[Reason, ...]:
    """Return every reason committed."""
    return tuple(Reason(**one) for one in _read("reasons.toml").get("reason", ()))


@cache
def unsettled() -> tuple[Unsettled, ...]:
    """Return what no data can settle."""
    return tuple(Unsettled(**one) for one in _read("unsettled.toml")["question"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("nightwalk.validation").joinpath(name).read_text(encoding="utf-8"))
