"""The catalogue of interventions, read from the code: evidence, cost, parameters."""

from __future__ import annotations

import importlib
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nightwalk.scenarios.interventions  # noqa: F401 - importing files the kinds
from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import Fixed, quantities
from nightwalk.scenarios.about import Range, is_price
from nightwalk.scenarios.intervention import KINDS, Intervention, kind_named
from nightwalk.scenarios.values import stated_fields

if TYPE_CHECKING:
    from nightwalk.base.quantity import Quantity

__all__ = ["MODULES", "Entry", "Number", "catalogue", "import_kinds"]

MODULES = ("digital", "spatial", "social", "governance")
"""The order of the modules in every list."""


@dataclass(frozen=True)
class Number:
    """One declared number of an intervention."""

    name: str
    default: float
    unit: str
    low: float
    high: float
    prior: str
    source: str


@dataclass(frozen=True)
class Entry:
    """What there is to know of one kind of intervention."""

    kind: str
    title: str
    purpose: str
    module: str
    grade: str
    source: str
    note: str
    acts_on: tuple[str, ...]
    unit: str
    payer: str
    life_years: float
    privacy: str
    proportionality: str
    stigma: str
    capital: Range
    yearly: Range
    parameters: tuple[Number, ...]
    choices: tuple[str, ...]

    @property
    def cautions(self) -> tuple[tuple[str, str], ...]:
        """The notes on privacy, proportionality and stigma that it has, with their headings."""
        said = (
            ("Privacy", self.privacy), ("Proportionality", self.proportionality), ("Stigma", self.stigma),
        )  # fmt: skip
        return tuple((heading, note) for heading, note in said if note)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain lists, dictionaries, texts and numbers."""
        return {**asdict(self), "capital": list(self.capital), "yearly": list(self.yearly)}


def catalogue(kind: str | None = None) -> tuple[Entry, ...]:
    """Return every kind of intervention, or one, grouped by module.

    Raises:
        ScenarioError: for an unknown kind, with the nearest.
    """
    if kind is not None:
        return (_entry(kind_named(kind)),)
    return tuple(sorted(map(_entry, KINDS.values()), key=lambda e: (MODULES.index(e.module), e.kind)))


def import_kinds(module: str) -> None:
    """Import a module that declares interventions of one's own, from the current folder too.

    Raises:
        ScenarioError: if there is no such module.
    """
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)  # workers inherit it
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise ScenarioError(f"There is no module {error.name!r} to import; check --with {module}.") from error


def _entry(owner: type[Intervention]) -> Entry:
    about, declared, common = owner.about, quantities(owner), quantities(Intervention)
    unpaid = {name for name, q in declared.items() if is_price(q.unit) and q == common.get(name)}
    numbers = tuple(_number(name, q) for name, q in declared.items() if name not in unpaid)
    others = tuple(name for name in stated_fields(owner) if name not in declared)
    return Entry(
        kind=owner.kind,
        title=about.title or owner.kind,
        purpose=(owner.__doc__ or "").strip().partition("\n")[0],
        module=about.module,
        grade=about.grade,
        source=about.source,
        note=about.note,
        acts_on=about.acts_on,
        unit=about.unit,
        payer=about.payer,
        life_years=about.life_years,
        privacy=about.privacy,
        proportionality=about.proportionality,
        stigma=about.stigma,
        capital=_unit_price(declared["capital_cost"]),
        yearly=_unit_price(declared["yearly_cost"]),
        parameters=numbers,
        choices=others,
    )


def _unit_price(declared: Quantity) -> Range:
    return Range(declared.default, declared.draw(0.025), declared.draw(0.975))


def _number(name: str, q: Quantity) -> Number:
    prior = "" if isinstance(q.prior, Fixed) else repr(q.prior)
    return Number(name, q.default, q.unit, q.low, q.high, prior, q.source)
