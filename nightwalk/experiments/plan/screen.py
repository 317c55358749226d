"""The cheap screen: the equation of perceived unsafety for given streets, without a day being lived.

People feel as in one run of today; a plan changes the cue of streets, and with it the mean cue around their homes and
that of the streets they pass. Every plan is judged with several draws of what is not known (rule 31).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.perceive import company_effects
from nightwalk.model.conditions import Conditions, base_conditions
from nightwalk.model.cues import cues_of
from nightwalk.model.renewal import DARK_HOUR
from nightwalk.model.surroundings import mean_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.experiments.plan.ground import Ground
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["DRAWS", "Score", "Screen"]

DRAWS = 16  # of what is not known
MONDAY = 0


@dataclass(frozen=True, eq=False)
class Score:
    """What a plan does in each draw, float64 (draws,).

    Attributes:
        unsafe: Share of residents who feel unsafe at home after dark.
        group: The same among those planned for.
        worst_off: The same in the group that is worst off today.
        exposure: Metres a resident and day, walked after dark, that would feel unsafe.
    """

    unsafe: np.ndarray
    group: np.ndarray
    worst_off: np.ndarray
    exposure: np.ndarray


class Screen:
    """Judges plans in a town.

    Args:
        base: What plans are added to.
        ground: What one run of it says.
        group: Whom to plan for, bool (N,).
        draws: Draws of parameters and effect sizes: the same as those of seeds 1 to `draws` in a study.
    """

    def __init__(self, base: Scenario, ground: Ground, group: np.ndarray, draws: int = DRAWS) -> None:
        self.base, self.ground, self.group = base, ground, group
        self.worst_off = ground.groups[ground.worst_off()]
        self.seeds = range(1, draws + 1)
        given = base.given
        self.values = [base.reference.draw(seed).with_values(given).values() for seed in self.seeds]

    @cached_property
    def today(self) -> np.ndarray:
        """The cue of streets without a plan, logits (draws, 2, S), for men and women."""
        return self._cues(())

    def change(self, plan: Sequence[Intervention]) -> np.ndarray:
        """Return how a plan changes the cue of streets, logits (draws, 2, S)."""
        return np.asarray(self._cues(plan) - self.today)

    def score(self, plan: Sequence[Intervention]) -> Score:
        """Judge a plan in every draw."""
        change = self.change(plan)
        unsafe = np.stack([self._unsafe(one) for one in change])
        group, worst_off = (unsafe[:, who].mean(axis=1) for who in (self.group, self.worst_off))
        exposure = np.array([self._exposure(one) for one in change])
        return Score(unsafe.mean(axis=1), group, worst_off, exposure)

    def home_slope(self, who: np.ndarray) -> np.ndarray:
        """Return how the share of some residents who feel unsafe rises with the cue of a street, (2, S)."""
        from scipy.special import expit

        g = self.ground
        p = expit(g.eta[who])
        points = len(g.start) - 1
        cell = g.sex[who].astype(np.int64) * points + g.point[who]
        at_home = np.bincount(cell, weights=g.v[who] * p * (1.0 - p), minlength=2 * points).reshape(2, points)
        owner = np.repeat(np.arange(points), np.diff(g.start))
        near = g.length[g.segment]
        mass = np.bincount(owner, weights=near, minlength=points)
        share = near / np.maximum(mass, 1e-9)[owner]
        slopes = [
            np.bincount(g.segment, weights=row[owner] * share, minlength=len(g.length)) for row in at_home
        ]
        return np.stack(slopes) / max(int(who.sum()), 1)

    def walk_slope(self) -> np.ndarray:
        """Return how exposure rises with the cue of a street, (2, S)."""
        from scipy.special import expit

        g, z = self.ground, self.today.mean(axis=0)
        slope = np.zeros(z.shape)
        for i in g.panel:
            p = expit(g.theta[i] + g.v[i] * z[g.sex[i]])
            slope[g.sex[i]] += g.v[i] * p * (1.0 - p)
        return np.asarray(slope * self._metres / len(g.panel))

    @property
    def _metres(self) -> np.ndarray:
        """Metres walked after dark, a resident and day (S,)."""
        residents = max(float(self.ground.city.homes.residents.sum()), 1.0)
        return np.asarray(self.ground.passers * self.ground.length / residents)

    def _cues(self, plan: Sequence[Intervention]) -> np.ndarray:
        whole = replace(self.base, interventions=(*self.base.interventions, *plan)) if plan else self.base
        placed = whole.placed()
        return np.stack([
            self._cue(whole, placed, seed, p) for seed, p in zip(self.seeds, self.values, strict=True)
        ])  # fmt: skip

    def _cue(self, whole: Scenario, placed: Sequence[Intervention], seed: int, p: Any) -> np.ndarray:
        from nightwalk.scenarios.governance import measures_of

        drawn = tuple(one.drawn(seed) for one in placed)
        now, expected, day = self._base(placed), self.ground.expected, self.base.days - 1
        for measure in measures_of(drawn, whole.governance and whole.governance.drawn(seed), whole.start):
            strength = measure.strength(day, DARK_HOUR, MONDAY)
            now = measure.apply(now, strength) if strength > 0.0 else now
            crowd = measure.crowd()
            if crowd is not None and crowd.begin <= DARK_HOUR < crowd.end:
                expected = expected.copy()
                expected[crowd.segments] += strength * crowd.people_per_hour
        cues = cues_of(now, self.ground.park, p)
        street = cues.always[0] + cues.dark[0] + self.ground.night * cues.social[0]
        return np.asarray(street + company_effects(expected, cues.room[0], p))

    def _base(self, placed: Sequence[Intervention]) -> Conditions:
        """Return the town without measures, with room for the groups they reach."""
        groups = sum(one.selection.group >= 0 for one in placed)
        return replace(base_conditions(self.ground.city, groups=groups), incivility=self.ground.incivility)

    def _unsafe(self, change: np.ndarray) -> np.ndarray:
        """Return the chance that each resident feels unsafe at home after dark, (N,)."""
        from scipy.special import expit

        g = self.ground
        home = np.empty((2, len(g.start) - 1))
        for sex in range(2):
            mean_around(g.start, g.segment, g.length, np.ascontiguousarray(change[sex]), home[sex])
        return np.asarray(expit(g.eta + g.v * home[g.sex, g.point]))

    def _exposure(self, change: np.ndarray) -> float:
        from scipy.special import expit

        g, z = self.ground, self.today.mean(axis=0) + change
        felt = np.zeros(len(g.length))
        for i in g.panel:
            felt += expit(g.theta[i] + g.v[i] * z[g.sex[i]])
        return float(self._metres @ felt) / len(g.panel)
