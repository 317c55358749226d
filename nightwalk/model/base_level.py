"""Keeping the base level: mu, a_D and p_c are solved again when other parameters are drawn (rule 31)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.perceive import levels
from nightwalk.model.conditions import base_conditions
from nightwalk.model.cues import cues_of
from nightwalk.model.people import residents_of

if TYPE_CHECKING:
    from nightwalk.agents.population import Population
    from nightwalk.model.town import Town

__all__ = ["crime_targets", "expit", "root", "search_shares", "solved_level"]


def crime_targets(p: Any) -> np.ndarray:
    """Return the crimes a year per resident by family, float64 (5,) (rule 22)."""
    assault = 1.0 - p.share_robbery - p.share_pickpocket
    street = p.street_crime * np.array([p.share_robbery, p.share_pickpocket, assault])
    return np.concatenate([street, [p.vandalism, p.vehicle_crime]]) / 1000.0


def search_shares(p: Any) -> np.ndarray:
    """Return how searches divide over the families, cumulated, float64 (5,): as the crimes do."""
    targets = crime_targets(p)
    return np.asarray(np.cumsum(targets) / targets.sum())


def solved_level(
    town: Town,
    population: Population,
    p: Any,
    reference: Any,
    seed: int,
    *,
    unsafe_share: float | None = None,
) -> Any:
    """Return `p` with mu and a_D such that the town starts as unsafe, and as much walked, as with `reference`.

    Args:
        town: the town.
        population: the people.
        p: parameter values drawn.
        reference: parameter values the level is known for.
        seed: the run's seed.
        unsafe_share: share unsafe after dark known from a local survey; overrides the reference's.

    A mu or a_D that is not the reference's was set by hand and is kept.
    """
    if p == reference and unsafe_share is None:
        return p
    old, new = (_residents_at_rest(town, population, q, seed) for q in (reference, p))
    target = unsafe_share if unsafe_share is not None else float(expit(reference.mu + old[0]).mean())
    p = p.copy()
    if p.mu == reference.mu or unsafe_share is not None:
        p.mu = root(lambda mu: float(expit(mu + new[0]).mean()) - target, -12.0, 4.0)
    going = 1.0 - float(expit(reference.a_0 + reference.a_D + reference.a_1 * old[1]).mean())
    if p.a_D == reference.a_D:
        p.a_D = root(lambda a: going - (1.0 - float(expit(p.a_0 + a + p.a_1 * new[1]).mean())), -4.0, 10.0)
    return p


def expit(x: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-x)), same shape."""
    from scipy.special import expit as logistic

    return np.asarray(logistic(x))


def root(f: Any, low: float, high: float) -> float:
    """Return where f is zero between low and high, or the end nearer to it."""
    from scipy.optimize import brentq

    if f(low) * f(high) > 0:
        return low if abs(f(low)) < abs(f(high)) else high
    return float(brentq(f, low, high, xtol=1e-10))


def _residents_at_rest(
    town: Town, population: Population, q: Any, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return eta - mu at home after dark and in the mean street after dark, without memory, shape (N,) each."""
    city = town.city
    cues = cues_of(base_conditions(city), town.park, q)
    z = cues.always[0] + cues.dark[0] + cues.social[0] * town.night[0, 22]
    people = residents_of(town, population, q, seed)
    street = float(np.average(z, weights=town.length))
    by_area = _area_means(z, town.length, town.area, len(city.areas.name), street)
    level = levels(people, np.zeros(len(by_area)), q) - q.mu
    return level + people.v * by_area[people.area] - q.beta_F, level + people.v * street


def _area_means(
    z: np.ndarray, length: np.ndarray, area: np.ndarray, areas: int, fallback: float
) -> np.ndarray:
    mass = np.bincount(area, weights=length, minlength=areas)
    total = np.bincount(area, weights=length * z, minlength=areas)
    return np.where(mass > 0, total / np.maximum(mass, 1e-12), fallback)
