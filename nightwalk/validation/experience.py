"""What people went through and how it shows in their answers (SF11-SF13, SF18-SF22, SF42)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logit

from nightwalk.agents.columns import victimised
from nightwalk.agents.offend import STREET_FAMILIES
from nightwalk.agents.remember import severity
from nightwalk.validation.levels import DARK
from nightwalk.validation.measure import Measure, ratio

if TYPE_CHECKING:
    from nightwalk.validation.year import Year

__all__ = ["EXPERIENCE"]

FEW = 4  # episodes: one to four (Farrall & Gadd 2004)
RECENT = 24 * 182  # hours: six months
DAYS_PER_MONTH = 365.25 / 12.0
LOGISTIC_SD = np.pi / np.sqrt(3.0)  # of the answer noise
WAVES = 4  # weekly surveys at each end of the year
FEWEST_VICTIMS = 10


def any_episode(year: Year) -> float:
    """Return the share of residents with a fear episode in the year."""
    return float((year.residents.episodes > 0).mean())


def one_to_four(year: Year) -> np.ndarray:
    """Return those with one to four episodes and those with any, float64 (2,)."""
    episodes = year.residents.episodes
    return np.array([((episodes > 0) & (episodes <= FEW)).sum(), (episodes > 0).sum()], dtype=float)


def intense(year: Year) -> float:
    """Return the share of residents with an intense episode."""
    return float((year.residents.intense > 0).mean())


def frequent_and_intense(year: Year) -> float:
    """Return the share of residents with five episodes or more, one of them intense."""
    people = year.residents
    return float(((people.episodes > FEW) & (people.intense > 0)).mean())


def _hours_since(year: Year) -> np.ndarray:
    """Return the hours since each resident was last a victim, -1 for those who never were, int64 (N,)."""
    last = year.residents.last_victim.astype(np.int64)
    return np.where(last >= 0, year.sim.clock.hour - last, -1)


def victims_against_others(year: Year) -> float:
    """Return Cohen's d of the answer 1-4 of recent victims against people never victimised."""
    since = _hours_since(year)
    recent, never = (since >= 0) & (since <= RECENT), since < 0
    if recent.sum() < FEWEST_VICTIMS:
        return np.nan
    answer = year.asked[DARK]
    scale = np.arange(1, 5)
    mean, square = answer @ scale, answer @ scale**2

    def spread(group: np.ndarray) -> float:
        return float(square[group].mean() - mean[group].mean() ** 2)

    weights = np.array([recent.sum(), never.sum()], dtype=float)
    pooled = np.average([spread(recent), spread(never)], weights=weights)
    return float((mean[recent].mean() - mean[never].mean()) / np.sqrt(pooled))


def fading(year: Year) -> float:
    """Return the halvings a month of what victims remember more than others do.

    Log-linear least squares of the memory per unit of severity in those victimised once, over the time since.
    """
    people, since = year.residents, _hours_since(year)
    once = (since >= 0) & (victimised(people) == 1)
    usual = float(people.memory[since < 0].mean())
    days = since[once] / 24.0
    jump = np.select(
        [people.robbed[once] > 0, people.pickpocketed[once] > 0],
        [severity(0, year.values), severity(1, year.values)],
        severity(2, year.values),
    )
    excess = (people.memory[once] - usual) / jump
    keep = excess > 0
    if keep.sum() < FEWEST_VICTIMS:
        return np.nan
    return float(-np.polyfit(days[keep], np.log2(excess[keep]), 1)[0] * DAYS_PER_MONTH)


def half_life(halvings: np.ndarray) -> float:
    """Return the months of one halving; infinite where nothing fades."""
    return float(1.0 / halvings[0]) if halvings[0] > 0 else np.inf


def told_and_own(year: Year) -> np.ndarray:
    """Return what tellings and own victimisation add to memory in the year, logits over all residents, float64 (2,).

    Tellings in expectation over who of the ties hears of it.
    """
    p, ties, crimes = year.values, year.sim.state.ties, year.street_crimes
    known = crimes.where((crimes.victim >= 0) & (crimes.victim < len(ties.start) - 1))
    weight = np.array([severity(family, p) for family in range(STREET_FAMILIES)])[known.family]
    reach = np.add.reduceat(np.append(ties.trust, 0.0), ties.start[:-1]) * (np.diff(ties.start) > 0)
    told = p.J_h * p.p_tell * float((weight * reach[known.victim]).sum())
    return np.array([told, p.J_v * float(weight.sum())])


def exposure_and_area(year: Year) -> float:
    """Return the correlation of media exposure with the answer 1-4 about one's area, answer noise included."""
    answer, exposure = year.asked[DARK], year.residents.exposure
    scale = np.arange(1, 5)
    mean = answer @ scale
    variance = float((answer @ scale**2).mean() - mean.mean() ** 2)
    return float(np.cov(exposure, mean, ddof=0)[0, 1] / np.sqrt(exposure.var() * variance))


def exposure_and_concern(year: Year) -> float:
    """Return the correlation of media exposure with an item on crime in general, with the answer noise of the other."""
    people = year.residents
    covariance = np.cov(people.exposure, people.concern, ddof=0)[0, 1]
    return float(covariance / np.sqrt(people.exposure.var() * (people.concern.var() + LOGISTIC_SD**2)))


def trust(year: Year) -> float:
    """Return the slope of answering unsafe on trust, logits per standard deviation: a logistic regression."""
    people = year.residents
    z = (people.trust - people.trust.mean()) / people.trust.std()
    return float(slopes(year.unsafe(DARK), z[:, None])[0])


def slopes(probability: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the slopes of a logistic regression, float64 (k,), of probabilities (N,) on columns (N, k).

    Newton's method on the expected log-likelihood (McCullagh & Nelder 1989); nobody's answer is drawn.
    """
    x = np.column_stack([np.ones(len(probability)), columns])
    b = np.zeros(x.shape[1])
    b[0] = logit(probability.mean())
    for _ in range(25):
        fitted = 1.0 / (1.0 + np.exp(-x @ b))
        weight = fitted * (1.0 - fitted)
        step = np.linalg.solve((x * weight[:, None]).T @ x, x.T @ (probability - fitted))
        b += step
        if np.abs(step).max() < 1e-10:
            break
    return b[1:]


def drift(year: Year) -> float:
    """Return the change of the share unsafe after dark, last against first weekly surveys, percentage points."""
    _, value = year.series("unsafe_after_dark")
    return float(100.0 * (value[-WAVES:].mean() - value[:WAVES].mean()))


_RARE = "fewer than ten residents were victims within the time asked for"
EXPERIENCE = (
    Measure("SF11", "any in 12 months", any_episode),
    Measure("SF12", "one to four among those with any", one_to_four, join=ratio),
    Measure("SF13", "any intense episode", intense),
    Measure("SF13", "five or more episodes, one intense", frequent_and_intense),
    Measure("SF18", "victim in 6 months against never", victims_against_others, unless=_RARE),
    Measure("SF19", "half-life of the personal effect", fading, join=half_life, unless=_RARE),
    Measure("SF20", "told / own, population total", told_and_own, join=ratio),
    Measure("SF21", "r(exposure, own area)", exposure_and_area),
    Measure("SF21", "r(exposure, concern)", exposure_and_concern),
    Measure("SF22", "per sd of trust", trust),
    Measure("SF42", "change of unsafe after dark, last against first 4 weeks", drift),
)
