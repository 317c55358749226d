"""Room that is used again every hour, so that the loop allocates nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.offend import Crimes
from nightwalk.agents.walk import Street, Walkers, company_by_count
from nightwalk.model.planning import Book, with_room

if TYPE_CHECKING:
    from nightwalk.model.state import State

__all__ = ["Scratch", "scratch_of"]


@dataclass
class Scratch:
    """Arrays without a meaning of their own between two hours, but `street`, which counts over the run."""

    street: Street
    crimes: Crimes
    recorded: np.ndarray  # int8
    marked: np.ndarray  # int8 (S,)
    heard: np.ndarray  # float64 (N,)
    abroad: np.ndarray  # int32 (N,) hour of the last leg of yesterday's plan, -1 none
    books: list[Book]  # one per thread
    walkers: Walkers

    def room_for(self, legs: int) -> Walkers:
        """Return `walkers` with room for so many legs."""
        self.walkers = with_room(self.walkers, legs)
        return self.walkers


def blank_street(segments: int, company: np.ndarray) -> Street:
    """Return counts of zero; `company` as in Street."""
    counts = [np.zeros(segments, dtype=np.int64) for _ in range(3)]
    return Street(
        present=np.zeros(segments, dtype=np.int32), cue=np.zeros((2, segments)), company=company,
        passers=np.zeros((2, segments), dtype=np.int64), episodes=counts[0], reports=counts[1], hazard=counts[2],
    )  # fmt: skip


def scratch_of(state: State, segments: int, people_per_agent: float, p: Any, threads: int = 1) -> Scratch:
    """Return scratch for that many people and segments.

    Args:
        state: the people, crowds included.
        segments: S.
        people_per_agent: people one agent stands for.
        p: parameter values.
        threads: how many plan at a time.
    """
    people, offenders = len(state.people.kind), len(state.offenders.rate)
    crimes = Crimes(*(np.zeros(offenders, dtype=np.int32) for _ in Crimes._fields))
    return Scratch(
        street=blank_street(segments, company_by_count(people_per_agent, p)), crimes=crimes,
        recorded=np.zeros(offenders, dtype=np.int8), marked=np.zeros(segments, dtype=np.int8),
        heard=np.zeros(people), abroad=np.full(people, -1, dtype=np.int32),
        books=[Book(segments, int(p.outings_max)) for _ in range(threads)],
        walkers=Walkers(*(np.empty(0, dtype=kind) for kind in ("i8", "i1", "f8", "f8", "f8", "f8", "i4"))),
    )  # fmt: skip
