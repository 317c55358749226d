"""Worlds in which a week is enough for every rule to act: much crime, and measures of every kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.crowd import Drawn
from nightwalk.agents.population import Population
from nightwalk.model.conditions import GROUP, Selection
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import spin_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions
    from nightwalk.model.register.street_crime import StreetCrime
    from nightwalk.model.start import Start

__all__ = [
    "Act",
    "World",
    "all_night",
    "busy_start",
    "changed",
    "every_rule",
    "nothing",
    "short_lived",
    "watchful",
]

# Every term counts: what is zero or rare by default is not here.
RESTLESS = {
    "offender_share": 0.015, "searches_per_day": 5.0, "street_crime": 300.0, "vandalism": 200.0, "vehicle_crime": 100.0,
    "p_witness": 0.3, "citizen_report": 0.3, "beta_N_women": 0.15, "beta_N_men": 0.05, "beta_C": 0.2, "N_crowd": 50.0,
    "rho_media": 0.3, "media_national": 0.1, "weekend_factor": 0.8, "evening_shift": 0.5, "J_e": 0.012, "chi": 0.008,
    "a_1": 1.0, "mu": -2.5, "kappa_r": 0.08, "commit_floor": 0.6, "rechoose": 0.6,
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """A measure made of plain parts, for tests."""

    selection: Selection
    change: Callable[[Conditions], Conditions] = lambda now: now
    reach: float = 0.0
    on_report: bool = False
    from_day: int = 1
    ramp: int = 3
    until_day: int = 10_000
    hours: tuple[int, int] = (0, 24)
    drawn: Drawn | None = None
    key: int = 0

    @property
    def turning_days(self) -> tuple[int, ...]:
        """Return the days on which it starts, is complete, and has ended."""
        return self.from_day, self.from_day + self.ramp - 1, self.until_day

    def chances(self, residents: Any) -> np.ndarray:
        """Return who is reached how likely: women half as likely as men."""
        return np.where(residents.sex == 1, 0.5 * self.reach, self.reach)

    def strength(self, day: int, hour: int, weekday: int) -> float:
        """Return the ramp, in its hours."""
        del weekday
        on = self.from_day <= day < self.until_day and self.hours[0] <= hour < self.hours[1]
        return min(1.0, (day - self.from_day + 1) / self.ramp) if on else 0.0

    def apply(self, now: Conditions, strength: float) -> Conditions:
        """Return the conditions on the way to the change."""
        return now.towards(self.change(now), strength)

    def crowd(self) -> Drawn | None:
        """Return whom it draws."""
        return self.drawn


@dataclass(frozen=True)
class World:
    """A setup: a town, its people, a few days, measures."""

    city: City
    residents: int = 500
    days: int = 7
    spin_up: float = 14.0
    people_per_agent: float = 1.0
    acts: Sequence[Act] = ()
    start: date = date(2026, 11, 2)
    level: float | None = None
    crime: StreetCrime | None = None
    more: dict[str, float] = field(default_factory=dict)

    @property
    def population(self) -> Population:
        """The people."""
        return Population(residents=self.residents, people_per_agent=self.people_per_agent)

    @property
    def reference(self) -> Parameters:
        """The parameters."""
        return Parameters().with_values({**RESTLESS, "spin_up": self.spin_up, **self.more})

    def measures(self) -> Sequence[Act]:
        """Return the measures."""
        return self.acts


def every_rule(city: City) -> list[Act]:
    """Return measures that together touch every column an intervention may change."""
    segments, areas = np.arange(0, city.segments, 2), np.arange(len(city.areas.name))
    streets, everywhere = Selection(segments, areas), Selection(np.arange(city.segments), areas)
    club = Selection(segments, areas, group=len(areas))
    class_of_two = Selection(segments, areas[:2], group=len(areas) + 1)
    users = Selection(segments, areas, group=len(areas) + 2)
    square = np.array([city.segments // 2, city.segments // 3])
    alleys = Selection(np.arange(1, city.segments, 5), areas)
    alone = np.setdiff1d(
        np.arange(1, city.segments, 2), alleys.segments
    )  # no guardian, no gate: room below the cap
    fined = Selection(alone, areas)

    def lamps(now: Conditions) -> Conditions:
        now = now.at_least("lux", streets, 30.0).moved_towards("uniformity", streets, 0.5)
        now = now.at_most("dimmed", streets, 0.25)
        return now.moved_towards("cameras", streets, 0.8).moved_towards("guardian", streets, 0.6)

    def gates(now: Conditions) -> Conditions:
        return now.at_least("closed", alleys, 1.0).shifted("hardening", alleys, 2.0)

    def looks(now: Conditions) -> Conditions:
        now = now.scaled("incivility", streets, 0.6).at_most("entrapment", everywhere, 0.3)
        return now.moved_towards("manager", everywhere, 0.7)

    def friends(now: Conditions) -> Conditions:
        now = now.moved_towards("trust", club, 0.4).moved_towards("authority_trust", club, 0.3)
        now = now.moved_towards("concern", club, -0.3).scaled("memory_half_life", club, 0.7)
        now = now.moved_towards("reporting", club, 1.0).scaled("carrying", club, 0.5)
        now = now.scaled("insecurity_reports", club, 2.0)
        return now.moved_towards("efficacy", club, 0.5)

    def lessons(now: Conditions) -> Conditions:
        return now.moved_towards("trust", class_of_two, 0.2).scaled("carrying", class_of_two, 0.8)

    def feast(now: Conditions) -> Conditions:
        now = now.at_least("room", everywhere, 1.5)
        return now.moved_towards("nightlife", streets, 1.0).moved_towards("social", streets, 1.0)

    def words(now: Conditions) -> Conditions:
        now = now.scaled("media_tone", everywhere, 0.8).moved_towards("concern", everywhere, -0.1)
        now = now.scaled("offending", everywhere, 0.9).shifted("sanction", fined, 0.4)
        now = now.scaled("fidelity", everywhere, 0.9)
        return now.scaled("carrying", everywhere, 0.9)

    def support(now: Conditions) -> Conditions:
        now = now.shifted("support_places", everywhere, 2.0).scaled("memory_half_life", users, 0.6)
        return now.moved_towards("trust", users, 0.3).scaled("carrying", users, 0.7)

    return [
        Act(streets, lamps), Act(streets, looks, from_day=2, until_day=5, ramp=1),
        Act(club, friends, reach=0.5, key=9), Act(class_of_two, lessons, reach=0.3, key=2**32 - 5, ramp=1),
        Act(alleys, gates, from_day=2, ramp=1, until_day=9),
        Act(streets, hours=(19, 24), drawn=Drawn(square, 90.0, 19, 22, leaving=3)),
        Act(streets, feast, hours=(17, 24), drawn=Drawn(square, 200.0, 18, 23)), Act(everywhere, words, ramp=1),
        Act(users, support, reach=0.6, key=4, on_report=True),
    ]  # fmt: skip


def short_lived(city: City) -> list[Act]:
    """Return one measure that begins on day 1 and ends on day 3, in half of the streets."""
    streets = Selection(np.arange(0, city.segments, 2), np.arange(len(city.areas.name)))

    def bright(now: Conditions) -> Conditions:
        return now.at_least("lux", streets, 60.0).scaled("incivility", streets, 0.2)

    return [Act(streets, bright, from_day=1, until_day=3, ramp=1)]


def all_night(city: City) -> Act:
    """Return a programme from eight in the evening until three in the morning."""
    streets = Selection(np.array([3, 20, 41]), np.arange(len(city.areas.name)))
    return Act(
        streets, lambda now: now.moved_towards("social", streets, 1.0), hours=(20, 24),
        drawn=Drawn(streets.segments, 150.0, 20, 27),
    )  # fmt: skip


def nothing(city: City, *, copies: bool) -> list[Act]:
    """Return measures that work hard and change nothing, giving back the same columns or copies of them."""
    segments, areas = np.arange(0, city.segments, 2), np.arange(len(city.areas.name))
    streets, club = Selection(segments, areas), Selection(segments, areas, group=len(areas))

    def same(now: Conditions) -> Conditions:
        if not copies:
            return now
        for column in ("lux", "incivility", "guardian", "nightlife", "media_tone", "delay"):
            now = now.scaled(column, streets, 1.0)
        for column in GROUP:
            now = now.scaled(column, club, 1.0)
        return now.moved_towards("efficacy", streets, 0.0, share=0.0)

    return [
        Act(streets, same, ramp=9), Act(club, same, reach=1.0, key=3, from_day=4, until_day=19, ramp=1),
        Act(streets, same, hours=(18, 24), from_day=11, ramp=40),
    ]  # fmt: skip


def watchful(city: City, delay: float, *, patrolled: bool) -> list[Act]:
    """Return another delay until crimes are on record, and perhaps guardians where most are."""
    everywhere = Selection(np.arange(city.segments), np.arange(len(city.areas.name)))

    def patrol(now: Conditions) -> Conditions:
        return now.moved_towards("guardian", everywhere, now.recorded / (1.0 + now.recorded))

    def office(now: Conditions) -> Conditions:
        return now.moved_towards("delay", everywhere, delay)

    changes = (office, patrol) if patrolled else (office,)
    return [Act(everywhere, change, from_day=0, ramp=1) for change in changes]


def busy_start(world: World, seed: int = 1) -> Start:
    """Return the start of a world after its spin-up, with crime as frequent as can be."""
    start = spin_up(world, world.reference, seed)
    start.state.base_rate[:] = 1.0
    return start


def changed(start: Start, name: str, value: float) -> Any:
    """Return the start's parameter values with one of them replaced, whatever its range."""
    values = start.values.copy()
    setattr(values, name, value)
    return values
