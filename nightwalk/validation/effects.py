"""What a measure changes in the streets treated, next to them and elsewhere (SF27, SF28, SF34, SF37-SF39)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.outings import LIGHT
from nightwalk.outputs.displacement import displaced, net_change
from nightwalk.validation.ground import around
from nightwalk.validation.levels import DARK
from nightwalk.validation.measure import Measure
from nightwalk.validation.worlds import BEAT_WEEKS, CAMERAS, GREENING, LIGHTING, PATROL, TODAY, beat

if TYPE_CHECKING:
    from nightwalk.validation.year import Crimes, Year

__all__ = ["EFFECTS"]

WEEK = 7
DEPLOYED = 7 * BEAT_WEEKS


def counts(crimes: Crimes, *chosen: np.ndarray) -> np.ndarray:
    """Return the crimes on each choice of segments, float64 (k,)."""
    return np.array([rows[crimes.segment].sum() for rows in chosen], dtype=float)


def treated_and_control(today: Year, then: Year, *, dark_only: bool = False) -> np.ndarray:
    """Return crimes on treated and control streets before and after: T0, C0, T1, C1, float64 (4,)."""
    found = []
    for year in (today, then):
        crimes = year.crimes.where(year.crimes.dark >= LIGHT) if dark_only else year.crimes
        found.append(counts(crimes, year.ground.treated, year.ground.control))
    return np.concatenate(found)


def lighting_spill(today: Year, lit: Year) -> np.ndarray:
    """Return crimes on treated, ring and control streets before and after lighting, float64 (6,)."""
    ground = today.ground
    places = (ground.treated, ground.ring, ground.control)
    return np.concatenate([counts(year.crimes, *places) for year in (today, lit)])


def _beat_places(today: Year) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    city = today.sim.town.city
    beaten = np.zeros(city.segments, dtype=bool)
    beaten[beat(today)] = True
    near = around(city, beaten) & ~beaten
    return beaten, near, ~beaten & ~near


def patrol_by_week(today: Year, patrolled: Year) -> np.ndarray:
    """Return crimes by week of the deployment on beat, ring and control before and after, float64 (6 x 12,).

    Deployments follow one another; their weeks are added up.
    """
    places = _beat_places(today)
    out = np.zeros((2, 3, BEAT_WEEKS))
    last = today.days // DEPLOYED * DEPLOYED
    for k, year in enumerate((today, patrolled)):
        for week in range(BEAT_WEEKS):
            when = (year.crimes.day < last) & (year.crimes.day % DEPLOYED // WEEK == week)
            out[k, :, week] = counts(year.crimes.where(when), *places)
    return out.ravel()


def _weekly(sums: np.ndarray) -> np.ndarray:
    return sums.reshape(2, 3, BEAT_WEEKS)


def on_the_beat(sums: np.ndarray) -> float:
    """Return the net change on the beat over the deployment."""
    before, after = _weekly(sums).sum(axis=2)
    return net_change(np.array([before[0], before[2], after[0], after[2]]))


def in_the_ring(sums: np.ndarray) -> float:
    """Return the net change in the ring around the beat."""
    before, after = _weekly(sums).sum(axis=2)
    return net_change(np.array([before[1], before[2], after[1], after[2]]))


def patrol_spill(sums: np.ndarray) -> float:
    """Return the weighted displacement quotient of the patrol."""
    return displaced(_weekly(sums).sum(axis=2).ravel())


def wearing_off(sums: np.ndarray) -> float:
    """Return the weeks in which the effect on the beat falls to a half.

    Infinite where there is none, or it does not fall. Weighted least squares of a 2^(-week / h) on the log of
    the relative crime on the beat (all of it common luck apart), weeks weighted by crimes.
    """
    from scipy.optimize import least_squares

    before, after = _weekly(sums)
    change = -np.log(np.maximum(after[0], 0.5) / np.maximum(before[0], 0.5))
    weeks, weight = np.arange(BEAT_WEEKS) + 0.5, np.sqrt(np.maximum(before[0], 1.0))

    def missed(guess: np.ndarray) -> np.ndarray:
        return np.asarray(weight * (guess[0] * 2.0 ** (-weeks * guess[1]) - change))

    full, rate = least_squares(missed, (0.2, 0.1), bounds=((-np.inf, -1.0), (np.inf, 1.0))).x
    return float(1.0 / rate) if rate > 0 and full > 0 else np.inf


def points_at_home(today: Year, then: Year) -> float:
    """Return the change of the share unsafe after dark of residents of the treated half, percentage points."""
    before, after = (year.unsafe(DARK)[year.at_home].mean() for year in (today, then))
    return float(100.0 * (after - before))


def concern_close_by(today: Year, green: Year) -> float:
    """Return the log of the ratio of the share who would feel unsafe after dark in the streets treated."""
    length = today.sim.town.city.streets.length[today.ground.treated]
    before, after = (
        np.average(year.sim.observations.street_columns()["unsafe_dark"][year.ground.treated], weights=length)
        for year in (today, green)
    )
    return float(np.log(after / before))


LIT, PATROLLED, GREEN, FILMED = ((TODAY, world) for world in (LIGHTING, PATROL, GREENING, CAMERAS))
_SPREAD = "the ring around the treated streets leaves no control streets"
EFFECTS = (
    Measure("SF27", "all hours, net of control", treated_and_control, LIT, net_change),
    Measure(
        "SF27", "dark hours, net of control",
        lambda today, lit: treated_and_control(today, lit, dark_only=True), LIT, net_change,
    ),
    Measure("SF28", "unsafe after dark, residents of the area treated", points_at_home, LIT),
    Measure("SF34", "weighted displacement quotient, lighting", lighting_spill, LIT, displaced),
    Measure("SF34", "weighted displacement quotient, patrol", patrol_by_week, PATROLLED, patrol_spill, _SPREAD),
    Measure(
        "SF38", "crime on the beat, first 12 weeks, net of control", patrol_by_week, PATROLLED, on_the_beat, _SPREAD,
    ),
    Measure("SF38", "half-life of the effect", patrol_by_week, PATROLLED, wearing_off),
    Measure("SF38", "crime in the ring around", patrol_by_week, PATROLLED, in_the_ring, _SPREAD),
    Measure("SF37", "crime in view, net of control", treated_and_control, FILMED, net_change),
    Measure("SF37", "unsafe after dark, residents of the area", points_at_home, FILMED),
    Measure("SF39", "unsafe in the streets treated, ln ratio", concern_close_by, GREEN),
)  # fmt: skip
