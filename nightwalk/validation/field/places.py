"""Rated places on the streets of a town: who was asked where, and the street each place stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.ground import projector

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.model.city import City

__all__ = ["RATERS", "REACH", "Ratings", "nearest_segment", "ratings_of"]

REACH = 30.0  # metres between a place and its street
RATERS = ("all", "men", "women")
MEANS = ("safety_avg", "male_safety_avg", "female_safety_avg")
COUNTS = ("rating_count", "male_ratings", "female_ratings")


@dataclass(frozen=True)
class Ratings:
    """Rated places, n of them.

    Attributes:
        mean: float64 (3, n) mean safety 1-5 by all, men and women; NaN where none rated.
        raters: int64 (3, n) number of ratings.
        sd: float64 (n,) standard deviation of all ratings of the place.
        segment: int64 (n,) nearest segment.
        metres: float64 (n,) distance to it.
    """

    mean: np.ndarray
    raters: np.ndarray
    sd: np.ndarray
    segment: np.ndarray
    metres: np.ndarray

    def where(self, keep: np.ndarray) -> Ratings:
        """Return the places a mask keeps."""
        return Ratings(
            self.mean[:, keep], self.raters[:, keep], self.sd[keep], self.segment[keep], self.metres[keep]
        )


def ratings_of(path: Path, city: City) -> Ratings:
    """Read the ratings (layout of Streetception, Frankfurt) and find the street of each place."""
    import pandas as pd

    table = pd.read_csv(path)
    lonlat = table[["lon", "lat"]].to_numpy(dtype=float)
    segment, metres = nearest_segment(city, projector("EPSG:4326", city.crs)(lonlat))
    return Ratings(
        mean=table[[*MEANS]].to_numpy(dtype=float).T,
        raters=table[[*COUNTS]].to_numpy(dtype=np.int64).T,
        sd=table["safety_stddev"].to_numpy(dtype=float),
        segment=segment,
        metres=metres,
    )


def nearest_segment(city: City, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest segment of each point and the distance, int64 and float64 (n,)."""
    import shapely

    owner = np.repeat(np.arange(city.segments), np.diff(city.streets.xy_start))
    lines = shapely.STRtree(shapely.linestrings(city.streets.xy, indices=owner))
    (_, segment), metres = lines.query_nearest(shapely.points(xy), return_distance=True, all_matches=False)
    return segment, metres
