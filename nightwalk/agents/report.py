"""Reporting: what the authority gets to know of a crime, and whether it answers (rules 9, 21)."""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import NOT_OFFERED, SUPPORTED, Numbers, People
from nightwalk.agents.offend import STREET_FAMILIES, Crimes
from nightwalk.agents.perceive import logistic
from nightwalk.agents.remember import suffer
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = ["CASES", "EARLIER", "TURNED_AWAY", "report"]

CASES, TURNED_AWAY, EARLIER = 0, 1, 2  # entries of the account of victim support


@kernel
def _willingness(family: int, p: Numbers) -> float:
    shares = (p.pi_robbery, p.pi_pickpocket, p.pi_assault, p.pi_vandalism, p.pi_vehicle)
    share = shares[family]
    return np.log(share / (1.0 - share))


@kernel
def _ask_for_support(people: People, i: int, places: float, weight: float, support: np.ndarray) -> None:
    """Let a victim who has reported and would go take a place at the victim support unit, if one is free."""
    if places <= 0.0 or people.support[i] == NOT_OFFERED:
        return
    if support[CASES] - support[EARLIER] < places:
        support[CASES] += weight
        people.support[i] = SUPPORTED
    else:
        support[TURNED_AWAY] += weight


@kernel
def report(
    people: People,
    crimes: Crimes,
    count: int,
    area_of: np.ndarray,
    hour: int,
    p: Numbers,
    seed: np.uint64,
    recorded: np.ndarray,
    places: float,
    people_per_agent: float,
    support: np.ndarray,
) -> None:
    """Let the victims of an hour suffer and report; trust moves with the answer (rule 21), support is offered.

    P(report) = logistic(logit pi + rho_T (U + shift) + what interventions add).

    Args:
        people: the columns.
        crimes: the crimes of the hour.
        count: how many.
        area_of: int32 (S,) area of each segment.
        hour: absolute hour.
        p: parameter values.
        seed: uint64.
        recorded: int8, one per crime, written: 1 where the authority knows.
        places: cases a month that victim support can take, in people.
        people_per_agent: people one agent stands for.
        support: float64 (3,) the account of victim support, added to.
    """
    for c in range(count):
        family, i, o = crimes.family[c], crimes.victim[c], crimes.offender[c]
        logit = _willingness(family, p)
        if i >= 0:
            suffer(
                people,
                i,
                family,
                hour,
                people.kind[i] == 0 and people.area[i] == area_of[crimes.segment[c]],
                p,
            )
            logit += p.rho_T * (people.authority[i] + people.shift_authority[i]) + people.shift_reporting[i]
        recorded[c] = 1 if uniform(seed, hour, o, Decision.REPORT, family) < logistic(logit) else 0
        if recorded[c] and i >= 0 and family < STREET_FAMILIES:
            answered = uniform(seed, hour, o, Decision.ANSWER, family) < p.p_answered
            change = p.J_R if answered else -p.J_U
            people.trust[i] += change
            people.authority[i] += change
            _ask_for_support(people, i, places, people_per_agent, support)
