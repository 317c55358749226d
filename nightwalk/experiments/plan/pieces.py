"""The pieces a plan is put together from: a measure, how much of it, and a part of a street.

Rule 32: what watches or punishes people is placed by the user, never here. That is told by the conditions a kind acts
on, so that a kind of one's own is kept to it, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

import nightwalk.scenarios.interventions  # noqa: F401 - importing files the kinds
from nightwalk.base.errors import ScenarioError
from nightwalk.model.conditions import AREA, SEGMENT
from nightwalk.scenarios.intervention import KINDS, kind_named
from nightwalk.scenarios.where import Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nightwalk.model.city import City
    from nightwalk.scenarios.intervention import Intervention

__all__ = ["BY_USER", "CELL", "Dose", "Pieces", "doses_of", "kinds_to_place", "pieces_of", "places_of"]

BY_USER = frozenset({"guardian", "cameras", "sanction"})
"""Conditions of patrol, wardens, cameras and sanctions (rule 32)."""
BARRED = frozenset(
    {"closed", "hardening"}
)  # a closure or a new path changes who can go where: a person decides
SEEN = frozenset({"lux", "incivility", "manager", "social", "entrapment", "room"})  # what a cue is made of
CELL = 200.0  # m; a place is what lies of one street in a square of this size
LEVELS = (5.0, 10.0, 15.0)  # lx: classes P4, P2 and P1 of EN 13201-2 by rounded level
_DOSES: Mapping[str, tuple[Mapping[str, float], ...]] = {
    "street-lighting": tuple({"level": level} for level in LEVELS),
    "smart-lighting": tuple({"level": level} for level in LEVELS),
}


@dataclass(frozen=True)
class Dose:
    """A kind of measure with its numbers."""

    kind: str
    numbers: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def conditions(self) -> frozenset[str]:
        """The conditions it changes."""
        return frozenset(KINDS[self.kind].about.acts_on)

    def on(self, segments: Iterable[int]) -> Intervention:
        """Return it on some streets, by their ids."""
        return self.at(Where(segment=tuple(int(one) for one in segments)))

    def at(self, where: Where) -> Intervention:
        """Return it in a place."""
        made: Any = kind_named(self.kind)
        return made(where=where, **self.numbers)  # type: ignore[no-any-return]


@dataclass(frozen=True, eq=False)
class Pieces:
    """Candidates, one row each.

    Attributes:
        doses: What can be done.
        dose: Row of the dose (n,).
        place: Number of the place (n,).
        rows: Rows of the streets it acts on, of each.
        areas: Rows of the areas these lie in, of each.
        capital: EUR, once (n,).
        yearly: EUR a year (n,).
    """

    doses: tuple[Dose, ...]
    dose: np.ndarray
    place: np.ndarray
    rows: tuple[np.ndarray, ...]
    areas: tuple[np.ndarray, ...]
    capital: np.ndarray
    yearly: np.ndarray


def kinds_to_place() -> list[str]:
    """Return the kinds that may be placed: those that change what is felt in streets and leave people alone."""
    return sorted(name for name in KINDS if _refusal(name) == "")


def doses_of(kinds: Sequence[str] = ()) -> tuple[Dose, ...]:
    """Return what can be done with some kinds; with all that may be placed where none is named.

    Raises:
        ScenarioError: for an unknown kind, or one that only a user places.
    """
    for name in kinds:
        kind_named(name)
        if why := _refusal(name):
            raise ScenarioError(
                f"{name} cannot be chosen by the optimiser: {why}. It can choose {', '.join(kinds_to_place())}; put "
                "the rest into the base scenario."
            )
    named = list(kinds) or kinds_to_place()
    return tuple(Dose(name, numbers) for name in named for numbers in _DOSES.get(name, ({},)))


def _refusal(name: str) -> str:
    acts = frozenset(KINDS[name].about.acts_on)
    if acts & BY_USER:
        return "patrol, wardens, cameras and sanctions are placed by people"
    if acts & BARRED:
        return "it opens or closes ways"
    if KINDS[name].town_wide or not acts <= {*SEGMENT, *AREA} or not acts & SEEN:
        return "it does not act on streets that people walk in"
    return ""


def places_of(city: City) -> np.ndarray:
    """Return the number of the place of each street, int64 (S,): same name and class, in one square of `CELL`."""
    streets = city.streets
    cell = np.floor(city.midpoints / CELL).astype(np.int64)
    _, name = np.unique(streets.name, return_inverse=True)
    keys = np.column_stack([name, streets.cls.astype(np.int64), cell])
    _, place = np.unique(keys, axis=0, return_inverse=True)
    return np.asarray(place.ravel(), dtype=np.int64)


def pieces_of(city: City, doses: Sequence[Dose], changed: Callable[[Intervention], np.ndarray]) -> Pieces:
    """Return every dose in every place where it changes something.

    Args:
        city: The town.
        doses: What can be done.
        changed: Says which streets a measure changes, bool (S,).
    """
    place = places_of(city)
    found = [
        (i, int(where), rows)
        for i, dose in enumerate(doses)
        for where, together in _by_place(place, np.flatnonzero(changed(dose.at(Where(everywhere=True)))))
        for rows in _sites(dose, together, city)
    ]
    bills = [doses[i].on(city.streets.id[rows]).cost(city) for i, _, rows in found]
    return Pieces(
        doses=tuple(doses),
        dose=np.array([one[0] for one in found], dtype=np.int64),
        place=np.array([one[1] for one in found], dtype=np.int64),
        rows=tuple(one[2] for one in found),
        areas=tuple(np.unique(city.streets.area[rows]) for _, _, rows in found),
        capital=np.array([bill.capital.value for bill in bills]),
        yearly=np.array([bill.yearly.value for bill in bills]),
    )


def _sites(dose: Dose, rows: np.ndarray, city: City) -> list[np.ndarray]:
    """Return the streets of a place one by one where more of them would cost no more: a site is one street then."""
    all_of_them, first = (dose.on(city.streets.id[some]).cost(city) for some in (rows, rows[:1]))
    by_site = len(rows) > 1 and all_of_them == first and first.capital.value + first.yearly.value > 0
    return [rows[i : i + 1] for i in range(len(rows))] if by_site else [rows]


def _by_place(place: np.ndarray, rows: np.ndarray) -> list[tuple[int, np.ndarray]]:
    order = rows[np.argsort(place[rows], kind="stable")]
    numbers, first = np.unique(place[order], return_index=True)
    return list(zip(numbers.tolist(), np.split(order, first[1:]), strict=True)) if len(rows) else []
