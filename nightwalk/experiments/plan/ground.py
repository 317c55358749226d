"""What one run of today says about a town: who lives where and feels what, and who passes after dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.perceive import levels
from nightwalk.agents.population import AGES, SEXES
from nightwalk.base.errors import RunError, nearest
from nightwalk.model.renewal import DARK_HOUR
from nightwalk.outputs.indicators import GROUPS
from nightwalk.scenarios.jobs import lived, plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.model.city import City
    from nightwalk.model.simulation import Simulation
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["EVERYONE", "PLANNED_FOR", "Ground", "ground_of", "group_key"]

EVERYONE = ("all", "everyone")
PLANNED_FOR = ("all", "sex", "age", "disability", "income")  # splits
SEED = 1  # of the run: which people a seed draws does not change where they live
PANEL = 100  # residents who judge every street


@dataclass(frozen=True, eq=False)
class Ground:
    """Columns of N residents and S streets; nothing here tells of crime (rule 28).

    Attributes:
        city: The town.
        theta: Own level of each resident, logits (N,).
        eta: Perceived unsafety at home after dark, logits (N,).
        v: Sensitivity to cues (N,).
        sex: 0 man, 1 woman (N,).
        point: Row of the neighbourhood around home (N,).
        area: Row of the area (N,).
        groups: Who belongs to a group, bool (N,), by split and group.
        start: Compressed rows of the streets of a neighbourhood, int64 (P+1,).
        segment: Their streets.
        length: Metres, 0 for a path that is only planned (S,).
        park: 1 on park and path (S,).
        passers: People who pass after dark, a day (S,).
        expected: People expected in the hour the survey asks about (S,).
        incivility: As it is after the spin-up (S,).
        night: Night-life profile of that hour.
        values: Parameter values of the run.
    """

    city: City
    theta: np.ndarray
    eta: np.ndarray
    v: np.ndarray
    sex: np.ndarray
    point: np.ndarray
    area: np.ndarray
    groups: Mapping[tuple[str, str], np.ndarray]
    start: np.ndarray
    segment: np.ndarray
    length: np.ndarray
    park: np.ndarray
    passers: np.ndarray
    expected: np.ndarray
    incivility: np.ndarray
    night: float
    values: Any

    @property
    def panel(self) -> np.ndarray:
        """Rows of some residents, evenly along the list."""
        count = len(self.eta)
        return np.unique(np.linspace(0, count - 1, min(PANEL, count)).astype(np.int64))

    def members(self, group: str) -> tuple[tuple[str, str], np.ndarray]:
        """Return the split and name of a group, and who belongs to it, bool (N,).

        Raises:
            RunError: if nobody does.
        """
        key = group_key(group)
        if not self.groups[key].any():
            raise RunError(
                f"Nobody in {self.city.name} belongs to the group {group!r}; plan for another one."
            )
        return key, self.groups[key]

    def worst_off(self) -> tuple[str, str]:
        """Return the group of which the largest share feels unsafe at home after dark."""
        from scipy.special import expit

        unsafe = {key: expit(self.eta[mine]).mean() for key, mine in self.groups.items() if mine.any()}
        unsafe.pop(EVERYONE)
        return max(unsafe, key=lambda key: unsafe[key])


def ground_of(base: Scenario) -> Ground:
    """Live the base scenario once, with default parameters, and return what planning reads of it."""
    with lived(plan_of(base, base.placed()), base.city, SEED, "default") as simulation:
        return _read(simulation)


def _read(sim: Simulation) -> Ground:
    state, town = sim.state, sim.town
    people, rows = state.people, slice(0, state.residents)
    street = sim.scratch.street
    return Ground(
        city=town.city,
        theta=levels(people, sim.today.efficacy, sim.values)[rows],
        eta=people.unsafe[rows].copy(),
        v=people.v[rows].copy(),
        sex=people.sex[rows].copy(),
        point=people.point[rows].copy(),
        area=people.area[rows].copy(),
        groups=_groups(people, rows),
        start=state.around.start,
        segment=state.around.segment,
        length=town.length,
        park=town.park,
        passers=street.passers[1] * sim.people_per_agent / max(sim.observations.days, 1),
        expected=state.expected[0, DARK_HOUR].copy(),
        incivility=state.incivility.copy(),
        night=float(town.night[0, DARK_HOUR]),
        values=sim.values,
    )


def group_key(group: str) -> tuple[str, str]:
    """Return the split and name of a group that can be planned for.

    Raises:
        RunError: for an unknown group, with the nearest.
    """
    known = {name: (split, name) for split in PLANNED_FOR for name in GROUPS[split]}
    if group not in known:
        near = nearest(group, known) or f" Groups: {', '.join(known)}."
        raise RunError(f"There is no group {group!r} to plan for.{near}")
    return known[group]


def _groups(people: Any, rows: slice) -> dict[tuple[str, str], np.ndarray]:
    """Return the groups of the splits by sex, age, disability and income, as the indicators have them."""
    disabled, poor = people.disability[rows] == 1, people.low_income[rows] == 1
    return {
        EVERYONE: np.ones(len(disabled), dtype=bool),
        **{("sex", name): people.sex[rows] == i for i, name in enumerate(SEXES)},
        **{("age", name): people.age[rows] == i for i, name in enumerate(AGES)},
        ("disability", "disability"): disabled,
        ("disability", "none"): ~disabled,
        ("income", "low income"): poor,
        ("income", "other"): ~poor,
    }
