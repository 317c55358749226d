"""Two simpler models beside the simulation (N1-N3): constants by group, the static equation; known misfits (N4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from nightwalk.agents.columns import avoided_dark
from nightwalk.agents.ways import DARK_HOUR
from nightwalk.model.daily import cue_around
from nightwalk.validation.effects import LIT, lighting_spill, points_at_home
from nightwalk.validation.measure import Measure, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.validation.year import Year

__all__ = ["NULLS"]

GROUPS = ("sex", "age", "disability", "low_income")


def explained(eta: np.ndarray, columns: np.ndarray) -> float:
    """Return the share of the variance of eta, float64 (N,), a linear model of columns (N, k) explains."""
    x = np.column_stack([np.ones(len(eta)), columns])
    fitted, *_ = np.linalg.lstsq(x, eta, rcond=None)
    return float(1.0 - (eta - x @ fitted).var() / eta.var())


def _groups(year: Year) -> np.ndarray:
    """Return a column for each group of people there is, float64 (N, k)."""
    labels = np.stack([getattr(year.residents, name) for name in GROUPS])
    _, row = np.unique(labels, axis=1, return_inverse=True)
    return np.eye(row.max() + 1)[row.ravel()][:, 1:]


def by_group(year: Year) -> float:
    """Return the share of the variance of unsafety that a constant of each group explains."""
    return explained(year.residents.unsafe, _groups(year))


def by_static_layer(year: Year) -> float:
    """Return the share that groups and the cues around home explain, for everybody of mean sensitivity."""
    people = year.residents
    cue = year.sim.today.home_cue[people.sex, people.point]
    return explained(people.unsafe, np.column_stack([_groups(year), cue, cue * people.sex]))


def moved(year: Year) -> float:
    """Return the standard deviation of the residents' change of unsafety from the first day to the last, logits."""
    return float((year.residents.unsafe - year.sim.first_unsafe).std())


def statically(today: Year, lit: Year) -> np.ndarray:
    """Return the change of each resident's unsafety if only the lamps change, 0-1, float64 (N,).

    The survey equation on today's people, their memory and the people usually about.
    """
    sim, people = today.sim, today.residents
    cue = cue_around(sim, lit.sim.today.by_hour[DARK_HOUR], DARK_HOUR, dark=1.0, p=today.values)
    step = (cue - sim.today.home_cue)[people.sex, people.point]
    return np.asarray(expit(people.unsafe + people.v * step) - expit(people.unsafe))


def static_points(today: Year, lit: Year) -> float:
    """Return the change of the treated half's share unsafe in the static layer, percentage points."""
    return float(100.0 * statically(today, lit)[today.at_home].mean())


def _women_over_men(today: Year, change: np.ndarray) -> float:
    sex, home = today.residents.sex, today.at_home
    return float(100.0 * (change[home & (sex == 1)].mean() - change[home & (sex == 0)].mean()))


def unequal(today: Year, lit: Year) -> float:
    """Return by how many points more the simulation moves women than men of the treated half."""
    return _women_over_men(today, expit(lit.residents.unsafe) - expit(today.residents.unsafe))


def statically_unequal(today: Year, lit: Year) -> float:
    """Return the same in the static layer."""
    return _women_over_men(today, statically(today, lit))


def walks_after_dark(today: Year, lit: Year) -> float:
    """Return the relative change of residents' walks after dark."""
    return float(lit.residents.walks_dark.sum() / today.residents.walks_dark.sum() - 1.0)


def relative(part: int) -> Callable[[np.ndarray], float]:
    """Return the relative change of crime in one of treated, ring and control, from `lighting_spill`."""
    return lambda sums: float(sums[3 + part] / sums[part] - 1.0)


def frightened(year: Year, sex: int) -> float:
    """Return the share of men (0) or women (1) with a fear episode in the year."""
    people = year.residents
    return float((people.episodes[people.sex == sex] > 0).mean())


def avoided(year: Year, sex: int) -> np.ndarray:
    """Return the evening outings avoided by men (0) or women (1), and those wanted, float64 (2,)."""
    people = year.residents
    mine = people.sex == sex
    return np.array([avoided_dark(people)[mine].sum(), people.wanted_dark[mine].sum()], dtype=float)


NULLS = (
    Measure("N1", "constant by group: variance explained", by_group),
    Measure("N1", "static layer, without persons and memory: variance explained", by_static_layer),
    Measure("N1", "simulation: sd of a person's change within the year", moved),
    Measure("N2", "simulation", points_at_home, LIT),
    Measure("N2", "static layer", static_points, LIT),
    Measure("N2", "women - men, simulation", unequal, LIT),
    Measure("N2", "women - men, static layer", statically_unequal, LIT),
    Measure("N3", "walks after dark", walks_after_dark, LIT),
    Measure("N3", "crime on treated streets, all hours", lighting_spill, LIT, relative(0)),
    Measure("N3", "crime in the ring around", lighting_spill, LIT, relative(1)),
    Measure("N4", "any fear episode, women", lambda year: frightened(year, 1)),
    Measure("N4", "any fear episode, men", lambda year: frightened(year, 0)),
    Measure("N4", "evening outings avoided, women", lambda year: avoided(year, 1), join=ratio),
    Measure("N4", "evening outings avoided, men", lambda year: avoided(year, 0), join=ratio),
)
