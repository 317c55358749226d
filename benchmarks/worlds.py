"""The towns and people the engine is measured with, and what a measured run tells."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import nightwalk as nw
from benchmarks.fresh import ROOT
from benchmarks.rows import Row
from nightwalk.model import Simulation, spin_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.model.start import Start

__all__ = [
    "HEIDELBERG", "LEAST_SEGMENTS", "MAPS", "SEED", "SETTLED", "SHORTEST", "Lived", "Stopwatch", "grid", "heidelberg",
    "live", "measures", "settled", "work_done", "world",
]  # fmt: skip

MAPS = ROOT.parent / "shared" / "data" / "osm"
HEIDELBERG = MAPS / "heidelberg_network.osm.pbf"
SETTLED = 49  # days of spin-up: 14 weekend days, after which expected presence moves by its least share
SHORTEST = 14  # days of spin-up of a quick run
SEED = 1
LEAST_SEGMENTS, LEAST_LEGS = 8.0, 0.8  # what people walk, so that nobody gets faster by walking less


class Stopwatch:
    """Processor and clock time of a block, seconds."""

    cpu = wall = 0.0

    def __enter__(self) -> Self:
        self._cpu, self._wall = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu, self.wall = time.process_time() - self._cpu, time.perf_counter() - self._wall


@dataclass(frozen=True)
class Lived:
    """What a measured run did, and what it took."""

    cpu: float  # seconds
    wall: float
    days: int
    residents: int
    agents: int  # residents, visitors and people a measure draws
    walks: int
    visits: int  # segments walked
    resident_legs: int

    @property
    def person_hours(self) -> int:
        """Hours lived by all agents."""
        return self.agents * self.days * 24

    @property
    def nanoseconds(self) -> float:
        """Processor time per person-hour, ns."""
        return self.cpu / self.person_hours * 1e9

    @property
    def segments_a_leg(self) -> float:
        """Mean length of a walk."""
        return self.visits / max(self.walks, 1)

    @property
    def legs_a_day(self) -> float:
        """Mean legs of a resident and day."""
        return self.resident_legs / (self.residents * self.days)

    def beside(self) -> dict[str, float | str]:
        """Return what tells whether it is fast or only walks less."""
        return {
            "agents": self.agents,
            "CPU s": self.cpu,
            "wall s": self.wall,
            "walks": self.walks,
            "segment visits/s": self.visits / self.cpu,
            "legs per resident-day": self.legs_a_day,
            "segments per leg": self.segments_a_leg,
        }


def work_done(lived: Lived) -> list[Row]:
    """Return how much was walked, so that nobody gets faster by walking less."""
    return [
        Row(figure="walks", value=lived.walks),
        Row(figure="segment visits a second (engine)", value=lived.visits / lived.cpu),
        Row(
            figure="legs per resident-day, to one decimal",
            value=round(lived.legs_a_day, 1),
            at_least=LEAST_LEGS,
        ),
        Row(figure="segments per leg", value=lived.segments_a_leg, at_least=LEAST_SEGMENTS),
    ]


def grid(side: int) -> nw.City:
    """Return a generated town of side x side crossings, 100 m apart."""
    return nw.grid_town(side, side)


def heidelberg() -> nw.City | None:
    """Return the large real network; None where the shared maps are missing."""
    return nw.City.from_osm(HEIDELBERG) if HEIDELBERG.is_file() else None


def world(
    city: nw.City, residents: int, days: int, *, spin_up_days: int, acts: tuple[Any, ...] = ()
) -> nw.Scenario:
    """Return a scenario with so many residents and the default visitors on top; no submodel is off."""
    return nw.Scenario(
        city, "Benchmark", days=days, interventions=acts, population=nw.Population(residents=residents),
        parameters={"spin_up": float(spin_up_days)},
    )  # fmt: skip


def measures() -> tuple[Any, ...]:
    """Return lamps on the 400 worst streets and stewarded evenings on four main ones (as library/*.toml)."""
    lamps = nw.StreetLighting(where=nw.streets(worst=400), level=15.0)
    evenings = nw.SpaceActivation(where=nw.streets(street_class="main", worst=4), people_per_hour=15.0)
    return lamps, evenings


def settled(setup: nw.Scenario) -> Start:
    """Return the town after its spin-up."""
    return spin_up(setup, setup.reference, SEED)


def live(setup: nw.Scenario, start: Start, also: Callable[[Simulation], None] | None = None) -> Lived:
    """Run all days of a setup from its start; time the days, not the making and not the counting.

    Args:
        setup: the world.
        start: its spin-up.
        also: called with the simulation before it is let go.
    """
    sim = Simulation(setup, start_from=start)
    with Stopwatch() as watch:
        sim.run()
    lived = _counted(sim, watch)
    if also is not None:
        also(sim)
    sim.close()
    return lived


def _counted(sim: Simulation, watch: Stopwatch) -> Lived:
    tables, people, days = sim.tables("benchmark"), sim.state.people, sim.setup.days
    series, streets = (tables[name].to_pandas() for name in ("series", "streets"))
    walks = series.loc[series["measure"] == "walks", "value"].sum()
    passed = streets["passers_day"].sum() + streets["passers_dark"].sum()
    legs, residents = int(people.walks[: sim.state.residents].sum()), sim.state.residents
    return Lived(
        watch.cpu, watch.wall, days, residents, len(people.walks), int(walks), round(passed * days), legs
    )
