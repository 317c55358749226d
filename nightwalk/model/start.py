"""The start of a run: the state a spin-up leaves, and the rates it solves on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.agents.offend import FAMILIES, VANDALISM
from nightwalk.agents.perceive import refresh_unsafe
from nightwalk.agents.ways import DARK_HOUR
from nightwalk.model.base_level import crime_targets, expit, root, solved_level
from nightwalk.model.cues import cues_of
from nightwalk.model.daily import KNOWN_WEEKS, cue_around
from nightwalk.model.disorder import resting_upkeep
from nightwalk.model.opportunity import opportunity
from nightwalk.model.people import populate, rested_residents
from nightwalk.model.town import Town, town_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nightwalk.agents.columns import People
    from nightwalk.agents.population import Population
    from nightwalk.model.city import City
    from nightwalk.model.parameters import Parameters
    from nightwalk.model.register.street_crime import StreetCrime
    from nightwalk.model.setup import Measure, Setup
    from nightwalk.model.simulation import Simulation
    from nightwalk.model.state import State

__all__ = [
    "Start", "WithoutMeasures", "first_start", "settle", "solve_level", "solve_opportunity", "solve_rates",
]  # fmt: skip

MONTH = 30.0  # days


class Known(NamedTuple):
    """The parameters the base level is known for, and the residents as they are with them."""

    values: Any
    people: People


@dataclass(frozen=True)
class Start:
    """A town at rest: what the scenarios of one seed share."""

    town: Town
    values: Any  # parameter values, with mu and a_D solved
    state: State
    seed: int
    days: int  # of spin-up
    known: Known | None  # where the base level comes from, if not from `values` themselves


class WithoutMeasures:
    """A setup as the spin-up sees it: the same town and people, no measures."""

    def __init__(self, setup: Setup, days: int) -> None:
        self.city: City = setup.city
        self.start: date = setup.start
        self.days = days
        self.population: Population = setup.population
        self.level: float | None = setup.level
        self.reference: Parameters = setup.reference
        self.crime: StreetCrime | None = setup.crime

    def measures(self) -> Sequence[Measure]:
        """Return nothing: the spin-up has no measures."""
        return ()


def first_start(setup: Setup, parameters: Parameters, seed: int) -> Start:
    """Return the town at the first midnight of its spin-up, with first values of mu and a_D."""
    reference, p = setup.reference.values(), parameters.values()
    town = town_of(setup.city, p)
    by_hand = p.mu != reference.mu  # then nothing is known but what was set
    known = None
    if p != reference and not by_hand:
        known = Known(reference, rested_residents(town, setup.population, reference, seed))
    p = solved_level(town, setup.population, p, reference, seed, unsafe_share=setup.level)
    state = populate(town, setup.population, p, seed)
    return Start(town, p, state, seed, round(p.spin_up), known)


def solve_rates(sim: Simulation, days: int) -> None:
    """Solve p_c and the number of outings from the last `days` of the spin-up (rules 18, 22)."""
    state, p = sim.state, sim.values
    target = crime_targets(p) * state.residents * days / 365.0
    met = state.hazards > 0
    state.base_rate[met] = target[met] / state.hazards[met]
    state.hazards[:] = 0.0
    walks = sim.observations.resident_legs_since_asked()
    if walks > 0:
        state.outing_scale *= p.legs_per_day * state.residents * days / walks


def solve_opportunity(sim: Simulation) -> None:
    """Take out of imported opportunity what the people seen so far explain; without a register nothing changes."""
    if sim.setup.crime is not None:
        sim.opportunity = opportunity(
            sim.town, sim.values, int(sim.seed_key), crime=sim.setup.crime, expected=sim.state.expected
        )


def solve_level(sim: Simulation, known: Known | None) -> None:
    """Move mu so that the town is as unsafe as a local survey says, or as with the reference (rule 31)."""
    state, target = sim.state, sim.setup.level
    if target is None:
        if known is None:
            return
        target = reference_share(sim, known)
    eta = state.people.unsafe[: state.residents]
    step = root(lambda change: float(expit(eta + change).mean()) - target, -8.0, 8.0)
    sim.values.mu += step
    np.add(state.people.unsafe, step, out=state.people.unsafe)


def reference_share(sim: Simulation, known: Known) -> float:
    """Return the share unsafe after dark the reference parameters give in the streets as they are lived in."""
    people = known.people
    people.point[:] = np.searchsorted(sim.state.points, people.home)
    cues = cues_of(sim.today.conditions[DARK_HOUR], sim.town.park, known.values)
    home_cue = cue_around(sim, cues, DARK_HOUR, dark=1.0, p=known.values)
    refresh_unsafe(people, 0, len(people.kind), sim.today.efficacy, home_cue, known.values)
    return float(expit(people.unsafe).mean())


def settle(sim: Simulation) -> None:
    """End a spin-up: upkeep that holds incivility at rest, the usual level of reports, what was recorded."""
    state, p = sim.state, sim.values
    rate = float(state.base_rate[VANDALISM]) * sim.people_per_agent
    days = sim.clock.day - sim.first_day
    state.upkeep = resting_upkeep(
        state.incivility, state.expected, sim.scratch.street.hazard, rate, days / MONTH, p
    )
    settled = state.weekly_reports[2:] or state.weekly_reports or [0.0]
    state.usual_reports = float(np.mean(settled))
    state.hazards = np.zeros(len(FAMILIES))
    if sim.setup.crime is not None:
        state.known_weeks = [sim.setup.crime.week_of(sim.town.city.streets.id)] * KNOWN_WEEKS
