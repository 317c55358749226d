"""What every intervention has: a place, days, a strength, a cost and the evidence behind it."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from nightwalk.base.errors import ScenarioError, nearest
from nightwalk.base.quantity import Fixed, check_quantities, quantities, quantity
from nightwalk.scenarios.about import About, Cost, Range, is_price
from nightwalk.scenarios.draws import drawn_from_priors
from nightwalk.scenarios.part import applied
from nightwalk.scenarios.strength import ALWAYS, Hours, ramped, worn
from nightwalk.scenarios.where import TOWN, Where

if TYPE_CHECKING:
    from datetime import date

    from nightwalk.agents.columns import People
    from nightwalk.agents.crowd import Drawn
    from nightwalk.model.city import City
    from nightwalk.model.city.planned import PlannedPath
    from nightwalk.model.conditions import Conditions
    from nightwalk.model.setup import Measure
    from nightwalk.scenarios.governance import Governance
    from nightwalk.scenarios.part import Part

__all__ = ["KINDS", "Intervention", "kind_named"]

KINDS: dict[str, type[Intervention]] = {}
"""Every kind of intervention by its name in TOML; filled by subclassing `Intervention`."""


@dataclass(frozen=True, kw_only=True)
class Intervention:
    """A pure function from conditions to conditions, with a place, days and a cost.

    A subclass is filed under its name in kebab-case (`StreetLighting` is ``street-lighting``)
    and must write `effect` only.

    Attributes:
        where: The streets it acts on.
        name: A title of its own, else the title of its kind.
        from_day: First day, 0 = the first day of the scenario.
        until_day: First day without it; None = it stays.
        lapses: Days on which part of its upkeep is given up, and the share kept; filled in by `under`.
    """

    kind: ClassVar[str] = ""
    about: ClassVar[About] = About(title="")
    town_wide: ClassVar[bool] = False  # acts on the town as a whole: it has no where of its own

    where: Where
    name: str = ""
    from_day: int = 0
    until_day: int | None = None
    lapses: tuple[tuple[int, float], ...] = field(default=(), compare=False, repr=False)
    ramp_days: float = quantity(0.0, unit="days", low=0.0, high=1830.0, source="chosen")
    fidelity: float = quantity(1.0, unit="share", low=0.0, high=1.0, source="chosen; 1 = done as planned")
    upkeep: float = quantity(1.0, unit="share", low=0.0, high=1.0, source="chosen; 1 = kept up")
    decay_years: float = quantity(2.0, unit="years", low=0.05, high=40.0, source="assumed")
    capital_cost: float = quantity(0.0, unit="EUR", low=0.0, high=1e7, source="nothing to buy")
    yearly_cost: float = quantity(0.0, unit="EUR", low=0.0, high=1e7, source="nothing to run")

    def __init_subclass__(cls, *, filed: bool = True) -> None:
        super().__init_subclass__()
        if not filed:
            return  # only what some kinds have in common
        kind = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", cls.__name__).lower()
        known = KINDS.get(kind)
        if known is not None and known.__module__ != cls.__module__:
            raise ScenarioError(
                f"There are two interventions {kind!r}: {known.__module__} and {cls.__module__}."
            )
        cls.kind = kind
        KINDS[kind] = cls

    def __post_init__(self) -> None:
        if not isinstance(self.where, Where):
            raise ScenarioError(
                f"{type(self).__name__}.where is {self.where!r}; use streets(...) or Where(...)."
            )
        if self.town_wide and self.where != TOWN:
            raise ScenarioError(f"{self.title} acts on the whole town; leave out its where.")
        if self.from_day < 0:
            raise ScenarioError(f"{self.title} starts on day {self.from_day}; the first day is 0.")
        if self.until_day is not None and self.until_day <= self.from_day:
            raise ScenarioError(
                f"{self.title} ends on day {self.until_day}, not after its first, {self.from_day}."
            )
        check_quantities(self)
        _ = self.hours  # refuses weekdays that do not exist

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.name or self.about.title or self.kind

    @property
    def hours(self) -> Hours:
        """The hours of the week it works in."""
        return ALWAYS

    def effect(self, now: Conditions) -> Conditions:
        """Return the conditions under its full effect."""
        raise NotImplementedError

    def wear(self, age: int) -> float:
        """Return what is left of the effect (0-1) so many days after the start."""
        since = [(day - self.from_day, kept) for day, kept in self.lapses]
        return worn(age, self.upkeep, self.decay_years, since)

    def also(self) -> tuple[Part, ...]:
        """Return effects that keep other hours than the main one."""
        return ()

    def parts(self) -> tuple[Measure, ...]:
        """Return everything the simulation folds: this and `also`."""
        return (self, *self.also())

    def paths(self) -> tuple[PlannedPath, ...]:
        """Return the paths it needs that are not in the city today."""
        return ()

    def amount(self, city: City) -> float:
        """Return how many cost units it takes in the place chosen."""
        del city
        return 0.0

    def cost(self, city: City) -> Cost:
        """Return capital and yearly cost in EUR of 2024; the range is that of the unit price, unless it was given."""
        amount = self.placed(city).amount(city)
        return Cost(self.price("capital_cost", amount), self.price("yearly_cost", amount))

    def price(self, name: str, amount: float) -> Range:
        """Return so many units at a declared unit price, with the range of that price."""
        declared, value = quantities(self)[name], float(getattr(self, name))
        if value != declared.default or isinstance(declared.prior, Fixed):
            return Range(value * amount, value * amount, value * amount)
        return Range(value * amount, declared.draw(0.025) * amount, declared.draw(0.975) * amount)

    def placed(self, city: City, group: int = -1) -> Self:
        """Return the intervention bound to its rows in the city.

        Raises:
            ScenarioError: for unknown names or an empty selection.
        """
        return replace(self, where=self.where.placed(city, group))

    def under(self, governance: Governance, start: date) -> Self:
        """Return the intervention as the town governs it: elections give up part of its upkeep."""
        return replace(self, lapses=governance.lapses(start))

    def drawn(self, seed: int) -> Self:
        """Return it with every effect size that has a prior and was left at its default drawn from that prior.

        Prices keep their value. The draw depends on seed, kind and name of the number alone: the same in every
        scenario.
        """
        prices = {name for name, declared in quantities(self).items() if is_price(declared.unit)}
        return drawn_from_priors(self, self.kind, seed, kept=prices)

    # What follows is the protocol `model.setup.Measure`.

    @property
    def selection(self) -> Where:
        """The rows it acts on.

        Raises:
            ScenarioError: if it has no place yet.
        """
        if not self.where.is_placed:
            raise ScenarioError(f"{self.title} has no place yet; call placed(city) first.")
        return self.where

    @property
    def reach(self) -> float | None:
        """Share (0-1) of the residents of its areas it reaches as persons; None = all who live there, alike."""
        return None

    @property
    def on_report(self) -> bool:
        """Whether it reaches, of these, only victims who report a street crime and find a place."""
        return False

    def chances(self, residents: People) -> np.ndarray:
        """Return the chance (0-1) that each resident of its areas is reached, shape (N,): `reach` for everybody."""
        return np.full(len(residents.kind), self.reach or 0.0)

    @property
    def key(self) -> int:
        """Number of the draw who is reached: kind, name and first day, whatever else is done."""
        return zlib.crc32(f"{self.kind}.{self.name}.{self.from_day}".encode())

    @property
    def turning_days(self) -> tuple[int, ...]:
        """Days on which it starts, is complete, or has ended."""
        full = self.from_day + max(0, ceil(self.ramp_days) - 1)
        days = (self.from_day, full) if self.until_day is None else (self.from_day, full, self.until_day)
        return tuple(sorted(set(days)))

    def envelope(self, day: int) -> float:
        """Return ramp x fidelity x upkeep on a day, 0-1."""
        if day < self.from_day or (self.until_day is not None and day >= self.until_day):
            return 0.0
        age = day - self.from_day
        return ramped(age, self.ramp_days) * self.fidelity * self.wear(age)

    def strength(self, day: int, hour: int, weekday: int) -> float:
        """Return the envelope in the hours it works in, else 0."""
        return self.envelope(day) if self.hours.include(hour, weekday) else 0.0

    def apply(self, now: Conditions, strength: float) -> Conditions:
        """Return the conditions changed to that strength; governance scales all but itself."""
        return applied(self, self.effect, now, strength)

    def crowd(self) -> Drawn | None:
        """Return whom it draws."""
        return None


def kind_named(kind: str) -> type[Intervention]:
    """Return the class filed under a kind.

    Raises:
        ScenarioError: for an unknown kind, with the nearest.
    """
    if kind not in KINDS:
        known = nearest(kind, KINDS) or f" Known: {', '.join(sorted(KINDS))}."
        raise ScenarioError(f"There is no intervention {kind!r}.{known}")
    return KINDS[kind]
