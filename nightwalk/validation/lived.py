"""One town and one seed: live the worlds, measure what is asked, keep the statistics only."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.model.simulation import spin_up
from nightwalk.validation.ground import ground_of
from nightwalk.validation.worlds import TODAY, WORLDS, base_scenario
from nightwalk.validation.year import Watched, Year

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nightwalk.model.parameters import Parameters
    from nightwalk.model.start import Start
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.validation.ground import Ground
    from nightwalk.validation.measure import Measure

__all__ = ["Found", "Stay", "live", "lived", "statistics"]


@dataclass(frozen=True)
class Stay:
    """What a worker needs to know to live the worlds of one town with one seed.

    Attributes:
        town: Name of the town.
        columns: Folder of its columns, memory-mapped.
        seed: Key of every draw.
        residents: Residents, one agent each.
        days: Days after the spin-up.
        level: Share unsafe after dark of the local survey, for the rows fitted to it.
        keys: Measures wanted.
        given: Parameters of the scenario that differ from the defaults; the level follows from them.
        parameters: Numbers drawn or changed under the reference; mu is solved to keep its level.
    """

    town: str
    columns: Path
    seed: int
    residents: int
    days: int
    level: float | None
    keys: tuple[str, ...]
    given: Mapping[str, float] = field(default_factory=dict, hash=False)
    parameters: Parameters | None = None


@dataclass(frozen=True)
class Found:
    """What was measured: statistics and seconds by measure."""

    town: str
    seed: int
    statistics: dict[str, list[float]]
    seconds: dict[str, float]


def live(stay: Stay) -> Found:
    """Live the worlds a stay asks for; every world shares the spin-up, but the one with a level of its own."""
    from nightwalk.model.city import City
    from nightwalk.validation.measures import MEASURES

    wanted = [one for one in MEASURES if one.key in stay.keys]
    city = City.open_columns(stay.columns)
    base = replace(base_scenario(city, stay.residents, stay.days), parameters=stay.given)
    found, seconds = {}, {}
    for world, years, took in _years(base, stay, {name for one in wanted for name in one.worlds}):
        due = [one for one in wanted if one.worlds[-1] == world]
        numbers = statistics(due, years)
        found.update(numbers)
        seconds.update({key: round(took / max(len(numbers), 1), 2) for key in numbers})
    return Found(stay.town, stay.seed, found, seconds)


def lived(stay: Stay) -> dict[str, Any]:
    """Return what `live` finds, ready for JSON."""
    return asdict(live(stay))


def statistics(measures: Sequence[Measure], years: dict[str, Year]) -> dict[str, list[float]]:
    """Return what each measure finds, by its key."""
    return {
        one.key: np.atleast_1d(
            np.asarray(one.of(*(years[name] for name in one.worlds)), dtype=float)
        ).tolist()
        for one in measures
    }


def _years(base: Scenario, stay: Stay, names: set[str]) -> Iterator[tuple[str, dict[str, Year], float]]:
    """Yield each world's name, its year beside today's, and the seconds it took; today comes first."""
    ground, numbers = ground_of(base.city), stay.parameters or base.reference
    began = perf_counter()
    start = spin_up(base, numbers, stay.seed)
    today = _year(base, start, ground)
    yield TODAY, {TODAY: today}, perf_counter() - began
    for name in (one for one in WORLDS if one in names - {TODAY}):
        world = WORLDS[name]
        if world.at_level and stay.level is None:
            yield name, {TODAY: today, name: today}, 0.0  # no level to fit: the same year
            continue
        began = perf_counter()
        scenario, begin = world.scenario(name, base, today), start
        if world.at_level:
            scenario = replace(scenario, level=stay.level)
            begin = spin_up(scenario, numbers, stay.seed)
        year = _year(scenario, begin, ground)
        yield name, {TODAY: today, name: year}, perf_counter() - began
        year.sim.close()
    today.sim.close()


def _year(scenario: Scenario, start: Start, ground: Ground) -> Year:
    """Return the year of a scenario, lived from the end of a spin-up."""
    sim = Watched(scenario, start_from=start)
    sim.run()
    return Year(sim, ground)
