"""Memory of events: own victimisation, forgetting, the stationary start (model section 3.4)."""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import Numbers, People
from nightwalk.agents.impress import impressed
from nightwalk.agents.offend import ASSAULT, PICKPOCKET, ROBBERY
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, poisson, uniform

__all__ = ["forget", "severity", "start_memory", "start_trust", "suffer"]

MONTHS = 12.0  # a year
MEAN_TIE_TRUST = 0.75  # ties are drawn from 0.5 to 1


@kernel
def severity(family: int, p: Numbers) -> float:
    """Return how much a crime of that family weighs, 0-1."""
    if family == ROBBERY:
        return p.severity_robbery
    return p.severity_pickpocket if family == PICKPOCKET else p.severity_assault


@kernel
def suffer(people: People, i: int, family: int, hour: int, near_home: bool, p: Numbers) -> None:
    """Add a victimisation to person i: memory, trust and counters (rule 21)."""
    jump = p.J_v * severity(family, p) * (p.near_home_factor if near_home else 1.0)
    people.memory[i] = impressed(people.memory[i], jump, p.memory_ceiling)
    people.trust[i] -= p.J_T
    people.authority[i] -= p.J_T
    people.last_victim[i] = hour
    if family == ROBBERY:
        people.robbed[i] += 1
    elif family == PICKPOCKET:
        people.pickpocketed[i] += 1
    elif family == ASSAULT:
        people.assaulted[i] += 1


@kernel
def forget(people: People, p: Numbers) -> None:
    """Let a day's worth of memory fade: M 2^(-1/H)."""
    half_life = left = 1.0
    for i in range(people.memory.size):
        if i == 0 or people.half_life[i] != half_life:  # neighbours in the rows mostly forget alike
            half_life = people.half_life[i]
            left = 2.0 ** (-1.0 / (p.H_M * half_life))
        people.memory[i] *= left


@kernel
def _stationary(
    memory: np.ndarray,
    own: float,
    told: float,
    own_jump: float,
    told_jump: float,
    half_life: float,
    ceiling: float,
    seed: np.uint64,
) -> None:
    window = 6.0 * half_life  # what is left of an older event is under 2 %
    for i in range(memory.size):
        for source in range(2):
            rate, jump = (own, own_jump) if source == 0 else (told, told_jump)
            u = uniform(seed, 0, i, Decision.STATIONARY_MEMORY, source)
            for k in range(poisson(rate * window, u)):
                age = window * uniform(seed, 0, i, Decision.STATIONARY_MEMORY, 2 + 2 * k + source)
                memory[i] = impressed(memory[i], jump * 2.0 ** (-age / half_life), ceiling)


def shares_of_street_crime(p: Numbers) -> tuple[float, float, float]:
    """Return the shares of robbery, pickpocketing and assault in street crime."""
    return p.share_robbery, p.share_pickpocket, 1.0 - p.share_robbery - p.share_pickpocket


def start_trust(people: People, ties_per_person: float, p: Numbers) -> None:
    """Lower the trust of residents to where losses by crime and the return to rest balance, in place.

    Victims and those told lose J_T, answered reports give J_R, ignored ones take J_U; k_T a month
    comes back (rule 21).
    """
    if p.k_T == 0.0:
        return
    own = p.street_crime / 1000.0 / MONTHS
    willing = (p.pi_robbery, p.pi_pickpocket, p.pi_assault)
    reported = sum(share * pi for share, pi in zip(shares_of_street_crime(p), willing, strict=True))
    answers = reported * (p.p_answered * p.J_R - (1.0 - p.p_answered) * p.J_U)
    lost = own * (p.J_T * (1.0 + ties_per_person * p.p_tell) - answers) / p.k_T
    people.trust[:] -= lost
    people.authority[:] -= lost


def start_memory(people: People, ties_per_person: float, p: Numbers, seed: int) -> None:
    """Set the memory of residents to a draw from its stationary law (rule 16), in place.

    Shot noise: own and told-of victimisations arrive at their mean rates and fade with H_M.
    """
    daily = p.street_crime / 1000.0 / 365.0
    shares = shares_of_street_crime(p)
    weight = sum(
        s * w
        for s, w in zip(shares, (p.severity_robbery, p.severity_pickpocket, p.severity_assault), strict=True)
    )
    told = daily * ties_per_person * p.p_tell
    _stationary(
        people.memory, daily, told, p.J_v * weight, p.J_h * weight * MEAN_TIE_TRUST, p.H_M, p.memory_ceiling,
        np.uint64(seed),
    )  # fmt: skip
