"""Participation: go, forgo, shift to daylight or ride, decided once per outing (rule 19).

P(not walking) = logistic(a_0 + a_D dark + a_1 (mean eta - mu)) on the mean perceived unsafety of
the outing's legs with that day's light, schedules and yesterday's expected presence.
"""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import RESIDENT, Numbers, People
from nightwalk.agents.legs import Legs
from nightwalk.agents.outings import DAY_SLOTS, Day
from nightwalk.agents.perceive import Cues, calm_of, company_effect, crush_of, logistic, street_cue
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = ["FORGO", "GO", "RIDE", "SHIFT", "decide", "expect", "mean_unsafety"]

GO, FORGO, SHIFT, RIDE = 0, 1, 2, 3


@kernel
def _expected_cue(
    cues: Cues, day: Day, h: int, s: int, expected: np.ndarray, cue: np.ndarray, p: Numbers
) -> None:
    """Write Z of segment s in hour h with the people usually there, for men and women, to `cue` (2, S)."""
    weekend = 1 if (day.weekday + h // 24) % 7 >= 5 else 0
    n, room = expected[weekend, h % 24, s], cues.room[day.cue[h], s]
    calm, crush = calm_of(n, room, p), crush_of(n, room, p)
    z = street_cue(cues, day.cue[h], s, day.dark[h], day.night[h])
    cue[0, s] = z + company_effect(calm, crush, False, p)
    cue[1, s] = z + company_effect(calm, crush, True, p)


@kernel
def expect(
    people: People,
    legs: Legs,
    order: np.ndarray,
    begins: np.ndarray,
    trail: np.ndarray,
    cues: Cues,
    day: Day,
    expected: np.ndarray,
    cue: np.ndarray,
    p: Numbers,
    total: np.ndarray,
) -> None:
    """Add up Z along every leg in the hour it would be walked, with the people usually there.

    Where few walk, Z is worked out for the streets they pass only.

    Args:
        people: the columns.
        legs: the legs.
        order: int64 (K,) legs by hour.
        begins: int64 (31,) first of each hour in `order`.
        trail: int32, segments of the legs.
        cues: cue parts.
        day: the day.
        expected: float64 (2, 24, S) people per hour by weekday/weekend.
        cue: float64 (2, S) scratch.
        p: parameter values.
        total: float64 (K,) logits, written.
    """
    for h in range(DAY_SLOTS):
        steps = 0
        for k in range(begins[h], begins[h + 1]):
            steps += legs.end[order[k]] - legs.begin[order[k]]
        few = steps < cue.shape[1]
        for s in range(0 if few else cue.shape[1]):
            _expected_cue(cues, day, h, s, expected, cue, p)
        for k in range(begins[h], begins[h + 1]):
            leg = order[k]
            sex, z = people.sex[legs.person[leg]], 0.0
            for at in range(legs.begin[leg], legs.end[leg]):
                if few:
                    _expected_cue(cues, day, h, trail[at], expected, cue, p)
                z += cue[sex, trail[at]]
            total[leg] = z


@kernel
def mean_unsafety(
    people: People, i: int, level: float, legs: Legs, first: int, last: int, total: np.ndarray, p: Numbers
) -> float:
    """Return the mean of eta over all segments of legs first..last of person i.

    Args:
        people: the columns.
        i: the person.
        level: theta of the person, logits.
        legs: the legs.
        first: first leg.
        last: leg after the last.
        total: float64 (K,) sum of Z along each leg.
        p: parameter values.
    """
    z, near, steps = 0.0, 0, 0
    for leg in range(first, last):
        z += total[leg]
        near += legs.near[leg]
        steps += legs.end[leg] - legs.begin[leg]
    familiar = p.beta_F if people.kind[i] == RESIDENT else 0.0
    return level + (people.v[i] * z - familiar * near) / steps if steps else level


@kernel
def decide(
    i: int, k: int, unsafety: float, dark: float, compulsory: bool, hour: int, p: Numbers, seed: np.uint64
) -> int:
    """Return GO, FORGO, SHIFT or RIDE for outing k of person i; a compulsory one is walked or ridden.

    Args:
        i: the person.
        k: number of the outing.
        unsafety: mean eta of its legs, logits.
        dark: mean darkness of its legs, 0-1.
        compulsory: work or school: half the slope.
        hour: absolute hour of midnight.
        p: parameter values.
        seed: uint64.
    """
    slope = 0.5 * p.a_1 if compulsory else p.a_1
    reluctance = p.a_0 + p.a_D * dark + slope * (unsafety - p.mu)
    if uniform(seed, hour, i, Decision.PARTICIPATE, k) >= logistic(reluctance):
        return GO
    if compulsory:
        return RIDE
    how = uniform(seed, hour, i, Decision.SUBSTITUTE, k)
    if how < p.share_forgo:
        return FORGO
    return SHIFT if how < p.share_forgo + p.share_shift else RIDE
