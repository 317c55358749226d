"""Visitors: workers from elsewhere, guests, tourists, and people an intervention draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.columns import GUEST, Numbers, People, Places
from nightwalk.agents.places import choose_entries, choose_visitor_places, visitor_kinds
from nightwalk.agents.residents import blank_people, dispositions, quota_by_rank
from nightwalk.base.streams import Decision, uniforms

if TYPE_CHECKING:
    from nightwalk.agents.population import Population

__all__ = ["drawn_crowd", "visitors"]


def visitors(
    count: int,
    first: int,
    population: Population,
    p: Numbers,
    seed: int,
    *,
    places: Places,
    node_x: np.ndarray,
    node_y: np.ndarray,
    node_area: np.ndarray,
    transit: np.ndarray,
    parking: np.ndarray,
    edge: np.ndarray,
) -> People:
    """Make a pool of visitors: kind, entry node, places and dispositions (rule 18).

    Args:
        count: people (agents) in the pool.
        first: entity number of the first one; residents come before.
        population: margins, the same as the residents'.
        p: parameter values.
        seed: the run's seed.
        places: where people go.
        node_x: float64 (V,) metres.
        node_y: float64 (V,) metres.
        node_area: int32 (V,).
        transit: float64 (V,) weight as a stop.
        parking: float64 (V,) weight as a car park.
        edge: float64 (V,) weight as an exit.
    """
    people = blank_people(count)
    people.kind[:] = visitor_kinds(count, first, p, seed)
    people.home[:] = choose_entries(count, first, transit, parking, edge, p, seed)
    people.area[:] = node_area[people.home]
    _person(people, first, population, p, seed)
    choose_visitor_places(people, first, places, node_x, node_y, p, seed)
    return people


def drawn_crowd(
    count: int,
    first: int,
    population: Population,
    p: Numbers,
    seed: int,
    *,
    entry: np.ndarray,
    node_area: np.ndarray,
) -> People:
    """Make the pool of guests an intervention draws, entering at the given nodes, shape (count,)."""
    people = blank_people(count)
    people.kind[:] = GUEST
    people.home[:] = entry
    people.area[:] = node_area[people.home]
    _person(people, first, population, p, seed)
    return people


def _person(people: People, first: int, population: Population, p: Numbers, seed: int) -> None:
    n = len(people.kind)
    shares = np.outer([1 - population.women, population.women], population.ages).ravel()
    cell = quota_by_rank(uniforms(seed, Decision.SEX_AGE, n, first=first), shares)
    people.sex[:], people.age[:] = np.divmod(cell, len(population.ages))
    share = population.disability
    u = uniforms(seed, Decision.DISABILITY, n, first=first)
    people.disability[:] = quota_by_rank(u, np.array([1 - share, share]))
    dispositions(people, p, seed, first)
    people.base[:] += p.visitor_offset
    people.trust[:], people.authority[:] = people.trust_0, people.authority_0
