"""What the town is like in one hour: frozen named columns, changed by interventions through a fold.

Segment columns have one value per segment, area columns one per area, group columns one per
group of people (first the areas, whose members live there; then one per intervention that
reaches people), town values are single numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import ScenarioError, nearest

if TYPE_CHECKING:
    from nightwalk.model.city import City

__all__ = ["AREA", "GROUP", "SEGMENT", "TOWN", "Conditions", "Selection", "base_conditions"]

Change = Callable[[Any], Any]

SEGMENT = (
    "lux",  # lx, mean horizontal illuminance after dark
    "uniformity",  # 0-1, penalty on the effective illuminance
    "incivility",  # 0-1, physical incivility
    "social",  # 0-1, what makes social incivility in the street (before guardians and managers)
    "nightlife",  # 0-1, night-life intensity
    "entrapment",  # 0-1
    "guardian",  # 0-1, share of the hour with a visible guardian
    "cameras",  # camera coverage, 1 = in full view of cameras that only record, alone; watched ones count more
    "manager",  # 0-1, presence of a place manager
    "sanction",  # log hazard that swift sanctions take off, at least 0
    "dimmed",  # ratio on lux while nobody is near, 1 = the lamps are never dimmed
    "room",  # ratio on the number of people at which the street is crowded
    "closed",  # 0-1, closed to people on foot
    "hardening",  # log hazard taken off crimes against property
)
AREA = ("efficacy",)  # z, shift of collective efficacy
GROUP = (
    "trust",  # sd, shift of social trust
    "authority_trust",  # sd, shift of trust in police and municipality
    "concern",  # logits, shift of the anchor of abstract concern
    "memory_half_life",  # ratio
    "reporting",  # logits, shift of reporting
    "insecurity_reports",  # ratio on citizen reports of insecurity
    "carrying",  # ratio on target weight
)
TOWN = (
    "media_tone",  # ratio on the media agenda
    "delay",  # days until the authority knows
    "fidelity",  # 0-1, share of every measure delivered as planned
    "offending",  # ratio on how often offenders search
    "support_places",  # cases a month that victim support can take, people
)


@dataclass(frozen=True)
class Selection:
    """The rows an intervention acts on, resolved once per city and scenario."""

    segments: np.ndarray  # int64 rows
    areas: np.ndarray  # int64 rows
    group: int = -1  # row of the reached group, -1 = nobody is reached as a person


@dataclass(frozen=True, eq=False)
class Conditions:
    """The columns of one hour; every change returns a new object."""

    lux: np.ndarray
    uniformity: np.ndarray
    incivility: np.ndarray
    social: np.ndarray
    nightlife: np.ndarray
    entrapment: np.ndarray
    guardian: np.ndarray
    cameras: np.ndarray
    manager: np.ndarray
    sanction: np.ndarray
    dimmed: np.ndarray
    room: np.ndarray
    closed: np.ndarray
    hardening: np.ndarray
    efficacy: np.ndarray
    trust: np.ndarray
    authority_trust: np.ndarray
    concern: np.ndarray
    memory_half_life: np.ndarray
    reporting: np.ndarray
    insecurity_reports: np.ndarray
    carrying: np.ndarray
    media_tone: float
    delay: float
    fidelity: float
    offending: float
    support_places: float
    recorded: np.ndarray  # (S,) what the authority knows of each segment, lagged; read only

    def at_least(self, column: str, where: Selection, level: float) -> Conditions:
        """Raise the chosen values to at least `level`."""
        return self._changed(column, where, lambda old: np.maximum(old, level))

    def at_most(self, column: str, where: Selection, level: float) -> Conditions:
        """Lower the chosen values to at most `level`."""
        return self._changed(column, where, lambda old: np.minimum(old, level))

    def scaled(self, column: str, where: Selection, factor: float) -> Conditions:
        """Multiply the chosen values by `factor`."""
        return self._changed(column, where, lambda old: old * factor)

    def shifted(self, column: str, where: Selection, by: float) -> Conditions:
        """Add `by` to the chosen values."""
        return self._changed(column, where, lambda old: old + by)

    def moved_towards(
        self, column: str, where: Selection, target: float | np.ndarray, share: float = 1.0
    ) -> Conditions:
        """Close a `share` (0-1) of the distance between the chosen values and `target`."""
        return self._changed(column, where, lambda old: old + (target - old) * share)

    def towards(self, after: Conditions, strength: float) -> Conditions:
        """Interpolate every column between this and `after`; 0 returns this, 1 returns `after`."""
        if strength <= 0.0:
            return self
        if strength >= 1.0:
            return after
        mixed: dict[str, Any] = {}
        for f in fields(self):
            old, new = getattr(self, f.name), getattr(after, f.name)
            if old is not new:
                mixed[f.name] = _frozen(old + (new - old) * strength)
        return replace(self, **mixed)

    def same_as(self, other: Conditions) -> bool:
        """Say whether every value is the same."""
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return all(mine is theirs or np.array_equal(mine, theirs) for mine, theirs in pairs)

    def same_streets(self, other: Conditions) -> bool:
        """Say whether every street is the same: then nobody perceives a difference."""
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in SEGMENT)

    def _changed(self, column: str, where: Selection, change: Change) -> Conditions:
        old = getattr(self, _known(column))
        if column in TOWN:
            value: Any = float(change(old))
            return replace(self, **{column: value})
        rows = _rows(column, where)
        if len(rows) == 0:
            return self
        new = old.copy()
        new[rows] = change(old[rows])
        return replace(self, **{column: _frozen(new)})


def _known(column: str) -> str:
    names = SEGMENT + AREA + GROUP + TOWN
    if column not in names:
        raise ScenarioError(
            f"There is no condition {column!r} an intervention may change.{nearest(column, names)}"
        )
    return column


def _rows(column: str, where: Selection) -> np.ndarray:
    if column in SEGMENT:
        return where.segments
    if column in AREA:
        return where.areas
    return np.array([where.group], dtype=np.int64) if where.group >= 0 else where.areas


def _frozen(values: Any) -> Any:
    if isinstance(values, np.ndarray):
        values.setflags(write=False)
    return values


def base_conditions(
    city: City, *, groups: int = 0, delay: float = 0.0, social: np.ndarray | None = None
) -> Conditions:
    """Return the town as it is, without any intervention; paths that are only planned are closed.

    Args:
        city: the town.
        groups: how many interventions reach people as a group of their own.
        delay: days until the authority knows.
        social: float64 (S,) 0-1, social incivility known from reports, where it is more than night life makes.
    """
    streets = city.streets
    s, a = len(streets.id), len(city.areas.name)
    ones, zeros = np.ones(a + groups), np.zeros(a + groups)
    columns: dict[str, np.ndarray] = {
        "lux": streets.lux.copy(),
        "uniformity": streets.uniformity.copy(),
        "incivility": streets.incivility.copy(),
        "social": np.maximum(streets.nightlife, 0.0 if social is None else social),
        "nightlife": streets.nightlife.copy(),
        "entrapment": streets.entrapment.copy(),
        **{
            name: np.zeros(s)
            for name in ("guardian", "cameras", "manager", "sanction", "hardening", "recorded")
        },
        **{name: np.ones(s) for name in ("dimmed", "room")},
        "closed": (np.arange(s) >= city.built).astype(np.float64),
        "efficacy": np.zeros(a),
        **{name: zeros.copy() for name in ("trust", "authority_trust", "concern", "reporting")},
        **{name: ones.copy() for name in ("memory_half_life", "carrying", "insecurity_reports")},
    }
    for values in columns.values():
        values.setflags(write=False)
    return Conditions(media_tone=1.0, delay=delay, fidelity=1.0, offending=1.0, support_places=0.0, **columns)
