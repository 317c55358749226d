"""Common random numbers: a draw is a pure function of seed, hour, entity, decision and slot.

Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
SC'11). The seed is the key; hour, entity, decision number and slot are the counter. There is
no state and no order, so the numbers are the same for any number of workers and two scenarios
with one seed share every draw.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from nightwalk.base.kernels import kernel

__all__ = ["Decision", "gumbel", "poisson", "standard_normal", "uniform", "uniforms"]

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_HIGH_BITS = np.uint64(5)
_LOW_BITS = np.uint64(6)
_SCALE = 2.0**-53
_SHIFT = 2.0**26


class Decision(IntEnum):
    """The number of each decision. Never renumber one; add at the end."""

    PARAMETER = 1
    SEX_AGE = 2
    DISABILITY = 3
    INCOME = 4
    DISPOSITION = 5
    SENSITIVITY = 6
    TARGET = 7
    MEDIA_EXPOSURE = 8
    CONCERN_ANCHOR = 9
    TRUST = 10
    AUTHORITY_TRUST = 11
    PROPENSITY = 12
    WALKING_RATE = 13
    AREA_EFFECT = 14
    STATIONARY_MEMORY = 15
    WORKS_INSIDE = 16
    PLACE = 17
    TIE = 18
    TIE_TRUST = 19
    VISITOR_KIND = 20
    VISITOR_ENTRY = 21
    OPPORTUNITY = 22
    OFFENDER_ANCHOR = 23
    OFFENDER_RATE = 24
    AWARENESS = 25
    EFFICACY = 26
    OUTINGS = 30
    PURPOSE = 31
    DEPARTURE = 32
    STAY = 33
    PARTICIPATE = 34
    SUBSTITUTE = 35
    HABIT_RENEWAL = 36
    ROUTE = 37
    VISIT = 38
    EPISODE = 40
    INTENSE = 41
    CITIZEN_REPORT = 42
    SEARCH = 50
    FAMILY = 51
    CANDIDATE = 52
    TARGET_STREET = 53
    COMMIT = 54
    VICTIM = 55
    WITNESS = 56
    REPORT = 57
    ANSWER = 58
    TELL = 60
    SURVEY_ANSWER = 70
    REACHED = 71
    GUESSED_LIGHT = 80
    PRICE = 81
    RESAMPLE = 82


@kernel
def _philox(seed: np.uint64, hour: int, entity: int, decision: int, slot: int) -> tuple[Any, Any, Any, Any]:
    key0 = np.uint64(seed) & _LOW
    key1 = np.uint64(seed) >> _HALF
    c0 = np.uint64(hour) & _LOW
    c1 = np.uint64(entity) & _LOW
    c2 = np.uint64(decision) & _LOW
    c3 = np.uint64(slot) & _LOW
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ key0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ key1, p0 & _LOW
        key0 = (key0 + _W0) & _LOW
        key1 = (key1 + _W1) & _LOW
    return c0, c1, c2, c3


@kernel
def uniform(seed: np.uint64, hour: int, entity: int, decision: int, slot: int) -> float:
    """Return one number strictly between 0 and 1 (53 bits)."""
    c0, c1, _, _ = _philox(seed, hour, entity, decision, slot)
    return (np.float64(c0 >> _HIGH_BITS) * _SHIFT + np.float64(c1 >> _LOW_BITS) + 0.5) * _SCALE


@kernel
def gumbel(seed: np.uint64, hour: int, entity: int, decision: int, slot: int) -> float:
    """Return one standard Gumbel number: log weight + Gumbel, highest wins, is a weighted choice."""
    return -np.log(-np.log(uniform(seed, hour, entity, decision, slot)))


@kernel
def poisson(mean: float, u: float) -> int:
    """Return the Poisson count at quantile `u` (inverse distribution, one uniform)."""
    count = 0
    term = np.exp(-mean)
    total = term
    while u > total and count < 1000:
        count += 1
        term *= mean / count
        total += term
    return count


@kernel
def _fill(seed: np.uint64, hour: int, first: int, decision: int, slot: int, out: np.ndarray) -> None:
    for i in range(out.size):
        out[i] = uniform(seed, hour, first + i, decision, slot)


def uniforms(
    seed: int, decision: Decision, count: int, *, hour: int = 0, first: int = 0, slot: int = 0
) -> np.ndarray:
    """Return the numbers of `count` consecutive entities, shape (count,), for setting columns up."""
    out = np.empty(count)
    _fill(np.uint64(seed), hour, first, int(decision), slot, out)
    return out


def standard_normal(u: np.ndarray) -> np.ndarray:
    """Return the standard normal quantiles of `u`, same shape."""
    from scipy.special import ndtri

    return np.asarray(ndtri(u))
