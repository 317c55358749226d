"""D9: by night walkers leave parks and dim streets, at the price of a detour (PedSimCity-Night, AGILE 2025).

Signs only; the source declares its magnitudes unsourced. A week in the built-in city: every leg as walked
against the shortest way between the same two ends.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.outings import LIGHT
from nightwalk.agents.population import Population
from nightwalk.agents.ways import WAYS
from nightwalk.model.city import City
from nightwalk.model.simulation import Simulation, spin_up
from nightwalk.scenarios.scenario import Scenario
from nightwalk.validation.replications.rule import within

if TYPE_CHECKING:
    from nightwalk.agents.ways import Routes
    from nightwalk.validation.rows import Row

__all__ = ["d9", "metres_along"]

RESIDENTS, QUICK_RESIDENTS, DAYS, SPIN_UP = 2000, 1000, 7, 14.0
DIM = 10.0  # lx
SOURCE = "PedSimCity-Night, AGILE 2025 (abstract; VALIDATION.md of its repository)"
RISES, FALLS = (1e-9, np.inf), (-np.inf, -1e-9)  # not at all is neither
MEASURED = ("length", "dim", "park", "women", "women_lux")


def d9(seeds: int, *, quick: bool = False) -> list[Row]:
    """Return the rows of D9.

    Args:
        seeds: How many seeds.
        quick: Half the residents.
    """
    residents = QUICK_RESIDENTS if quick else RESIDENTS
    found = np.array([_lived(seed, residents) for seed in range(1, seeds + 1)])
    by = {name: found[:, :, :, k] for k, name in enumerate(MEASURED)}  # seed, light, walked or shortest
    dim, park = 100.0 * by["dim"] / by["length"], 100.0 * by["park"] / by["length"]
    lux = by["women_lux"] / by["women"]
    return [
        _sign("night walks: metres under 10 lx, walked less shortest", dim[:, 1, 0] - dim[:, 1, 1], FALLS, "points",
              "dim streets are avoided (2.7 % of night legs in Turin)"),
        _sign("night walks of women: mean light, walked less shortest", lux[:, 1, 0] - lux[:, 1, 1], RISES, "lx",
              "brighter ways, or fewer dim metres",
              "Undecided: the brightest streets are underpasses, and they are left by night as parks are, which "
              "cancels. Where streets differ in light only, ways do get brighter (D11, 5)."),
        _sign("night walks: distance walked over shortest, less one",
              by["length"][:, 1, 0] / by["length"][:, 1, 1] - 1.0, RISES, "share", "0.150 to 0.175",
              "Sign only. Ours is small: without a reliable detour for safety the weight of unsafety is assumed."),
        _sign("parks and paths: night walks less the same walks by the shortest way", park[:, 1, 0] - park[:, 1, 1],
              FALLS, "points", "leave parks and green areas"),
        _sign("parks and paths: night walks less day walks", park[:, 1, 0] - park[:, 0, 0], FALLS, "points",
              "leave parks and green areas"),
    ]  # fmt: skip


def _sign(
    what: str, values: np.ndarray, ends: tuple[float, float], unit: str, published: str, note: str = ""
) -> Row:
    """Return the row of a direction."""
    return within(
        "D9", what, values.tolist(), *ends, unit=unit, source=SOURCE, published=published, note=note
    )


@cache
def _city() -> City:
    return City.built_in()


def _lived(seed: int, residents: int) -> np.ndarray:
    """Return the sums of MEASURED over a week's walks, float64 (2, 2, 5): day and night, walked and shortest."""
    week = Scenario(
        _city(),
        "Week",
        days=DAYS,
        population=Population(residents=residents),
        parameters={"spin_up": SPIN_UP},
    )
    sim = Simulation(week, start_from=spin_up(week, week.reference, seed))
    total = np.zeros((2, 2, len(MEASURED)))
    for _ in range(DAYS):
        for _ in range(24):
            sim.step()
        total += _walks_of_day(sim)
    sim.close()
    return total


def _walks_of_day(sim: Simulation) -> np.ndarray:
    legs, routes, streets = sim.today.legs, sim.state.routes, sim.town.city.streets
    walks = np.flatnonzero((legs.way >= 0) & (legs.hour < 24))
    way, women = legs.way[walks], sim.state.people.sex[legs.person[walks]] == 1
    night = sim.today.day.dark[legs.hour[walks]] >= LIGHT
    out = np.zeros((2, 2, len(MEASURED)))
    per = np.stack([np.ones(len(streets.lux)), streets.lux < DIM, sim.town.park, streets.lux])
    for k, route in enumerate((routes.ways[way // WAYS, way % WAYS], routes.ways[way // WAYS, 0])):
        length, dim, park, light = metres_along(routes, route, streets.length * per)
        each = np.stack([length, dim, park, length * women, light * women])
        for dark in range(2):
            out[dark, k] = each[:, night == dark].sum(axis=1)
    return out


def metres_along(routes: Routes, route: np.ndarray, per_segment: np.ndarray) -> np.ndarray:
    """Return the sums of values per segment, float64 (K, S), along routes, float64 (K, n)."""
    values = per_segment[:, routes.segments]
    total = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    return np.asarray(total[:, routes.start[route + 1]] - total[:, routes.start[route]])
