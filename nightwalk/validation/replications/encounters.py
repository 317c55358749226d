"""Streets where people are out and offenders search, with all else neutral: the stage of D6 and D8.

Every decision is the product's own: `count_presence` says who is where, `search` which crimes
happen and `take_victims` to whom. A replication only sets the columns they read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.legs import Legs
from nightwalk.agents.offend import FAMILIES, Crimes, Guards, guards, search, take_victims
from nightwalk.agents.outings import DAY_SLOTS, Day
from nightwalk.agents.walk import company_by_count, count_presence
from nightwalk.base.streams import Decision, uniforms
from nightwalk.model.scratch import blank_street

if TYPE_CHECKING:
    from nightwalk.agents.columns import Offenders, People
    from nightwalk.agents.ways import Routes

__all__ = ["Encounters", "Trips", "changed", "roaming", "unguarded", "walking"]

ROBBERY_ONLY = np.ones(len(FAMILIES))  # cumulated shares: every search is for a robbery


def changed(p: Any, **values: float) -> Any:
    """Return a copy of the parameter values with some replaced; a mechanism switched off leaves its range."""
    out = p.copy()
    for name, value in values.items():
        out[name] = value
    return out


def unguarded(segments: int, p: Any, guardian: float = 0.0) -> Guards:
    """Return streets that only a guardian stands for, the share of the hour given, in every one alike."""
    none = np.zeros(segments)
    return guards(
        lux=none, uniformity=none, guardian=none + guardian, cameras=none, manager=none, sanction=none,
        nightlife=none, dimmed=np.ones(segments), hardening=none,
        efficacy=np.zeros(1), area=np.zeros(segments, dtype=np.int32), p=p,
    )  # fmt: skip


@dataclass(frozen=True)
class Trips:
    """The walks people may take.

    Attributes:
        trail: int32, segments side by side.
        begin: int64 (N, W), first segment of each way of each person in the trail.
        end: int64 (N, W), after the last.
    """

    trail: np.ndarray
    begin: np.ndarray
    end: np.ndarray

    @property
    def mean_steps(self) -> int:
        """Segments of a walk, on average."""
        return max(1, round(float((self.end - self.begin).mean())))

    def legs(self, persons: np.ndarray, way: np.ndarray) -> Legs:
        """Return one leg for each of the persons, int64 (n,), on the way given, int64 (n,)."""
        none = np.zeros(len(persons), dtype=np.int32)
        begin, end = self.begin[persons, way], self.end[persons, way]
        metres = none.astype(float)
        return Legs(none.astype(np.int8), persons.astype(np.int32), none, begin, end, none, metres, metres)


def walking(people: People, routes: Routes) -> Trips:
    """Return the walks of people on the shortest ways to their own places; each of them has one at least."""
    asked = people.routes
    route = np.where(asked >= 0, routes.ways[np.maximum(asked, 0), 0], -1)
    first = route[np.arange(len(route)), np.argmax(route >= 0, axis=1)]
    route = np.where(route >= 0, route, first[:, None])
    return Trips(routes.segments, routes.start[route], routes.start[route + 1])


def roaming(people: int, segments: int, steps: int, ways: int, seed: int) -> Trips:
    """Return walks of `steps` segments each, anywhere in the town: no activity space."""
    u = uniforms(seed, Decision.PLACE, people * ways * steps)
    begin = (steps * np.arange(people * ways, dtype=np.int64)).reshape(people, ways)
    return Trips((u * segments).astype(np.int32), begin, begin + steps)


@dataclass
class Encounters:
    """A town of encounters.

    Attributes:
        p: Parameter values.
        seed: Key of every draw.
        people: Columns of the people.
        trips: Their walks.
        offenders: Who searches.
        opportunity: Lasting opportunity, float64 (S,).
        guard: What stands against a crime.
        base_rate: Probability of a robbery where the hazard ratio is one.
        crimes: The robberies of the hour just played.
    """

    p: Any
    seed: int
    people: People
    trips: Trips
    offenders: Offenders
    opportunity: np.ndarray
    guard: Guards
    base_rate: float
    crimes: Crimes = field(init=False)

    def __post_init__(self) -> None:
        size, n = len(self.opportunity), len(self.offenders.rate)
        self.street = blank_street(size, company_by_count(1.0, self.p))
        self.crimes = Crimes(*(np.zeros(n, dtype=np.int32) for _ in Crimes._fields))
        self.marked, self.no_boost = np.zeros(size, dtype=np.int8), np.zeros(size)
        self.rates = np.full(len(FAMILIES), self.base_rate)

    def hour(self, hour: int, out: np.ndarray, searching: np.ndarray, *, victims: bool = False) -> int:
        """Let people walk for an hour and offenders search; return how many robberies.

        Args:
            hour: Absolute hour.
            out: Who walks and may be a target, bool (N,).
            searching: Which offenders search, once each, bool (F,).
            victims: Whether to choose the victims.
        """
        persons, ways, key = np.flatnonzero(out), self.trips.begin.shape[1], np.uint64(self.seed)
        u = uniforms(self.seed, Decision.PURPOSE, len(out), hour=hour)[persons]
        legs, trail = self.trips.legs(persons, (u * ways).astype(np.int64)), self.trips.trail
        self.street.present[:] = 0
        count_presence(legs, trail, 0, len(persons), 0, self.street)
        found = search(
            self.offenders._replace(rate=np.where(searching, np.inf, 0.0)), self.street, self.opportunity,
            self.no_boost, self.guard, ROBBERY_ONLY, self.rates, _daylight(hour), 0, 1.0, self.p, key,
            np.zeros(len(FAMILIES)), self.crimes,
        )  # fmt: skip
        if victims:
            take_victims(
                self.people, legs, trail, 0, len(persons), self.crimes, found, self.marked, hour, self.p, key
            )
        return int(found)


def _daylight(hour: int) -> Day:
    """Return a day without dark and night life whose slot 0 is that hour."""
    none = np.zeros(DAY_SLOTS)
    return Day(hour, 0, 0, none, none, np.zeros(DAY_SLOTS, dtype=np.int64), np.zeros((2, 24)))
