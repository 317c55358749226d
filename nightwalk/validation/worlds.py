"""The worlds a fact is measured in: today, and today with one measure in the treated half of the town."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.offend import ROBBERY, appeal
from nightwalk.agents.population import Population
from nightwalk.scenarios.interventions import (
    CCTV,
    AwarenessCampaign,
    Beautification,
    FootPatrol,
    StreetLighting,
)
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.where import Where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nightwalk.model.city import City
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.validation.year import Year

__all__ = [
    "BEAT_WEEKS", "CAMERAS", "CAMPAIGN", "GREENING", "LEVEL", "LIGHTING", "LIGHTING_LEVEL", "PATROL", "TODAY", "WORLDS",
    "World", "base_scenario", "beat",
]  # fmt: skip

TODAY, LEVEL, LIGHTING, PATROL = "today", "level", "lighting", "patrol"
GREENING, CAMERAS, CAMPAIGN = "greening", "cameras", "campaign"
LIGHTING_LEVEL = 15.0  # lx, class P1 of EN 13201-2
BEAT_WEEKS = 12  # of a deployment, Philadelphia foot patrol experiment
BEAT_METRES = 2100.0  # of street a beat there: 1.3 miles
BEAT_HOURS = 160.0  # officer-hours a week there: two officers, two shifts, five days
BEAT_DAYS = (1, 2, 3, 4, 5)  # Tuesday to Saturday, as there
BEAT_FROM, BEAT_UNTIL = 10, 2  # hours, as there
HOT = 0.75  # of the crime expected in the treated half is on the beats


def base_scenario(city: City, residents: int, days: int) -> Scenario:
    """Return the town as it is, with so many residents."""
    return Scenario(city=city, name=TODAY, days=days, population=Population(residents=residents))


def beat(today: Year) -> np.ndarray:
    """Return the rows of the hot streets of the treated half, by what offenders would find there (no luck in it)."""
    sim = today.sim
    mean = sim.state.expected.mean(axis=(0, 1))
    drawn = np.array(
        [appeal(ROBBERY, n, zeta, sim.values) for n, zeta in zip(mean, sim.opportunity, strict=True)]
    )
    weight = np.exp(drawn) * today.ground.treated
    order = np.argsort(-weight, kind="stable")
    count = int(np.searchsorted(np.cumsum(weight[order]), HOT * weight.sum())) + 1
    return np.sort(order[:count])


@dataclass(frozen=True)
class World:
    """A way to live the year.

    Attributes:
        measures: The interventions, given today's year.
        at_level: Whether the local level is fitted.
    """

    measures: Callable[[Year], tuple[Intervention, ...]]
    at_level: bool = False

    def scenario(self, name: str, base: Scenario, today: Year) -> Scenario:
        """Return the scenario of this world."""
        return replace(base, name=name, interventions=self.measures(today))


def _on(rows: np.ndarray, year: Year) -> Where:
    return Where(segment=tuple(int(one) for one in year.sim.town.city.streets.id[rows]))


def _treated(today: Year) -> Where:
    return _on(np.flatnonzero(today.ground.treated), today)


def _lighting(today: Year) -> tuple[Intervention, ...]:
    return (StreetLighting(where=_treated(today), level=LIGHTING_LEVEL),)


def _greening(today: Year) -> tuple[Intervention, ...]:
    return (Beautification(where=_treated(today)),)


def _cameras(today: Year) -> tuple[Intervention, ...]:
    return (CCTV(where=_treated(today), monitored=True),)


def _campaign(today: Year) -> tuple[Intervention, ...]:
    """Speak to a share of the residents of every area; the shift of concern stays at zero."""
    del today
    return (AwarenessCampaign(where=Where(everywhere=True)),)


def _patrol(today: Year) -> tuple[Intervention, ...]:
    """Deploy again and again, 12 weeks each, on the hot streets, with the hours per kilometre of Philadelphia."""
    rows = beat(today)
    hours = BEAT_HOURS * float(today.sim.town.city.streets.length[rows].sum()) / BEAT_METRES
    length = 7 * BEAT_WEEKS
    starts = range(0, max(1, today.days - length + 1), length)
    return tuple(
        FootPatrol(
            where=_on(rows, today), name=f"Deployment {i + 1}", hours_per_week=hours, weekdays=BEAT_DAYS,
            first_hour=BEAT_FROM, last_hour=BEAT_UNTIL, from_day=start, until_day=min(start + length, today.days),
        )
        for i, start in enumerate(starts)
    )  # fmt: skip


def _nothing(today: Year) -> tuple[Intervention, ...]:
    del today
    return ()


WORLDS: Mapping[str, World] = {
    TODAY: World(_nothing),
    LEVEL: World(_nothing, at_level=True),
    LIGHTING: World(_lighting),
    PATROL: World(_patrol),
    GREENING: World(_greening),
    CAMERAS: World(_cameras),
    CAMPAIGN: World(_campaign),
}
