"""F3: measured light by distance to the nearest lamp, beside the light the model gives a street with a lamp.

The model has no curve: a lamp within `lamp_reach` makes the whole segment lit at the level of its class,
and how uneven it is goes into the uniformity penalty. So near a lamp the model is asked for points with its own
`illuminance`, on streets whose light the map does not tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.base.quantity import LogNormal, quantities
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.columns import Lit, StreetClass
from nightwalk.model.city.ground import projector, utm
from nightwalk.model.city.light import illuminance
from nightwalk.validation.field.agreement import bootstrap, rank_correlation
from nightwalk.validation.field.row import PREDICTED, absent, field_row, not_given

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.validation.rows import Row

__all__ = ["Readings", "modelled", "readings_of", "rows", "rows_of_readings"]

TOWN = "Cambridge, Massachusetts"
SOURCE = "irawinder/FluxMap (moving sensor at night; city lamp inventory)"
EDGES = (0.0, 5.0, 10.0, 15.0, 20.0)  # metres from the nearest lamp
RESAMPLES = 400  # of the lamps
BEYOND = "The list of lamps is incomplete beyond 20 m, so farther readings are left out."
SENSOR = "Height and tilt of the sensor are not known."
RANK = "rank correlation of our and measured light over bands of distance to a lamp"


class Readings(NamedTuple):
    """Readings near a listed lamp: metres to it, lx, and which lamp, shape (n,)."""

    metres: np.ndarray
    lux: np.ndarray
    lamp: np.ndarray


def rows(data: Path) -> list[Row]:
    """Return the rows of F3.

    Args:
        data: Folder with lighting/.
    """
    folder = data / "lighting" / "cambridge_ma_lux"
    measured, lamps = folder / "lux_measurements.csv", folder / "street_lights.csv"
    missing = absent(measured, lamps)
    if missing is not None:
        return [not_given("F3", RANK, TOWN, PREDICTED, missing)]
    return rows_of_readings(readings_of(measured, lamps))


def readings_of(measured: Path, lamps: Path) -> Readings:
    """Read the measured light that lies within the last of the bands of a listed lamp."""
    import pandas as pd
    from scipy.spatial import cKDTree

    light, posts = pd.read_csv(measured), pd.read_csv(lamps)
    where = posts[["lon", "lat"]].to_numpy(dtype=float)
    project = projector("EPSG:4326", utm(where))
    metres, lamp = cKDTree(project(where)).query(project(light[["lon", "lat"]].to_numpy(dtype=float)))
    lux = light["lux"].to_numpy(dtype=float)
    near = (metres < EDGES[-1]) & np.isfinite(lux) & (lux >= 0.0)
    return Readings(metres[near], lux[near], lamp[near])


def modelled(metres: np.ndarray, kind: StreetClass) -> np.ndarray:
    """Return the light the model gives short streets at these distances from a lamp, float64 (n,) lx."""
    import shapely

    ends = np.stack([np.column_stack([metres, np.zeros(len(metres))])] * 2, axis=1)
    ends[:, 1, 1] = 1e-3  # a street as short as a point, across the way to the lamp
    cls = np.full(len(metres), kind, dtype=np.int8)
    unknown = np.full(len(metres), Lit.UNKNOWN, dtype=np.int8)
    lines = shapely.STRtree(shapely.linestrings(ends))
    lux, _ = illuminance(lines, ends[:, 0], cls, unknown, np.zeros((1, 2)), Assumptions())
    return lux


def rows_of_readings(read: Readings) -> list[Row]:
    """Return the rank agreement over bands, the ratio in each band, and the mean level."""
    middle = (np.array(EDGES[1:]) + np.array(EDGES[:-1])) / 2
    ours = modelled(middle, StreetClass.RESIDENTIAL)
    main = modelled(middle, StreetClass.MAIN)
    band = np.digitize(read.metres, EDGES) - 1
    bands = [Readings(*(column[band == b] for column in read)) for b in range(len(middle))]
    medians = np.array([np.median(one.lux) if len(one.lux) else np.nan for one in bands])
    return [
        _rank(read, ours, medians),
        *(_band(b, *some) for b, some in enumerate(zip(bands, ours, main, strict=True))),
        _level(read, ours, main),
    ]


def _rank(read: Readings, ours: np.ndarray, medians: np.ndarray) -> Row:
    note = f"Over single readings, distance and light have rho {rank_correlation(read.metres, read.lux):.2f}. {BEYOND}"
    if np.ptp(ours) == 0.0:
        note = f"The model has no curve to rank: one level of the segment up to lamp_reach. {note}"
    return field_row(
        "F3", RANK, TOWN, rank_correlation(ours, medians), unit="rho", role=PREDICTED, source=SOURCE,
        accepted=(0.0, 1.0), published="brighter nearer to a lamp", note=note,
    )  # fmt: skip


def _band(b: int, found: Readings, ours: float, main: float) -> Row:
    """Return our light over the median measured in a band; the interval draws whole lamps again."""
    quantity = f"our light / median measured, {EDGES[b]:g}-{EDGES[b + 1]:g} m from a lamp"
    if not len(found.lux):
        return field_row(
            "F3", quantity, TOWN, np.nan, unit="ratio", role=PREDICTED, source=SOURCE, note="no reading"
        )
    median = float(np.median(found.lux))
    interval = bootstrap(lambda rows: ours / np.median(found.lux[rows]), found.lamp, draws=RESAMPLES)
    note = f"{len(found.lux)} readings at {len(np.unique(found.lamp))} lamps; ours {ours:g} lx residential, "
    note += f"{main:g} lx main street (ratio {main / median:.2f}). {SENSOR}"
    return field_row(
        "F3", quantity, TOWN, ours / median, unit="ratio", role=PREDICTED, source=SOURCE, interval=interval,
        published=f"measured {median:.1f} lx", note=note,
    )  # fmt: skip


def _level(read: Readings, ours: np.ndarray, main: np.ndarray) -> Row:
    """Return our level over the mean measured near lamps, which is what a segment's value means.

    Accepted: the declared 95 % ranges of a residential and of a main street hold the measured mean, since the
    class of the streets is not known.
    """
    mean = float(read.lux.mean()) if len(read.lux) else float("nan")
    low, high = _declared()
    interval = bootstrap(lambda rows: ours[0] / read.lux[rows].mean(), read.lamp, draws=RESAMPLES)
    note = f"Ours is {ours[0]:g} lx residential, {main[0]:g} lx main (ratio {main[0] / mean:.2f}); accepted while the "
    note += f"measured mean lies in the declared {low:g}-{high:g} lx of the two. {BEYOND} {SENSOR}"
    return field_row(
        "F3", "our level of a lit residential street / mean measured, 0-20 m from a lamp", TOWN, float(ours[0]) / mean,
        unit="ratio", role=PREDICTED, source=SOURCE, interval=interval,
        accepted=(float(ours[0]) / high, float(ours[0]) / low),
        published=f"measured mean {mean:.1f} lx", note=note,
    )  # fmt: skip


def _declared() -> tuple[float, float]:
    """Return the 95 % range of the light of lit residential and main streets together, lx."""
    declared = quantities(Assumptions)
    priors = [declared[name].prior for name in ("lux_residential", "lux_main")]
    known = [prior for prior in priors if isinstance(prior, LogNormal)]
    return min(one.low95 for one in known), max(one.high95 for one in known)
