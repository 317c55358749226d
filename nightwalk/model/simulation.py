"""The loop: a Mesa model whose hour reads like the design (architecture section 4)."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa
import numpy as np

from nightwalk.agents import offend as crime
from nightwalk.agents.columns import COUNTERS
from nightwalk.agents.legs import Legs
from nightwalk.agents.outings import LIGHT
from nightwalk.agents.person import views
from nightwalk.agents.report import report
from nightwalk.agents.walk import count_presence, feel, learn_presence
from nightwalk.base.errors import ScenarioError
from nightwalk.model.agenda import Agenda
from nightwalk.model.base_level import search_shares
from nightwalk.model.clock import Clock, departure_clock
from nightwalk.model.daily import end_day, note_crimes, plan_day
from nightwalk.model.observe import Observations
from nightwalk.model.opportunity import opportunity
from nightwalk.model.parameters import Parameters
from nightwalk.model.scratch import scratch_of
from nightwalk.model.start import (
    Start,
    WithoutMeasures,
    first_start,
    settle,
    solve_level,
    solve_opportunity,
    solve_rates,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nightwalk.model.conditions import Conditions
    from nightwalk.model.setup import Setup

__all__ = ["Simulation", "spin_up"]

SOLVE_EVERY = 14  # days between two solutions of the base rates in the spin-up


class Trips(NamedTuple):
    """The legs of the hour: rows first..last of the day's legs."""

    legs: Legs
    trail: np.ndarray
    first: int
    last: int


class Walked(NamedTuple):
    """What the hour's walks left behind."""

    trips: Trips
    walks: int
    episodes: int


class Simulation(mesa.Model):
    """A town living hour by hour.

    Columns are the truth; `simulation.agents` is an AgentSet of row views made on first touch,
    for `select`, `DataCollector` and notebooks. Columns may be written between steps.

    Args:
        setup: town, people, measures and dates (a Scenario).
        parameters: the numbers; the setup's reference where not given. A spin-up made before brings its own.
        seed: key of every random draw, 0 to 2^63-1; 1, or the spin-up's, where not given.
        start_from: a spin-up made before (shared by scenarios of one seed); made here where not given.
        progress: called with the share done (0-1) during the spin-up.
        threads: threads that plan and trace routes; the bytes are the same for any number.

    Raises:
        ScenarioError: if `seed` is not that of the spin-up.
    """

    def __init__(
        self,
        setup: Setup,
        *,
        parameters: Parameters | None = None,
        seed: int | None = None,
        start_from: Start | None = None,
        progress: Callable[[float], None] | None = None,
        threads: int = 1,
    ) -> None:
        chosen = seed if seed is not None else start_from.seed if start_from else 1
        if start_from and chosen != start_from.seed:
            raise ScenarioError(
                f"The spin-up has seed {start_from.seed}, not {chosen}; make one with that seed."
            )
        super().__init__(rng=chosen)
        self.setup, self.threads = setup, threads
        start = start_from or spin_up(
            setup, parameters or setup.reference, chosen, progress=progress, threads=threads
        )
        self._begin(setup, start)

    def _begin(self, setup: Setup, start: Start) -> None:
        self.seed_key = np.uint64(start.seed)
        self.town, self.values = start.town, start.values
        self.state = start.state.copy()
        city, p = self.town.city, self.values
        first = setup.start - timedelta(days=start.days)
        self.clock = Clock(
            first, city.latitude, city.longitude, city.time_zone, self.town.night, departure_clock(p.evening_shift),
            self.state.hour,
        )  # fmt: skip
        self.first_day = self.clock.day
        self.people_per_agent = float(setup.population.people_per_agent)
        self.families, self.presence_memory = search_shares(p), float(p.presence_memory)
        self.opportunity = opportunity(
            self.town, p, start.seed, crime=setup.crime, expected=self.state.expected
        )
        self.agenda = Agenda(self.town, self.state, p, start.seed, setup, dynamic=self.state.hour > 0)
        self.scratch = scratch_of(self.state, city.segments, self.people_per_agent, p, self.threads)
        for name in COUNTERS:
            getattr(self.state.people, name)[:] = 0
        self.today: Any = None
        self.observations = Observations(self)

    def step(self) -> None:
        """Advance by one hour."""
        if self.clock.slot == 0:
            plan_day(self)
        now = self.conditions()
        trips = self.set_out()
        walked = self.walk(trips)
        crimes = self.offend(walked, now)
        self.report(crimes)
        self.remember(crimes)
        self.observe(walked, crimes)
        if self.clock.ends_day:
            end_day(self)
        self.clock.hour += 1
        self.state.hour = self.clock.hour

    def run(self, progress: Callable[[float], None] | None = None) -> None:
        """Advance to the end of the setup's horizon; `progress` gets the share done once a day."""
        for day in range(self.clock.day - self.first_day, self.setup.days):
            for _ in range(24):
                self.step()
            if progress is not None:
                progress((day + 1) / self.setup.days)

    def conditions(self) -> Conditions:
        """Return the base town with every active intervention folded in, at this hour."""
        return self.today.conditions[self.clock.slot]  # type: ignore[no-any-return]

    def set_out(self) -> Trips:
        """Return the walks planned and decided for this hour."""
        first, last = self.today.begins[self.clock.slot], self.today.begins[self.clock.slot + 1]
        return Trips(self.today.legs, self.today.trail, int(first), int(last))

    def walk(self, trips: Trips) -> Walked:
        """Put the people in the streets, let them perceive, remember fear and detours."""
        state, day, scratch = self.state, self.today, self.scratch
        slot = self.clock.slot
        lit = int(day.day.dark[slot] >= LIGHT)
        count_presence(*trips, lit, scratch.street)
        walkers = scratch.room_for(trips.last - trips.first)
        walks, episodes = feel(
            state.people, *trips, scratch.street, walkers, day.cues, day.efficacy, day.day, slot,
            self.people_per_agent, self.values, self.seed_key,
        )  # fmt: skip
        return Walked(trips, walks, episodes)

    def offend(self, walked: Walked, now: Conditions) -> int:
        """Let offenders search, choose and commit; choose victims and witnesses; return the crimes' count."""
        state, scratch, slot = self.state, self.scratch, self.clock.slot
        active = state.offenders._replace(rate=state.offenders.rate * now.offending)
        count = crime.search(
            active, scratch.street, self.opportunity, state.boost, self.agenda.guards(now),
            self.families, state.base_rate, self.today.day, slot, self.people_per_agent, self.values, self.seed_key,
            state.hazards, scratch.crimes,
        )  # fmt: skip
        if count:
            crime.take_victims(
                state.people, *walked.trips, scratch.crimes, count, scratch.marked, self.clock.hour, self.values,
                self.seed_key,
            )  # fmt: skip
        return int(count)

    def report(self, crimes: int) -> None:
        """Let victims suffer, report and find support; note what the authority gets to know."""
        if crimes:
            report(
                self.state.people, self.scratch.crimes, crimes, self.town.area, self.clock.hour, self.values,
                self.seed_key, self.scratch.recorded, self.conditions().support_places, self.people_per_agent,
                self.state.support,
            )  # fmt: skip

    def remember(self, crimes: int) -> None:
        """Let the streets keep what happened: near repeats, damage, and who is usually about."""
        state, street = self.state, self.scratch.street
        if crimes:
            note_crimes(self, crimes)
        weekend, slot = self.today.day.weekend, self.clock.slot
        state.matched[weekend, slot] += 1
        gain = 1.0 / min(float(state.matched[weekend, slot]), self.presence_memory)
        learn_presence(state.expected, weekend, slot, street.present, self.people_per_agent, gain)

    def observe(self, walked: Walked, crimes: int) -> None:
        """Count what happened, without touching it."""
        self.observations.count_hour(walked.walks, walked.episodes, crimes)

    def tables(self, name: str, treated: Mapping[str, np.ndarray] | None = None) -> dict[str, Any]:
        """Return what the run leaves as tables (pyarrow), labelled with the scenario's name.

        Args:
            name: the scenario.
            treated: rows of the treated segments by scenario, whose zones the table ``zones`` tells of.
        """
        return self.observations.tables(name, treated or {})

    @property
    def residents(self) -> mesa.agent.AgentSet:
        """The residents, as an AgentSet of row views."""
        last = self.state.residents
        return self.agents.select(lambda person: person.row < last)

    @property
    def agents(self) -> mesa.agent.AgentSet:
        """Everybody, as an AgentSet of row views made on first touch."""
        self._show()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """Everybody by class, made on first touch."""
        self._show()
        return super().agents_by_type

    def _show(self) -> None:
        if not getattr(self, "_shown", False) and hasattr(self, "state"):
            self._shown = True
            views(self, len(self.state.people.kind))

    def close(self) -> None:
        """Let go of the model; Mesa 3.3 keeps every model alive otherwise.

        Its columns hang in cycles that Python would leave for many runs: they are let go at once.
        """
        known = getattr(mesa.Agent, "_ids", None)
        if known is not None:
            known.pop(self, None)
        gc.collect()


def spin_up(
    setup: Setup,
    parameters: Parameters,
    seed: int,
    *,
    progress: Callable[[float], None] | None = None,
    threads: int = 1,
) -> Start:
    """Let the town live without interventions until it is at rest; shared by the scenarios of a seed (rule 16).

    Memory starts from its stationary law; the base rates of crime and the number of outings are
    solved on the way, the upkeep of each street at the end.

    Args:
        setup: town, people and dates; its measures are left out.
        parameters: the numbers; mu and a_D are solved again where they differ from the setup's reference.
        seed: key of every random draw.
        progress: called with the share done (0-1) once a day.
        threads: as for Simulation.
    """
    blank = first_start(setup, parameters, seed)
    world = Simulation(WithoutMeasures(setup, blank.days), start_from=blank, threads=threads)
    for day in range(blank.days):
        for _ in range(24):
            world.step()
        if (day + 1) % SOLVE_EVERY == 0:
            solve_rates(world, SOLVE_EVERY)
            solve_level(world, blank.known)
            solve_opportunity(world)
        if progress is not None:
            progress((day + 1) / blank.days)
    settle(world)
    world.close()
    return replace(blank, state=world.state)
