"""A step against a bare loop over the same bytes.

The bytes are those an hour could have to touch once: all columns of the people, one row of every array by
segment, the legs of the hour and the segments they pass. A bare Numba loop reads and writes a block of so
many bytes, median of 21 passes. A step that took as long as the loop would leave nothing to gain; a step
that touches only those who act can be quicker.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numba
import numpy as np

import nightwalk as nw
from benchmarks.arrays import bytes_of_an_hour
from benchmarks.rows import Options, Row, middle
from benchmarks.worlds import SETTLED, SHORTEST, heidelberg, live, settled, world

if TYPE_CHECKING:
    from nightwalk.model.simulation import Simulation

__all__ = ["TITLE", "measure"]

TITLE = "A yardstick"
PASSES = 21
MEBI, GIGA = 2**20, 1e9


@numba.njit
def stream(block: np.ndarray) -> None:
    """Read and write every word of a block once."""
    for i in range(block.size):
        block[i] += 1


def measure(options: Options) -> list[Row]:
    """Return a step's time over that of the loop."""
    residents, spin = options.pick((100_000, SETTLED), (1_000, SHORTEST))
    city = (None if options.quick else heidelberg()) or nw.City.built_in()
    setup = world(city, residents, 7, spin_up_days=spin)
    start = settled(setup)
    live(setup, start)  # compiles what is left to compile
    sims: list[Simulation] = []
    lived = live(setup, start, sims.append)
    parts = bytes_of_an_hour(sims[0], lived)
    total = sum(parts.values())
    step, loop = lived.cpu / (24 * lived.days), _pass_seconds(total)
    return [
        Row(figure="mean step / bare loop", value=step / loop, unit="times"),
        Row(figure="mean step (midnights inside)", value=1e3 * step, unit="ms", beside=lived.beside()),
        Row(figure="bare loop over the bytes of a step", value=1e3 * loop, unit="ms"),
        Row(figure="bytes of a step", value=total / MEBI, unit="MiB"),
        *(Row(figure=f"of these {name}", value=size / MEBI, unit="MiB") for name, size in parts.items()),
        Row(figure="bytes a second of the bare loop", value=total / loop / GIGA, unit="GB/s"),
    ]


def _pass_seconds(size: int) -> float:
    """Return the seconds of one pass over a block of so many bytes."""
    block = np.zeros(size // 8, dtype=np.int64)
    stream(block)
    taken = []
    for _ in range(PASSES):
        began = time.perf_counter()
        stream(block)
        taken.append(time.perf_counter() - began)
    return middle(taken)
