"""Walking an hour: who is in which street, what they feel there, fear episodes (model section 3.3)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import RESIDENT, Numbers, People
from nightwalk.agents.impress import impressed
from nightwalk.agents.legs import Legs
from nightwalk.agents.outings import LIGHT, Day
from nightwalk.agents.perceive import Cues, calm_of, company_effect, crush_of, logistic, street_cue, theta
from nightwalk.base.kernels import allocating_kernel, kernel
from nightwalk.base.streams import Decision, uniform

__all__ = [
    "FIXED_POINT", "Street", "Walkers", "company_by_count", "count_presence", "feel", "learn_presence",
]  # fmt: skip

FIXED_POINT = 2.0**24  # sums over people are whole numbers, the same for any order
COUNTED = 1024  # people in a street whose effect is kept ready


class Street(NamedTuple):
    """What the streets count, shape (S,) unless stated; sums of shares are in units of 1/FIXED_POINT."""

    present: np.ndarray  # int32, agents passing or staying in the current hour
    cue: np.ndarray  # float64 (2, S) Z of the current hour for men and women, where somebody is present
    company: (
        np.ndarray
    )  # float64 (2, COUNTED) what so many agents add to Z of each, in a street of usual room
    passers: np.ndarray  # int64 (2, S) agents that passed by day and after dark
    episodes: np.ndarray  # int64, fear episodes
    reports: np.ndarray  # int64, citizen reports of insecurity in the current week
    hazard: np.ndarray  # int64 expected vandalism, fixed point, before the base rate


class Walkers(NamedTuple):
    """The people who walk in the hour, shape (K,) with room for all legs of the hour.

    What they bring is gathered first, so that the columns of many people are read at a time.
    """

    leg: np.ndarray  # int64
    sex: np.ndarray  # int8
    v: np.ndarray  # float64
    level: np.ndarray  # float64 theta, logits
    familiar: np.ndarray  # float64 logits, taken off near home
    highest: np.ndarray  # float64 logits, highest eta met plus the propensity
    where: np.ndarray  # int32 segment where, -1 none


@kernel
def company_of(present: int, woman: bool, room: float, people_per_agent: float, p: Numbers) -> float:
    """Return what the others among `present` agents add to Z of one of them in a street of some room, logits."""
    others = present * people_per_agent - 1.0
    return company_effect(calm_of(others, room, p), crush_of(others, room, p), woman, p)


@allocating_kernel
def company_by_count(people_per_agent: float, p: Numbers) -> np.ndarray:
    """Return `company_of` 0 to COUNTED - 1 agents in a street of usual room, float64 (2, COUNTED): men, women."""
    out = np.zeros((2, COUNTED))
    for sex in range(2):
        for present in range(1, COUNTED):
            out[sex, present] = company_of(present, sex == 1, 1.0, people_per_agent, p)
    return out


@kernel
def count_presence(legs: Legs, trail: np.ndarray, first: int, last: int, lit: int, street: Street) -> None:
    """Count the distinct people in each street for legs first..last; `lit` is 1 after dark."""
    stays = 0
    for leg in range(first, last):
        if legs.way[leg] < 0:
            stays += 1
        else:
            for at in range(legs.begin[leg], legs.end[leg]):
                street.present[trail[at]] += 1
    for s in range(street.present.size):
        street.passers[lit, s] += street.present[s]
    for leg in range(first, last if stays > 0 else first):
        if legs.way[leg] < 0:
            for at in range(legs.begin[leg], legs.end[leg]):
                street.present[trail[at]] += 1


@kernel
def _cues_of_hour(
    street: Street, cues: Cues, row: int, dark: float, night: float, people_per_agent: float, p: Numbers
) -> None:
    for s in range(street.present.size):
        present = street.present[s]
        if present == 0:
            continue
        z, room = street_cue(cues, row, s, dark, night), cues.room[row, s]
        for sex in range(2):
            if present < COUNTED and room == 1.0:
                street.cue[sex, s] = z + street.company[sex, present]
            else:
                street.cue[sex, s] = z + company_of(present, sex == 1, room, people_per_agent, p)


@kernel
def _meet(
    people: People,
    legs: Legs,
    first: int,
    last: int,
    efficacy: np.ndarray,
    lit: int,
    p: Numbers,
    walkers: Walkers,
) -> int:
    """Note who walks legs first..last and what they bring; return how many."""
    count = 0
    for leg in range(first, last):
        if legs.way[leg] < 0:
            continue
        i = legs.person[leg]
        people.walks[i] += 1
        people.walks_dark[i] += lit
        people.detour[i] += legs.detour[leg]
        people.metres_dark[i] += lit * legs.length[leg]
        walkers.leg[count] = leg
        walkers.sex[count] = people.sex[i]
        walkers.v[count] = people.v[i]
        walkers.level[count] = theta(people, i, efficacy[people.area[i]], p)
        walkers.familiar[count] = p.beta_F if people.kind[i] == RESIDENT else 0.0
        walkers.highest[count] = people.propensity[i]
        count += 1
    return count


@kernel
def _perceive(legs: Legs, trail: np.ndarray, count: int, street: Street, walkers: Walkers) -> None:
    """Find where each walker feels least safe, and add that eta to `highest`."""
    for k in range(count):
        leg, sex, v, level = walkers.leg[k], walkers.sex[k], walkers.v[k], walkers.level[k]
        highest, where, close = -np.inf, -1, legs.begin[leg] + legs.near[leg]
        for at in range(legs.begin[leg], close):
            eta = level + v * street.cue[sex, trail[at]] - walkers.familiar[k]
            if eta > highest:
                highest, where = eta, trail[at]
        for at in range(close, legs.end[leg]):
            eta = level + v * street.cue[sex, trail[at]]
            if eta > highest:
                highest, where = eta, trail[at]
        walkers.highest[k] += highest
        walkers.where[k] = where


@kernel
def _fear(
    people: People,
    legs: Legs,
    count: int,
    street: Street,
    walkers: Walkers,
    lit: int,
    hour: int,
    p: Numbers,
    seed: np.uint64,
) -> int:
    """Draw the fear episodes of the walkers; return how many."""
    episodes = 0
    for k in range(count):
        i, where, felt = legs.person[walkers.leg[k]], walkers.where[k], walkers.highest[k]
        if where < 0:
            continue
        if uniform(seed, hour, i, Decision.EPISODE, 0) < logistic(p.psi * (felt - p.kappa_F)):
            episodes += 1
            people.episodes[i] += 1
            people.memory[i] = impressed(people.memory[i], p.J_e, p.memory_ceiling)
            street.episodes[where] += 1
            if uniform(seed, hour, i, Decision.INTENSE, 0) < logistic(p.psi * (felt - p.kappa_I)):
                people.intense[i] += 1
            if (
                uniform(seed, hour, i, Decision.CITIZEN_REPORT, 0)
                < p.citizen_report * people.insecurity_reports[i]
            ):
                street.reports[where] += 1
        elif lit:
            people.memory[i] *= 1.0 - p.chi
    return episodes


@kernel
def feel(
    people: People,
    legs: Legs,
    trail: np.ndarray,
    first: int,
    last: int,
    street: Street,
    walkers: Walkers,
    cues: Cues,
    efficacy: np.ndarray,
    day: Day,
    slot: int,
    people_per_agent: float,
    p: Numbers,
    seed: np.uint64,
) -> tuple[int, int]:
    """Let the people of legs first..last perceive what they pass; return walks and fear episodes.

    P(episode) = logistic(psi (eta_max + propensity - kappa_F)), intense with kappa_I. An episode
    adds J_e to memory; a walk after dark without one takes the share chi off.
    """
    dark = day.dark[slot]
    lit = 1 if dark >= LIGHT else 0
    _cues_of_hour(street, cues, day.cue[slot], dark, day.night[slot], people_per_agent, p)
    walks = _meet(people, legs, first, last, efficacy, lit, p, walkers)
    _perceive(legs, trail, walks, street, walkers)
    return walks, _fear(people, legs, walks, street, walkers, lit, day.hour + slot, p, seed)


@kernel
def learn_presence(
    expected: np.ndarray, weekend: int, hour: int, present: np.ndarray, people_per_agent: float, gain: float
) -> None:
    """Move the expected presence of this hour of the week by `gain` of the gap and empty the streets (rule 15).

    Args:
        expected: float64 (2, 24, S) people per hour by weekday/weekend.
        weekend: 0/1.
        hour: 0-23.
        present: int32 (S,) agents present.
        people_per_agent: people one agent stands for.
        gain: share of the gap, 0-1.
    """
    for s in range(present.size):
        usual = expected[weekend, hour, s]
        expected[weekend, hour, s] = usual + gain * (present[s] * people_per_agent - usual)
        present[s] = 0
