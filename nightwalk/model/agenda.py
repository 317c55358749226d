"""The interventions of a run: conditions of each hour, who is reached, whom they draw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.agents.columns import SUPPORTED, WILLING, People
from nightwalk.agents.outings import LAST_SLOT
from nightwalk.base.streams import Decision, uniforms
from nightwalk.model.conditions import GROUP, Conditions, base_conditions
from nightwalk.model.cues import cues_of, guards_of
from nightwalk.model.people import add_crowd
from nightwalk.model.renewal import add_routes
from nightwalk.model.surroundings import add_near

if TYPE_CHECKING:
    from nightwalk.agents.crowd import Drawn
    from nightwalk.agents.offend import Guards
    from nightwalk.agents.perceive import Cues
    from nightwalk.model.setup import Measure, Setup
    from nightwalk.model.state import State
    from nightwalk.model.town import Town

__all__ = ["Agenda", "Crowd"]

SHIFTS = {
    "trust": "shift_trust", "authority_trust": "shift_authority", "concern": "shift_concern",
    "reporting": "shift_reporting", "memory_half_life": "half_life", "carrying": "carrying",
    "insecurity_reports": "insecurity_reports",
}  # fmt: skip
MOST_FOLDS = 64  # ramps and upkeep make a new fold every day; old ones are let go
RATIOS = ("memory_half_life", "carrying", "insecurity_reports")


class Crowd(NamedTuple):
    """People a measure draws: rows first..last of the columns."""

    measure: Measure
    first: int
    last: int
    segment: np.ndarray  # int32 (n,)
    drawn: Drawn


class Agenda:
    """Folds the measures over the base town; a fold is made again only when one of its inputs changes.

    `dynamic` is false in the spin-up, where incivility is held and the usual level is learnt.
    """

    def __init__(self, town: Town, state: State, p: Any, seed: int, setup: Setup, *, dynamic: bool) -> None:
        self.town, self.values, self.dynamic = town, p, dynamic
        self.measures = list(setup.measures())
        areas = len(town.city.areas.name)
        rows = [m.selection.group for m in self.measures if m.selection.group >= 0]
        self.base = base_conditions(
            town.city, groups=max(rows, default=areas - 1) + 1 - areas, delay=p.authority_lag,
            social=None if setup.crime is None else setup.crime.social_of(town.city.streets.id),
        )  # fmt: skip
        self.members = self._members(state, seed, areas)
        self.joining = {m.selection.group for m in self.measures if m.on_report} & set(self.members)
        for row in self.joining:
            state.people.support[self.members[row]] = WILLING
        self.crowds = self._crowds(state, setup, seed)
        self._folded: dict[tuple[float, ...], tuple[Conditions, Cues]] = {}
        self._guards: dict[int, tuple[Conditions, Guards]] = {}
        self._shown: tuple[Conditions, int] | None = None
        self.efficacy = state.efficacy.copy()
        self.refresh(state)
        self.refresh_records(state, p.authority_lag)

    def refresh(self, state: State) -> None:
        """Take the town's incivility as the new base of the fold."""
        incivility = state.incivility.copy()
        incivility.setflags(write=False)
        self._rebased(incivility=incivility)

    def refresh_records(self, state: State, delay: float) -> None:
        """Take what the authority knows now, `delay` days late, as the new base of the fold."""
        self._rebased(recorded=recorded(state, self.town, delay))

    def _rebased(self, **columns: np.ndarray) -> None:
        self.base = replace(self.base, **columns)  # type: ignore[arg-type]
        self._folded.clear()
        self._guards.clear()

    def at(self, day: int, hour: int, weekday: int) -> tuple[Conditions, Cues]:
        """Return the conditions and cues of an hour of the horizon; before it, the base town."""
        if len(self._folded) > MOST_FOLDS:
            self._folded.clear()
        strengths = tuple(m.strength(day, hour, weekday) if day >= 0 else 0.0 for m in self.measures)
        if strengths not in self._folded:
            now = self.base
            for measure, strength in zip(self.measures, strengths, strict=True):
                if strength > 0.0:
                    now = measure.apply(now, strength)
            self._folded[strengths] = now, cues_of(now, self.town.park, self.values)
        return self._folded[strengths]

    def turns(self, day: int) -> bool:
        """Say whether a measure starts, is complete or has ended on that day of the horizon."""
        return any(day in m.turning_days for m in self.measures)

    def guards(self, now: Conditions) -> Guards:
        """Return what stands against a crime under these conditions."""
        if id(now) not in self._guards:
            self._guards[id(now)] = now, guards_of(now, self.efficacy, self.town.city, self.values)
        return self._guards[id(now)][1]

    def show(self, state: State, now: Conditions) -> None:
        """Write to the people what the conditions shift for those reached; efficacy of the areas likewise."""
        self._guards.clear()
        efficacy = state.efficacy + now.efficacy
        if not np.array_equal(efficacy, self.efficacy):
            self.efficacy = efficacy
        supported = state.people.support == SUPPORTED if self.joining else np.empty(0, dtype=bool)
        users = int(supported.sum())
        if self._shown is not None and users == self._shown[1] and _same_groups(now, self._shown[0]):
            return
        self._shown = now, users
        areas = len(state.efficacy)
        residents = state.people.area[: state.residents]
        for column, shift in SHIFTS.items():
            values = getattr(now, column)
            out = getattr(state.people, shift)
            out[: state.residents] = values[:areas][residents]
            for row, reached in self.members.items():
                rows = reached[supported[reached]] if row in self.joining else reached
                if column in RATIOS:
                    out[rows] *= values[row]
                else:
                    out[rows] += values[row]

    def _members(self, state: State, seed: int, areas: int) -> dict[int, np.ndarray]:
        """Draw who is reached: residents of the areas, a keyed draw per intervention and person (rule 2)."""
        residents = People(*(column[: state.residents] for column in state.people))
        out = {}
        for measure in self.measures:
            if measure.selection.group < areas:
                continue
            lives_there = np.isin(residents.area, measure.selection.areas)
            u = uniforms(seed, Decision.REACHED, state.residents, slot=measure.key)
            out[measure.selection.group] = np.flatnonzero(lives_there & (u < measure.chances(residents)))
        return out

    def _crowds(self, state: State, setup: Setup, seed: int) -> list[Crowd]:
        crowds = []
        for measure in self.measures:
            drawn = measure.crowd()
            if drawn is None:
                continue
            drawn = drawn._replace(end=min(drawn.end, LAST_SLOT))
            first = len(state.people.kind)
            segment = add_crowd(state, self.town, setup.population, self.values, seed, drawn)
            add_routes(state, self.town, self.values, first, segment)
            crowds.append(Crowd(measure, first, len(state.people.kind), segment, drawn))
        return crowds


def _same_groups(now: Conditions, before: Conditions) -> bool:
    return all(getattr(now, column) is getattr(before, column) for column in GROUP)


def recorded(state: State, town: Town, delay: float) -> np.ndarray:
    """Return what the authority knows of each segment, float64 (S,): four weeks, lagged and smoothed (rule 32)."""
    skip = round(delay / 7.0)
    weeks = state.known_weeks[: max(0, len(state.known_weeks) - skip)][-4:]
    out = np.sum(weeks, axis=0) if weeks else np.zeros(len(state.boost))
    if weeks:
        around = out.copy()
        add_near(town.near_start, town.near_other, out, around)
        out = around / (1 + np.diff(town.near_start))
    out.setflags(write=False)
    return np.asarray(out)
