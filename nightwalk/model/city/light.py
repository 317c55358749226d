"""Light after dark: what the map says, what its lamps say, what has to be guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.columns import LightSource, Lit
from nightwalk.model.city.form import by_class, count_beside

if TYPE_CHECKING:
    from shapely import STRtree

    from nightwalk.model.city.assumptions import Assumptions
    from nightwalk.model.city.city import City

__all__ = ["illuminance", "share_lit", "with_guesses_drawn"]

NEIGHBOURS = 20  # known segments asked about an unknown one


def illuminance(
    lines: STRtree,
    midpoint: np.ndarray,
    cls: np.ndarray,
    lit: np.ndarray,
    lamps: np.ndarray,
    assumed: Assumptions,
) -> tuple[np.ndarray, np.ndarray]:
    """Return lux and its LightSource for each segment, float64 and int8 (S,).

    A tag gives the level of its class. Where the map is silent a lamp within reach means lit;
    otherwise the level is the expectation over lit and unlit, with the share lit of streets of
    the same class nearby. Unknown is never taken for dark.

    Args:
        lines: the segments as shapely lines (S,), metres.
        midpoint: float64 (S, 2).
        cls: StreetClass (S,).
        lit: Lit (S,).
        lamps: float64 (L, 2).
        assumed: declared numbers.
    """
    bright = by_class(assumed, "lux", cls)
    lamp = count_beside(lines, lamps, assumed.lamp_reach) > 0
    share = share_lit(midpoint, cls, lit, assumed)
    share = np.where(lamp, 1.0, share)
    share = np.where(lit == Lit.YES, 1.0, np.where(lit == Lit.NO, 0.0, share))
    source = np.where(lamp, LightSource.LAMPS, LightSource.IMPUTED)
    source = np.where(lit == Lit.UNKNOWN, source, LightSource.TAG)
    return share * bright + (1 - share) * assumed.lux_unlit, source.astype(np.int8)


def share_lit(midpoint: np.ndarray, cls: np.ndarray, lit: np.ndarray, assumed: Assumptions) -> np.ndarray:
    """Return the expected share lit of each segment from known ones of its class nearby, 0-1.

    The declared share of the class counts as much as `lit_prior_weight` known segments.
    """
    from scipy.spatial import cKDTree

    prior = by_class(assumed, "lit", cls)
    share = prior.copy()
    for kind in np.unique(cls):
        known = np.flatnonzero((cls == kind) & (lit != Lit.UNKNOWN))
        asked = np.flatnonzero((cls == kind) & (lit == Lit.UNKNOWN))
        if not len(known) or not len(asked):
            continue
        count = min(NEIGHBOURS, len(known))
        tree = cKDTree(midpoint[known])
        distance, which = tree.query(midpoint[asked], k=[*range(1, count + 1)])
        within = distance <= assumed.lit_reach
        yes = (lit[known] == Lit.YES)[np.minimum(which, len(known) - 1)] & within
        weight = assumed.lit_prior_weight
        total = within.sum(axis=1) + weight
        share[asked] = np.where(
            total > 0, (yes.sum(axis=1) + weight * prior[asked]) / np.where(total > 0, total, 1), prior[asked]
        )
    return share


def with_guesses_drawn(city: City, seed: int) -> City:
    """Return a town as it may be: every street whose light is guessed is drawn lit or unlit.

    The probability is the share lit that the guess itself is the expectation of; the draw depends on seed and
    segment id alone. Streets whose light is known stay as they are.

    Args:
        city: the town.
        seed: key of the draws.
    """
    from dataclasses import replace

    from nightwalk.base.streams import Decision, uniforms
    from nightwalk.model.city.assumptions import Assumptions

    assumed, streets = Assumptions(), city.streets
    share = share_lit(city.midpoints, streets.cls, streets.lit, assumed)
    u = uniforms(seed, Decision.GUESSED_LIGHT, int(streets.id[-1]) + 1)[streets.id]
    drawn = np.where(u < share, by_class(assumed, "lux", streets.cls), assumed.lux_unlit)
    lux = np.where(streets.light_source == LightSource.IMPUTED, drawn, streets.lux)
    return replace(city, streets=replace(streets, lux=lux))
