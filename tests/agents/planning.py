"""Planning in the four streets: drawing wishes, laying legs, feeling them ahead and deciding, as a day does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.legs import NEW, Legs, Plan, lay, measure
from nightwalk.agents.outings import DAY_SLOTS, LIGHT, Day, Opening
from nightwalk.agents.participate import expect
from nightwalk.agents.perceive import Cues
from nightwalk.agents.plan import decide_outings
from nightwalk.agents.ways import WAYS, Routes, way_of
from nightwalk.agents.wishes import Wishes

MOST_LEGS = 64  # of one person in a day


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
    return Legs(*(np.zeros(room, dtype=kind) for kind in ("i1", "i4", "i4", "i8", "i8", "i4", "f8", "f8")))


def laid(routes, hour, person, way):
    """Lay legs at some hours, of some persons, on some ways; return them and their trail."""
    track = Track(routes)
    return track.lay(plan_of(hour, person, way)), track.trail


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


def walked_legs(people, residents, wishes, plan, world, p, seed, *, abroad=None):
    """Let everybody feel the outings they want ahead and decide; return the plan of the legs walked."""
    track = Track(world.routes)
    tried = track.lay(plan)
    total = felt_ahead(people, tried, track.trail, world, p)
    out = Plan(*(np.zeros(len(plan.hour), dtype=np.int32) for _ in Plan._fields))
    at = decide_outings(
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


def way_at(people, i, hour, slot, day):
    """The way person i takes in an hour to or from the place in a slot."""
    return way_of(people, i, slot, int(day.dark[hour] >= LIGHT))


def places_of(people, i, way):
    """The slots of person i whose route set the way belongs to."""
    return [k for k in range(4) if people.routes[i, k] == way // WAYS]
