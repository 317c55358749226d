"""D11, properties 5 and 7: light and routes, edges taken away.

Each function takes a seed and returns the share of its checks that hold.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.population import Population
from nightwalk.base.streams import Decision, uniforms
from nightwalk.model.city import grid_town
from nightwalk.model.conditions import base_conditions
from nightwalk.model.cues import cues_of
from nightwalk.model.demand import demand
from nightwalk.model.hierarchy import hierarchy, links_of
from nightwalk.model.parameters import Parameters
from nightwalk.model.people import populate
from nightwalk.model.renewal import class_costs
from nightwalk.model.routes import felt_routes, shortest_routes
from nightwalk.model.town import Town, town_of
from nightwalk.model.tracing import Streets
from nightwalk.validation.replications.audit_cues import share_of
from nightwalk.validation.replications.night_flows import metres_along

if TYPE_CHECKING:
    from nightwalk.agents.ways import Routes
    from nightwalk.model.conditions import Conditions
    from nightwalk.model.state import State

__all__ = ["edges_only_help", "light_only_helps"]

CROSSINGS, RESIDENTS, PAIRS = 8, 300, 200
GONE, RELIT = 0.1, 0.3  # share of the edges taken away, of the segments that get more light
BRIGHTEST, MORE = 30.0, 20.0  # lx
FAR = 1e5  # metres, no limit in that town
ROUNDING = 1e-3  # metres for each segment: costs are whole millimetres
AFTER_DARK = 1
EXACT = 1e-9


def light_only_helps(seed: int) -> float:
    """5: more light raises nobody's best perceived cost; light-sensitive ways are as bright as shortest ones."""
    town, p = _town(), Parameters().values()
    state = populate(town, Population(residents=RESIDENTS), p, seed)
    known = shortest_routes(town.streets, state.wants, limit=p.walk_limit, near_home=p.near_home)
    lux = BRIGHTEST * uniforms(seed, Decision.OPPORTUNITY, town.city.segments)
    more = MORE * (uniforms(seed, Decision.REACHED, town.city.segments) < RELIT)
    (before, ways), (after, _) = (_felt(state, town, known, light, p) for light in (lux, lux + more))
    walked, shortest = (_light_along(ways, way, lux, town) for way in (1 + AFTER_DARK, 0))
    reached = known.ways[:, 0] >= 0
    steps = np.diff(ways.start)[ways.ways[reached, 1 + AFTER_DARK]]
    return share_of([after[reached] <= before[reached] + ROUNDING * steps, walked >= shortest])


def edges_only_help(seed: int) -> float:
    """7: taking edges away shortens no shortest way."""
    town, luck = _town(), np.random.default_rng(seed)
    edges, nodes = len(town.city.streets.edge_u), np.flatnonzero(town.city.nodes.junction)
    origin, target = luck.choice(nodes, (2, PAIRS)).astype(np.int32)
    whole, cut = (
        _shortest(town, origin, target, keep) for keep in (np.ones(edges, bool), luck.random(edges) > GONE)
    )
    return share_of([cut >= whole - EXACT, (cut > whole).any()])


@cache
def _town() -> Town:
    return town_of(grid_town(CROSSINGS, CROSSINGS), Parameters().values())


def _conditions(town: Town, lux: np.ndarray, p: Any) -> Conditions:
    """Return the town in which streets differ in their light only."""
    base, none = base_conditions(town.city), np.zeros(town.city.segments)
    return replace(
        base, lux=lux, uniformity=none, incivility=none + p.incivility_ref, social=none,
        entrapment=none + p.entrapment_ref,
    )  # fmt: skip


def _felt(state: State, town: Town, known: Routes, lux: np.ndarray, p: Any) -> tuple[np.ndarray, Routes]:
    """Return what the best way after dark of each route set costs as its class feels it, and the routes."""
    cues = cues_of(_conditions(town, lux, p), np.zeros(town.city.segments), p)
    costs = class_costs(state, town, cues, cues, p)
    ways = felt_routes(town.streets, state.wants, known, costs, limit=p.walk_limit, near_home=p.near_home)
    best = metres_along(ways, ways.ways[:, 1 + AFTER_DARK], costs[AFTER_DARK])
    return best[state.wants.person_class, np.arange(best.shape[1])], ways


def _light_along(routes: Routes, way: int, lux: np.ndarray, town: Town) -> float:
    """Return the mean light over all metres of one of the ways of each set, lx."""
    route = routes.ways[:, way]
    length = town.city.streets.length
    metres, light = metres_along(routes, route[route >= 0], np.stack([length, length * lux])).sum(axis=1)
    return float(light / metres)


def _shortest(town: Town, origin: np.ndarray, target: np.ndarray, keep: np.ndarray) -> np.ndarray:
    """Return the length of the shortest way between nodes over the edges kept, metres, inf where there is none."""
    streets, nodes = town.city.streets, len(town.city.nodes.x)
    u, v, stays = streets.edge_u[keep], streets.edge_v[keep], keep[streets.edge]
    tall = hierarchy(u, v, nodes)
    count = np.bincount(streets.edge, minlength=len(keep))[keep]
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    length = streets.length[stays]
    left = Streets(tall, links_of(tall, u, v), start, length, np.ones(len(length)))
    wants, rows = demand(origin, target, np.zeros(len(origin), dtype=np.int32))
    found = shortest_routes(left, wants, limit=FAR, near_home=0.0)
    route = found.ways[rows, 0]
    return np.where(route >= 0, np.append(found.length, np.inf)[route], np.inf)
