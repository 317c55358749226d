"""A grid town at rest, shared by the tests; a measure that does what a test says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.model.city import City, grid_town
from nightwalk.model.conditions import Conditions, Selection
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation, spin_up
from nightwalk.model.town import town_of

SHORT = Parameters().with_values({"spin_up": 28.0})


@dataclass
class Setup:
    """The least the engine needs to be told."""

    city: City
    days: int = 7
    start: date = date(2026, 11, 2)  # a Monday
    population: Population = field(default_factory=Population)
    level: float | None = None
    crime: object = None
    reference: Parameters = SHORT
    acts: tuple = ()

    def measures(self):
        return self.acts


@dataclass
class Act:
    """A measure: `change` is full between two days of the horizon, in the hours given."""

    selection: Selection
    change: object = None
    from_day: int = 0
    until_day: int = 10_000
    hours: range = range(24)
    reach: float = 0.0
    drawn: tuple | None = None
    key: int = 0

    @property
    def turning_days(self):
        return (self.from_day, self.until_day)

    on_report: bool = False

    def chances(self, residents):
        return np.full(len(residents.kind), self.reach)

    def strength(self, day, hour, weekday):
        return float(self.from_day <= day < self.until_day and hour in self.hours)

    def apply(self, now: Conditions, strength: float) -> Conditions:
        return now.towards(self.change(now), strength) if self.change else now

    def crowd(self):
        return self.drawn


@pytest.fixture(scope="session")
def setup_of():
    """Make a setup."""
    return Setup


@pytest.fixture(scope="session")
def act():
    """Make a measure on every segment and area, or where a selection says."""

    def make(city, change=None, **how):
        everywhere = Selection(
            np.arange(city.segments), np.arange(len(city.areas.name)), how.pop("group", -1)
        )
        return Act(how.pop("selection", everywhere), change, **how)

    return make


@pytest.fixture(scope="session")
def city():
    """A grid town of 500 people."""
    return grid_town()


@pytest.fixture(scope="session")
def but():
    """Return numbers with some replaced."""

    def replaced(numbers, **changed):
        out = numbers.copy()
        for name, value in changed.items():
            out[name] = value
        return out

    return replaced


@pytest.fixture(scope="session")
def p():
    """The default numbers."""
    return Parameters().values()


@pytest.fixture(scope="session")
def town(city, p):
    """The grid town as the engine needs it."""
    return town_of(city, p)


@pytest.fixture(scope="session")
def start(city):
    """That town after a short spin-up, seed 1."""
    return spin_up(Setup(city), SHORT, 1)


@pytest.fixture
def run(city, start):
    """Simulate a week (or more) from the shared start with the measures given; the models are closed after."""
    made = []

    def simulate(*acts, days=7, at_rest=None, population=None):
        setup = Setup(city, days=days, acts=acts, population=population or Population())
        made.append(Simulation(setup, start_from=at_rest or start))
        made[-1].run()
        return made[-1]

    yield simulate
    for simulation in made:
        simulation.close()
