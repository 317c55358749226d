"""Where an intervention acts: streets chosen by name, zone, class, light, area or rank."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from nightwalk.base.errors import ScenarioError, nearest
from nightwalk.model.city.columns import Lit, StreetClass
from nightwalk.model.conditions import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.model.city import City

__all__ = ["CLASSES", "LIGHTS", "UNPLACED", "Where", "streets"]

CLASSES = tuple(c.name.lower() for c in StreetClass)
LIGHTS = tuple(c.name.lower() for c in Lit)
UNPLACED = np.empty(0, dtype=np.int64)
UNPLACED.setflags(write=False)
_LISTS = ("street", "street_class", "area", "segment")


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
        if isinstance(self.worst, bool) or self.worst < 0:
            raise ScenarioError(f"worst is {self.worst!r}; give the number of segments, for example 40.")
        if not (self.everywhere or self.worst or self.within or self.lit or any(map(self._given, _LISTS))):
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
        rows = self._rows(city)
        areas = np.unique(city.streets.area[rows])
        return replace(self, segments=rows, areas=areas[areas >= 0].astype(np.int64), group=group)

    def _given(self, name: str) -> bool:
        return bool(getattr(self, name))

    def _rows(self, city: City) -> np.ndarray:
        keep = np.arange(city.segments) < city.built  # what is only planned is nobody's to choose
        for name, chosen in self._filters(city):
            keep &= chosen()
            if not keep.any():
                raise ScenarioError(f"No street of {city.name} is left after the filter {name}; {_WIDEN}")
        rows = np.flatnonzero(keep).astype(np.int64)
        return self._worst_of(city, rows) if self.worst else rows

    def _filters(self, city: City) -> list[tuple[str, Callable[[], np.ndarray]]]:
        possible: dict[str, Callable[[], np.ndarray]] = {
            "street": partial(_named, self.street, city.streets.name, "street"),
            "within": partial(_inside, city, self.folder / self.within),
            "street_class": partial(_of_class, city, self.street_class),
            "lit": lambda: city.streets.lit == Lit[self.lit.upper()],
            "area": lambda: _named(self.area, city.areas.name, "area")[city.streets.area],
            "segment": partial(_numbered, city, self.segment),
        }
        return [(_KEYS.get(name, name), chosen) for name, chosen in possible.items() if self._given(name)]

    def _worst_of(self, city: City, rows: np.ndarray) -> np.ndarray:
        from nightwalk.model.cues import place_cue_after_dark
        from nightwalk.model.parameters import Parameters

        cue = place_cue_after_dark(city, Parameters().values())[rows]
        order = np.lexsort((city.streets.id[rows], -cue))
        return np.sort(rows[order[: self.worst]])


def streets(
    name: str | tuple[str, ...] = (),
    *,
    within: str = "",
    street_class: str | tuple[str, ...] = (),
    lit: Literal["", "yes", "no", "unknown"] = "",
    area: str | tuple[str, ...] = (),
    segment: int | tuple[int, ...] = (),
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
        "worst": worst,
    }
    given = {key: value for key, value in chosen.items() if value not in ((), "", 0)}
    return Where(**given, everywhere=not given)  # type: ignore[arg-type]


_WIDEN = "choose more streets or take the filter out."
_KEYS = {"street_class": "class"}


def _named(wanted: tuple[str, ...], names: np.ndarray, what: str) -> np.ndarray:
    folded = np.array([str(name).casefold() for name in names], dtype=np.str_)
    keys = [word.casefold() for word in wanted]
    known = set(folded.tolist())
    for word, key in zip(wanted, keys, strict=True):
        if key not in known:
            raise ScenarioError(f"There is no {what} named {word!r} in this city.{_near(word, names)}")
    return np.isin(folded, keys)


def _near(word: str, names: np.ndarray) -> str:
    known = sorted({str(name) for name in names if name})
    return nearest(word, known) or f" It has {len(known)} names, such as {', '.join(map(repr, known[:3]))}."


def _of_class(city: City, classes: tuple[str, ...]) -> np.ndarray:
    return np.isin(city.streets.cls, [StreetClass[name.upper()] for name in classes])


def _numbered(city: City, wanted: tuple[int, ...]) -> np.ndarray:
    unknown = np.setdiff1d(wanted, city.streets.id)
    if len(unknown):
        low, high = city.streets.id.min(), city.streets.id.max()
        raise ScenarioError(
            f"There is no segment {unknown[0]} in this city; its ids run from {low} to {high}."
        )
    return np.isin(city.streets.id, wanted)


def _inside(city: City, path: Path) -> np.ndarray:
    """Say of each segment, shape (S,), whether its middle lies in the polygons of the file."""
    import shapely

    return np.asarray(shapely.covers(_zone(path, city.crs), shapely.points(city.midpoints)))


def _zone(path: Path, crs: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    import pyogrio
    import pyproj
    import shapely
    from pyogrio.errors import DataSourceError

    if not path.is_file():
        raise ScenarioError(
            f"The zone file {path} does not exist; paths begin at the folder of the scenario file."
        )
    try:
        meta, _, wkb, _ = pyogrio.raw.read(path, columns=[])
    except (DataSourceError, ValueError) as error:
        raise ScenarioError(
            f"{path} cannot be read as GeoJSON or GeoPackage; save the zone as one of them."
        ) from error
    shapes = [shape for shape in shapely.from_wkb(wkb) if shape is not None and shape.area > 0]
    if not shapes:
        raise ScenarioError(f"{path} holds no polygon; draw the zone as an area, not as a line or points.")
    project = pyproj.Transformer.from_crs(meta["crs"] or "OGC:CRS84", crs, always_xy=True)
    return shapely.transform(shapely.union_all(shapes), project.transform, interleaved=False)
