"""Where crime and fear move to: the weighted displacement quotient in rings around what is treated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.outputs.columns import column_names
from nightwalk.outputs.few_crimes import events_needed
from nightwalk.outputs.pooled import pooled
from nightwalk.outputs.zones import RINGS, TREATED, beyond, zone_values

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.outputs.pooled import Pooled

__all__ = ["MEASURES", "STATES", "displaced", "displacement", "net_change"]

MEASURES = ("street_crimes", "vandalism", "fear_episodes", "unsafe_dark")
CRIMES = ("street_crimes", "vandalism")
STATES = (
    "defined",
    "no_effect",  # the effect on the treated streets may be zero, so that nothing can have moved
    "increase",  # there is more of it on the treated streets, so that no benefit can have moved
    "too_few_crimes",  # look at unsafety and exposure instead
    "one_seed",
    "not_applicable",  # no ring or no control streets, or it acts on people or the whole town
)


def net_change(sums: np.ndarray) -> float:
    """Return the relative change of the treated net of that of the control: (T1 / T0) / (C1 / C0) - 1.

    Args:
        sums: T0, C0, T1, C1.
    """
    before, control, after, controlled = sums
    return float(after / before / (controlled / control) - 1.0)


def displaced(sums: np.ndarray) -> float:
    """Return the weighted displacement quotient (Bowers & Johnson 2003) of A0, B0, C0, A1, B1, C1.

    Change of the ring's share over change of the treated share, both relative to the control: negative
    where crime moves next door, -1 where all of it does, positive where benefits spread.
    """
    a0, b0, c0, a1, b1, c1 = sums
    return float((b1 / c1 - b0 / c0) / (a1 / c1 - a0 / c0))


def displacement(ensemble: Ensemble) -> pd.DataFrame:
    """Return the weighted displacement quotient of every scenario against the first.

    A is what the scenario treats, B the ring around it (200 m, 400 m), C the streets beyond that ring. A scenario that
    acts on people, the whole town or every street has no zones: ``not_applicable``.

    Returns:
        One row per scenario, measure and radius (m): before and after in the three zones (means over seeds; for
        unsafe_dark metres of street times the share who would feel unsafe there), effect with effect_low and
        effect_high (relative change of the treated net of the control, 95 % jackknife interval over seeds), wdq
        with wdq_low and wdq_high (NaN unless ``defined``), seeds, state (one of `STATES`).
    """
    import pandas as pd

    rows = [
        _row(ensemble, name, measure, radius)
        for name in ensemble.scenarios[1:]
        for measure in MEASURES
        for radius in RINGS
    ]
    return pd.DataFrame(rows, columns=column_names("displacement"))


def _row(ensemble: Ensemble, name: str, measure: str, radius: float) -> tuple[object, ...]:
    each = _sums(ensemble, name, measure, radius)
    sums = each[np.isfinite(each).all(axis=1)]
    effect = pooled(sums[:, [0, 2, 3, 5]], net_change)
    state = _state(sums, measure, effect) if len(each) else "not_applicable"
    quotient = pooled(sums, displaced) if state == "defined" else (np.nan,) * 3
    means = sums.mean(axis=0) if len(sums) else np.full(6, np.nan)
    return (name, ensemble.scenarios[0], measure, radius, *means, *effect, *quotient, len(sums), state)


def _sums(ensemble: Ensemble, name: str, measure: str, radius: float) -> np.ndarray:
    """Return A0, B0, C0, A1, B1, C1 of each seed, float64 (seeds, 6); no rows without a ring or a control."""
    metres = zone_values(ensemble, name, "metres", of=name)
    there = set(metres.index[(metres > 0).all(axis=1)])
    parts_of_town = [
        [zone for zone in zones if zone in there] for zones in ((TREATED,), RINGS[radius], beyond(radius))
    ]
    if not all(parts_of_town):
        return np.empty((0, 6))
    parts = []
    for world in (ensemble.scenarios[0], name):
        value = zone_values(ensemble, world, measure, of=name)
        value = value * metres if measure == "unsafe_dark" else value
        parts += [value.loc[zones].sum(skipna=False) for zones in parts_of_town]
    return np.stack([part.to_numpy(float) for part in parts], axis=1)


def _state(sums: np.ndarray, measure: str, effect: Pooled) -> str:
    if measure in CRIMES:
        treated, control = sums[:, [0, 3]].sum(), sums[:, [2, 5]].sum()
        if treated <= 0 or control <= 0 or treated < events_needed(control / treated):
            return "too_few_crimes"
    if len(sums) < 2:
        return "one_seed" if len(sums) else "not_applicable"
    if not effect.excludes_zero:
        return "no_effect"
    return "defined" if effect.value < 0 else "increase"
