"""The room's measures as interventions of a scenario, and back."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk import Intervention, Scenario, ScenarioError, catalogue, streets
from nightwalk.workshop.engine import is_price, kind_named, quantities, read_scenario, written_fields
from nightwalk.workshop.room.proposal import Measure, Proposal

if TYPE_CHECKING:
    from nightwalk import City, RiskRegister
    from nightwalk.workshop.engine import Entry

__all__ = [
    "DAYS", "TownRules", "intervention_of", "is_town_wide", "measures_of_toml", "offered", "scenario_of", "yes_or_no",
]  # fmt: skip

DAYS = 28  # of a run in the room: long enough for habits, short enough for an evening
BUILT_IN = "built-in"


@cache
def offered() -> tuple[Entry, ...]:
    """Return the catalogue without what a room cannot place: a new path needs its two ends, not streets."""
    return tuple(one for one in catalogue() if kind_named(one.kind).paths is Intervention.paths)


def is_town_wide(kind: str) -> bool:
    """Say whether a kind acts on the town as a whole."""
    return kind_named(kind).town_wide


def yes_or_no(kind: str) -> tuple[str, ...]:
    """Return the settings of a kind that are on or off."""
    return tuple(f.name for f in fields(kind_named(kind)) if isinstance(f.default, bool))


def intervention_of(measure: Measure) -> Intervention:
    """Return the intervention a measure states.

    Raises:
        NightwalkError: for an unknown kind or setting, or a number outside its range.
    """
    owner = kind_named(measure.kind)
    where = streets(segment=measure.segments) if measure.segments and not owner.town_wide else streets()
    declared, flags = quantities(owner), yes_or_no(measure.kind)
    stated: dict[str, Any] = {}
    for name, value in measure.settings.items():
        if name in flags:
            stated[name] = bool(value)
        elif name in declared and not is_price(declared[name].unit):
            stated[name] = round(value) if isinstance(declared[name].default, int) else value
        else:
            raise ScenarioError(f"{measure.kind} has no setting {name!r} that the room may change.")
    return owner(where=where, **stated)


def scenario_of(
    city: City, proposal: Proposal, *, name: str = "", city_file: str = "", days: int = DAYS,
    register: RiskRegister | None = None, register_file: str = "",
) -> Scenario:  # fmt: skip
    """Return a proposal as a scenario."""
    return Scenario(
        city,
        name or proposal.title,
        days=days,
        interventions=tuple(intervention_of(one) for one in proposal.measures),
        city_file=city_file,
        register=register,
        register_file=register_file,
    )


def measures_of_toml(text: str, city: City) -> tuple[str, tuple[Measure, ...]]:
    """Return the name and the measures of a scenario file a client sent.

    The town of the file is not opened and no path in it is followed: the room's own town is used.

    Raises:
        NightwalkError: for anything that cannot be used.
    """
    if _names_register(text):
        raise ScenarioError("A register cannot be sent to the room; start the workshop with it instead.")
    read = read_scenario(text, Path(), {BUILT_IN: city}, city_file=BUILT_IN)
    known = {one.kind for one in offered()}
    for one in read.interventions:
        if one.where.within:
            raise ScenarioError(
                "A zone file cannot be sent to the room; name the streets in the scenario instead."
            )
        if one.kind not in known:
            raise ScenarioError(f"{one.title} cannot be placed by a room; leave it out.")
    return read.name, tuple(_measure(one, city) for one in read.interventions)


def _names_register(text: str) -> bool:
    """Say whether a scenario file names a register, which would be opened."""
    try:
        head = tomllib.loads(text).get("scenario")
    except tomllib.TOMLDecodeError:
        return False  # refused where it is read
    return isinstance(head, dict) and "register" in head


def _measure(one: Intervention, city: City) -> Measure:
    rows = one.placed(city).where.segments
    ids = () if one.where.everywhere else tuple(city.streets.id[rows].tolist())
    numbers = {name for name, declared in quantities(type(one)).items() if not is_price(declared.unit)}
    chosen = numbers | {*yes_or_no(one.kind)}
    return Measure(
        one.kind, ids, {name: value for name, value in written_fields(one).items() if name in chosen}
    )


class TownRules:
    """What the room asks of a town: which streets there are, what can be done, what it costs."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._ids = frozenset(city.streets.id.tolist())
        self._costs: dict[str, float] = {}

    def has(self, segment: int) -> bool:
        """Say whether a street has that number."""
        return segment in self._ids

    def check(self, measure: Measure) -> None:
        """Refuse a measure that cannot be made.

        Raises:
            NightwalkError: with the reason.
        """
        unknown = next((one for one in measure.segments if one not in self._ids), None)
        if unknown is not None:
            raise ScenarioError(f"There is no street number {unknown} in this town.")
        one = intervention_of(measure)
        try:
            one.placed(self._city)
        except ScenarioError as error:
            raise ScenarioError(f"{one.title}: {error}") from error

    def cost(self, measures: tuple[Measure, ...]) -> float:
        """Return what measures cost in the first year, EUR of 2024: to build, and a year of running."""
        return sum(self._cost(one) for one in measures)

    def _cost(self, measure: Measure) -> float:
        key = repr(measure)
        if key not in self._costs:
            cost = intervention_of(measure).cost(self._city)
            self._costs[key] = float(np.ceil(cost.capital.value + cost.yearly.value))
        return self._costs[key]
