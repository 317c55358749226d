"""Four streets made by hand, and one grid town with a day planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest

from nightwalk.agents.outings import DAY_SLOTS, Day, opening
from nightwalk.agents.perceive import Cues
from nightwalk.agents.population import Population
from nightwalk.agents.residents import blank_people
from nightwalk.agents.walk import Street, Walkers, company_by_count
from nightwalk.agents.wishes import Wishes, draw_residents, draw_visitors
from nightwalk.model.city import City, grid_town
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation, spin_up
from tests.agents.planning import Ahead, drawn, four_routes, plan_of, walked_legs, way_at

STREETS = 4


@dataclass
class Setup:
    """The least the engine needs to be told."""

    city: City
    days: int = 7
    start: date = date(2026, 11, 2)  # a Monday
    population: Population = field(default_factory=Population)
    level: float | None = None
    crime: object = None
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
    return Cues(always, np.ones((1, STREETS)), np.zeros((1, STREETS)), np.ones((1, STREETS)))


@pytest.fixture
def routes():
    """The ways in the four streets."""
    return four_routes()


@pytest.fixture
def street(p):
    """Counts of the four streets at zero."""
    whole = lambda *shape: np.zeros(shape, dtype=np.int64)  # noqa: E731
    return Street(
        present=np.zeros(STREETS, dtype=np.int32),
        cue=np.zeros((2, STREETS)),
        company=company_by_count(1.0, p),
        passers=whole(2, STREETS),
        episodes=whole(STREETS),
        reports=whole(STREETS),
        hazard=whole(STREETS),
    )


@pytest.fixture(scope="session")
def walkers():
    """Make room for so many walkers."""

    def make(room):
        return Walkers(*(np.empty(room, dtype=kind) for kind in ("i8", "i1", "f8", "f8", "f8", "f8", "i4")))

    return make


@pytest.fixture
def day():
    """A Monday that is light from 8 to 16 h."""
    hours = np.arange(DAY_SLOTS) % 24
    dark = np.where((hours >= 8) & (hours < 17), 0.0, 1.0)
    clock = np.full((2, 24), 1 / 24)
    return Day(0, 0, 0, dark, np.zeros(DAY_SLOTS), np.zeros(DAY_SLOTS, dtype=np.int64), clock)


@pytest.fixture
def nobody():
    """Nobody expected in the four streets, at any hour."""
    return np.zeros((2, 24, STREETS))


@pytest.fixture
def world(routes, cues, day, nobody, p):
    """The four streets with nobody expected in them, and one place that is always open."""
    always = np.full((1, 4, 7), (1 << 24) - 1)
    return Ahead(routes, cues, nobody, np.zeros(1), day, opening(always, 0, day.clock, p))


@pytest.fixture
def wanting(world):
    """Let everybody want outings to the place behind route set 0 or so, each a list of hours of its legs."""

    def want(people, *outings, purpose=1, compulsory=False):
        rows = [(i, k, hours) for i in range(len(people.kind)) for k, hours in enumerate(outings)]
        ends = np.cumsum([0, *(len(hours) for _, _, hours in rows)])
        person, number = np.array([(i, k) for i, k, _ in rows]).T
        wishes = Wishes(
            *(np.broadcast_to(c, len(rows)).astype(np.int32) for c in (person, number, purpose, compulsory)),
            ends[:-1],
            ends[1:],
        )
        legs = [(h, i, way_at(people, i, h, purpose, world.day)) for i, _, hours in rows for h in hours]
        return wishes, plan_of(*np.array(legs).T)

    return want


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
def ahead(town):
    """What planning reads of that town, on a weekday of some day."""

    def on(numbers, *, opens=None, weekday=0, midnight=0):
        today, hours = town.today, town.town.places.opens if opens is None else opens
        day = today.day._replace(weekday=weekday, weekend=int(weekday >= 5), hour=24 * midnight)
        open_ = opening(hours, weekday, day.clock, numbers)
        return Ahead(town.state.routes, today.cues, town.state.expected, today.efficacy, day, open_)

    return on


@pytest.fixture
def willing(but, p):
    """The default numbers, but nobody is reluctant."""
    return but(p, a_0=-60.0)


@pytest.fixture
def planned(town, ahead):
    """Plan the residents of the town; return the legs."""

    def plan(numbers, *, scale=2.0, abroad=None, **when):
        state, world, seed = town.state, ahead(numbers, **when), np.uint64(5)
        n = state.residents
        wanted = drawn(draw_residents, state.people, 0, n, world, scale, numbers, seed, abroad=abroad)
        return walked_legs(state.people, n, *wanted, world, numbers, seed, abroad=abroad)

    return plan


@pytest.fixture
def visited(town, ahead):
    """Plan the visitors of the town; return the legs."""

    def plan(numbers, *, weekday=0):
        state, world, seed = town.state, ahead(numbers, weekday=weekday), np.uint64(5)
        first, last = state.residents, state.residents + state.visitors
        wanted = drawn(draw_visitors, state.people, first, last, world, numbers, seed)
        return walked_legs(state.people, first, *wanted, world, numbers, seed)

    return plan


@pytest.fixture
def opened(town, willing):
    """The opening hours of the town on a weekday."""
    return lambda weekday: opening(town.town.places.opens, weekday, town.today.day.clock, willing)
