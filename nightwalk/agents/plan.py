"""Planning a day, once, at midnight: which of the outings they want people make, and when (rule 19).

First everybody draws the outings they want (`wishes`); then the legs of all are felt ahead, hour by
hour (`participate.expect`); then everybody decides which of them are walked.
"""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import LEISURE, SHOP, Numbers, People
from nightwalk.agents.legs import NEW, Legs, Plan
from nightwalk.agents.outings import DAY_SLOTS, LIGHT, Day, Opening, light_departure
from nightwalk.agents.participate import FORGO, GO, RIDE, SHIFT, decide, mean_unsafety
from nightwalk.agents.perceive import theta
from nightwalk.agents.ways import way_of
from nightwalk.agents.wishes import Wishes
from nightwalk.base.kernels import allocating_kernel, kernel

__all__ = ["decide_outings"]


@kernel
def _clashes(begun: np.ndarray, ended: np.ndarray, made: int, leave: int, back: int) -> bool:
    """Say whether an outing overlaps one of those made."""
    for j in range(made):
        if leave <= ended[j] and back >= begun[j]:
            return True
    return False


@kernel
def _note(people: People, i: int, purpose: int, outcome: int) -> None:
    """Count a discretionary outing that would have touched the dark."""
    people.wanted_dark[i] += 1
    people.forgone_dark[i] += outcome == FORGO
    people.lost_visits[i] += outcome == FORGO and purpose in (SHOP, LEISURE)
    people.shifted_dark[i] += outcome == SHIFT
    people.rode_dark[i] += outcome == RIDE


@kernel
def _darkness(legs: Legs, first: int, last: int, day: Day) -> tuple[float, bool]:
    """Return the mean darkness of legs first..last, and whether one of them is after dark."""
    dark, touched = 0.0, False
    for leg in range(first, last):
        dark += day.dark[legs.hour[leg]]
        touched = touched or day.dark[legs.hour[leg]] >= LIGHT
    return dark / (last - first), touched


@kernel
def _walk(
    people: People,
    i: int,
    purpose: int,
    legs: Legs,
    first: int,
    last: int,
    later: int,
    shifted: bool,
    plan: Plan,
    at: int,
) -> int:
    """Write legs first..last of an outing that is made to `plan`, so many hours later; return its end."""
    for leg in range(first, last):
        plan.hour[at], plan.person[at] = legs.hour[leg] + later, i
        plan.way[at], plan.tried[at] = legs.way[leg], leg
        if shifted:
            plan.way[at] = way_of(people, i, purpose, 0)
            plan.tried[at] = leg if plan.way[at] == legs.way[leg] else NEW
        at += 1
    return at


@allocating_kernel
def decide_outings(
    people: People,
    residents: int,
    wishes: Wishes,
    first: int,
    last: int,
    legs: Legs,
    total: np.ndarray,
    efficacy: np.ndarray,
    opening: Opening,
    day: Day,
    abroad: np.ndarray,
    p: Numbers,
    seed: np.uint64,
    plan: Plan,
) -> int:
    """Let everybody decide on the outings first..last they want; return how many legs are walked.

    Nobody is out twice at a time: an outing that would overlap another of the day is not made. A
    visit that would be shifted to daylight is forgone: the way to town is part of it.

    Args:
        people: the columns.
        residents: how many of the first rows are residents.
        wishes: the outings wanted.
        first: first of them.
        last: the one after the last.
        legs: their legs.
        total: float64 (K,) sum of Z along each leg.
        efficacy: float64 (A,) z.
        opening: opening hours of the day.
        day: the day.
        abroad: as in draw_residents.
        p: parameter values.
        seed: uint64.
        plan: the legs walked, written from row 0 on.
    """
    begun, ended = np.zeros(DAY_SLOTS, dtype=np.int64), np.zeros(DAY_SLOTS, dtype=np.int64)
    made, at = 0, 0
    for wish in range(first, last):
        i, start, end = wishes.person[wish], wishes.first[wish], wishes.last[wish]
        if wish == first or i != wishes.person[wish - 1]:
            made = 0
        leave, back = legs.hour[start], legs.hour[end - 1]
        if _clashes(begun, ended, made, leave, back):
            continue
        people.outings[i] += 1
        dark, touched = _darkness(legs, start, end, day)
        level = theta(people, i, efficacy[people.area[i]], p)
        unsafety = mean_unsafety(people, i, level, legs, start, end, total, p)
        purpose, compulsory = wishes.purpose[wish], wishes.compulsory[wish] == 1
        outcome = decide(i, wishes.number[wish], unsafety, dark, compulsory, day.hour, p, seed)
        later = 0
        if outcome == SHIFT:
            outcome = FORGO
            if i < residents:
                light = light_departure(day, opening, people.dest[i, purpose], purpose, leave, back - leave)
                later = light - leave
                if light > abroad[i] and not _clashes(begun, ended, made, light, back + later):
                    outcome = SHIFT
        if touched and not compulsory:
            _note(people, i, purpose, outcome)
        if outcome in (GO, SHIFT):
            begun[made], ended[made] = leave + later, back + later
            made += 1
            at = _walk(people, i, purpose, legs, start, end, later, outcome == SHIFT, plan, at)
    return at
