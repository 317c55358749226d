"""The worlds of the fear kernel: groups by risk, a way of talking, the published numbers (D1-D5)."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.columns import Ties
from nightwalk.agents.residents import blank_people
from nightwalk.base.streams import Decision, uniforms
from nightwalk.model.parameters import Parameters
from nightwalk.validation.replications.fear_weeks import SILENT, weeks

if TYPE_CHECKING:
    from nightwalk.agents.columns import People

__all__ = ["ALARMING", "CALMING", "PSI", "FearWorld", "live"]

PSI = 0.98  # what is left of fear after a week
CALMING, ALARMING = 0.14, 0.8  # weight of who is less and of who is more afraid, mu and nu


@dataclass(frozen=True)
class FearWorld:
    """A town of the fear kernel; a week is one step of forgetting.

    Attributes:
        group: int8 (N,) group of each person, ascending.
        rates: Victimisations a week and person, by group.
        talk: SILENT, NETWORK, PAIRS or NEIGHBOUR.
        ties: The network; None where nobody needs one.
        psi: What is left of fear after a week.
        calming: Weight of others who are less afraid, mu.
        alarming: Weight of others who are more afraid, nu.
    """

    group: np.ndarray
    rates: tuple[float, ...]
    talk: int = SILENT
    ties: Ties | None = None
    psi: float = PSI
    calming: float = CALMING
    alarming: float = ALARMING


def live(world: FearWorld, first: int, last: int, seed: int) -> np.ndarray:
    """Return the fear of everybody in the weeks first to last - 1, float64 (weeks, N); week 0 is the start."""
    n = len(world.group)
    trace = np.empty((last - first, n))
    begins = np.searchsorted(world.group, np.arange(len(world.rates) + 1)).astype(np.int64)
    alone = _ties(n)
    weeks(
        _people(world, seed), begins, np.array(world.rates), world.talk, world.ties or alone, _ties(n),
        np.arange(n, dtype=np.int32), np.empty(n, dtype=np.int32), np.empty(n), first, trace, _values(world),
        np.uint64(seed),
    )  # fmt: skip
    return trace


def _values(world: FearWorld) -> Any:
    """Return the model's parameters with memory full after one victimisation and talk as published."""
    changed = {
        "J_v": 1.0, "severity_robbery": 1.0, "memory_ceiling": 1.0,
        "susceptibility": world.calming, "negativity": world.alarming / world.calming,
    }  # fmt: skip
    return Parameters().with_values(changed).values()


def _people(world: FearWorld, seed: int) -> People:
    """Return people with any fear between 0 and 1, who forget by psi a week."""
    n = len(world.group)
    people = blank_people(n)
    people.memory[:] = uniforms(seed, Decision.STATIONARY_MEMORY, n)
    people.half_life[:] = log(0.5) / log(world.psi) / Parameters().values().H_M
    return people


def _ties(people: int) -> Ties:
    """Return ties of nobody with room for one each, weight 1."""
    return Ties(
        np.zeros(people + 1, dtype=np.int64),
        np.zeros(people, dtype=np.int32),
        np.ones(people),
        np.ones(people),
    )
