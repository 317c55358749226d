"""Where the spread of an effect comes from: luck, gaps in the data, parameters nobody knows exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.outputs.columns import UNCERTAINTY, column_names
from nightwalk.outputs.indicators import HEADLINE
from nightwalk.outputs.paired import CONFIDENCE

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["SOURCES", "variance_shares", "variance_split"]

SOURCES = ("luck", "data_gaps", "parameters")
DRAWS = 1000  # bootstrap samples
WIDEST = 0.5  # width of an interval from which a share says nothing; assumed
FEWEST_SEEDS = 10  # fewer have no spread to resample; assumed


def variance_split(luck: Ensemble, light: Ensemble, prior: Ensemble, of: str = HEADLINE) -> pd.DataFrame:
    """Return the shares of the variance of every scenario's paired difference to the first.

    Args:
        luck: The study with default parameters.
        light: The same with guessed light drawn for each seed.
        prior: The same with parameters drawn for each seed.
        of: The indicator, for everyone.

    Returns:
        One row per scenario and source: variance (stored units squared; 0 where the estimate is below), share (of
        the sum), low, high (95 % bootstrap interval over seeds), seeds, separable (False with fewer than 10 seeds or
        an interval wider than 0.5: not separable with so many seeds).
    """
    import pandas as pd

    rows = []
    for name in luck.scenarios[1:]:
        three = np.stack([_differences(ensemble, name, of) for ensemble in (luck, light, prior)])
        three = three[:, np.isfinite(three).all(axis=0)]
        variance, share, low, high = variance_shares(three)
        seeds = three.shape[1]
        for k, source in enumerate(SOURCES):
            separable = seeds >= FEWEST_SEEDS and high[k] - low[k] <= WIDEST
            rows.append((name, of, source, variance[k], share[k], low[k], high[k], seeds, bool(separable)))
    return pd.DataFrame(rows, columns=column_names(UNCERTAINTY))


def variance_shares(three: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return variances, shares and the ends of their intervals, float64 (3,) each, in the order of `SOURCES`.

    Sources are taken to add up: data gaps are the variance with them less that of luck alone, parameters likewise.

    Args:
        three: float64 (3, seeds) paired differences with luck alone, with drawn light, with drawn parameters.
    """
    from nightwalk.base.streams import Decision, uniforms

    seeds = three.shape[1]
    if seeds < 2:
        return tuple(np.full(3, np.nan) for _ in range(4))
    chosen = (uniforms(1, Decision.RESAMPLE, DRAWS * seeds) * seeds).astype(np.int64).reshape(DRAWS, seeds)
    variance = _parts(three[:, None, :])[:, 0]
    again = _shares(_parts(three[:, chosen]))
    tail = 50.0 * (1.0 - CONFIDENCE)  # per cent
    known = again[:, np.isfinite(again).all(axis=0)]
    ends = np.percentile(known, [tail, 100.0 - tail], axis=1) if known.size else np.full((2, 3), np.nan)
    return variance, _shares(variance[:, None])[:, 0], ends[0], ends[1]


def _parts(three: np.ndarray) -> np.ndarray:
    """Return the variance of each source, (3, draws), of differences (3, draws, seeds)."""
    whole = three.var(axis=-1, ddof=1)
    return np.asarray([whole[0], *np.maximum(0.0, whole[1:] - whole[0])])


def _shares(parts: np.ndarray) -> np.ndarray:
    total = parts.sum(axis=0)
    return np.asarray(np.divide(parts, total, where=total > 0, out=np.full(parts.shape, np.nan)))


def _differences(ensemble: Ensemble, name: str, of: str) -> np.ndarray:
    worlds = [ensemble.by_seed(of, world).loc[("all", "everyone")] for world in (name, ensemble.scenarios[0])]
    return np.asarray((worlds[0] - worlds[1]).to_numpy(float))
