"""Four streets made by hand, and one grid town with a day planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest
from hypothesis import settings

from nightwalk.agents.outings import DAY_SLOTS, Day, Legs, World
from nightwalk.agents.perceive import Company, Cues
from nightwalk.agents.population import Population
from nightwalk.agents.residents import blank_people
from nightwalk.agents.walk import Street
from nightwalk.agents.ways import Routes
from nightwalk.model.city import City, grid_town
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation, spin_up

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

STREETS = 4


@dataclass
class Setup:
    """The least the engine needs to be told."""

    city: City
    days: int = 7
    start: date = date(2026, 11, 2)  # a Monday
    population: Population = field(default_factory=Population)
    level: float | None = None
    reference: Parameters = field(default_factory=Parameters)

    def measures(self):
        return ()


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
def no_crowds(but, p):
    """The default numbers, but other people do not matter to how a street feels."""
    return but(p, beta_N_women=0.0, beta_N_men=0.0, N_crowd=1e9)


@pytest.fixture
def everybody():
    """Make `n` people alike: men, residents, v = 1, everything else 0; change columns by name."""

    def make(n, **columns):
        people = blank_people(n)
        people.v[:] = 1.0
        people.rate[:] = 0.8
        for name, values in columns.items():
            getattr(people, name)[:] = values
        return people

    return make


@pytest.fixture
def cues():
    """Four streets that feel -1, 0, 1 and 2 logits by day and 1 logit worse after dark."""
    always = np.array([[-1.0, 0.0, 1.0, 2.0]])
    return Cues(always, np.ones((1, STREETS)), np.zeros((1, STREETS)))


@pytest.fixture
def routes():
    """Way 0: streets 0, 1. Way 1: streets 0, 2. Way 2: street 3. The first street is near home."""
    ways = np.array([[0, 0, 1], [2, 2, 2]], dtype=np.int32)
    return Routes(
        start=np.array([0, 2, 4, 5]),
        segments=np.array([0, 1, 0, 2, 3], dtype=np.int32),
        near=np.array([1, 1, 1], dtype=np.int32),
        length=np.array([200.0, 260.0, 100.0]),
        ways=ways,
    )


@pytest.fixture
def street():
    """Counts of the four streets at zero."""
    whole = lambda *shape: np.zeros(shape, dtype=np.int64)  # noqa: E731
    return Street(
        present=whole(STREETS),
        touched=np.zeros(STREETS, dtype=np.int32),
        cue=np.zeros((2, STREETS)),
        passers=whole(2, STREETS),
        episodes=whole(STREETS),
        reports=whole(STREETS),
        hazard=whole(STREETS),
    )


@pytest.fixture
def day():
    """A Monday that is light from 8 to 16 h."""
    hours = np.arange(DAY_SLOTS) % 24
    dark = np.where((hours >= 8) & (hours < 17), 0.0, 1.0)
    clock = np.full((2, 24), 1 / 24)
    return Day(0, 0, 0, dark, np.zeros(DAY_SLOTS), np.zeros(DAY_SLOTS, dtype=np.int64), clock)


@pytest.fixture
def nobody(p):
    """Nobody expected in the four streets, at any hour."""
    shape = (2, 24, STREETS)
    return Company(np.zeros(shape), np.full(shape, -np.log(1.0 + p.N_ref)), np.zeros(shape))


@pytest.fixture
def world(routes, cues, day, nobody):
    """The four streets with nobody expected in them."""
    return World(routes, cues, nobody, np.zeros(1), day)


@pytest.fixture(scope="session")
def legs():
    """Make room for so many legs."""

    def make(room):
        return Legs(*(np.zeros(room, dtype=np.int32) for _ in range(3)))

    return make


@pytest.fixture(scope="session")
def start():
    """A grid town of 1,000 people at rest."""
    setup = Setup(grid_town(residents=1000.0), reference=Parameters().with_values({"spin_up": 28.0}))
    return setup, spin_up(setup, setup.reference, 1)


@pytest.fixture
def town(start):
    """That town at its first midnight, the day planned and the first hour done."""
    setup, at_rest = start
    simulation = Simulation(setup, start_from=at_rest)
    simulation.step()
    yield simulation
    simulation.close()


@pytest.fixture
def town_world(town):
    """What planning reads of that town."""
    today = town.today
    return World(town.state.routes, today.cues, town.state.expected, today.efficacy, today.day)
