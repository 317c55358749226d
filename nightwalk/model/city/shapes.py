"""The streets of a city as the outputs draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.columns import LightSource, StreetClass
from nightwalk.outputs.shapes import StreetShapes

if TYPE_CHECKING:
    from nightwalk.model.city.city import City

__all__ = ["shapes_of"]


def shapes_of(city: City) -> StreetShapes:
    """Return the streets as the outputs draw them."""
    words = np.array([cls.name.lower() for cls in StreetClass], dtype=object)
    streets = city.streets
    return StreetShapes(
        streets.id, streets.name.astype(object), words[streets.cls], streets.xy_start, streets.xy, city.crs,
        streets.light_source == LightSource.IMPUTED,
    )  # fmt: skip
