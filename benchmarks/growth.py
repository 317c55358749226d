"""Time per person-hour as people and streets grow.

A week of square-block towns (legs of 10 to 14 segments), after 49 days of spin-up, without measures and
without a renewal of the routes; processor time per agent (residents and visitors) and hour, median of three
runs, each size in a process of its own. An engine that grows with the people who act, and with nothing
else, shows the same figure everywhere; caches that overflow make it grow.
"""

from __future__ import annotations

from typing import Any

from benchmarks.fresh import fresh
from benchmarks.machine import peak_memory
from benchmarks.rows import Options, Row, middle
from benchmarks.worlds import LEAST_SEGMENTS, SETTLED, SHORTEST, grid, live, settled, world

__all__ = ["TITLE", "cell", "measure"]

TITLE = "Growth"
SIDES = (23, 71, 129)  # crossings: about 1,000, 10,000 and 33,000 edges
PEOPLE = (10_000, 100_000, 1_000_000)
MOST_GROWTH = 1.5  # from 100,000 to 1,000,000 people
MEBI = 2**20


def measure(options: Options) -> list[Row]:
    """Return the table people x edges, every cell with what was walked, and the growth."""
    sides, people = options.pick((SIDES, PEOPLE), (SIDES[:2], (1_000, 4_000)))
    spin, days = options.pick((SETTLED, 7), (SHORTEST, 2))
    cells = {
        (n, side): fresh(
            "growth:cell", side=side, residents=n, days=days, spin=spin, repeats=options.pick(3, 1)
        )
        for side in sides
        for n in people
    }
    return [*_square(cells), *_growth(cells, sides), *(_long(n, found) for (n, _), found in cells.items())]


def cell(side: int, residents: int, days: int, spin: int, repeats: int) -> dict[str, Any]:
    """Return ns per person-hour of one size, median of the repeats."""
    city = grid(side)
    setup = world(city, residents, days, spin_up_days=spin)
    start = settled(setup)
    runs = [live(setup, start) for _ in range(repeats + 1)][1:]  # the first one compiles
    peak = peak_memory()
    return {
        "ns": middle([run.nanoseconds for run in runs]), "edges": len(city.streets.edge_u),
        "beside": runs[-1].beside() | ({"peak MiB": peak / MEBI} if peak else {}),
    }  # fmt: skip


def _square(cells: dict[tuple[int, int], dict[str, Any]]) -> list[Row]:
    rows: dict[int, dict[str, float | str]] = {}
    for (n, _), found in cells.items():
        rows.setdefault(n, {})[f"{found['edges']:,} edges"] = found["ns"]
    title = "ns of processor time per person-hour"
    return [Row(figure=f"{n:,} residents", beside=beside, table=title) for n, beside in rows.items()]


def _growth(cells: dict[tuple[int, int], dict[str, Any]], sides: tuple[int, ...]) -> list[Row]:
    rows = []
    for side in sides:
        if (100_000, side) in cells and (1_000_000, side) in cells:
            few, many = cells[100_000, side], cells[1_000_000, side]
            figure = f"from 100,000 to 1,000,000 residents, {few['edges']:,} edges"
            ratio = many["ns"] / few["ns"]
            rows.append(Row(figure=figure, value=ratio, unit="times", at_most=MOST_GROWTH, table="growth"))
    fewest = min(float(found["beside"]["segments per leg"]) for found in cells.values())
    least = Row(figure="fewest segments per leg", value=fewest, at_least=LEAST_SEGMENTS, table="growth")
    return [*rows, least]


def _long(n: int, found: dict[str, Any]) -> Row:
    figure = f"{n:,} residents, {found['edges']:,} edges"
    return Row(figure=figure, value=found["ns"], unit="ns", beside=found["beside"], table="what was walked")
