"""What happened in the zones of measures and in areas: sums over many streets, never a street (rule 28)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.agents.offend import STREET_FAMILIES, VANDALISM, VEHICLE
from nightwalk.agents.remember import severity
from nightwalk.model.surroundings import beside
from nightwalk.outputs.tables import FEWEST_PEOPLE
from nightwalk.outputs.zones import AREAS, RINGS, ZONES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.model.city import City
    from nightwalk.model.observe import Observations

__all__ = ["FEWEST_STREETS", "Zoning", "area_zones", "measure_zones", "zone_rows"]

FEWEST_STREETS = 10  # segments from which the crimes of a zone are told


class Zoning(NamedTuple):
    """A division of the streets."""

    of: str  # the scenario whose measures define it, or AREAS
    names: tuple[str, ...]
    row: np.ndarray  # int64 (S,) zone of each segment, -1 none


def measure_zones(city: City, of: str, treated: np.ndarray) -> Zoning:
    """Return the streets a scenario treats, two rings around them and the rest.

    A ring holds the segments whose middle is at most so many metres, as the crow flies, from that of a treated one.

    Args:
        city: the town.
        of: name of the scenario.
        treated: rows of the treated segments, at least one.
    """
    row = np.full(city.segments, len(ZONES) - 1, dtype=np.int64)
    for ring, radius in reversed(list(enumerate(RINGS, start=1))):
        row[beside(city.midpoints, treated, radius)[0]] = ring
    row[treated] = 0
    return Zoning(of, ZONES, row)


def area_zones(city: City) -> Zoning:
    """Return the areas of the town; those of one name are one zone, as in the table of indicators."""
    names, zone = np.unique(city.areas.name.astype(str), return_inverse=True)
    area = city.streets.area
    return Zoning(AREAS, tuple(names.tolist()), np.where(area >= 0, zone[area], -1))


def zone_rows(
    seen: Observations, streets: Mapping[str, np.ndarray], treated: Mapping[str, np.ndarray]
) -> dict[str, list[Any]]:
    """Return the rows of the zones table: zones_of, zone, measure, value.

    Args:
        seen: what was counted.
        streets: the columns of the streets table.
        treated: rows of the treated segments by scenario; one that treats all or none has no zones.
    """
    city = seen.sim.town.city
    parts = [measure_zones(city, of, rows) for of, rows in treated.items() if 0 < len(rows) < city.segments]
    values = _by_street(seen, streets)
    rows: list[tuple[str, str, str, float]] = []
    for zoning in (area_zones(city), *parts):
        sums = _sums(zoning, values, city.streets.length)
        there = [k for k, streets_in in enumerate(sums["streets"]) if streets_in]
        rows += [
            (zoning.of, zoning.names[k], name, float(per_zone[k]))
            for name, per_zone in sums.items()
            for k in there
        ]
    names = ("zones_of", "zone", "measure", "value")
    return dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))


def _by_street(seen: Observations, streets: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return what is summed, float64 (S,) each; crimes in people, as everywhere."""
    sim = seen.sim
    true, recorded = seen.places * sim.people_per_agent
    harm = np.array([severity(family, sim.values) for family in range(STREET_FAMILIES)])
    passed = [streets[f"passers_{light}"] * max(seen.days, 1) for light in ("day", "dark")]
    km = sim.town.city.streets.length / 1000.0
    return {
        "street_crimes": true[:STREET_FAMILIES].sum(axis=0),
        "recorded_street_crimes": recorded[:STREET_FAMILIES].sum(axis=0),
        "vandalism": true[VANDALISM],
        "vehicle_crime": true[VEHICLE],
        "harm": harm @ true[:STREET_FAMILIES],
        "passers": passed[0] + passed[1],
        "walked_km": (passed[0] + passed[1]) * km,
        "walked_km_dark": passed[1] * km,
        **{name: streets[name] for name in ("fear_episodes", "unsafe_day", "unsafe_dark")},
    }


CRIMES = ("street_crimes", "recorded_street_crimes", "vandalism", "vehicle_crime", "harm")
MEANS = ("unsafe_day", "unsafe_dark")


def _sums(zoning: Zoning, values: Mapping[str, np.ndarray], length: np.ndarray) -> dict[str, np.ndarray]:
    """Return the sum of every measure in each zone, the mean by length of the shares; small cells are NaN."""
    inside = zoning.row >= 0

    def total(column: np.ndarray) -> np.ndarray:
        return np.bincount(zoning.row[inside], weights=column[inside], minlength=len(zoning.names))

    metres, count = total(length), total(np.ones(len(length)))
    sums = {name: total(column) for name, column in values.items() if name not in MEANS}
    few = count < FEWEST_STREETS
    for name in CRIMES:
        sums[name][few] = np.nan
    sums["fear_episodes"][sums["passers"] < FEWEST_PEOPLE] = np.nan
    for name in MEANS:
        sums[name] = np.divide(
            total(values[name] * length), metres, where=metres > 0, out=np.full(len(metres), np.nan)
        )
    return {"streets": count, "metres": metres, **sums}
