"""Who walks when, and who stays in (SF23-SF26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.columns import avoided_dark
from nightwalk.agents.perceive import removable_penalty
from nightwalk.validation.levels import DARK
from nightwalk.validation.measure import Measure
from nightwalk.validation.worlds import LEVEL

if TYPE_CHECKING:
    from nightwalk.validation.year import Year

__all__ = ["WALKS"]

HALF = 0.5
ALL_LIGHT, ALL_DARK = 0.01, 0.99  # darkness of an hour that is wholly light or wholly dark
FEWEST_DAYS = 14  # on which an hour of the clock is light, and as many dark
AT_10, AT_30 = 10.0, 30.0  # lx


def _stays_in(year: Year) -> np.ndarray:
    """Return the probability that each resident stays in from fear, float64 (N,).

    They avoid at least half of the evening outings they want, and answer unsafe when asked.
    """
    people = year.residents
    wanted = people.wanted_dark
    return np.asarray(year.unsafe(DARK) * ((wanted > 0) & (avoided_dark(people) >= HALF * wanted)))


def stays_in(year: Year) -> float:
    """Return the share of residents who stay in from fear."""
    return float(_stays_in(year).mean())


def stays_in_by_sex(year: Year) -> float:
    """Return the odds ratio of women against men of staying in from fear."""
    home, sex = _stays_in(year), year.residents.sex
    women, men = home[sex == 1].mean(), home[sex == 0].mean()
    return float(women / (1.0 - women) / (men / (1.0 - men)))


def flows(year: Year) -> np.ndarray:
    """Return the logs of the flow in light over that in the dark at the same hour of the clock, float64 (3,).

    All, men, women; the mean over the hours that are light on some days of the year and dark on
    others, weighted by people counted; each hour against the flow of the whole day, so that season and weekday
    fall out (case and control hours, Uttley & Fotios 2017).
    """
    flow, dark = year.sim.flow, year.sim.dark
    counts = np.concatenate([flow.sum(axis=2, keepdims=True), flow], axis=2).astype(float)
    logs, weights = [], []
    for slot in range(24):
        light, night = dark[:, slot] <= ALL_LIGHT, dark[:, slot] >= ALL_DARK
        if min(light.sum(), night.sum()) < FEWEST_DAYS:
            continue
        control = [_always_light(dark, counts, days) for days in (light, night)]
        case = [counts[days, slot].sum(axis=0) / days.sum() for days in (light, night)]
        with np.errstate(divide="ignore", invalid="ignore"):
            logs.append(np.log((case[0] / case[1]) / (control[0] / control[1])))
        weights.append(counts[light | night, slot, 0].sum())
    if not logs:
        return np.full(3, np.nan)
    return np.asarray(np.average(np.array(logs), axis=0, weights=np.array(weights)))


def _always_light(dark: np.ndarray, counts: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return people a day in the hours that are light all year, on the days given, float64 (3,)."""
    hours = (dark <= ALL_LIGHT).all(axis=0)
    return np.asarray(counts[days][:, hours].sum(axis=(0, 1)) / days.sum())


def deterred(logs: np.ndarray) -> float:
    """Return the flow ratio of everybody."""
    return float(np.exp(logs[0]))


def women_over_men(logs: np.ndarray) -> float:
    """Return the flow ratio of women over that of men."""
    return float(np.exp(logs[2] - logs[1]))


def left_at(lux: float) -> Measure:
    """Return the measure of the removable penalty left at an illuminance."""
    return Measure(
        "SF26", f"penalty left at {lux:g} lx",
        lambda year: float(removable_penalty(np.array([lux]), np.zeros(1), year.values.E_half)[0]),
    )  # fmt: skip


_SHORT = "no hour of the clock is light on 14 days and dark on 14 others in the days simulated"
WALKS = (
    Measure(
        "SF23",
        "stay in from fear (half of evening outings given up, moved or ridden, and unsafe)",
        stays_in,
        (LEVEL,),
    ),
    Measure("SF23", "women / men", stays_in_by_sex, (LEVEL,)),
    Measure("SF24", "flow in light / dark, same hour", flows, join=deterred, unless=_SHORT),
    Measure("SF25", "women's ratio / men's ratio", flows, join=women_over_men, unless=_SHORT),
    left_at(AT_10),
    left_at(AT_30),
)
