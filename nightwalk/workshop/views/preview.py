"""A first guess within a second: the perception layer alone, over many plausible sets of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.workshop.engine import base_conditions, cues_of
from nightwalk.workshop.views.panel import GROUPS, curves, share
from nightwalk.workshop.views.worlds import cue, folded, reached

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk import Scenario
    from nightwalk.workshop.engine import People, Town
    from nightwalk.workshop.views.panel import View
    from nightwalk.workshop.views.worlds import Moment

__all__ = ["Guess", "Guesser", "World"]

LOW, HIGH = 0.10, 0.90  # ends of the range that is shown
LEAST = 0.005  # share: half a person of a hundred is no change to colour
KEPT = 96  # worlds of today that are remembered


@dataclass(frozen=True, eq=False)
class Guess:
    """What one group would feel in each street, today and with a proposal; shares 0-1, float64 (S,).

    Attributes:
        before: Middle over the sets of numbers, today.
        after: Middle with the proposal.
        low: Lower end of the range of the change.
        high: Upper end.
        touched: Rows of the streets in which any set of numbers gives a change worth a colour.
        change: Low end, middle and high end of the mean change over the touched streets, by length.
    """

    before: np.ndarray
    after: np.ndarray
    low: np.ndarray
    high: np.ndarray
    touched: np.ndarray
    change: tuple[float, float, float]

    @property
    def sure(self) -> np.ndarray:
        """Whether the range of a street leaves no change out, bool (S,)."""
        outside = (self.low > 0) | (self.high < 0)
        return np.asarray(outside & (np.maximum(-self.low, self.high) >= LEAST))


@dataclass(frozen=True, eq=False)
class World:
    """The town under one set of numbers, today and with a proposal.

    Attributes:
        view: The panel as it is today.
        before: Place cue today for men and women, float64 (2, S).
        after: The same with the proposal.
        people: The panel with what the proposal brings them.
        efficacy: What it adds to the efficacy of the areas, z.
    """

    view: View
    before: np.ndarray
    after: np.ndarray
    people: People
    efficacy: np.ndarray

    @cached_property
    def curves(self) -> np.ndarray:
        """What `panel.curves` returns for the people with the proposal."""
        if self.people is self.view.people and not self.efficacy.any():
            return self.view.curves
        return curves(self.people, self.efficacy, self.view.values)


class Guesser:
    """Guesses what a proposal would change, from panels under plausible sets of numbers.

    Args:
        town: The town.
        views: The panels; the first one has the default numbers.
        footfall: People per hour today by hour, float64 (24, S).
        social: What `known_disorder` returns.
    """

    def __init__(
        self, town: Town, views: Sequence[View], footfall: np.ndarray, social: np.ndarray | None = None
    ) -> None:
        self.town, self.views, self.footfall, self.social = town, tuple(views), footfall, social
        now = base_conditions(town.city, social=social)
        self._parts = {view.seed: cues_of(now, town.park, view.values) for view in self.views}
        self._today: dict[tuple[Moment, int], np.ndarray] = {}

    def today(self, moment: Moment, group: str) -> np.ndarray:
        """Return the share of a group who would feel unsafe in each street today, float64 (S,)."""
        return np.asarray(np.mean(self.each(moment, group), axis=0))

    def each(self, moment: Moment, group: str) -> list[np.ndarray]:
        """Return the same for each set of numbers."""
        row = list(GROUPS).index(group)
        return [share(view.curves[row], self._cue(moment, view)) for view in self.views]

    def spread(self, moment: Moment, group: str, street: int) -> tuple[float, float]:
        """Return the range of one street's share today over the sets of numbers."""
        row = list(GROUPS).index(group)
        found = [share(view.curves[row], self._cue(moment, view)[:, [street]])[0] for view in self.views]
        low, high = np.quantile(found, [LOW, HIGH])
        return float(low), float(high)

    def guess(self, scenario: Scenario, moment: Moment, group: str) -> Guess:
        """Return what a proposal would change for a group."""
        return self.guesses(scenario, moment, (group,))[group]

    def guesses(
        self, scenario: Scenario, moment: Moment, groups: Sequence[str] = tuple(GROUPS)
    ) -> dict[str, Guess]:
        """Return what a proposal would change for several groups, by name."""
        worlds = [self.world(scenario, moment, view) for view in self.views]
        names = list(GROUPS)
        return {name: self._guess(worlds, names.index(name)) for name in groups}

    def world(self, scenario: Scenario, moment: Moment, view: View) -> World:
        """Return the town today and with a proposal under one set of numbers."""
        now, drawn = folded(scenario, moment, view.seed)
        parts = cues_of(now, self.town.park, view.values)
        before = self._cue(moment, view)
        after = cue(self.town, parts, moment, self.footfall[moment.hour] + drawn, view.values)
        shut = now.closed >= 1.0  # nobody is there to feel anything
        after[:, shut] = before[:, shut]
        return World(view, before, after, reached(self.town, scenario, now, view), now.efficacy)

    def _guess(self, worlds: list[World], row: int) -> Guess:
        before = np.array([share(one.view.curves[row], one.before) for one in worlds])
        after = np.array([share(one.curves[row], one.after) for one in worlds])
        change = after - before
        low, high = np.quantile(change, [LOW, HIGH], axis=0)
        touched = np.flatnonzero(np.abs(change).max(axis=0) >= LEAST)
        return Guess(
            before.mean(axis=0), after.mean(axis=0), low, high, touched, self._summary(change, touched)
        )

    def _summary(self, change: np.ndarray, touched: np.ndarray) -> tuple[float, float, float]:
        if len(touched) == 0:
            return 0.0, 0.0, 0.0
        weight = self.town.city.streets.length[touched]
        means = change[:, touched] @ weight / weight.sum()
        low, high = np.quantile(means, [LOW, HIGH])
        return float(low), float(means.mean()), float(high)

    def _cue(self, moment: Moment, view: View) -> np.ndarray:
        key = (moment, view.seed)
        if key not in self._today:
            if len(self._today) >= KEPT:
                self._today.clear()
            parts, passers = self._parts[view.seed], self.footfall[moment.hour]
            self._today[key] = cue(self.town, parts, moment, passers, view.values)
        return self._today[key]
