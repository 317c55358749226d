"""Room that is used again every hour, so that the loop allocates nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.offend import Crimes
from nightwalk.agents.outings import DAY_SLOTS, Legs
from nightwalk.agents.walk import Street

if TYPE_CHECKING:
    from nightwalk.model.state import State

__all__ = ["Scratch", "scratch_of"]


@dataclass
class Scratch:
    """Arrays without a meaning of their own between two hours, but `street`, which counts over the run."""

    street: Street
    crimes: Crimes
    recorded: np.ndarray  # int8
    marked: np.ndarray  # int32 (S,)
    best: np.ndarray  # float64
    heard: np.ndarray  # float64 (N,)
    abroad: np.ndarray  # int32 (N,) hour of the last leg of yesterday's plan, -1 none
    plan: Legs  # room for the legs of one day


def blank_street(segments: int) -> Street:
    """Return counts of zero."""
    counts = [np.zeros(segments, dtype=np.int64) for _ in range(4)]
    return Street(
        present=counts[0], touched=np.zeros(segments, dtype=np.int32), cue=np.zeros((2, segments)),
        passers=np.zeros((2, segments), dtype=np.int64),
        episodes=counts[1], reports=counts[2], hazard=counts[3],
    )  # fmt: skip


def scratch_of(state: State, segments: int, most_outings: int) -> Scratch:
    """Return scratch for that many people and segments.

    Args:
        state: the people, crowds included.
        segments: S.
        most_outings: most outings a resident makes in a day.
    """
    people, offenders = len(state.people.kind), len(state.offenders.rate)
    crowd = people - state.residents - state.visitors
    room = 2 * most_outings * state.residents + 3 * state.visitors + DAY_SLOTS * crowd + 1
    whole = [np.zeros(room, dtype=np.int32) for _ in range(3)]
    crimes = Crimes(*(np.zeros(offenders, dtype=np.int32) for _ in Crimes._fields))
    return Scratch(
        street=blank_street(segments), crimes=crimes, recorded=np.zeros(offenders, dtype=np.int8),
        marked=np.zeros(segments, dtype=np.int32), best=np.zeros(offenders), heard=np.zeros(people),
        abroad=np.full(people, -1, dtype=np.int32), plan=Legs(*whole),
    )  # fmt: skip
