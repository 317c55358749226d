"""Engine and twin live the same days from the same start.

The twin in `tests/oracle` is the model once more in plain Python, one Mesa agent per person, with the same
rules, random streams and town. Both start from one spin-up of the built-in city in one process, so that
neither builds the first routes; no routes are renewed in the days timed; making the models is not timed.
They take turns, and the ratio is the median of the pairs, in processor time. At the end every person must
have the same counts in both.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import numpy as np

import nightwalk as nw
from benchmarks.rows import Options, Row, middle
from benchmarks.worlds import SETTLED, SHORTEST, Lived, Stopwatch, live, settled, work_done, world
from tests.oracle.twin import TwinModel

if TYPE_CHECKING:
    from nightwalk.model.simulation import Simulation
    from nightwalk.model.start import Start

__all__ = ["TITLE", "measure"]

TITLE = "Against one Mesa agent per person"
COUNTED = ("outings", "walks", "walks_dark", "forgone_dark", "episodes", "intense", "robbed", "pickpocketed")
LEAST_RATIO = 100.0


def measure(options: Options) -> list[Row]:
    """Return the ratio, what both took, and whether they agree."""
    residents, days, spin = options.pick((10_000, 7, SETTLED), (1_000, 2, SHORTEST))
    setup = world(nw.City.built_in(), residents, days, spin_up_days=spin)
    start = settled(setup)
    live(setup, start)  # compiles what is left to compile
    pairs = [_pair(setup, start) for _ in range(options.pick(3, 1))]
    lived, _, differing = pairs[-1]
    engine, twin = (
        middle(times) for times in zip(*((one.cpu, watch.cpu) for one, watch, _ in pairs), strict=True)
    )
    ratio = middle([watch.cpu / one.cpu for one, watch, _ in pairs])
    wall = middle([watch.wall / one.wall for one, watch, _ in pairs])
    size = f"{residents:,} residents, {lived.agents:,} agents, {days} days"
    return [
        Row(
            figure=f"twin / engine ({size})",
            value=ratio,
            unit="times",
            at_least=options.pick(LEAST_RATIO, None),
        ),
        Row(figure="the same by the clock", value=wall, unit="times"),
        Row(figure="engine, one thread", value=engine, unit="s CPU"),
        Row(figure="twin", value=twin, unit="s CPU"),
        Row(figure="engine per person-hour", value=lived.nanoseconds, unit="ns"),
        Row(figure="people whose counts differ between the two", value=differing, at_most=0),
        *work_done(lived),
    ]


def _pair(setup: nw.Scenario, start: Start) -> tuple[Lived, Stopwatch, int]:
    """Let engine and twin live the days once each; return both times and how many people differ."""
    counts: dict[str, np.ndarray] = {}

    def note(sim: Simulation) -> None:
        counts.update({name: getattr(sim.state.people, name).copy() for name in COUNTED})

    lived = live(setup, start, note)
    model = TwinModel(setup, start)
    gc.collect()
    with Stopwatch() as watch:
        for _ in range(24 * setup.days):
            model.step()
    differs = np.zeros(len(model.people), dtype=bool)
    for name, column in counts.items():
        differs |= column != np.array([getattr(person, name) for person in model.people])
    model.close()
    return lived, watch, int(differs.sum())
