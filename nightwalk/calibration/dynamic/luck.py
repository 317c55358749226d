"""Keyed luck of the dynamic layer: the same whatever the number of workers, and after an interruption."""

from __future__ import annotations

import zlib

import numpy as np

__all__ = ["MOST_SEED", "points", "stream", "trial_seeds"]

MOST_SEED = 2**31  # seeds of runs lie below it


def stream(seed: int, what: str) -> np.random.Generator:
    """Return the stream of one step of a study, by its name."""
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, zlib.crc32(what.encode())])))


def trial_seeds(seed: int, what: str, count: int) -> np.ndarray:
    """Return the seeds of the runs of one step, int64 (count,), from 1 on."""
    return stream(seed, f"{what}: seeds").integers(1, MOST_SEED, count)


def points(seed: int, what: str, count: int, dimensions: int) -> np.ndarray:
    """Return evenly spread draws from standard normal priors, float64 (count, dimensions).

    Scrambled Sobol points (Owen 1998), mapped by the inverse normal distribution; `count` is a power of two.
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    unit = qmc.Sobol(dimensions, scramble=True, seed=stream(seed, what)).random(count)
    tiny = np.finfo(float).eps
    return np.asarray(ndtri(np.clip(unit, tiny, 1.0 - tiny)))
