"""Peopling a town: residents, visitors, offenders, ties, and the crowds interventions draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.columns import People, rows_appended
from nightwalk.agents.crowd import crowd_of_street
from nightwalk.agents.offend import FAMILIES, offenders
from nightwalk.agents.places import choose_entries, choose_resident_places
from nightwalk.agents.remember import start_memory, start_trust
from nightwalk.agents.residents import residents, ties
from nightwalk.agents.visitors import drawn_crowd, visitors
from nightwalk.base.errors import CityError
from nightwalk.base.streams import Decision, standard_normal, uniforms
from nightwalk.model.conditions import base_conditions
from nightwalk.model.demand import demand
from nightwalk.model.routes import no_routes
from nightwalk.model.state import State
from nightwalk.model.surroundings import Around, around
from nightwalk.model.town import NEIGHBOURHOOD, Town

if TYPE_CHECKING:
    from nightwalk.agents.columns import Offenders, Ties
    from nightwalk.agents.crowd import Drawn
    from nightwalk.agents.population import Population
    from nightwalk.model.demand import Demand

__all__ = ["add_crowd", "populate", "residents_of", "rested_residents", "wanted_routes"]

ANCHORS = 128  # places offenders may live or hang about
REACH = 4.0  # awareness ends at this many kernel lengths d_0
FAR = 1e6  # metres, farther than any way
FIRST_RATE = 0.05  # p_c until the first solution in the spin-up


def populate(town: Town, population: Population, p: Any, seed: int) -> State:
    """Make everybody and everything a run starts with; routes are still to be built.

    Raises:
        CityError: if the town has no residents.
    """
    homes = town.city.homes
    if population.residents is None and homes.residents.sum() < 1:
        raise CityError(
            f"{town.city.name} has no residents; give [population] residents or a population grid."
        )
    people = residents_of(town, population, p, seed)
    nodes, n = town.city.nodes, len(people.kind)
    choose_resident_places(people, town.places, town.terminal, nodes.x, nodes.y, town.radius, p, seed)
    known = ties(n, p, seed)
    remember_the_past(people, known, p, seed)
    guests = visitors(
        round(p.visitor_ratio * n), n, population, p, seed, places=town.places, node_x=nodes.x, node_y=nodes.y,
        node_area=nodes.area, transit=town.transit, parking=town.parking, edge=town.exits,
    )  # fmt: skip
    return blank_state(town, rows_appended(people, guests), n, known, p, seed)


def residents_of(town: Town, population: Population, p: Any, seed: int) -> People:
    """Make the residents of a town, without memory and places."""
    homes = town.city.homes
    return residents(
        population, p, seed, home_node=homes.node, home_people=np.maximum(homes.residents, 1e-9),
        node_area=town.city.nodes.area, areas=len(town.city.areas.name),
    )  # fmt: skip


def rested_residents(town: Town, population: Population, p: Any, seed: int) -> People:
    """Make the residents with the memory and trust that crime leaves in the long run."""
    people = residents_of(town, population, p, seed)
    remember_the_past(people, ties(len(people.kind), p, seed), p, seed)
    return people


def remember_the_past(people: People, known: Ties, p: Any, seed: int) -> None:
    """Start memory and trust from their long-run state, in place."""
    each = len(known.other) / max(len(people.kind), 1)
    start_memory(people, each, p, seed)
    start_trust(people, each, p)


def blank_state(town: Town, people: People, residents_count: int, known: Any, p: Any, seed: int) -> State:
    """Return the state at the first midnight."""
    city = town.city
    areas = len(city.areas.name)
    points = np.unique(people.home).astype(np.int32)
    efficacy = p.sigma_G * standard_normal(uniforms(seed, Decision.EFFICACY, areas))
    efficacy = efficacy - efficacy.mean()
    people.point[:] = np.searchsorted(points, people.home)
    wants = wanted_routes(people, residents_count, town)
    return State(
        people=people, residents=residents_count, visitors=len(people.kind) - residents_count,
        offenders=offenders_of(town, residents_count, p, seed), ties=known, points=points,
        around=around_points(town, points, NEIGHBOURHOOD, today=True), wants=wants, routes=no_routes(),
        closed=base_conditions(city).closed,
        expected=np.zeros((2, 24, city.segments)), matched=np.zeros((2, 24), dtype=np.int64),
        boost=np.zeros(city.segments), incivility=city.streets.incivility.copy(), upkeep=np.zeros(city.segments),
        efficacy=efficacy, efficacy_0=efficacy.copy(), area_unsafe=np.zeros(areas), area_incivility=np.zeros(areas),
        base_rate=np.full(len(FAMILIES), FIRST_RATE), hazards=np.zeros(len(FAMILIES)), outing_scale=1.25,
        support=np.zeros(3),
    )  # fmt: skip


def around_points(town: Town, points: np.ndarray, radius: float, *, today: bool = False) -> Around:
    """Return the segments within `radius` metres of nodes along the streets, `today` without planned paths."""
    streets = town.city.streets
    length = np.where(town.length > 0, streets.length, FAR) if today else streets.length
    return around(
        town.graph,
        points,
        radius,
        edge_start=town.edge_start,
        edge_u=streets.edge_u,
        segment_length=length,
    )


def offenders_of(town: Town, residents_count: int, p: Any, seed: int) -> Offenders:
    """Draw the offenders; anchors are where people are about: homes and uses, nothing else."""
    city = town.city
    about = np.bincount(city.uses.node, weights=city.uses.weight, minlength=len(city.nodes.x))
    about = about / max(about.sum(), 1e-12)
    about[city.homes.node] += city.homes.residents / max(city.homes.residents.sum(), 1e-12)
    rank = np.lexsort((np.arange(len(about)), -about))[:ANCHORS]
    anchors = np.sort(rank[about[rank] > 0]).astype(np.int32)
    near = around_points(town, anchors, REACH * p.d_0)
    some = np.diff(near.start) > 0
    if not some.all():
        raise CityError(f"{city.name} has a junction no street leads to; load the map again.")
    count = max(1, round(p.offender_share * residents_count))
    return offenders(count, anchors, about[anchors], near.start, near.segment, near.distance, p, seed)


def wanted_routes(people: People, residents_count: int, town: Town) -> Demand:
    """Collect the route sets everybody needs and write their rows to `routes`.

    Residents walk between home and their places; visitors from the entry to the first place,
    from the first to the second, and from the second back to the entry.
    """
    node = np.append(town.places.node, -1).astype(np.int32)
    target = node[people.dest]
    origin = np.repeat(people.home[:, None], 4, axis=1)
    v = slice(residents_count, None)
    second = target[v, 1].copy()
    origin[v, 1] = target[v, 0]
    target[v, 2] = second
    target[v, 3] = -1
    person_class = (people.sex + 2 * (people.age >= 3)).astype(np.int32)
    wants, rows = demand(origin.ravel(), target.ravel(), np.repeat(person_class, 4))
    people.routes[:] = rows.reshape(-1, 4)
    return wants


def add_crowd(
    state: State, town: Town, population: Population, p: Any, seed: int, drawn: Drawn
) -> np.ndarray:
    """Append the pool of people a measure draws; return the segment of each, int32 (n,)."""
    where = np.repeat(drawn.segments, crowd_of_street(drawn, population.people_per_agent, p)).astype(np.int32)
    first, n = len(state.people.kind), len(where)
    entry = choose_entries(n, first, town.transit, town.parking, town.exits, p, seed)
    crowd = drawn_crowd(n, first, population, p, seed, entry=entry, node_area=town.city.nodes.area)
    state.people = rows_appended(state.people, crowd)
    return where
