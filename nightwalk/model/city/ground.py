"""The map on the ground: everything projected to metres, ready to be measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.model.city.raw import RawMap, Tags

__all__ = ["GREEN", "Ground", "ground_of", "projector", "utm"]

GREEN = {
    "leisure": {"park", "garden", "nature_reserve", "dog_park", "common", "playground"},
    "landuse": {"forest", "grass", "recreation_ground", "meadow", "cemetery", "village_green", "allotments"},
    "natural": {"wood", "scrub", "heath", "grassland", "beach"},
}


def utm(lonlat: np.ndarray) -> str:
    """Return the UTM system of the middle of the points, as ``EPSG:326zz`` or ``EPSG:327zz``."""
    lon, lat = np.median(lonlat, axis=0)
    zone = min(max(int((lon + 180) // 6) + 1, 1), 60)
    return f"EPSG:{32600 + zone if lat >= 0 else 32700 + zone}"


def projector(source: str, target: str) -> Callable[[np.ndarray], np.ndarray]:
    """Return a function that carries (N, 2) coordinates from one system to another."""
    from pyproj import Transformer

    transformer = Transformer.from_crs(source, target, always_xy=True)

    def project(xy: np.ndarray) -> np.ndarray:
        if not len(xy):
            return np.empty((0, 2))
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    return project


@dataclass(frozen=True)
class Ground:
    """Tagged points and polygons in metres."""

    point: np.ndarray  # float64 (N, 2)
    point_tags: list[Tags]
    shape: np.ndarray  # object (M,) shapely polygons
    shape_tags: list[Tags]

    @cached_property
    def xy(self) -> np.ndarray:
        """Points, then the centres of the polygons, float64 (N+M, 2)."""
        import shapely

        centre = (
            shapely.get_coordinates(shapely.centroid(self.shape)) if len(self.shape) else np.empty((0, 2))
        )
        return np.concatenate([self.point, centre])

    @cached_property
    def tags(self) -> list[Tags]:
        """Tags of the points, then of the polygons."""
        return self.point_tags + self.shape_tags

    @cached_property
    def size(self) -> np.ndarray:
        """Square metres of each thing; a point has none."""
        import shapely

        area = shapely.area(self.shape) if len(self.shape) else np.empty(0)
        return np.concatenate([np.zeros(len(self.point)), area])

    @cached_property
    def lamps(self) -> np.ndarray:
        """Places of the street lamps, float64 (L, 2)."""
        rows = [i for i, tags in enumerate(self.point_tags) if tags.get("highway") == "street_lamp"]
        return self.point[rows]

    @cached_property
    def building(self) -> np.ndarray:
        """Rows of the polygons that are buildings."""
        rows = [i for i, tags in enumerate(self.shape_tags) if tags.get("building", "no") != "no"]
        return np.array(rows, np.int64)

    @cached_property
    def green(self) -> np.ndarray:
        """Polygons of parks, woods and the like."""
        rows = [
            i
            for i, tags in enumerate(self.shape_tags)
            if any(tags.get(key) in wanted for key, wanted in GREEN.items())
        ]
        return np.asarray(self.shape[rows])


def ground_of(raw: RawMap, crs: str) -> Ground:
    """Project the tagged points and polygons of a raw map."""
    import shapely

    project = projector("EPSG:4326", crs)
    shape = shapely.transform(raw.shapes.polygon, project) if len(raw.shapes.polygon) else raw.shapes.polygon
    return Ground(project(raw.points.lonlat), raw.points.tags, np.asarray(shape, object), raw.shapes.tags)
