"""Renewing the shared routes and people's habits from what the streets are like now (rule 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.perceive import company
from nightwalk.agents.ways import DARK_HOUR, DAY_HOUR, Routes, choose_habits
from nightwalk.model.cues import stacked
from nightwalk.model.routes import CLASSES, Demand, build_routes, demand, with_reachable

if TYPE_CHECKING:
    from nightwalk.agents.perceive import Company, Cues
    from nightwalk.model.state import State
    from nightwalk.model.town import Town

__all__ = ["DARK_HOUR", "DAY_HOUR", "add_routes", "choose_again", "renew_routes", "z_of_hour"]


def z_of_hour(cues: Cues, expected: Company, hour: int, dark: float, night: float, p: Any) -> np.ndarray:
    """Return the place cue Z of a weekday's hour for men and women, float64 (2, S).

    Args:
        cues: cue parts, one row.
        expected: the people expected.
        hour: 0-23.
        dark: 0-1; not read from the sun, because survey items are hypothetical (rule 13).
        night: night-life profile of the hour.
        p: parameter values.
    """
    street = cues.always[0] + dark * cues.dark[0] + night * cues.social[0]
    calm, crush = expected.calm[0, hour], expected.crush[0, hour]
    return np.stack([street - company(woman, p) * calm + p.beta_crowd * crush for woman in (False, True)])


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


def _traced(town: Town, wants: Demand, costs: np.ndarray, p: Any) -> Routes:
    return build_routes(
        town.graph, wants, edge_start=town.edge_start, edge_u=town.city.streets.edge_u,
        segment_length=town.city.streets.length, class_cost=costs, limit=p.walk_limit,
        cost_factor=1.0 + p.detour_weight, near_home=p.near_home,
    )  # fmt: skip


def _shortest(routes: Routes) -> np.ndarray:
    """Return metres of the shortest way of the set each route belongs to, float64 (R,)."""
    out = routes.length.copy()
    alive = routes.ways[:, 0] >= 0
    for way in (1, 2):
        out[routes.ways[alive, way]] = routes.length[routes.ways[alive, 0]]
    return out


def renew_routes(state: State, town: Town, by_day: Cues, after_dark: Cues, p: Any) -> None:
    """Trace all routes again for the streets as they are; people keep their habits."""
    state.routes = _traced(town, state.wants, class_costs(state, town, by_day, after_dark, p), p)
    state.shortest = _shortest(state.routes)
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
    flat = np.broadcast_to(streets.length, (2, CLASSES, len(streets.length)))
    more, old = _traced(town, wants, flat, p), state.routes
    count = len(old.length)
    ways = np.where(more.ways >= 0, more.ways + count, -1).astype(np.int32)
    people.routes[first:, 0] = np.where(rows >= 0, rows + len(old.ways), -1)
    state.routes = Routes(
        np.concatenate([old.start, more.start[1:] + old.start[-1]]), np.concatenate([old.segments, more.segments]),
        np.concatenate([old.near, more.near]), np.concatenate([old.length, more.length]),
        np.concatenate([old.ways, ways]),
    )  # fmt: skip
    state.wants = Demand(*(np.concatenate([a, b]) for a, b in zip(state.wants, wants, strict=True)))
    state.shortest = _shortest(state.routes)
    with_reachable(people, state.routes)


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
    choose_habits(
        state.people, 0, len(state.people.kind), state.routes, town.city.streets.length,
        stacked([by_day, after_dark]), state.expected,
        town.night[0, DARK_HOUR], efficacy, share, hour, p, seed,
    )  # fmt: skip
