"""Walking an hour: who is in which street, what they feel there, fear episodes (model section 3.3)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import RESIDENT, Numbers, People
from nightwalk.agents.outings import Day, Legs
from nightwalk.agents.perceive import Company, Cues, calm_of, company, crush_of, logistic, place_cue, theta
from nightwalk.agents.ways import Routes
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = [
    "FIXED_POINT",
    "Street",
    "clear_presence",
    "count_presence",
    "counted_before",
    "feel",
    "learn_presence",
]

FIXED_POINT = 2.0**24  # sums over people are whole numbers, the same for any order


class Street(NamedTuple):
    """What the streets count, shape (S,) unless stated; sums of shares are in units of 1/FIXED_POINT."""

    present: np.ndarray  # int64, agents passing in the current hour
    touched: np.ndarray  # int32, rows with somebody, in order of first arrival
    cue: np.ndarray  # float64 (2, S) Z of the current hour for men and women, on touched rows
    passers: np.ndarray  # int64 (2, S) agents that passed by day and after dark
    episodes: np.ndarray  # int64, fear episodes
    reports: np.ndarray  # int64, citizen reports of insecurity in the current week
    hazard: np.ndarray  # int64 expected vandalism, fixed point, before the base rate


@kernel
def counted_before(legs: Legs, leg: int, first: int, routes: Routes) -> bool:
    """Say whether an hour in the open is in a street the same person walks through in that hour.

    The legs of a person stand together within an hour: the walk, then the stay it leads to.
    """
    if legs.route[leg] >= 0 or leg == first or legs.person[leg - 1] != legs.person[leg]:
        return False
    s, walk = -1 - legs.route[leg], legs.route[leg - 1]
    for at in range(routes.start[walk], routes.start[walk + 1]) if walk >= 0 else range(0):
        if routes.segments[at] == s:
            return True
    return False


@kernel
def count_presence(legs: Legs, first: int, last: int, routes: Routes, street: Street) -> int:
    """Count the distinct people in each street for legs first..last; return how many streets have any."""
    touched = 0
    for leg in range(first, last):
        if counted_before(legs, leg, first, routes):
            continue
        route = legs.route[leg]
        begin, end = (routes.start[route], routes.start[route + 1]) if route >= 0 else (0, 1)
        for at in range(begin, end):
            s = routes.segments[at] if route >= 0 else -1 - route
            if street.present[s] == 0:
                street.touched[touched] = s
                touched += 1
            street.present[s] += 1
    return touched


@kernel
def _cues_of_hour(
    street: Street,
    touched: int,
    cues: Cues,
    row: int,
    dark: float,
    night: float,
    people_per_agent: float,
    p: Numbers,
) -> None:
    for k in range(touched):
        s = street.touched[k]
        others = street.present[s] * people_per_agent - 1.0
        calm, crush = calm_of(others, p), crush_of(others, p)
        street.cue[0, s] = place_cue(cues, row, s, dark, night, calm, crush, company(False, p), p)
        street.cue[1, s] = place_cue(cues, row, s, dark, night, calm, crush, company(True, p), p)


@kernel
def feel(
    people: People,
    legs: Legs,
    first: int,
    last: int,
    routes: Routes,
    street: Street,
    touched: int,
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
    dark, night = day.dark[slot], day.night[slot]
    lit = 1 if dark >= 0.5 else 0
    hour = day.hour + slot
    _cues_of_hour(street, touched, cues, day.cue[slot], dark, night, people_per_agent, p)
    walks, episodes = 0, 0
    for leg in range(first, last):
        route = legs.route[leg]
        if route < 0:
            continue
        i = legs.person[leg]
        level = theta(people, i, efficacy[people.area[i]], p)
        v, sex = people.v[i], people.sex[i]
        familiar = p.beta_F if people.kind[i] == RESIDENT else 0.0
        begin = routes.start[route]
        highest, where = -np.inf, -1
        for at in range(begin, routes.start[route + 1]):
            s = routes.segments[at]
            eta = level + v * street.cue[sex, s]
            if at - begin < routes.near[route]:
                eta -= familiar
            street.passers[lit, s] += 1
            if eta > highest:
                highest, where = eta, s
        walks += 1
        people.walks[i] += 1
        people.walks_dark[i] += lit
        if where < 0:
            continue
        felt = highest + people.propensity[i]
        if uniform(seed, hour, i, Decision.EPISODE, 0) < logistic(p.psi * (felt - p.kappa_F)):
            episodes += 1
            people.episodes[i] += 1
            people.memory[i] += p.J_e
            street.episodes[where] += 1
            if uniform(seed, hour, i, Decision.INTENSE, 0) < logistic(p.psi * (felt - p.kappa_I)):
                people.intense[i] += 1
            if uniform(seed, hour, i, Decision.CITIZEN_REPORT, 0) < p.citizen_report:
                street.reports[where] += 1
        elif lit:
            people.memory[i] *= 1.0 - p.chi
    return walks, episodes


@kernel
def add_detours(
    people: People, legs: Legs, first: int, last: int, routes: Routes, shortest: np.ndarray
) -> None:
    """Add to each person the metres walked beyond the shortest way.

    Args:
        people: the columns.
        legs: the legs.
        first: first leg.
        last: leg after the last.
        routes: the routes.
        shortest: float64 (R,) metres of the shortest way between the same ends.
    """
    for leg in range(first, last):
        route = legs.route[leg]
        if route >= 0:
            people.detour[legs.person[leg]] += routes.length[route] - shortest[route]


@kernel
def clear_presence(street: Street, touched: int) -> None:
    """Forget who is in the streets of the hour that ends."""
    for k in range(touched):
        street.present[street.touched[k]] = 0


@kernel
def learn_presence(
    expected: Company,
    weekend: int,
    hour: int,
    present: np.ndarray,
    people_per_agent: float,
    gain: float,
    p: Numbers,
) -> None:
    """Move the expected presence of this hour of the week by `gain` of the gap (rule 15)."""
    people, calm, crush = (
        expected.people[weekend, hour],
        expected.calm[weekend, hour],
        expected.crush[weekend, hour],
    )
    for s in range(present.size):
        if present[s] == 0 and people[s] == 0.0:
            continue
        people[s] += gain * (present[s] * people_per_agent - people[s])
        calm[s], crush[s] = calm_of(people[s], p), crush_of(people[s], p)
