"""Where measures are put to the test: a treated half of the town, a ring around it, a control half."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.surroundings import beside

if TYPE_CHECKING:
    from nightwalk.model.city import City

__all__ = ["RING", "Ground", "around", "ground_of"]

RING = 200.0  # metres around the treated streets, as in the displacement literature


@dataclass(frozen=True)
class Ground:
    """The western half of the town's street length is treated, the rest beyond a ring is the control.

    Attributes:
        divide: Easting of the boundary, metres in the projection of the city.
        treated: bool (S,), middle of the segment west of the boundary.
        ring: bool (S,), within `RING` metres of it and not treated.
        control: bool (S,), all others.
    """

    divide: float
    treated: np.ndarray
    ring: np.ndarray
    control: np.ndarray


def ground_of(city: City) -> Ground:
    """Divide a town at the median easting of its streets, weighted by length: the same rule everywhere."""
    east, length = city.midpoints[:, 0], city.streets.length
    order = np.argsort(east, kind="stable")
    half = np.searchsorted(np.cumsum(length[order]), length.sum() / 2)
    divide = float(east[order[half]])
    treated = east < divide
    ring = around(city, treated) & ~treated
    return Ground(divide, treated, ring, ~treated & ~ring)


def around(city: City, chosen: np.ndarray) -> np.ndarray:
    """Return which segments have their middle within `RING` metres of the middle of a chosen one, bool (S,)."""
    near, _ = beside(city.midpoints, np.flatnonzero(chosen), RING)
    out = chosen.copy()
    out[near] = True
    return out
