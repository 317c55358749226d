"""Memory per person and per segment.

Each size lives its spin-up and two days in a process of its own. Memory per person is the difference
between two numbers of residents in one town, divided by the difference in agents (residents and visitors):
so that what does not grow with people is left out. Memory per segment is the difference between two towns
of square blocks with the same residents; routes, which grow with both, are in either figure. *Arrays* are
the bytes of all arrays a simulation holds; *resident* is what the system counts, and *peak* the most it
counted.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from benchmarks.arrays import bytes_held
from benchmarks.fresh import fresh
from benchmarks.machine import peak_memory, resident_memory
from benchmarks.rows import Options, Row
from benchmarks.worlds import SHORTEST, grid, live, settled, world

if TYPE_CHECKING:
    from nightwalk.model.simulation import Simulation

__all__ = ["TITLE", "held", "measure"]

TITLE = "Memory"
MEBI = 2**20
KINDS = ("arrays", "resident", "peak")


def measure(options: Options) -> list[Row]:
    """Return bytes per agent and per segment, and what each size held."""
    side, wider = options.pick((71, 129), (23, 46))
    few, many = options.pick((20_000, 120_000), (1_000, 11_000))
    base, crowded, wide = (
        fresh("memory:held", side=s, residents=n) for s, n in ((side, few), (side, many), (wider, few))
    )
    sizes = {"a small town": base, "with more residents": crowded, "with more streets": wide}
    return [
        *_per("agent", base, crowded, "agents"),
        *_per("segment", base, wide, "segments"),
        Row(
            figure="columns of one agent",
            value=base["columns"] / base["agents"],
            unit="bytes",
            table="per piece",
        ),
        *(_whole(name, size) for name, size in sizes.items()),
    ]


def held(side: int, residents: int) -> dict[str, float]:
    """Return the bytes that a simulation of this size holds, and its counts."""
    city, found = grid(side), {}
    setup = world(city, residents, 2, spin_up_days=SHORTEST)

    def weigh(sim: Simulation) -> None:
        gc.collect()
        found.update(
            arrays=bytes_held(sim), resident=resident_memory() or 0, peak=peak_memory() or 0,
            columns=sum(column.nbytes for column in sim.state.people),
        )  # fmt: skip

    lived = live(setup, settled(setup), weigh)
    return {**found, "agents": lived.agents, "segments": city.segments}


def _per(piece: str, base: dict[str, float], more: dict[str, float], counted: str) -> list[Row]:
    pieces = more[counted] - base[counted]
    return [
        Row(
            figure=f"{kind}, per {piece}",
            value=(more[kind] - base[kind]) / pieces,
            unit="bytes",
            table="per piece",
        )
        for kind in KINDS
        if base[kind]
    ]


def _whole(name: str, size: dict[str, float]) -> Row:
    beside: dict[str, float | str] = {f"{kind} MiB": size[kind] / MEBI for kind in KINDS}
    counts = {counted: size[counted] for counted in ("agents", "segments")}
    return Row(figure=name, beside={**counts, **beside}, table="what was weighed")
