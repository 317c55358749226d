"""How good the data of a city are, and what to survey first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.columns import LightSource, Lit, StreetClass, UseKind
from nightwalk.model.city.form import by_class

if TYPE_CHECKING:
    from enum import IntEnum

    from nightwalk.model.city.city import City

__all__ = ["DataQuality", "ToSurvey", "data_quality", "to_survey_first"]

REACH_CELLS = 5  # footfall is counted over squares of 5 x 5 cells
CELL = 100.0  # metres


@dataclass(frozen=True)
class DataQuality:
    """What is known of a city and what is guessed."""

    name: str
    data_date: str
    kilometres: float
    kilometres_by_class: tuple[tuple[str, float], ...]
    share_by_lit: tuple[tuple[str, float], ...]  # share of kilometres: unknown, no, yes
    share_by_light_source: tuple[tuple[str, float], ...]  # share of kilometres
    lamps: int
    uses_by_kind: tuple[tuple[str, int], ...]
    residents: float
    residents_source: str
    areas: int
    areas_source: str
    notes: tuple[str, ...]
    attribution: str

    @property
    def guessed_light(self) -> float:
        """Share of kilometres whose light is guessed, 0-1."""
        return dict(self.share_by_light_source)["imputed"]

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        lines = [
            f"{self.name}: {self.kilometres:.1f} km of streets; map of {self.data_date or 'unknown date'}",
            "  streets    " + ", ".join(f"{kind} {km:.1f} km" for kind, km in self.kilometres_by_class),
            "  lit        "
            + ", ".join(f"{word} {share:.0%}" for word, share in self.share_by_lit)
            + " of km",
            "  light from " + ", ".join(f"{word} {share:.0%}" for word, share in self.share_by_light_source),
            f"  lamps      {self.lamps}",
            "  uses       " + ", ".join(f"{kind} {count}" for kind, count in self.uses_by_kind),
            f"  residents  {self.residents:.0f} (from {self.residents_source})",
            f"  areas      {self.areas} (from {self.areas_source})",
        ]
        return [*lines, *(f"  note       {note}" for note in self.notes), f"  {self.attribution}"]


def _kilometres(city: City, column: np.ndarray, kind: type[IntEnum]) -> tuple[tuple[str, float], ...]:
    length = city.streets.length
    return tuple((member.name.lower(), float(length[column == member].sum() / 1000)) for member in kind)


def _shares(pairs: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    total = sum(value for _, value in pairs)
    return tuple((word, value / total) for word, value in pairs)


def data_quality(city: City) -> DataQuality:
    """Return what is known and what is guessed of a city; ``print`` it for a summary."""
    streets = city.streets
    return DataQuality(
        name=city.name,
        data_date=city.data_date,
        kilometres=float(streets.length.sum() / 1000),
        kilometres_by_class=_kilometres(city, streets.cls, StreetClass),
        share_by_lit=_shares(_kilometres(city, streets.lit, Lit)),
        share_by_light_source=_shares(_kilometres(city, streets.light_source, LightSource)),
        lamps=len(city.lamps),
        uses_by_kind=tuple((kind.name.lower(), int((city.uses.kind == kind).sum())) for kind in UseKind),
        residents=float(city.homes.residents.sum()),
        residents_source=city.homes.source,
        areas=len(city.areas.name),
        areas_source=city.areas.source,
        notes=city.notes,
        attribution=city.attribution,
    )


@dataclass(frozen=True)
class ToSurvey:
    """A street whose light should be looked at."""

    street: str
    area: str
    ids: tuple[int, ...]  # segments
    metres: float  # of unknown `lit`
    people: float  # residents and daily visits within about 250 m
    share: float  # of the town's whole doubt about light, 0-1

    def __str__(self) -> str:
        return (
            f"{self.street} ({self.area}): {self.metres:.0f} m unknown, "
            f"about {self.people:.0f} residents and visits nearby, "
            f"{self.share:.1%} of the doubt; segments {_spans(self.ids)}"
        )


def _spans(ids: tuple[int, ...], *, most: int = 6) -> str:
    shown = ", ".join(str(number) for number in ids[:most])
    return shown if len(ids) <= most else f"{shown} and {len(ids) - most} more"


def to_survey_first(
    city: City, *, most: int = 20, assumed: Assumptions | None = None
) -> tuple[ToSurvey, ...]:
    """Return the streets where finding out about the lamps would tell most, best first.

    Doubt = metres of guessed light x people nearby x 4 p (1 - p), p the guessed share lit. Segments of
    one name in one area are one street; so are the nameless ones of one class.

    Args:
        city: the city.
        most: how many streets.
        assumed: the declared numbers the city was made with.
    """
    assumed = assumed or Assumptions()
    streets = city.streets
    rows = np.flatnonzero(streets.light_source == LightSource.IMPUTED)
    if not len(rows):
        return ()
    bright = by_class(assumed, "lux", streets.cls)
    share = np.clip((streets.lux - assumed.lux_unlit) / (bright - assumed.lux_unlit), 0.0, 1.0)
    people = _people_nearby(city, assumed.visits_per_use)
    doubt = (streets.length * people * 4 * share * (1 - share))[rows]
    title = _titles(streets.name[rows], streets.cls[rows])
    label = list(zip(title, streets.area[rows].tolist(), strict=True))
    known = sorted(set(label))
    order = {key: number for number, key in enumerate(known)}
    group = np.array([order[key] for key in label])
    score = np.bincount(group, doubt)
    best = np.lexsort((np.arange(len(score)), -score))[:most]
    total = score.sum() or 1.0
    return tuple(
        _street(city, known[g], rows[group == g], people, float(score[g] / total)) for g in best.tolist()
    )


def _titles(names: np.ndarray, cls: np.ndarray) -> list[str]:
    kinds = [f"nameless streets of class {kind.name.lower()}" for kind in StreetClass]
    return [name or kinds[code] for name, code in zip(names.tolist(), cls.tolist(), strict=True)]


def _street(city: City, key: tuple[str, int], rows: np.ndarray, people: np.ndarray, share: float) -> ToSurvey:
    title, area = key
    return ToSurvey(
        title,
        str(city.areas.name[area]),
        tuple(city.streets.id[rows].tolist()),
        float(city.streets.length[rows].sum()),
        float(people[rows].mean()),
        share,
    )


def _people_nearby(city: City, visits: float) -> np.ndarray:
    """Return residents and visits in the cells around each segment, float64 (S,)."""
    from scipy.ndimage import uniform_filter

    west, south, east, north = city.bounds
    shape = (int((east - west) // CELL) + 1, int((north - south) // CELL) + 1)

    def cell(xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        column, row = ((xy - [west, south]) // CELL).astype(np.int64).T
        return np.clip(column, 0, shape[0] - 1), np.clip(row, 0, shape[1] - 1)

    place = np.column_stack([city.nodes.x, city.nodes.y])
    people = np.zeros(shape)
    np.add.at(people, cell(place[city.homes.node]), city.homes.residents)
    np.add.at(people, cell(place[city.uses.node]), city.uses.weight * visits)
    around = uniform_filter(people, REACH_CELLS, mode="constant") * REACH_CELLS**2
    return np.asarray(around[cell(city.midpoints)])
