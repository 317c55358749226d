"""The start of a run: the state a spin-up leaves, and the rates it solves on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.offend import FAMILIES, VANDALISM
from nightwalk.model.base_level import crime_targets, expit, root, solved_level
from nightwalk.model.disorder import resting_upkeep
from nightwalk.model.people import populate
from nightwalk.model.town import Town, town_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nightwalk.agents.population import Population
    from nightwalk.model.city import City
    from nightwalk.model.parameters import Parameters
    from nightwalk.model.setup import Measure, Setup
    from nightwalk.model.simulation import Simulation
    from nightwalk.model.state import State

__all__ = ["Start", "WithoutMeasures", "first_start", "settle", "solve_level", "solve_rates"]

MONTH = 30.0  # days


@dataclass(frozen=True)
class Start:
    """A town at rest: what the scenarios of one seed share."""

    town: Town
    values: Any  # parameter values, with mu and a_D solved
    state: State
    seed: int
    days: int  # of spin-up


class WithoutMeasures:
    """A setup as the spin-up sees it: the same town and people, no measures."""

    def __init__(self, setup: Setup, days: int) -> None:
        self.city: City = setup.city
        self.start: date = setup.start
        self.days = days
        self.population: Population = setup.population
        self.level: float | None = setup.level
        self.reference: Parameters = setup.reference

    def measures(self) -> Sequence[Measure]:
        """Return nothing: the spin-up has no measures."""
        return ()


def first_start(setup: Setup, parameters: Parameters, seed: int) -> Start:
    """Return the town at the first midnight of its spin-up, with mu and a_D solved."""
    reference = setup.reference.values()
    town = town_of(setup.city, parameters.values())
    p = solved_level(town, setup.population, parameters.values(), reference, seed, unsafe_share=setup.level)
    state = populate(town, setup.population, p, seed)
    return Start(town, p, state, seed, round(p.spin_up))


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


def solve_level(sim: Simulation) -> None:
    """Move mu so that the share unsafe after dark is the one a local survey gives; nothing where none is given."""
    level, state = sim.setup.level, sim.state
    if level is None:
        return
    eta = state.people.unsafe[: state.residents]
    step = root(lambda change: float(expit(eta + change).mean()) - level, -8.0, 8.0)
    sim.values.mu += step
    np.add(state.people.unsafe, step, out=state.people.unsafe)


def settle(sim: Simulation) -> None:
    """End a spin-up: upkeep that holds incivility at rest, the usual level of reports, nothing half-told."""
    state, p = sim.state, sim.values
    rate = float(state.base_rate[VANDALISM]) * sim.people_per_agent
    days = sim.clock.day - sim.first_day
    state.upkeep = resting_upkeep(
        state.incivility, state.expected.people, sim.scratch.street.hazard, rate, days / MONTH, p
    )
    settled = state.weekly_reports[2:] or state.weekly_reports or [0.0]
    state.usual_reports = float(np.mean(settled))
    state.hazards = np.zeros(len(FAMILIES))
