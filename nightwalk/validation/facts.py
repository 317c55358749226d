"""The stylised facts: what is published, which range is accepted, and what each row is for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ROLES", "Fact", "Kind", "Quantity", "Role", "facts", "nulls", "published"]

Role = Literal["predicted", "fitted", "echo", "comparison"]
Kind = Literal["hard", "sign", "local", "comparison"]
ROLES: Mapping[Role, str] = MappingProxyType(
    {
        "predicted": "nothing was fitted to it: validation",
        "fitted": "a parameter was fitted to it: calibrated, not validated",
        "echo": "an input read back: verification of the code",
        "comparison": "the simulation beside simpler models: no test",
    }
)


@dataclass(frozen=True)
class Quantity:
    """One number of a fact.

    Attributes:
        name: What is measured.
        unit: Its unit; `points` are percentage points.
        low: Lowest accepted value of the mean over seeds.
        high: Highest accepted value.
        published: What the source says.
    """

    name: str
    unit: str
    low: float = -inf
    high: float = inf
    published: str = ""

    def holds(self, value: float) -> bool:
        """Return whether a value lies in the accepted range, ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Fact:
    """A stylised fact of the field.

    Attributes:
        id: SF01-SF42, N1-N4.
        statement: The fact in words.
        kind: `hard` holds in every release, `sign` is a direction, `local` holds after fitting the level.
        role: What the row is for, set before anything was fitted.
        why: How the role was chosen.
        source: Where the numbers come from.
        flag: V read, C computed, M from memory, A assumed.
        parameters: The parameters fitted to it or read back.
        quantities: Its numbers.
    """

    id: str
    statement: str
    kind: Kind
    role: Role
    why: str
    source: str
    flag: str
    parameters: tuple[str, ...]
    quantities: tuple[Quantity, ...]

    def number(self, name: str) -> Quantity:
        """Return the quantity of that name."""
        return next(one for one in self.quantities if one.name == name)


@cache
def facts() -> Mapping[str, Fact]:
    """Return every stylised fact by id, as committed in `facts.toml`."""
    return _read("facts.toml")


@cache
def nulls() -> Mapping[str, Fact]:
    """Return what is compared with the null models, by id, as in `nulls.toml`."""
    return _read("nulls.toml")


@cache
def published() -> Mapping[str, Fact]:
    """Return both by id: the facts, then what is compared."""
    return MappingProxyType({**facts(), **nulls()})


def _read(name: str) -> Mapping[str, Fact]:
    text = files("nightwalk.validation").joinpath(name).read_text(encoding="utf-8")
    return MappingProxyType({row["id"]: _fact(row) for row in tomllib.loads(text)["fact"]})


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(
        id=row["id"], statement=row["statement"], kind=row["class"], role=row["role"], why=row["why"],
        source=row["source"], flag=row["flag"], parameters=tuple(row.get("parameters", ())),
        quantities=tuple(Quantity(**one) for one in row["quantities"]),
    )  # fmt: skip
