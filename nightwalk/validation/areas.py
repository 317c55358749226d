"""Between areas: how much they differ, and what goes with it (SF14-SF16, SF41)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.surroundings import mean_around
from nightwalk.validation.experience import slopes
from nightwalk.validation.levels import DARK
from nightwalk.validation.measure import Measure, ratio

if TYPE_CHECKING:
    from nightwalk.validation.year import Year

__all__ = ["AREAS"]

NOISE = np.pi**2 / 3.0  # variance of the answer noise
FEWEST_AREAS = 10
SENIOR = 3  # age group from 65
FLAT = 1e-9  # spread of what does not differ between areas


def _mean_by_area(year: Year, value: np.ndarray, weight: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Return the weighted mean of each area, float64 (A,), NaN where there is nothing."""
    inside, count = area >= 0, len(year.sim.state.efficacy)
    total = np.bincount(area[inside], weights=weight[inside], minlength=count)
    with np.errstate(invalid="ignore"):
        return np.asarray(
            np.bincount(area[inside], weights=(weight * value)[inside], minlength=count) / total
        )


def between_areas(year: Year) -> float:
    """Return the share of the variance of the latent answer after dark that lies between areas (one-way ANOVA)."""
    eta, area = year.residents.unsafe, year.residents.area
    count = np.bincount(area)
    count = count[count > 0]
    if len(count) < FEWEST_AREAS:
        return np.nan
    _, group = np.unique(area, return_inverse=True)
    mean = np.bincount(group, weights=eta) / count
    within = float(((eta - mean[group]) ** 2).sum() / (len(eta) - len(count)))
    among = float((count * (mean - eta.mean()) ** 2).sum() / (len(count) - 1))
    size = (len(eta) - (count**2).sum() / len(eta)) / (len(count) - 1)
    between = max(0.0, (among - within) / size)
    return float(between / (between + within + NOISE))


def _crime_per_km(year: Year) -> np.ndarray:
    """Return street crimes per kilometre of street of each area, float64 (A,)."""
    streets = year.sim.town.city.streets
    events = np.bincount(year.street_crimes.segment, minlength=len(streets.length))
    return 1000.0 * _mean_by_area(year, events / streets.length, streets.length, streets.area)


def fear_and_crime(year: Year) -> float:
    """Return Pearson's r over areas of street crime per kilometre and the share unsafe after dark."""
    people = year.residents
    unsafe = _mean_by_area(year, year.unsafe(DARK), np.ones(len(people.area)), people.area)
    crime = _crime_per_km(year)
    both = np.isfinite(unsafe) & np.isfinite(crime)
    return float(np.corrcoef(unsafe[both], crime[both])[0, 1]) if both.sum() >= FEWEST_AREAS else np.nan


def partial_effects(year: Year) -> np.ndarray:
    """Return what disorder, crime and structure around home add to unsafety, logits per sd, float64 (3,).

    Means over the streets within 500 m, the area the item asks about; logistic regression over residents with
    sex, age, disability and income. Structure is built form, the entrapment of the streets (how people are
    composed by area is not modelled).
    """
    people, streets = year.residents, year.sim.town.city.streets
    crimes = np.bincount(year.street_crimes.segment, minlength=len(streets.length))
    ours = (year.sim.state.incivility, 1000.0 * crimes / streets.length, streets.entrapment)
    lived = np.column_stack([_around_home(year, value) for value in ours])[people.point]
    spread = lived.std(axis=0)
    kept = spread > FLAT
    z = (lived - lived.mean(axis=0)) / np.where(kept, spread, 1.0)
    persons = np.column_stack([people.sex, people.age >= SENIOR, people.disability, people.low_income])
    found = slopes(year.unsafe(DARK), np.column_stack([z[:, kept], persons]))
    out = np.full(3, np.nan)
    out[kept] = found[: kept.sum()]
    return out


def _around_home(year: Year, value: np.ndarray) -> np.ndarray:
    """Return the mean of a value of the streets within 500 m of each point, by length, float64 (P,)."""
    around, out = year.sim.state.around, np.empty(len(year.sim.state.points))
    mean_around(around.start, around.segment, year.sim.town.city.streets.length, value, out)
    return out


def cross_lags(year: Year) -> np.ndarray:
    """Return the size of disorder's effect on efficacy a month later, and of efficacy's on disorder, float64 (2,).

    Standardised slopes of the panel of areas, each on both of the month before, area means taken off.
    """
    panel = np.array(year.sim.panel)  # (months, 2, A)
    if len(panel) < 3 or panel.shape[2] < FEWEST_AREAS:
        return np.full(2, np.nan)
    moved = panel - panel.mean(axis=0)
    z = moved / np.maximum(moved.std(axis=(0, 2), keepdims=True), 1e-12)
    before = z[:-1].transpose(0, 2, 1).reshape(-1, 2)
    after = z[1:].transpose(0, 2, 1).reshape(-1, 2)
    effects, *_ = np.linalg.lstsq(before, after, rcond=None)
    return np.abs([effects[0, 1], effects[1, 0]])


def _part(which: int) -> Measure:
    name = ("disorder", "crime", "structure")[which]
    return Measure(
        "SF15", f"{name}, partial", lambda year: float(partial_effects(year)[which]), unless="it is the same everywhere"
    )  # fmt: skip


_FEW = "the town has fewer than ten areas people live in"
AREAS = (
    Measure("SF14", "between-area share of the latent answer", between_areas, unless=_FEW),
    _part(0),
    _part(1),
    _part(2),
    Measure("SF16", "r(street crime, unsafety) over areas", fear_and_crime, unless=_FEW),
    Measure(
        "SF41", "cross-lag, disorder to control / control to disorder", cross_lags, join=ratio,
        unless=_FEW,
    ),
)  # fmt: skip
