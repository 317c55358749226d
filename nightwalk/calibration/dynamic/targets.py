"""Targets: what was observed of a town, as the tables [[targets]] of a study state it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import NightwalkError
from nightwalk.calibration.dynamic.likelihoods import Number, Shares
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.survey.mapping import known_keys, list_of
from nightwalk.outputs.indicators import GROUPS, SPLITS, indicator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.calibration.dynamic.likelihoods import Likelihood

__all__ = ["Summary", "Target", "targets_of"]

SHARED = ("of", "by", "likelihood", "source", "discrepancy", "check")
OWN: Mapping[str, tuple[str, ...]] = {
    "normal": ("observed", "se"),
    "binomial": ("observed", "n"),
    "dirichlet-multinomial": ("counts", "concentration"),
    "distance": ("observed", "scale"),
}
"""What each likelihood needs."""
Table = dict[str, Any]


@dataclass(frozen=True)
class Summary:
    """A number of a run: an indicator of a group."""

    indicator: str
    split: str = "all"
    group: str = "everyone"

    def __str__(self) -> str:
        return self.indicator if self.split == "all" else f"{self.indicator}, {self.group}"


@dataclass(frozen=True)
class Target:
    """What was observed of one indicator, or of the shares of several among one another.

    Attributes:
        summaries: The numbers of a run that are compared.
        likelihood: What was observed, and what it costs to differ from it.
        source: Where it was observed.
        check: Whether it is only forecast, never fitted.
    """

    summaries: tuple[Summary, ...]
    likelihood: Likelihood
    source: str = ""
    check: bool = False

    @property
    def label(self) -> str:
        """The target in tables and sentences."""
        return " : ".join(map(str, self.summaries))

    @property
    def parts(self) -> tuple[str, ...]:
        """What each compared number is called."""
        return tuple(map(str, self.summaries))[: len(self.likelihood.observed)]


def targets_of(tables: Sequence[Table]) -> tuple[Target, ...]:
    """Return the targets of a study.

    Raises:
        CalibrationError: with the number of the table and what is wrong.
    """
    if not tables:
        raise CalibrationError("There are no [[targets]]; state at least one that is fitted.")
    found = tuple(_placed(k, table) for k, table in enumerate(tables, start=1))
    labels = [one.label for one in found]
    for k, label in enumerate(labels):
        if label in labels[:k]:
            raise CalibrationError(f"[[targets]] {k + 1}: {label} is stated twice; keep one of them.")
    if all(one.check for one in found):
        raise CalibrationError("Every target is a check; leave check = true out of at least one.")
    return found


def _placed(k: int, table: Table) -> Target:
    try:
        return _target(table)
    except NightwalkError as error:
        raise CalibrationError(f"[[targets]] {k}: {error}") from error


def _target(table: Table) -> Target:
    kind = str(table.get("likelihood"))
    if kind not in OWN:
        raise CalibrationError(f"likelihood is {kind!r}; it can be {', '.join(map(repr, OWN))}.")
    known_keys(table, (*SHARED, *OWN[kind]), f"a {kind} target")
    names = list_of(table.get("of", []))
    _need(bool(names), "of names no indicator", "give one, such as 'any_fear_episode'")
    for name in names:
        indicator(name)
    split, group = _group(table.get("by", {}))
    return Target(
        tuple(Summary(name, split, group) for name in names),
        _shares(table, len(names)) if kind == "dirichlet-multinomial" else _one(kind, table, len(names)),
        str(table.get("source", "")),
        table.get("check", False) is True,
    )


def _one(kind: str, table: Table, names: int) -> Likelihood:
    """Return the likelihood of one number."""
    _need(names == 1, f"a {kind} target is of {names} indicators", "give one")
    observed, beside = (_number(table, key) for key in OWN[kind])
    discrepancy = _number(table, "discrepancy", 0.0)
    _need(discrepancy >= 0, f"discrepancy is {discrepancy:g}", "give 0 or more")
    if kind == "binomial":
        _need(0 < observed < 1, f"observed is {observed:g}", "give a share between 0 and 1")
        _need(beside > 1, f"n is {beside:g}", "give the number of people asked")
        return Shares((observed * beside, (1.0 - observed) * beside), discrepancy=discrepancy, complete=False)
    _need(beside > 0, f"{OWN[kind][1]} is {beside:g}", "give a number above 0")
    return Number(observed, beside, discrepancy)


def _shares(table: Table, names: int) -> Shares:
    """Return the likelihood of counts."""
    stated = table.get("counts", [])
    counts = tuple(_number({"counts": one}, "counts") for one in (stated if isinstance(stated, list) else []))
    discrepancy, firm = _number(table, "discrepancy", 0.0), _number(table, "concentration", float("inf"))
    _need(discrepancy >= 0, f"discrepancy is {discrepancy:g}", "give 0 or more")
    _need(
        len(counts) == names > 1,
        f"there are {len(counts)} counts for {names} indicators",
        "give as many, two or more",
    )
    _need(
        min(counts) >= 0 and sum(sorted(counts)[:-1]) > 0,
        f"counts are {stated}",
        "give counts of two or more kinds",
    )
    _need(firm > 0, f"concentration is {firm:g}", "give a number above 0, or leave it out")
    return Shares(counts, firm, discrepancy)


def _group(by: object) -> tuple[str, str]:
    if by == {}:
        return "all", "everyone"
    _need(isinstance(by, dict) and len(by) == 1, f"by is {by!r}", "give one group, such as { sex = 'women' }")
    assert isinstance(by, dict)
    ((split, group),) = by.items()
    known_keys([split], [name for name in SPLITS if name != "all"], "by")
    known_keys([str(group)], GROUPS.get(split, {str(group): ""}), f"by.{split}")
    return str(split), str(group)


def _number(table: Mapping[str, Any], key: str, default: float | None = None) -> float:
    stated = table.get(key, default)
    if isinstance(stated, bool) or not isinstance(stated, (int, float)) or isnan(stated):
        given = f"{key} is {stated!r}" if key in table else f"{key} is missing"
        raise CalibrationError(f"{given}; give a number.")
    return float(stated)


def _need(good: bool, given: str, remedy: str) -> None:
    if not good:
        raise CalibrationError(f"{given}; {remedy}.")
