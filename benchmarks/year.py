"""A year of a whole town in one thread.

The Heidelberg network with 100,000 residents, every submodel on and two measures active (lamps on the 400
worst streets, stewarded evenings on four main streets). The year is steady: it starts after a spin-up of 49
days, which is shorter than the default and long enough for the expected presence to have settled. Weekly
and four-weekly work (habits, renewals of the routes) is inside. City build, spin-up and the first midnight,
which builds the first routes, are rows of their own. Peak memory is that of the whole process, map reading
included. The target is by the clock, on a machine that does nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nightwalk as nw
from benchmarks.fresh import fresh
from benchmarks.machine import peak_memory
from benchmarks.rows import Options, Row, as_json, from_json, skipped
from benchmarks.worlds import (
    HEIDELBERG,
    SEED,
    SETTLED,
    SHORTEST,
    Stopwatch,
    grid,
    live,
    measures,
    settled,
    work_done,
    world,
)
from nightwalk.model import Simulation
from nightwalk.model.start import first_start

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TITLE", "lived_year", "measure", "rows_of_a_year"]

TITLE = "A simulated year"
GIBI = 2**30
MOST_SECONDS = 30.0


def measure(options: Options) -> list[Row]:
    """Return the seconds of the year and of what comes before it."""
    return rows_of_a_year(options, 100_000, at_most=MOST_SECONDS)


def rows_of_a_year(
    options: Options, residents: int, *, at_most: float, most_memory: float | None = None
) -> list[Row]:
    """Return the rows of a year with so many residents; a quick run lives four weeks of a small town.

    Args:
        options: how it is to be measured.
        residents: people who live there.
        at_most: target, seconds of the year.
        most_memory: target, GiB.
    """
    if options.quick:
        took = fresh("year:lived_year", residents=residents // 50, days=28, spin=SHORTEST, side=46)
        return list(_rows(took, None, None))
    if not HEIDELBERG.is_file():
        return [
            skipped("a year on the Heidelberg network", f"../shared/data/osm/{HEIDELBERG.name} is missing")
        ]
    took = fresh("year:lived_year", residents=residents, days=365, spin=SETTLED, side=0)
    return list(_rows(took, at_most, most_memory))


def lived_year(residents: int, days: int, spin: int, side: int) -> dict[str, Any]:
    """Live the days in a grid town of that side, or in Heidelberg; return seconds and bytes by what for."""
    small = world(grid(12), 500, 2, spin_up_days=SHORTEST, acts=measures())
    live(small, settled(small))  # compiles
    with Stopwatch() as build:
        city = grid(side) if side else nw.City.from_osm(HEIDELBERG)
    with Stopwatch() as first:
        _first_midnight(world(city, residents, days, spin_up_days=spin))
    setup = world(city, residents, days, spin_up_days=spin, acts=measures())
    with Stopwatch() as spinning:
        start = settled(setup)
    lived = live(setup, start)
    return {
        "figure": f"{days} days, {residents:,} residents, {city.segments:,} segments",
        "seconds": lived.wall, "cpu": lived.cpu, "nanoseconds": lived.nanoseconds, "build": build.wall,
        "first": first.wall, "spin": spin, "spin-up": spinning.wall, "peak": peak_memory(),
        "walked": as_json(work_done(lived)),
    }  # fmt: skip


def _first_midnight(setup: nw.Scenario) -> None:
    """Make the people and live the first hour of the spin-up: places, first routes, habits and plan."""
    sim = Simulation(setup, start_from=first_start(setup, setup.reference, SEED))
    sim.step()
    sim.close()


def _rows(took: dict[str, Any], at_most: float | None, most_memory: float | None) -> Iterator[Row]:
    yield Row(figure=took["figure"], value=took["seconds"], unit="s", at_most=at_most)
    yield Row(figure="processor time of the days", value=took["cpu"], unit="s CPU")
    if took["peak"] is not None:
        yield Row(figure="peak memory", value=took["peak"] / GIBI, unit="GiB", at_most=most_memory)
    yield Row(figure="processor time per person-hour", value=took["nanoseconds"], unit="ns")
    yield Row(figure="city build", value=took["build"], unit="s")
    yield Row(figure="people and first midnight (first route build)", value=took["first"], unit="s")
    yield Row(
        figure=f"spin-up of {took['spin']} days, its first midnight inside", value=took["spin-up"], unit="s"
    )
    yield from from_json(took["walked"])
