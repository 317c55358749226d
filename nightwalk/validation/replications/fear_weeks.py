"""A week of the fear kernel: forget, be victimised, talk, all by the model's own functions.

One logit of memory is the fear S of Prieto Curiel & Bishop: memory is full at 1 and one victimisation
fills it. Talk is `converse` with everybody's own fear as the opinion to start from.
"""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import Numbers, People, Ties
from nightwalk.agents.offend import ROBBERY
from nightwalk.agents.remember import forget, suffer
from nightwalk.agents.talk import converse
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, poisson, uniform

__all__ = ["NEIGHBOUR", "NETWORK", "PAIRS", "SILENT", "weeks"]

SILENT, NETWORK, PAIRS, NEIGHBOUR = 0, 1, 2, 3
IN_PAIRS = 0.2  # share of people who talk in random pairs a week
STARTING = 0.1  # share who start a talk with one neighbour
NO_NEWS = 1.0  # media agenda as usual


@kernel
def _victims(
    people: People, begins: np.ndarray, rates: np.ndarray, week: int, p: Numbers, seed: np.uint64
) -> None:
    """Draw the victimisations of a week: Poisson by group, anybody in the group alike."""
    for g in range(rates.size):
        size = begins[g + 1] - begins[g]
        for k in range(poisson(rates[g] * size, uniform(seed, week, g, Decision.COMMIT, 0))):
            i = begins[g] + int(uniform(seed, week, g, Decision.VICTIM, k) * size)
            suffer(people, i, ROBBERY, week, False, p)


@kernel
def _shuffled(order: np.ndarray, count: int, week: int, seed: np.uint64) -> None:
    """Put `count` people drawn at random first."""
    for k in range(count):
        j = k + int(uniform(seed, week, k, Decision.CANDIDATE, 0) * (order.size - k))
        order[k], order[j] = order[j], order[k]


@kernel
def _in_pairs(order: np.ndarray, partner: np.ndarray, week: int, seed: np.uint64) -> None:
    """Pair a share of the people at random."""
    pairs = int(0.5 * IN_PAIRS * order.size)
    _shuffled(order, 2 * pairs, week, seed)
    for k in range(pairs):
        i, j = order[2 * k], order[2 * k + 1]
        partner[i], partner[j] = j, i


@kernel
def _with_a_neighbour(ties: Ties, order: np.ndarray, partner: np.ndarray, week: int, seed: np.uint64) -> None:
    """Let a share of the people start a talk with one of their neighbours, but who has talked already.

    As in the published code a neighbour may be asked again; the last talk is the one that moves.
    """
    starting = int(STARTING * order.size)
    _shuffled(order, starting, week, seed)
    for k in range(starting):
        i = order[k]
        known = ties.start[i + 1] - ties.start[i]
        if known == 0 or partner[i] >= 0:
            continue
        j = ties.other[ties.start[i] + int(uniform(seed, week, i, Decision.TIE, 0) * known)]
        partner[i], partner[j] = j, i


@kernel
def _listen_to(partner: np.ndarray, heard: Ties) -> None:
    """Write who listens to whom as ties, one each at most."""
    at = 0
    for i in range(partner.size):
        heard.start[i] = at
        if partner[i] >= 0:
            heard.other[at] = partner[i]
            at += 1
    heard.start[partner.size] = at


@kernel
def _talk(people: People, ties: Ties, scratch: np.ndarray, p: Numbers) -> None:
    """Let everybody move from their own fear towards what they hear, all at once."""
    for i in range(people.memory.size):
        people.anchor[i] = people.concern[i] = people.memory[i]
    converse(people, ties, NO_NEWS, scratch, p)
    for i in range(people.memory.size):
        people.memory[i] = people.concern[i]


@kernel
def _write(memory: np.ndarray, row: np.ndarray) -> None:
    for i in range(memory.size):
        row[i] = memory[i]


@kernel
def weeks(
    people: People,
    begins: np.ndarray,
    rates: np.ndarray,
    talk: int,
    known: Ties,
    heard: Ties,
    order: np.ndarray,
    partner: np.ndarray,
    scratch: np.ndarray,
    first: int,
    trace: np.ndarray,
    p: Numbers,
    seed: np.uint64,
) -> None:
    """Live the weeks 1, 2, ... and write the fear of the weeks from `first` on.

    Args:
        people: the columns, group after group; `memory` at week 0.
        begins: int64 (G+1,) first person of each group.
        rates: float64 (G,) victimisations a week and person.
        talk: SILENT, NETWORK, PAIRS or NEIGHBOUR.
        known: the network.
        heard: int64 (N+1,), int32 (N,), float64 (N,) twice: scratch ties, weight 1.
        order: int32 (N,) all people in any order, scratch.
        partner: int32 (N,) scratch.
        scratch: float64 (N,).
        first: first week written; 0 is the start.
        trace: float64 (weeks, N) is written.
        p: parameter values.
        seed: uint64.
    """
    if first == 0:
        _write(people.memory, trace[0])
    for week in range(1, first + trace.shape[0]):
        forget(people, p)
        _victims(people, begins, rates, week, p, seed)
        if talk == NETWORK:
            _talk(people, known, scratch, p)
        elif talk != SILENT:
            partner.fill(-1)
            if talk == PAIRS:
                _in_pairs(order, partner, week, seed)
            else:
                _with_a_neighbour(known, order, partner, week, seed)
            _listen_to(partner, heard)
            _talk(people, heard, scratch, p)
        if week >= first:
            _write(people.memory, trace[week - first])
