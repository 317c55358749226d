"""Monthly: physical incivility of streets and collective efficacy of areas (model section 3.6, rule 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.walk import FIXED_POINT
from nightwalk.model.renewal import DAY_HOUR

if TYPE_CHECKING:
    from nightwalk.model.simulation import Simulation

__all__ = ["growth", "monthly", "resting_upkeep"]


def growth(incivility: np.ndarray, expected: np.ndarray, p: Any) -> np.ndarray:
    """Return what incivility gains in a month without maintenance, float64 (S,).

    iota_0 (1-I) + iota_1 I (1-I) (1-eyes), eyes = 1 - exp(-N/N_eyes).

    Args:
        incivility: float64 (S,) 0-1.
        expected: float64 (2, 24, S) people expected.
        p: parameter values.
    """
    eyes = 1.0 - np.exp(-expected.mean(axis=(0, 1)) / p.N_eyes)
    return np.asarray((1.0 - incivility) * (p.iota_0 + p.iota_1 * incivility * (1.0 - eyes)))


def resting_upkeep(
    incivility: np.ndarray, expected: np.ndarray, hazard: np.ndarray, rate: float, months: float, p: Any
) -> np.ndarray:
    """Return the monthly maintenance share that keeps each street's incivility where it is, float64 (S,).

    Args:
        incivility: float64 (S,).
        expected: float64 (2, 24, S).
        hazard: int64 (S,) hazard ratios of vandalism met, fixed point.
        rate: p_c of vandalism, in people the agents stand for.
        months: length of the time `hazard` was summed over.
        p: parameter values.
    """
    damage = hazard / FIXED_POINT * rate * p.vandalism_mark / months
    return np.asarray((growth(incivility, expected, p) + damage) / incivility)


def area_means(values: np.ndarray, weight: np.ndarray, area: np.ndarray, areas: int) -> np.ndarray:
    """Return weighted means by area, float64 (A,); 0 where an area is empty."""
    mass = np.bincount(area, weights=weight, minlength=areas)
    return np.bincount(area, weights=weight * values, minlength=areas) / np.maximum(mass, 1e-12)


def monthly(sim: Simulation) -> None:
    """Update incivility and efficacy; in the spin-up incivility is held and only its surroundings settle."""
    from scipy.special import expit

    state, p, areas = sim.state, sim.values, len(sim.state.efficacy)
    if sim.agenda.dynamic:
        change = growth(state.incivility, state.expected, p) - state.upkeep * state.incivility
        state.incivility = np.clip(state.incivility + change, 0.0, 1.0)
        sim.agenda.refresh(state)
    residents = slice(0, state.residents)
    home = state.people.area[residents]
    unsafe = area_means(expit(state.people.unsafe[residents]), np.ones(state.residents), home, areas)
    seen = sim.today.conditions[DAY_HOUR].incivility
    disorder = area_means(seen, sim.town.length, sim.town.area, areas)
    if state.area_unsafe.any():
        worse = p.k_GI * (disorder - state.area_incivility) + p.k_GF * (unsafe - state.area_unsafe)
        state.efficacy = state.efficacy + p.kappa_r * (state.efficacy_0 - state.efficacy) - worse
    state.area_unsafe, state.area_incivility = unsafe, disorder
