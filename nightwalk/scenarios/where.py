"""Where an intervention acts: streets chosen by name, zone, class, light, use, area or rank."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from nightwalk.base.errors import ScenarioError
from nightwalk.model.city.columns import Lit, StreetClass
from nightwalk.model.conditions import Selection
from nightwalk.scenarios import filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.model.city import City

__all__ = ["CLASSES", "LIGHTS", "TOWN", "UNPLACED", "Where", "streets"]

CLASSES = tuple(c.name.lower() for c in StreetClass)
LIGHTS = tuple(c.name.lower() for c in Lit)
UNPLACED = np.empty(0, dtype=np.int64)
UNPLACED.setflags(write=False)
_LISTS = ("street", "street_class", "area", "segment")
_FILTERS = (*_LISTS, "within", "lit", "commercial", "near_edge", "worst_areas", "worst", "everywhere")


@dataclass(frozen=True, kw_only=True)
class Where(Selection):
    """The streets an intervention acts on; filters combine with *and*.

    Attributes:
        street: Street names, in any case.
        within: A polygon file (GeoJSON or GeoPackage), relative to the scenario file.
        street_class: residential, main, park, underpass or transit (``class`` in TOML).
        lit: ``yes``, ``no`` or ``unknown``, as the map has it.
        area: Names of areas.
        segment: Segment ids.
        commercial: Streets with shops, places to eat or drink, or leisure.
        near_edge: Streets within so many metres, as the crow flies, of a street that leaves the map.
        worst_areas: Of what is left, the streets of so many areas with the highest mean place cue after dark.
        worst: So many segments, after the other filters, with the highest place cue after dark.
        everywhere: Every street.
        folder: Where the relative path of `within` begins.
        segments: Rows of the chosen segments, shape (n,); filled in by `placed`.
        areas: Rows of their areas, shape (a,); filled in by `placed`.
        group: Row of the reached group, -1 for nobody.
    """

    street: tuple[str, ...] = ()
    within: str = ""
    street_class: tuple[str, ...] = ()
    lit: Literal["", "yes", "no", "unknown"] = ""
    area: tuple[str, ...] = ()
    segment: tuple[int, ...] = ()
    commercial: bool = False
    near_edge: float = 0.0
    worst_areas: int = 0
    worst: int = 0
    everywhere: bool = False
    folder: Path = field(default=Path(), compare=False, repr=False)
    segments: np.ndarray = field(default_factory=lambda: UNPLACED, compare=False, repr=False)
    areas: np.ndarray = field(default_factory=lambda: UNPLACED, compare=False, repr=False)
    group: int = field(default=-1, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in _LISTS:
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, (str, int)) else tuple(given))
        for cls in self.street_class:
            if cls not in CLASSES:
                raise ScenarioError(
                    f"There is no street class {cls!r}; the classes are {', '.join(CLASSES)}."
                )
        if self.lit and self.lit not in LIGHTS:
            raise ScenarioError(f"lit is {self.lit!r}; it can be {', '.join(map(repr, LIGHTS))}.")
        for name, example in (("worst", "segments, for example 40"), ("worst_areas", "areas, for example 2")):
            count = getattr(self, name)
            if isinstance(count, bool) or not isinstance(count, Integral) or count < 0:
                raise ScenarioError(f"{name} is {count!r}; give the number of {example}.")
        if isinstance(self.near_edge, bool) or not 0.0 <= self.near_edge < float("inf"):
            raise ScenarioError(f"near_edge is {self.near_edge!r}; give metres, for example 300.")
        if not any(map(self._given, _FILTERS)):
            raise ScenarioError(
                "Where says nothing; name streets, a zone, a class, a number of worst ones, or everywhere = true."
            )

    @property
    def is_placed(self) -> bool:
        """Whether the rows are known."""
        return len(self.segments) > 0

    def placed(self, city: City, group: int = -1) -> Where:
        """Return the same choice with its rows in the city.

        Raises:
            ScenarioError: for unknown names or ids (with the nearest), an unreadable zone, or no street left.
        """
        return self.bound(city, self._rows(city), group)

    def bound(self, city: City, rows: np.ndarray, group: int = -1) -> Where:
        """Return the same choice with these rows of the city, int64 (n,), and the areas they lie in."""
        areas = np.unique(city.streets.area[rows]).astype(np.int64)
        return replace(self, segments=rows, areas=areas, group=group)

    def _given(self, name: str) -> bool:
        return bool(getattr(self, name))

    def _rows(self, city: City) -> np.ndarray:
        keep = np.arange(city.segments) < city.built  # what is only planned is nobody's to choose
        for name, chosen in self._filters(city):
            keep &= chosen()
            if not keep.any():
                raise ScenarioError(f"No street of {city.name} is left after the filter {name}; {_WIDEN}")
        rows = np.flatnonzero(keep).astype(np.int64)
        if self.worst_areas:
            rows = filters.worst_areas(city, rows, self.worst_areas)
        return filters.worst(city, rows, self.worst) if self.worst else rows

    def _filters(self, city: City) -> list[tuple[str, Callable[[], np.ndarray]]]:
        possible: dict[str, Callable[[], np.ndarray]] = {
            "street": partial(filters.named, self.street, city.streets.name, "street"),
            "within": partial(filters.inside, city, self.folder / self.within),
            "street_class": partial(filters.of_class, city, self.street_class),
            "lit": lambda: city.streets.lit == Lit[self.lit.upper()],
            "area": lambda: filters.named(self.area, city.areas.name, "area")[city.streets.area],
            "segment": partial(filters.numbered, city, self.segment),
            "commercial": partial(filters.commercial, city),
            "near_edge": partial(filters.near_edge, city, self.near_edge),
        }
        return [(_KEYS.get(name, name), chosen) for name, chosen in possible.items() if self._given(name)]


TOWN = Where(everywhere=True)
"""The place of what acts on the town as a whole."""


def streets(
    name: str | tuple[str, ...] = (),
    *,
    within: str = "",
    street_class: str | tuple[str, ...] = (),
    lit: Literal["", "yes", "no", "unknown"] = "",
    area: str | tuple[str, ...] = (),
    segment: int | tuple[int, ...] = (),
    commercial: bool = False,
    near_edge: float = 0.0,
    worst_areas: int = 0,
    worst: int = 0,
) -> Where:
    """Choose streets, in a notebook: ``streets("Akti Miaouli")``; without any filter, all of them.

    Raises:
        ScenarioError: for a class or light that does not exist.
    """
    chosen = {
        "street": name,
        "within": within,
        "street_class": street_class,
        "lit": lit,
        "area": area,
        "segment": segment,
        "commercial": commercial,
        "near_edge": near_edge,
        "worst_areas": worst_areas,
        "worst": worst,
    }
    given = {key: value for key, value in chosen.items() if value not in ((), "", 0)}
    return Where(**given, everywhere=not given)  # type: ignore[arg-type]


_WIDEN = "choose more streets or take the filter out."
_KEYS = {"street_class": "class"}
