"""Indicators of a run by groups of people (rules 5, 13, 30): definitions in outputs.indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.columns import RESIDENT, WORKER, avoided_dark, victimised
from nightwalk.agents.offend import STREET_FAMILIES, VANDALISM
from nightwalk.agents.perceive import answer_shares, levels
from nightwalk.agents.population import AGES, SEXES
from nightwalk.model.renewal import DARK_HOUR, DAY_HOUR, z_of_hour

if TYPE_CHECKING:
    from nightwalk.model.observe import Observations
    from nightwalk.model.simulation import Simulation

__all__ = ["answers", "indicator_rows"]

YEAR = 365.0
CATEGORIES = np.array([1.0, 2.0, 3.0, 4.0])  # very safe, fairly safe, unsafe, very unsafe


def indicator_rows(seen: Observations) -> dict[str, list[Any]]:
    """Return the rows of the indicators table: indicator, split, group, people, value."""
    sim = seen.sim
    ratios = _ratios(sim, max(seen.days, 1))
    rows: list[tuple[str, str, str, float, float]] = []
    for split, groups in _groups(seen).items():
        for group, mine in groups.items():
            people = float(mine.sum() * sim.people_per_agent)
            for name, (part, whole) in ratios.items():
                total = float(whole[mine].sum())
                value = float(part[mine].sum()) / total if total > 0 else float("nan")
                rows.append((name, split, group, people, value))
    everyone = sim.state.residents * sim.people_per_agent
    rows.extend((name, "all", "everyone", everyone, value) for name, value in _town_values(seen).items())
    names = ("indicator", "split", "group", "people", "value")
    return dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))


def answers(sim: Simulation) -> dict[str, np.ndarray]:
    """Return the probabilities of the four answers of everybody to the survey items, float64 (N, 4).

    Items: `after_dark` and `by_day` about the area around home, `park` and `busy_place` after
    dark, `park_by_day`. Darkness is as the item says, whatever the date (rule 13).
    """
    from nightwalk.model.daily import cue_at_home

    state, p = sim.state, sim.values
    people = state.people
    level = levels(people, sim.today.efficacy, p)
    familiar = np.where(people.kind == RESIDENT, p.beta_F, 0.0)
    night = sim.town.night[0, DARK_HOUR]
    dark = z_of_hour(sim.today.by_hour[DARK_HOUR], state.expected, DARK_HOUR, 1.0, night, p)
    light = z_of_hour(sim.today.by_hour[DAY_HOUR], state.expected, DAY_HOUR, 0.0, 0.0, p)
    length = sim.town.length

    def setting(chosen: np.ndarray, z: np.ndarray) -> np.ndarray:
        weight = chosen * length
        if weight.sum() == 0:
            return np.full(len(level), np.nan)
        return np.asarray(level + people.v * (z @ weight / weight.sum())[people.sex])

    day_cue = cue_at_home(sim, DAY_HOUR, dark=0.0)
    etas = {
        "after_dark": level + people.v * sim.today.home_cue[people.sex, people.point] - familiar,
        "by_day": level + people.v * day_cue[people.sex, people.point] - familiar,
        "park": setting(sim.town.park, dark),
        "park_by_day": setting(sim.town.park, light),
        "busy_place": setting(sim.town.busy, dark),
    }
    return {item: answer_shares(eta, p) for item, eta in etas.items()}


def _ratios(sim: Simulation, days: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return numerator and denominator per person of every indicator that is a ratio of sums."""
    people = sim.state.people
    asked = answers(sim)
    one = np.ones(len(people.kind))
    unsafe = {item: shares[:, 2] + shares[:, 3] for item, shares in asked.items()}
    years = one * (days / YEAR)
    living = one * days
    ratios = {
        "unsafe_after_dark": (unsafe["after_dark"], one),
        "answer_after_dark": (asked["after_dark"] @ CATEGORIES, one),
        "very_unsafe_after_dark": (asked["after_dark"][:, 3], one),
        "unsafe_by_day": (unsafe["by_day"], one),
        "day_dark_difference": (unsafe["after_dark"] - unsafe["by_day"], one),
        "unsafe_in_park_after_dark": (unsafe["park"], one),
        "unsafe_in_busy_place_after_dark": (unsafe["busy_place"], one),
        "stays_in_after_dark": (avoided_dark(people), people.wanted_dark),
        "forgone_after_dark": (people.forgone_dark, people.wanted_dark),
        "forgone_per_person_year": (people.forgone_dark, years),
        "shifted_per_person_year": (people.shifted_dark, years),
        "ridden_per_person_year": (people.rode_dark, years),
        "lost_visits_per_person_year": (people.lost_visits, years),
        "walks_per_day": (people.walks, living),
        "walks_after_dark_per_day": (people.walks_dark, living),
        "metres_after_dark_per_day": (people.metres_dark, living),
        "detour_metres_per_day": (people.detour, living),
        "detour_metres_per_walk": (people.detour, people.walks),
        "fear_episodes_per_1000_walks": (people.episodes * 1000.0, people.walks),
        "fear_episodes_per_person_year": (people.episodes, years),
        "any_fear_episode": (people.episodes > 0, one),
        "victimised_per_1000_year": (victimised(people) * 1000.0, years),
        "concern": (people.concern, one),
        "trust": (people.trust + people.shift_trust, one),
        "authority_trust": (people.authority + people.shift_authority, one),
    }
    return {name: (np.asarray(a, dtype=float), np.asarray(b, dtype=float)) for name, (a, b) in ratios.items()}


def _groups(seen: Observations) -> dict[str, dict[str, np.ndarray]]:
    """Return the rows of each group of each split, bool (N,)."""
    sim, people = seen.sim, seen.sim.state.people
    home = people.kind == RESIDENT
    known = np.arange(len(people.kind)) < sim.state.residents + sim.state.visitors  # the same in every world
    area_names = sim.town.city.areas.name
    splits: dict[str, dict[str, np.ndarray]] = {
        "all": {"everyone": home},
        "sex": {name: home & (people.sex == k) for k, name in enumerate(SEXES)},
        "age": {name: home & (people.age == k) for k, name in enumerate(AGES)},
        "disability": {
            "disability": home & (people.disability == 1),
            "none": home & (people.disability == 0),
        },
        "safety": {
            "least safe fifth": home & seen.least_safe,
            "others": home & ~seen.least_safe,
        },
        "income": {"low income": home & (people.low_income == 1), "other": home & (people.low_income == 0)},
        "area": {str(name): home & (people.area == k) for k, name in enumerate(area_names)},
        "kind": {
            "resident": home,
            "visitor": (people.kind > WORKER) & known,
            "worker": people.kind == WORKER,
        },
    }
    return {s: {g: mine for g, mine in groups.items() if mine.any()} for s, groups in splits.items()}


def _town_values(seen: Observations) -> dict[str, float]:
    """Return the indicators that belong to the town, not to people."""
    sim = seen.sim
    per_year = 1000.0 * YEAR / (sim.state.residents * max(seen.days, 1))
    true, recorded = seen.crimes.sum(axis=(2, 3))
    home = sim.state.people.area[: sim.state.residents]
    length = sim.town.length
    return {
        "street_crimes_per_1000_year": float(true[:STREET_FAMILIES].sum() * per_year),
        "recorded_crimes_per_1000_year": float(recorded[:STREET_FAMILIES].sum() * per_year),
        "vandalism_per_1000_year": float(true[VANDALISM] * per_year),
        "collective_efficacy": float(sim.today.efficacy[home].mean()),
        "incivility": float(np.average(sim.today.conditions[DAY_HOUR].incivility, weights=length)),
    }
