"""Talk, media and trust: what people hear and how it settles (model sections 3.4-3.6, rules 21, 27)."""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import Numbers, People, Ties
from nightwalk.agents.impress import impressed
from nightwalk.agents.remember import severity
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, uniform

__all__ = ["agenda", "converse", "moved", "neighbours_mean", "settle_trust", "tell"]

MOST = 0.95  # of an opinion that may come from others, however alarming: opinions stay anchored


@kernel
def tell(
    people: People,
    ties: Ties,
    victims: np.ndarray,
    families: np.ndarray,
    hours: np.ndarray,
    offender: np.ndarray,
    count: int,
    p: Numbers,
    seed: np.uint64,
) -> None:
    """Let the ties of the week's victims hear of it with p_tell: memory J_h x tie trust x severity.

    Args:
        people: the columns.
        ties: who talks to whom (residents).
        victims: int32, person rows.
        families: int32, crime families.
        hours: int32, absolute hours of the crimes.
        offender: int32, entity of each crime.
        count: how many.
        p: parameter values.
        seed: uint64.
    """
    known = ties.start.size - 1
    for c in range(count):
        i = victims[c]
        if i < 0 or i >= known:
            continue
        for at in range(ties.start[i], ties.start[i + 1]):
            j = ties.other[at]
            if uniform(seed, hours[c], j, Decision.TELL, offender[c]) < p.p_tell:
                jump = p.J_h * ties.trust[at] * severity(families[c], p)
                people.memory[j] = impressed(people.memory[j], jump, p.memory_ceiling)
                people.trust[j] -= p.J_T
                people.authority[j] -= p.J_T


@kernel
def neighbours_mean(values: np.ndarray, ties: Ties, i: int) -> float:
    """Return the mean of a column over the ties of person i, by weight; the own value of who has none."""
    if ties.start[i + 1] == ties.start[i]:
        return values[i]
    total = 0.0
    for at in range(ties.start[i], ties.start[i + 1]):
        total += ties.weight[at] * values[ties.other[at]]
    return total


@kernel
def moved(own: float, heard: float, calming: float, alarming: float) -> float:
    """Return own + w (heard - own): w is `alarming` where others are more concerned, else `calming`.

    Bad news that weighs more than good news is the talk of Prieto Curiel & Bishop (2017).
    """
    w = alarming if heard > own else calming
    return (1.0 - w) * own + w * heard


@kernel
def converse(people: People, ties: Ties, media: float, heard: np.ndarray, p: Numbers) -> None:
    """Update abstract concern once a week: O = (1-s)(a + phi_A (A-1)(1 + rho e)) + s W O (model 3.5).

    Where W O lies above the own opinion, s is `susceptibility` x `negativity`.

    Args:
        people: the columns; `concern` of residents is written.
        ties: who talks to whom.
        media: A, the media agenda of the week, 1 = usual.
        heard: float64 (N,) scratch.
        p: parameter values.
    """
    n = ties.start.size - 1
    for i in range(n):
        heard[i] = neighbours_mean(people.concern, ties, i)
    calming, alarming = p.susceptibility, min(p.susceptibility * p.negativity, MOST)
    for i in range(people.concern.size):
        own = people.anchor[i] + people.shift_concern[i]
        own += p.phi_A * (media - 1.0) * (1.0 + p.rho_media * people.exposure[i])
        people.concern[i] = moved(own, heard[i], calming, alarming) if i < n else own


def agenda(violent_reports: np.ndarray, usual: float, tone: float, p: Numbers) -> float:
    """Return the media agenda A of the week (rule 27).

    A = tone (1 + eta_A ((x+5)/(usual+5) - 1) + national), x the 8-week mean of violent crimes
    reported a week: a town without crime still has media.

    Args:
        violent_reports: float64 (<=8,) violent crimes recorded in the latest weeks.
        usual: long-run mean of the same.
        tone: what a media narrative leaves of the tone, 1 = all.
        p: parameter values.
    """
    x = float(violent_reports.mean()) if len(violent_reports) else usual
    local = p.eta_A * ((x + p.media_floor) / (usual + p.media_floor) - 1.0)
    return float(tone * (1.0 + local + p.media_national))


def settle_trust(people: People, p: Numbers) -> None:
    """Let trust return to its rest once a month: T + k_T (T0 - T), the same for authorities, in place."""
    people.trust[:] += p.k_T * (people.trust_0 - people.trust)
    people.authority[:] += p.k_T * (people.authority_0 - people.authority)
