"""A study on one and on two workers, against two processes that know nothing of each other.

The same scenario of the built-in city and the same seeds, by the clock: `simulate_many` with one and two
workers; and two processes that each take half of the seeds with `simulate` and write nothing. Starting the
processes is inside on both sides; compiled code is in the cache. The three take turns; medians of three
rounds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import nightwalk as nw
from benchmarks.fresh import fresh
from benchmarks.rows import Options, Row, middle
from benchmarks.worlds import Stopwatch, world

__all__ = ["TITLE", "alone", "measure", "study"]

TITLE = "Workers"
LEAST_SHARE = 90.0  # per cent


def measure(options: Options) -> list[Row]:
    """Return the throughput of two workers as a share of that of two bare processes."""
    residents, days, spin, seeds, rounds = options.pick((20_000, 90, 49, 4, 3), (1_000, 3, 14, 2, 1))
    size = {
        "columns": str(nw.City.built_in().columns_folder()), "residents": residents, "days": days, "spin": spin
    }  # fmt: skip
    every = list(range(1, seeds + 1))
    fresh("workers:alone", seeds=[1], **size | {"days": 1, "spin": 14})  # compiles
    taken = [
        (_bare(every, size), fresh("workers:study", seeds=every, workers=2, **size),
         fresh("workers:study", seeds=every, workers=1, **size))
        for _ in range(rounds)
    ]  # fmt: skip
    bare, two, one = (middle(list(times)) for times in zip(*taken, strict=True))
    share = middle([100.0 * bare / two for bare, two, _ in taken])
    speedup = middle([one / two for _, two, one in taken])
    lived = f"{seeds} seeds, {residents:,} residents, {spin} + {days} days"
    return [
        Row(
            figure="two workers / two processes, throughput",
            value=share,
            unit="%",
            at_least=LEAST_SHARE,
        ),
        Row(figure="two workers against one", value=speedup, unit="times"),
        Row(figure=f"two independent processes ({lived})", value=bare, unit="s"),
        Row(figure="`simulate_many`, two workers", value=two, unit="s"),
        Row(figure="`simulate_many`, one worker", value=one, unit="s"),
    ]


def study(columns: str, residents: int, days: int, spin: int, seeds: list[int], workers: int) -> float:
    """Return the seconds `simulate_many` takes."""
    setup = _setup(columns, residents, days, spin)
    with Stopwatch() as watch:
        nw.simulate_many([setup], seeds=seeds, workers=workers, parameters="default")
    return watch.wall


def alone(columns: str, residents: int, days: int, spin: int, seeds: list[int]) -> None:
    """Simulate some seeds, one after the other."""
    setup = _setup(columns, residents, days, spin)
    for seed in seeds:
        nw.simulate(setup, seed)


def _setup(columns: str, residents: int, days: int, spin: int) -> nw.Scenario:
    return world(nw.City.open_columns(columns), residents, days, spin_up_days=spin)


def _bare(seeds: list[int], size: dict[str, Any]) -> float:
    """Return the seconds until two processes that share the seeds have both ended."""
    with Stopwatch() as watch, ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda mine: fresh("workers:alone", seeds=mine, **size), (seeds[::2], seeds[1::2])))
    return watch.wall
