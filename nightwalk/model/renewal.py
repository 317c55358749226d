"""Renewing the shared routes and people's habits from what the streets are like now (rule 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.perceive import company_effects
from nightwalk.agents.ways import DARK_HOUR, DAY_HOUR, Routes, choose_habits
from nightwalk.model.demand import CLASSES, demand, joined
from nightwalk.model.routes import felt_routes, shortest_routes, with_reachable

if TYPE_CHECKING:
    from nightwalk.agents.perceive import Cues
    from nightwalk.model.state import State
    from nightwalk.model.town import Town

__all__ = ["DARK_HOUR", "DAY_HOUR", "add_routes", "choose_again", "renew_routes", "z_of_hour"]


def z_of_hour(cues: Cues, expected: np.ndarray, hour: int, dark: float, night: float, p: Any) -> np.ndarray:
    """Return the place cue Z of a weekday's hour for men and women, float64 (2, S).

    Args:
        cues: cue parts, one row.
        expected: float64 (2, 24, S) people per hour by weekday/weekend.
        hour: 0-23.
        dark: 0-1; not read from the sun, because survey items are hypothetical (rule 13).
        night: night-life profile of the hour.
        p: parameter values.
    """
    street = cues.always[0] + dark * cues.dark[0] + night * cues.social[0]
    return np.asarray(street + company_effects(expected[0, hour], cues.room[0], p))


def class_costs(state: State, town: Town, by_day: Cues, after_dark: Cues, p: Any) -> np.ndarray:
    """Return perceived metres by light and class of persons, float64 (2, CLASSES, S).

    c_s = len_s (1 + lambda P_gs), P_gs = logistic(mean theta_g + mean v_g Z_s) (model section 3.7).
    """
    from scipy.special import expit

    people = state.people
    residents = slice(0, state.residents)
    group = (people.sex + 2 * (people.age >= 3))[residents]
    length = town.city.streets.length
    out = np.empty((2, CLASSES, len(length)))
    for light, (cues, hour) in enumerate(((by_day, DAY_HOUR), (after_dark, DARK_HOUR))):
        z = z_of_hour(cues, state.expected, hour, float(light), town.night[0, hour], p)
        for c in range(CLASSES):
            mine = group == c
            level = p.mu + (people.base[residents][mine].mean() if mine.any() else 0.0)
            v = people.v[residents][mine].mean() if mine.any() else 1.0
            out[light, c] = length * (1.0 + p.detour_weight * expit(level + v * z[c % 2]))
    return out


def renew_routes(
    state: State, town: Town, by_day: Cues, after_dark: Cues, closed: np.ndarray, p: Any, threads: int = 1
) -> None:
    """Trace the ways people feel best about again for the streets as they are; people keep their habits.

    The shortest ways are traced again only when other streets are `closed`: streets keep their length. What
    was in reach stays in reach: a way of `walk_limit` counts for at most `closed_weight` times that.
    """
    streets = town.streets_under(closed, p)
    barred = closed[: town.city.built].any()
    asked: dict[str, Any] = {
        "limit": p.walk_limit * (p.closed_weight if barred else 1.0), "near_home": p.near_home, "threads": threads,
    }  # fmt: skip
    if len(state.routes.length) == 0 or not np.array_equal(closed, state.closed):
        state.routes, state.closed = shortest_routes(streets, state.wants, **asked), closed
    costs = class_costs(state, town, by_day, after_dark, p)
    state.routes = felt_routes(streets, state.wants, state.routes, costs, **asked)
    with_reachable(state.people, state.routes)


def add_routes(state: State, town: Town, p: Any, first: int, segment: np.ndarray) -> None:
    """Give people from row `first` on a way from their entry to their segment, beside the routes there are.

    Their first ways are the shortest; the next renewal gives them all three.
    """
    people = state.people
    streets = town.city.streets
    target = streets.edge_u[streets.edge[segment]].astype(np.int32)
    person_class = (people.sex[first:] + 2 * (people.age[first:] >= 3)).astype(np.int32)
    wants, rows = demand(people.home[first:], target, person_class)
    more = shortest_routes(town.streets, wants, limit=p.walk_limit, near_home=p.near_home)
    people.routes[first:, 0] = np.where(rows >= 0, rows + len(state.routes.ways), -1)
    state.routes = beside(state.routes, more)
    state.wants = joined(state.wants, wants)
    with_reachable(people, state.routes)


def beside(old: Routes, more: Routes) -> Routes:
    """Return the routes of both; those of the second get the rows after the first's."""
    ways = np.where(more.ways >= 0, more.ways + len(old.length), -1).astype(np.int32)
    moved = more._replace(start=more.start[1:] + old.start[-1], ways=ways)
    return Routes(*(np.concatenate([a, b]) for a, b in zip(old, moved, strict=True)))


def choose_again(
    state: State,
    town: Town,
    by_day: Cues,
    after_dark: Cues,
    efficacy: np.ndarray,
    share: float,
    hour: int,
    p: Any,
    seed: np.uint64,
) -> None:
    """Let a keyed share of the people choose between their ways again."""
    night = town.night[0, DARK_HOUR]
    z = np.stack([
        z_of_hour(by_day, state.expected, DAY_HOUR, 0.0, 0.0, p),
        z_of_hour(after_dark, state.expected, DARK_HOUR, 1.0, night, p),
    ])  # fmt: skip
    choose_habits(
        state.people, 0, len(state.people.kind), state.routes, town.city.streets.length, z, efficacy, share, hour,
        p, seed,
    )  # fmt: skip
