"""D12: the six levels of the ONS survey of June 2021, with place-type and gender effects only.

The levels of Great Britain are fitted, not predicted: mu, gamma_female and an effect of busy places and of
parks by least squares on our own answers, with residents as drawn and everything else at its default. What is
tested is that an answer function with these four numbers can hold all six cells.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.perceive import answer_shares, levels, removable_penalty
from nightwalk.agents.population import Population
from nightwalk.model.city import grid_town
from nightwalk.model.parameters import Parameters
from nightwalk.model.people import residents_of
from nightwalk.model.town import Town, town_of
from nightwalk.validation.replications.encounters import changed
from nightwalk.validation.replications.rule import against

if TYPE_CHECKING:
    from nightwalk.agents.columns import People
    from nightwalk.validation.rows import Row

__all__ = ["CELLS", "d12", "fitted"]

PLACES = ("quiet street near home", "busy public place", "park or open space")
SEXES = ("men", "women")
CELLS = np.array([[15.0, 49.0], [19.0, 49.0], [39.0, 81.0]])  # per cent unsafe after dark, places x sexes
TOLERANCE = 3.0  # points
RESIDENTS, QUICK_RESIDENTS = 4000, 1000
LIT = 10.0  # lx
FIRST_GUESS = (-3.5, 0.5, 0.0, 1.0)  # mu, gamma_female, busy place, park
SOURCE = "ONS, June 2021, n = 16,112 (bulletin opening and press)"
NOTE = "with calibration: nightwalk calibrate (not part of this version); fitted here by least squares"


def d12(seeds: int, *, quick: bool = False) -> list[Row]:
    """Return the rows of D12: the six cells after the fit.

    Args:
        seeds: How many seeds; each draws its own residents.
        quick: Fewer residents.
    """
    count = QUICK_RESIDENTS if quick else RESIDENTS
    found = np.array([fitted(_people(seed, count)) for seed in range(1, seeds + 1)])
    return [
        against("D12", f"unsafe after dark: {place}, {sex}", found[:, k, s].tolist(), float(CELLS[k, s]), unit="%",
                source=SOURCE, tolerance=TOLERANCE, note=NOTE)
        for k, place in enumerate(PLACES) for s, sex in enumerate(SEXES)
    ]  # fmt: skip


def fitted(people: People) -> np.ndarray:
    """Return the share unsafe after dark by place and sex after the fit, per cent, float64 (3, 2)."""
    from scipy.optimize import least_squares

    best = least_squares(lambda x: (_cells(people, x) - CELLS).ravel(), FIRST_GUESS)
    return _cells(people, best.x)


def _cells(people: People, x: np.ndarray) -> np.ndarray:
    mu, gamma_female, *places = x
    p = changed(Parameters().values(), mu=mu)
    woman = people.sex == 1
    level = levels(people, np.zeros(int(people.area.max()) + 1), p) + (gamma_female - p.gamma_female) * woman
    night = p.beta_D0 + p.beta_DL * removable_penalty(LIT, 0.0, p.E_half)
    unsafe = [_unsafe(level + people.v * (night + effect), p) for effect in (0.0, *places)]
    return 100.0 * np.array([[one[~woman].mean(), one[woman].mean()] for one in unsafe])


def _unsafe(eta: np.ndarray, p: Any) -> np.ndarray:
    return np.asarray(answer_shares(eta, p)[:, 2:].sum(axis=1))


@cache
def _town() -> Town:
    return town_of(grid_town(), Parameters().values())


def _people(seed: int, count: int) -> People:
    return residents_of(_town(), Population(residents=count), Parameters().values(), seed)
