"""Patterns of crime in place and time, and who suffers it (SF17, SF29-SF33, SF35, SF36)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.columns import victimised
from nightwalk.agents.offend import ASSAULT, ROBBERY
from nightwalk.validation.concentration import poisson_share, share_holding, top_share
from nightwalk.validation.measure import Measure, ratio
from nightwalk.validation.near_repeat import knox_pairs
from nightwalk.validation.walks import ALL_DARK, ALL_LIGHT, FEWEST_DAYS
from nightwalk.validation.worlds import LEVEL

if TYPE_CHECKING:
    from nightwalk.validation.year import Year

__all__ = ["PATTERNS"]

HALF, QUARTER, TOP = 0.5, 0.25, 0.05
NEAR, SOON = 200.0, 7  # metres, days
LARGE = 2000.0  # metres between two streets drawn at random: then the town does not cut journeys short
EVENING = (18, 19, 20, 21, 22, 23, 0, 1)
QUIET_STARTS = range(3, 9)
SAMPLE = 500  # streets


def _by_segment(year: Year) -> np.ndarray:
    """Return the crimes of all families on each segment, int64 (S,)."""
    return np.bincount(year.crimes.segment, minlength=year.sim.town.city.segments)


def against_poisson(year: Year) -> float:
    """Return the share of segments with half of the crime over that where crime falls anywhere with equal chance."""
    counts = _by_segment(year)
    return share_holding(counts, HALF) / poisson_share(counts, HALF)


def near_repeats(year: Year) -> np.ndarray:
    """Return pairs of street crimes within 200 m and 7 days, found and expected with dates permuted, float64 (2,)."""
    crimes = year.street_crimes
    where = year.sim.town.city.midpoints[crimes.segment]
    return np.array(knox_pairs(where, crimes.day, metres=NEAR, days=SOON))


def _is_large(year: Year) -> bool:
    from scipy.spatial.distance import pdist

    middle = year.sim.town.city.midpoints
    some = np.unique(np.linspace(0, len(middle) - 1, SAMPLE).astype(int))
    return bool(pdist(middle[some]).mean() >= LARGE)


def journey(year: Year) -> np.ndarray:
    """Return the kilometres along streets from offenders' anchors to their street crimes, and how many, (2,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    if not _is_large(year):
        return np.full(2, np.nan)
    streets, crimes = year.sim.town.city.streets, year.street_crimes
    length = np.bincount(streets.edge, weights=streets.length)
    low, high = np.minimum(streets.edge_u, streets.edge_v), np.maximum(streets.edge_u, streets.edge_v)
    order = np.lexsort((length, high, low))  # of streets between the same junctions, the shortest counts
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
    kept = order[first]
    nodes = len(year.sim.town.city.nodes.x)
    graph = coo_array((length[kept], (low[kept], high[kept])), shape=(nodes, nodes)).tocsr()
    anchors, row = np.unique(year.sim.state.offenders.anchor[crimes.offender], return_inverse=True)
    metres = dijkstra(graph, directed=False, indices=anchors)
    gone = metres[row, streets.edge_u[streets.edge[crimes.segment]]]
    reached = np.isfinite(gone)
    return np.array([gone[reached].sum() / 1000.0, reached.sum()])


def dark_and_light(year: Year) -> np.ndarray:
    """Return the two sums of the rate ratio dark / light of street crime at the same hours, float64 (2,).

    Mantel and Haenszel's estimate over the hours of the clock that are light on some days and dark on others.
    """
    crimes, dark = year.street_crimes, year.sim.dark
    when = np.zeros(dark.shape)
    np.add.at(when, (crimes.day, crimes.slot), 1.0)
    sums = np.zeros(2)
    for slot in range(24):
        light, night = dark[:, slot] <= ALL_LIGHT, dark[:, slot] >= ALL_DARK
        if min(light.sum(), night.sum()) >= FEWEST_DAYS:
            days = light.sum() + night.sum()
            sums += (
                when[night, slot].sum() * light.sum() / days,
                when[light, slot].sum() * night.sum() / days,
            )
    return sums if sums[1] > 0 else np.full(2, np.nan)


def evening(year: Year) -> np.ndarray:
    """Return the street crimes from 18 to 2 h and all, float64 (2,)."""
    slot = year.street_crimes.slot
    return np.array([np.isin(slot, EVENING).sum(), len(slot)], dtype=float)


def quiet_morning(year: Year) -> float:
    """Return 1 where the four hours with fewest street crimes begin between 3 and 8 h, else 0."""
    by_hour = np.bincount(year.street_crimes.slot, minlength=24)
    four = [int(np.roll(by_hour, -start)[:4].sum()) for start in range(24)]
    return float(int(np.argmin(four)) in QUIET_STARTS)


def victims_by_sex(year: Year) -> np.ndarray:
    """Return victims of robbery and pickpocketing and all residents, women then men, float64 (4,)."""
    people = year.residents
    hit = (people.robbed + people.pickpocketed) > 0
    women = people.sex == 1
    return np.array([hit[women].sum(), women.sum(), hit[~women].sum(), (~women).sum()], dtype=float)


def repeat_victims(year: Year) -> np.ndarray:
    """Return the street incidents suffered by people with two or more, and all, float64 (2,)."""
    people = year.sim.state.people
    times = victimised(people)
    return np.array([times[times > 1].sum(), times.sum()], dtype=float)


def recorded(family: int, year: Year) -> np.ndarray:
    """Return the recorded crimes of a family and all of them, float64 (2,)."""
    mine = year.crimes.family == family
    return np.array([year.crimes.recorded[mine].sum(), mine.sum()], dtype=float)


def of_prevalences(sums: np.ndarray) -> float:
    """Return the prevalence of women over that of men."""
    return float(sums[0] / sums[1] / (sums[2] / sums[3]))


PATTERNS = (
    Measure("SF17", "victims, women / men", victims_by_sex, join=of_prevalences),
    Measure("SF29", "segments with half of the crime", lambda year: share_holding(_by_segment(year), HALF)),
    Measure("SF29", "segments with a quarter of the crime", lambda year: share_holding(_by_segment(year), QUARTER)),
    Measure("SF29", "crime on the top 5 % of segments", lambda year: top_share(_by_segment(year), TOP)),
    Measure("SF29", "half of the crime: share of segments / that of a Poisson world", against_poisson),
    Measure("SF30", "Knox ratio, 0-200 m and 0-7 days", near_repeats, join=ratio),
    Measure(
        "SF31", "anchor to offence along streets", journey, join=ratio,
        unless="two streets drawn at random are less than 2 km apart: the edge of the map cuts journeys short",
    ),
    Measure(
        "SF32", "dark / light, same hours", dark_and_light, join=ratio,
        unless="no hour of the clock is light on 14 days and dark on 14 others in the days simulated",
    ),
    Measure("SF33", "share at 18-02 h", evening, join=ratio),
    Measure("SF33", "lowest four hours begin between 3 and 8", quiet_morning),
    Measure("SF35", "street incidents on repeat victims", repeat_victims, join=ratio),
    Measure("SF36", "recorded / true, assault and harassment", lambda year: recorded(ASSAULT, year), (LEVEL,), ratio),
    Measure("SF36", "recorded / true, robbery", lambda year: recorded(ROBBERY, year), (LEVEL,), ratio),
)  # fmt: skip
