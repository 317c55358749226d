"""Bring in what a town knows of its light: lamp inventories and measured lux."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.columns import LightSource, Lit
from nightwalk.model.city.form import by_class, count_beside
from nightwalk.model.city.layers import points_of

if TYPE_CHECKING:
    from pathlib import Path

    from shapely import STRtree

    from nightwalk.model.city.city import City

__all__ = ["add_lamps", "add_lux", "snap", "street_lines"]

LUX_COLUMNS = ("lux", "illuminance", "e_h", "e", "value")
BRIGHTEST = 50.0  # lx, the top of the model's range
FEWEST = 5  # readings that say something of uniformity


def street_lines(city: City) -> STRtree:
    """Return the segments as lines in a tree."""
    import shapely

    owner = np.repeat(np.arange(city.segments), np.diff(city.streets.xy_start))
    return shapely.STRtree(shapely.linestrings(city.streets.xy, indices=owner))


def add_lamps(city: City, path: Path, assumed: Assumptions | None = None) -> City:
    """Return the city with a lamp inventory added.

    Where the inventory reaches (a lamp within `inventory_reach`), a street whose `lit` the map does
    not know is lit if a lamp stands within `lamp_reach`, else unlit; a map tag or a measurement stays.

    Args:
        city: the city.
        path: CSV with lon and lat (or x and y), GeoJSON or GeoPackage of points.
        assumed: declared numbers.

    Raises:
        CityError: if the file cannot be used or no lamp lies near a street.
    """
    assumed = assumed or Assumptions()
    new, _ = points_of(path, city.crs)
    lines, streets = street_lines(city), city.streets
    covered = count_beside(lines, new, assumed.inventory_reach) > 0
    if not covered.any():
        raise CityError(
            f"No lamp of {path} lies near a street of {city.name}; check the columns and the town."
        )
    near_streets = _near(new, city, assumed.inventory_reach)
    lamps = np.unique(np.concatenate([city.lamps, new[near_streets]]), axis=0)
    beside = count_beside(lines, lamps, assumed.lamp_reach) > 0
    told = covered & (streets.lit == Lit.UNKNOWN) & (streets.light_source != LightSource.MEASURED)
    level = np.where(beside, by_class(assumed, "lux", streets.cls), assumed.lux_unlit)
    odd = covered & (((streets.lit == Lit.YES) & ~beside) | ((streets.lit == Lit.NO) & beside))
    note = f"{near_streets.sum()} lamps of {path.name} tell the light of {told.sum()} segments"
    note += f"; {odd.sum()} segments keep a map tag that contradicts them." if odd.any() else "."
    return replace(
        city,
        lamps=lamps,
        notes=(*city.notes, note),
        streets=replace(
            streets,
            lux=np.where(told, level, streets.lux),
            light_source=np.where(told, LightSource.LAMPS, streets.light_source).astype(np.int8),
        ),
    )


def _near(points: np.ndarray, city: City, reach: float) -> np.ndarray:
    west, south, east, north = city.bounds
    x, y = points.T
    return np.asarray((x >= west - reach) & (x <= east + reach) & (y >= south - reach) & (y <= north + reach))


def add_lux(city: City, path: Path, assumed: Assumptions | None = None) -> City:
    """Return the city with measured illuminance.

    A segment takes the mean of the readings within `survey_reach`. With five readings or more its
    uniformity penalty is ``max(0, 1 - U0 / good)``, U0 = low percentile / mean (EN 13201-2 uses the
    minimum; a moving sensor jitters).

    Args:
        city: the city.
        path: CSV with lon, lat and lux, or GeoJSON or GeoPackage with a lux column.
        assumed: declared numbers.

    Raises:
        CityError: if the file cannot be used or no reading lies near a street.
    """
    assumed = assumed or Assumptions()
    xy, table = points_of(path, city.crs)
    lux = _readings(path, table)
    good = np.isfinite(lux) & (lux >= 0)
    segment, distance = snap(street_lines(city), xy)
    use = good & (distance <= assumed.survey_reach)
    if not use.any():
        raise CityError(
            f"No reading of {path} lies near a street of {city.name}; check the columns and the town."
        )
    where, mean, penalty = _per_segment(segment[use], lux[use], assumed)
    streets = city.streets
    level, uneven, source = streets.lux.copy(), streets.uniformity.copy(), streets.light_source.copy()
    level[where], source[where] = np.minimum(mean, BRIGHTEST), LightSource.MEASURED
    uneven[where] = np.where(np.isnan(penalty), uneven[where], penalty)
    note = f"{use.sum()} of {len(lux)} readings of {path.name} give the light of {len(where)} segments."
    return replace(
        city,
        notes=(*city.notes, note),
        streets=replace(streets, lux=level, uniformity=uneven, light_source=source),
    )


def _readings(path: Path, table: dict[str, np.ndarray]) -> np.ndarray:
    folded = {name.casefold(): column for name, column in table.items()}
    for name in LUX_COLUMNS:
        if name in folded:
            try:
                return np.array([_number(value) for value in folded[name].tolist()])
            except ValueError as error:
                raise CityError(
                    f"{path}: column {name} holds something that is not a number: {error}."
                ) from error
    raise CityError(f"{path} has no lux column; expected one named lux; it has {', '.join(table) or 'none'}.")


def _number(value: object) -> float:
    text = "" if value is None else str(value).strip()
    return float(text.replace(",", ".")) if text else float("nan")


def snap(lines: STRtree, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the row of the nearest line of each point, int64 (N,), and how far it is, float64 (N,)."""
    import shapely

    (_, segment), distance = lines.query_nearest(shapely.points(xy), return_distance=True, all_matches=False)
    return segment, distance


def _per_segment(
    segment: np.ndarray, lux: np.ndarray, assumed: Assumptions
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    order = np.argsort(segment, kind="stable")
    where, first = np.unique(segment[order], return_index=True)
    groups = np.split(lux[order], first[1:])
    mean = np.array([group.mean() for group in groups])
    low = np.array([np.percentile(group, assumed.low_percentile) for group in groups])
    even = low / np.where(mean > 0, mean, 1.0)
    penalty = np.clip(1 - even / assumed.good_uniformity, 0.0, 1.0)
    return where, mean, np.where([len(group) >= FEWEST for group in groups], penalty, np.nan)
