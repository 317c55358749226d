"""Four streets made by hand, and one grid town with a day planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import settings

from nightwalk.agents.legs import NEW, Legs, Plan, lay, measure
from nightwalk.agents.outings import DAY_SLOTS, LIGHT, Day, Opening, opening
from nightwalk.agents.participate import expect
from nightwalk.agents.perceive import Cues
from nightwalk.agents.plan import Wishes, settle
from nightwalk.agents.population import Population
from nightwalk.agents.residents import blank_people
from nightwalk.agents.walk import Street, Walkers, company_by_count
from nightwalk.agents.ways import Routes, way_of
from nightwalk.model.city import City, grid_town
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation, spin_up

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

STREETS = 4
MOST_LEGS = 64  # of one person in a day


class Ahead(NamedTuple):
    """What planning reads besides the people."""

    routes: Routes
    cues: Cues
    expected: np.ndarray
    efficacy: np.ndarray
    day: Day
    opening: Opening


class Track:
    """A trail with the legs of some plans laid in it, one plan after the other; it has no room to spare."""

    def __init__(self, routes):
        self.routes, self.trail, self.end = routes, np.empty(0, dtype=np.int32), 0

    def lay(self, plan, tried=None):
        """Lay the legs of a plan; return them."""
        count = len(plan.hour)
        legs = blank_legs(count)
        room = self.end + measure(plan, count, self.routes, legs, 0)
        self.trail = np.concatenate([self.trail[: self.end], np.full(room - self.end, -1, dtype=np.int32)])
        before = blank_legs(0) if tried is None else tried
        order = np.argsort(plan.hour, kind="stable")
        place = np.empty(count, dtype=np.int64)
        self.end = lay(plan, order, place, self.routes, before, legs, 0, self.trail, self.end)
        assert self.end == room
        return legs


def blank_legs(room):
    """Legs to write to."""
    return Legs(*(np.zeros(room, dtype=kind) for kind in ("i1", "i4", "i4", "i8", "i8", "i4", "f8")))


def plan_of(hour, person, way):
    """A plan of legs none of which was tried before."""
    columns = np.broadcast_arrays(np.atleast_1d(hour), person, way, NEW)
    return Plan(*(np.array(column, dtype=np.int32) for column in columns))


def felt_ahead(people, legs, trail, world, p):
    """The sum of Z along every leg, with the people usually there."""
    order = np.argsort(legs.hour, kind="stable")
    begins = np.searchsorted(legs.hour[order], np.arange(DAY_SLOTS + 1)).astype(np.int64)
    total, cue = np.empty(len(order)), np.empty((2, world.expected.shape[2]))
    expect(people, legs, order, begins, trail, world.cues, world.day, world.expected, cue, p, total)
    return total


def settled(people, residents, wishes, plan, world, p, seed, *, abroad=None):
    """Let everybody feel the legs of the outings they want ahead and settle; return the plan of the legs walked."""
    track = Track(world.routes)
    tried = track.lay(plan)
    total = felt_ahead(people, tried, track.trail, world, p)
    out = Plan(*(np.zeros(len(plan.hour), dtype=np.int32) for _ in Plan._fields))
    at = settle(
        people, residents, wishes, 0, len(wishes.person), tried, total, world.efficacy, world.opening, world.day,
        at_home(people) if abroad is None else abroad, p, seed, out,
    )  # fmt: skip
    return Plan(*(column[:at] for column in out))


def drawn(draw, people, first, last, world, *numbers, abroad=None):
    """Let rows first..last draw what they want; return wishes and the plan of their legs."""
    room = (last - first) * MOST_LEGS
    wishes = Wishes(*(np.zeros(room, dtype=kind) for kind in ("i4", "i4", "i4", "i4", "i8", "i8")))
    plan = Plan(*(np.zeros(room, dtype=np.int32) for _ in Plan._fields))
    home = at_home(people) if abroad is None else abroad
    wished, at = draw(people, first, last, world.opening, world.day, home, *numbers, wishes, 0, 0, plan)
    return Wishes(*(column[:wished] for column in wishes)), Plan(*(column[:at] for column in plan))


def at_home(people):
    """Nobody is out from last night."""
    return np.full(len(people.kind), -1, dtype=np.int32)


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


def four_routes():
    """Ways 0 and 1: streets 0, 1. Way 2: streets 0, 2. Ways 3, 4 and 5: street 3. The first street is near home."""
    ways = np.array([[0, 0, 1], [2, 2, 2]], dtype=np.int32)
    return Routes(
        start=np.array([0, 2, 4, 5]),
        segments=np.array([0, 1, 0, 2, 3], dtype=np.int32),
        near=np.array([1, 1, 1], dtype=np.int32),
        length=np.array([200.0, 260.0, 100.0]),
        detour=np.array([0.0, 60.0, 0.0]),
        ways=ways,
    )


@pytest.fixture(name="routes")
def routes_():
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


@pytest.fixture(scope="session", name="laid")
def laid_():
    """Lay legs at some hours, of some persons, on some ways; return them and their trail."""

    def lay_all(routes, hour, person, way):
        track = Track(routes)
        return track.lay(plan_of(hour, person, way)), track.trail

    return lay_all


@pytest.fixture(scope="session")
def new_track():
    """Make an empty trail in the four streets."""
    return lambda: Track(four_routes())


@pytest.fixture(scope="session", name="plan_of")
def plan_of_():
    """Make a plan."""
    return plan_of


@pytest.fixture(scope="session", name="felt_ahead")
def felt_ahead_():
    """Feel legs ahead."""
    return felt_ahead


@pytest.fixture(scope="session", name="drawn")
def drawn_():
    """Draw wishes."""
    return drawn


@pytest.fixture(scope="session", name="settled")
def settled_():
    """Settle wishes."""
    return settled


@pytest.fixture(scope="session", name="way_at")
def way_at_():
    """Ask which way somebody takes."""
    return way_at


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


def way_at(people, i, hour, slot, day):
    """The way person i takes in an hour to or from the place in a slot."""
    return way_of(people, i, slot, int(day.dark[hour] >= LIGHT))


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
