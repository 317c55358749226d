"""A year as it was lived: a simulation that keeps a diary of crimes and walks for the facts to be measured on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.agents.offend import STREET_FAMILIES
from nightwalk.model.indicators import answers
from nightwalk.model.simulation import Simulation

if TYPE_CHECKING:
    from nightwalk.agents.columns import People
    from nightwalk.validation.ground import Ground

__all__ = ["Crimes", "Watched", "Year"]

MONTH = 30  # days


class Crimes(NamedTuple):
    """Every crime of the year, shape (K,)."""

    day: np.ndarray  # int32, 0 = the first day of the year
    slot: np.ndarray  # int32, hour 0-23
    family: np.ndarray  # int32
    segment: np.ndarray  # int32
    offender: np.ndarray  # int32
    victim: np.ndarray  # int32 person row, -1 none
    recorded: np.ndarray  # int32 0/1
    dark: np.ndarray  # float64 darkness of the hour, 0-1

    def where(self, keep: np.ndarray) -> Crimes:
        """Return the crimes a mask keeps."""
        return Crimes(*(column[keep] for column in self))


class Watched(Simulation):
    """A simulation that writes down what the facts are measured on; it changes nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows: list[tuple[float, ...]] = []
        self.flow = np.zeros((self.setup.days, 24, 2), dtype=np.int64)
        self.dark = np.zeros((self.setup.days, 24))
        self.panel: list[np.ndarray] = []
        self.first_unsafe = np.zeros(self.state.residents)

    def observe(self, walked: Any, crimes: int) -> None:
        """Note the hour's crimes and the walkers by sex; once a month, disorder and efficacy of the areas."""
        super().observe(walked, crimes)
        day, slot = self.clock.day - self.first_day, self.clock.slot
        dark = float(self.today.day.dark[slot])
        trips, found = walked.trips, self.scratch.crimes
        hour = slice(trips.first, trips.last)
        walkers = trips.legs.person[hour][trips.legs.way[hour] >= 0]
        self.flow[day, slot] = np.bincount(self.state.people.sex[walkers], minlength=2)
        self.dark[day, slot] = dark
        for c in range(crimes):
            place = (found.family[c], found.segment[c], found.offender[c], found.victim[c])
            self.rows.append((day, slot, *place, self.scratch.recorded[c], dark))
        if slot == day == 0:
            self.first_unsafe[:] = self.state.people.unsafe[: self.state.residents]
        if slot == 0 and day % MONTH == 0:
            self.panel.append(np.stack([self._disorder(), self.state.efficacy]))

    def _disorder(self) -> np.ndarray:
        """Return the mean incivility of each area by street length, float64 (A,)."""
        streets, areas = self.town.city.streets, len(self.state.efficacy)
        inside = streets.area >= 0
        length, area = streets.length[inside], streets.area[inside]
        weighted = np.bincount(area, weights=length * self.state.incivility[inside], minlength=areas)
        return np.asarray(weighted / np.maximum(np.bincount(area, weights=length, minlength=areas), 1e-9))


class Year:
    """What one seed lived in one world.

    Attributes:
        sim: The simulation at its last midnight.
        ground: Treated, ring and control streets.
        values: Parameter values.
        days: Days lived.
    """

    def __init__(self, sim: Watched, ground: Ground) -> None:
        self.sim, self.ground = sim, ground
        self.values, self.days = sim.values, sim.setup.days

    @cached_property
    def crimes(self) -> Crimes:
        """All crimes in the order they happened."""
        table = np.array(self.sim.rows, dtype=np.float64).reshape(-1, len(Crimes._fields))
        whole = [column.astype(np.int32) for column in table[:, :-1].T]
        return Crimes._make([*whole, table[:, -1]])

    @cached_property
    def street_crimes(self) -> Crimes:
        """Robbery, pickpocketing, assault and harassment."""
        return self.crimes.where(self.crimes.family < STREET_FAMILIES)

    @cached_property
    def residents(self) -> People:
        """The columns of the residents."""
        people, count = self.sim.state.people, self.sim.state.residents
        return type(people)(*(column[:count] for column in people))

    @cached_property
    def asked(self) -> dict[str, np.ndarray]:
        """Probabilities of the four answers of the residents by survey item, float64 (N, 4)."""
        return {item: shares[: self.sim.state.residents] for item, shares in answers(self.sim).items()}

    def unsafe(self, item: str) -> np.ndarray:
        """Return the probability that each resident answers unsafe or very unsafe, float64 (N,)."""
        return np.asarray(self.asked[item][:, 2:].sum(axis=1))

    @cached_property
    def at_home(self) -> np.ndarray:
        """Whether each resident lives in the treated half, bool (N,)."""
        return np.asarray(self.sim.town.city.nodes.x[self.residents.home] < self.ground.divide)

    def series(self, measure: str) -> tuple[np.ndarray, np.ndarray]:
        """Return days and values of a measure of the run's series."""
        rows = [(day, value) for day, _, name, value in self.sim.observations.series if name == measure]
        day, value = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
        return day, value
