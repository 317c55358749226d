"""What a town states around its measures: the problem, who has a stake, and targets with dates and owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import RunError, ScenarioError, nearest
from nightwalk.outputs.indicators import GROUPS, SPLITS, Indicator, indicator
from nightwalk.scenarios.values import as_date, known_keys, read_fields, written_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.model.city import City

__all__ = ["Process", "Target", "process_record", "process_table", "read_process"]

PLACE = "[process]"
TARGET = "[[process.targets]]"


@dataclass(frozen=True, kw_only=True)
class Target:
    """What one indicator shall reach, until when, and who answers for it.

    Attributes:
        indicator: Name of an indicator, see `INDICATORS`.
        by: Day it shall be reached.
        owner: Who answers for it.
        change: Change wanted against the first scenario of a study, in stored units (a share: -0.03).
        level: Level wanted, in stored units (a share: 0.25); either this or `change`.
        split: Split the group is of, see `SPLITS`.
        group: Group it is about.

    Raises:
        ScenarioError: for anything that cannot be aimed at.
    """

    indicator: str
    by: date
    owner: str
    change: float | None = None
    level: float | None = None
    split: str = "all"
    group: str = "everyone"

    def __post_init__(self) -> None:
        as_date("by", self.by)
        what = self.what
        if (self.change is None) == (self.level is None):
            raise ScenarioError(
                f"The target for {self.indicator} needs either change or level, and not both."
            )
        if not self.owner.strip():
            raise ScenarioError(f"The target for {self.indicator} has no owner; say who answers for it.")
        if what.is_share and max(abs(self.change or 0.0), abs(self.level or 0.0)) > 1.0:
            raise ScenarioError(f"{self.indicator} is a share; write 25 % as 0.25 and 3 points as 0.03.")
        self._check_direction(what)
        self._check_group()

    @property
    def what(self) -> Indicator:
        """The indicator.

        Raises:
            ScenarioError: for an unknown one.
        """
        try:
            return indicator(self.indicator)
        except RunError as error:
            raise ScenarioError(str(error)) from error

    def _check_direction(self, what: Indicator) -> None:
        if what.better == "neither" and self.change is None:
            raise ScenarioError(
                f"Neither direction of {self.indicator} is better; give a change, not a level."
            )
        wrong = {"lower": 1.0, "higher": -1.0}.get(what.better, 0.0)
        if self.change is not None and (self.change == 0.0 or self.change * wrong > 0.0):
            way = "below" if what.better == "lower" else "above" if what.better == "higher" else "other than"
            raise ScenarioError(f"The change of {self.indicator} is {self.change:g}; it must be {way} 0.")

    def _check_group(self) -> None:
        if self.split not in SPLITS:
            raise ScenarioError(
                f"There is no split {self.split!r}.{nearest(self.split, SPLITS)} Splits: {', '.join(SPLITS)}."
            )
        known = GROUPS.get(self.split)
        if known and self.group not in known:
            raise ScenarioError(
                f"There is no group {self.group!r} by {self.split}; groups: {', '.join(known)}."
            )


@dataclass(frozen=True, kw_only=True)
class Process:
    """The table ``[process]`` of a scenario file (CEN/TS 14383-2: problem, stakeholders, targets).

    Attributes:
        problem: What is wrong today, in the town's own words.
        stakeholders: Who has a stake.
        targets: What shall be reached.
    """

    problem: str = ""
    stakeholders: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()

    def check(self, start: date, city: City) -> None:
        """Refuse targets that end before the scenario starts or name an area that is not there.

        Raises:
            ScenarioError: with the target and what is wrong.
        """
        for one in self.targets:
            if one.by < start:
                raise ScenarioError(
                    f"The target for {one.indicator} ends on {one.by}, before the scenario starts on {start}."
                )
            if one.split == "area" and one.group not in city.areas.name:
                listed = nearest(one.group, city.areas.name)
                raise ScenarioError(f"There is no area {one.group!r} in {city.name}.{listed}")


def read_process(table: Mapping[str, Any]) -> Process:
    """Return what the table ``[process]`` says.

    Raises:
        ScenarioError: for anything that cannot be used, in one sentence.
    """
    stated = dict(table)
    targets = stated.pop("targets", [])
    if not isinstance(targets, list) or not all(isinstance(one, dict) for one in targets):
        raise ScenarioError(f"targets is not a list of tables; write each one under {TARGET}.")
    return Process(**read_fields(Process, stated, PLACE), targets=tuple(map(_target, targets)))


def process_table(process: Process) -> dict[str, Any]:
    """Return the table ``[process]`` as TOML writes it; empty where nothing is stated."""
    table = written_fields(process)
    if process.targets:
        table["targets"] = [_written(one) for one in process.targets]
    return table


def process_record(process: Process) -> dict[str, Any]:
    """Return what run.json says."""
    return {
        "problem": process.problem,
        "stakeholders": list(process.stakeholders),
        "targets": [{**vars(one), "by": one.by.isoformat()} for one in process.targets],
    }


def _target(table: Mapping[str, Any]) -> Target:
    given = dict(table)
    known_keys(given, ("indicator", "group", "change", "level", "by", "owner"), TARGET)
    if missing := [key for key in ("indicator", "by", "owner") if key not in given]:
        raise ScenarioError(f"A target in {TARGET} needs {missing[0]}.")
    group = given.pop("group", {"all": "everyone"})
    if not isinstance(group, dict) or len(group) != 1:
        raise ScenarioError(f'group in {TARGET} is {group!r}; write it as {{ sex = "women" }}.')
    ((given["split"], given["group"]),) = group.items()
    return Target(**read_fields(Target, given, TARGET))


def _written(one: Target) -> dict[str, Any]:
    stated = written_fields(one)
    if stated.pop("split", None):
        stated["group"] = {one.split: one.group}
    return stated
