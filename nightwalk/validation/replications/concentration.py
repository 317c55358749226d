"""D7: the law of crime concentration (Weisburd 2015): half of the crime on a few streets, whatever the count.

Weisburd counts several incidents per segment; at the default rates a town that runs in seconds has one in
three. So a day of the run stands for `PACE` days of crime: the rates of all five families are `PACE` times
the default and boosts fade `PACE` times as fast, which leaves the near repeats per crime as they are. A
year's crime passes in `DAYS` days.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.population import Population
from nightwalk.model.city import grid_town
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import spin_up
from nightwalk.scenarios.scenario import Scenario
from nightwalk.validation.ground import ground_of
from nightwalk.validation.replications.rule import within
from nightwalk.validation.worlds import TODAY, WORLDS
from nightwalk.validation.year import Watched, Year

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.validation.rows import Row

__all__ = ["d7", "share_holding"]

CROSSINGS, RESIDENTS = 17, 4000  # 551 segments
PACE = 3.5  # tau_B may be 2 days at least
DAYS, QUICK_DAYS, SPIN_UP = 104, 52, 28.0
LOW, HIGH = 2.0, 10.0  # per cent of the segments
MEASURE = "lighting"
SOURCE = "Weisburd 2015 (Wikipedia summary)"
PUBLISHED = "2.1-6.0 % in eight cities; 2-10 % accepted, small towns are coarser"


def d7(seeds: int, *, quick: bool = False) -> list[Row]:
    """Return the rows of D7: the share of segments with half of the crime, today and after a measure.

    Args:
        seeds: How many seeds.
        quick: Half a year's crime.
    """
    found = [_lived(seed, QUICK_DAYS if quick else DAYS) for seed in range(1, seeds + 1)]
    today, after = ([100.0 * share_holding(one[world], 0.5) for one in found] for world in (TODAY, MEASURE))
    crimes = {world: float(np.mean([one[world].sum() for one in found])) for world in found[0]}
    told = (
        f"On average {crimes[TODAY]:.0f} crimes today, {crimes[MEASURE]:.0f} after, on {_town().segments} segments; "
        f"dealt at random today's would take {100.0 * _dealt(found):.0f} %."
    )
    return [
        within("D7", "segments with half of the crime, today", today, LOW, HIGH, unit="%", source=SOURCE,
               published=PUBLISHED, note=told),
        within("D7", "segments with half of the crime, the western half relit", after, LOW, HIGH, unit="%",
               source=SOURCE, published="the share stays while the count falls (Seattle, 16 years)", note=told),
    ]  # fmt: skip


def share_holding(counts: np.ndarray, part: float) -> float:
    """Return the smallest share of the segments that holds a part of the crimes, int64 (S,), 0-1."""
    ordered = np.sort(counts)[::-1]
    return float(np.searchsorted(np.cumsum(ordered), part * ordered.sum()) + 1) / len(counts)


def _dealt(found: list[dict[str, np.ndarray]]) -> float:
    """Return the share that would hold half of today's crimes if every segment were alike, 0-1."""
    luck, even = np.random.default_rng(1), np.full(_town().segments, 1.0 / _town().segments)
    return float(np.mean([share_holding(luck.multinomial(one[TODAY].sum(), even), 0.5) for one in found]))


@cache
def _town() -> City:
    return grid_town(CROSSINGS, CROSSINGS, residents=float(RESIDENTS))


def _lived(seed: int, days: int) -> dict[str, np.ndarray]:
    """Return the crimes on each segment in both worlds, int64 (S,)."""
    base = Scenario(
        _town(), TODAY, days=days, population=Population(residents=RESIDENTS), parameters=_at_pace()
    )
    start, ground = spin_up(base, base.reference, seed), ground_of(base.city)
    found, today = {}, None
    for world in (TODAY, MEASURE):
        scenario = WORLDS[world].scenario(world, base, today) if today else base
        sim = Watched(scenario, start_from=start)
        sim.run()
        year = Year(sim, ground)
        today = today or year
        found[world] = np.bincount(year.crimes.segment, minlength=base.city.segments)
        sim.close()
    return found


def _at_pace() -> dict[str, float]:
    p = Parameters().values()
    rates = {name: PACE * float(p[name]) for name in ("street_crime", "vandalism", "vehicle_crime")}
    return {**rates, "tau_B": float(p.tau_B) / PACE, "spin_up": SPIN_UP}
