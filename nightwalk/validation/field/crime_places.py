"""F2: how concentrated recorded crime is on the streets of two small networks, by our own functions.

Nothing here comes from the model: the rows show what the functions behind SF29 and SF30 say of real records,
and how far the published ranges, found in whole cities over years, reach.
"""

from __future__ import annotations

from functools import partial
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.ground import projector, utm
from nightwalk.validation.concentration import (
    generalised_gini,
    poisson_gini,
    poisson_share,
    share_holding,
    top_share,
)
from nightwalk.validation.facts import facts
from nightwalk.validation.field.agreement import bootstrap
from nightwalk.validation.field.row import OF_THE_DATA, absent, field_row, not_given

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nightwalk.validation.rows import Row

__all__ = ["chicago", "concentration_rows", "geodanet", "rows"]

CHICAGO, GEODANET = "Chicago, 2002", "geodanet, Arizona"
REACH = 100.0  # metres between a crime and its street: geodanet draws most of them 100 feet off it
RESAMPLES = 400  # of the segments
HALF, QUARTER, TOP = 0.5, 0.25, 0.05  # parts of SF29
NEAR_REPEAT = "Knox ratio, 0-200 m and 0-7 days"
NO_DATES = {
    CHICAGO: "the file has no dates: two weeks of 2002, and coordinates in feet",
    GEODANET: "the file has no dates",
    "Manchester, June 2016": "police.uk gives the month only, and points moved to anonymous places",
    "Camden, 2021": "police.uk gives the month only; the days in the file are spread evenly over the month",
}
MEASURES: dict[str, Callable[[np.ndarray], float]] = {
    "segments with half of the crime": partial(share_holding, part=HALF),
    "segments with a quarter of the crime": partial(share_holding, part=QUARTER),
    "crime on the top 5 % of segments": partial(top_share, part=TOP),
}
RATIO = "half of the crime: share of segments / that of a Poisson world"


def rows(data: Path) -> list[Row]:
    """Return the rows of F2: concentration of each network, then why near-repeat cannot be told.

    Args:
        data: Folder with crime/.
    """
    found = []
    for town, folder, names, read in (
        (CHICAGO, "chicago_network_2002", ("crimes.csv", "segments.csv"), chicago),
        (GEODANET, "geodanet", ("crimes.geojson", "streets.geojson"), geodanet),
    ):
        crimes, streets = (data / "crime" / folder / name for name in names)
        missing = absent(crimes, streets)
        if missing is None:
            found += concentration_rows(town, *read(crimes, streets))
        else:
            found.append(not_given("F2", next(iter(MEASURES)), town, OF_THE_DATA, missing))
    return found + [
        field_row("F2", NEAR_REPEAT, town, nan, unit="ratio", role=OF_THE_DATA, source=town, note=why)
        for town, why in NO_DATES.items()
    ]


def chicago(crimes: Path, segments: Path) -> tuple[np.ndarray, str]:
    """Return crimes by segment of the Chicago network, int (S,); the file names the segment of each crime."""
    import pandas as pd

    segment = pd.read_csv(crimes)["segment"].to_numpy(dtype=np.int64)
    count = len(pd.read_csv(segments))
    return np.bincount(segment - 1, minlength=count), ""


def geodanet(crimes: Path, streets: Path) -> tuple[np.ndarray, str]:
    """Return crimes by nearest street of geodanet, int (S,), and how many lie too far from any."""
    import pyogrio
    import shapely

    lines, points = (shapely.from_wkb(pyogrio.raw.read(path)[2]) for path in (streets, crimes))
    project = projector("EPSG:4326", utm(shapely.get_coordinates(points)))
    lines, points = (shapely.transform(some, project) for some in (lines, points))
    (_, street), metres = shapely.STRtree(lines).query_nearest(
        points, return_distance=True, all_matches=False
    )
    close = metres <= REACH
    said = f"Crimes lie {np.median(metres[close]):.0f} m from their street; {(~close).sum()} are beyond {REACH:g} m."
    return np.bincount(street[close], minlength=len(lines)), said


def concentration_rows(town: str, counts: np.ndarray, said: str = "") -> list[Row]:
    """Return the rows of SF29 for real counts, with the generalised Gini.

    Args:
        town: Name of the place.
        counts: int (S,) crimes by segment.
        said: What to add on how they were counted.
    """
    accepted = {one.name: one for one in facts()["SF29"].quantities}
    random, rare, even = poisson_share(counts, HALF), poisson_share(counts, QUARTER), poisson_gini(counts)
    note = f"{counts.sum()} crimes on {len(counts)} segments of one quarter, at most {counts.max()} on one; "
    note += (
        f"at random half would lie on {random:.3f} and a quarter on {rare:.3f}. The published ranges are of "
    )
    note += "whole cities and years; few crimes on few segments spread wider by number alone. Interval over segments."
    note = f"{note} {said}".rstrip()
    rows = []
    for name, of in {**MEASURES, RATIO: lambda some: share_holding(some, HALF) / random}.items():
        fact = accepted[name]
        rows.append(
            _row(
                town,
                name,
                of,
                counts,
                (fact.low, fact.high),
                fact.unit,
                fact.published,
                note,
                "Weisburd 2015",
            )
        )
    published = f"at random {even:.2f}"
    cite = "Bernasco & Steenbeek 2017"
    return [
        *rows,
        _row(town, "generalised Gini", generalised_gini, counts, (even, 1.0), "index", published, note, cite),
    ]


def _row(
    town: str, name: str, of: Callable[[np.ndarray], float], counts: np.ndarray, accepted: tuple[float, float],
    unit: str, published: str, note: str, source: str,
) -> Row:  # fmt: skip
    interval = bootstrap(lambda rows: of(counts[rows]), np.arange(len(counts)), draws=RESAMPLES)
    return field_row(
        "F2", name, town, of(counts), unit=unit, role=OF_THE_DATA, source=source, interval=interval,
        accepted=accepted, published=published, note=note,
    )  # fmt: skip
