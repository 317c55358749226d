"""Rows in words, for the page, the terminal and docs/validation.md alike."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf, isfinite, isnan, log10
from types import MappingProxyType
from typing import TYPE_CHECKING

from nightwalk.validation.facts import published
from nightwalk.validation.rows import FAILS, HOLDS, NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nightwalk.validation.result import Validation
    from nightwalk.validation.rows import Row

__all__ = [
    "INTERVAL", "MARKS", "REPORTED", "SECTIONS", "Group", "Section", "accepted", "between", "decimals", "doubt",
    "groups",
    "headline", "number", "seeds", "value", "verdict",
]  # fmt: skip

OPEN = (-inf, inf)
DIGITS, FINEST = 3, 6  # digits of a number, most decimals
TINY = 1e-9
REPORTED = "reported only"
NONE = "none"
MARKS: Mapping[str, str] = MappingProxyType(
    {
        HOLDS: "\N{CHECK MARK}",
        FAILS: "\N{BALLOT X}",
        NOT_APPLICABLE: "\N{EN DASH}",
        REPORTED: "\N{MIDDLE DOT}",
    }
)
"""Shapes, so that nobody needs to tell colours apart."""
INTERVAL = (
    "A value joins all seeds; its 90 % interval is the jackknife's over seeds (Student's t). The verdict"
    " goes by the value alone; where the interval reaches across an end of the accepted range, that is said."
)
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "D1": "The way people talk decides how afraid they are",
        "D2": "Fear without talk follows its exact law",
        "D3": "Fear falls far less than crime does",
        "D4": "A little contact makes those afraid who are never victims",
        "D5": "Fear hangs on how crime is distributed",
        "D6": "More time away from home, more street robbery",
        "D7": "Half of the crime is on a few streets, whatever the count",
        "D8": "Three mechanisms leave three signatures",
        "D9": "By night walkers leave parks and dim streets, at the price of a detour",
        "D10": "Light reassures, with diminishing returns",
        "D11": "Properties that audits of other models found broken",
        "D12": "One answer function can hold the six levels of a survey",
        "D13": "The arithmetic of risk terrain modelling",
        "F1": "The place cue by day and people's ratings of street views",
        "F2": "How concentrated recorded crime is on real streets",
        "F3": "Light measured near lamps",
    }
)


@dataclass(frozen=True)
class Section:
    """A part of the page: the rows of one role, with what the role means."""

    key: str
    title: str
    says: str


SECTIONS = (
    Section(
        "predicted", "Predicted", "Nothing was fitted to these rows: they alone are the validation of the model.",
    ),
    Section(
        "fitted", "Fitted", "A parameter was fitted to these rows, here or by whoever published its prior: "
        "calibrated, not validated.",
    ),
    Section("echo", "Read back", "An input is read back: verification of the code, not evidence."),
    Section(
        "replication", "Replications",
        "Published models and surveys played again with this software's own functions: verification of the code "
        "against other people's results.",
    ),
    Section(
        "field", "Field checks",
        "Ratings, recorded crime and measured light of real streets, beside what the model or its functions say. "
        "They do not count towards the headline.",
    ),
    Section(
        "comparison", "Against simpler models",
        "The same facts in models with less in them: what the extra mechanisms are worth.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """The rows of one fact, replication or check; `source` is empty where they differ in it."""

    id: str
    statement: str
    kind: str
    source: str
    rows: tuple[Row, ...]


def groups(rows: Iterable[Row], section: str) -> list[Group]:
    """Return the rows of a section by fact, each quantity with its towns together."""
    by_id: dict[str, dict[str, list[Row]]] = {}
    for one in rows:
        if (one.kind if one.kind == "field" else one.role) == section:
            by_id.setdefault(one.id, {}).setdefault(one.quantity, []).append(one)
    return [_group([row for same in quantities.values() for row in same]) for quantities in by_id.values()]


def _group(rows: list[Row]) -> Group:
    first = rows[0]
    known = published().get(first.id)
    said = known.statement if known else TITLES.get(first.id, "")
    same = len({one.source for one in rows}) == 1
    return Group(first.id, said, first.kind, first.source if same else "", tuple(rows))


def headline(found: Validation) -> str:
    """Return how many hard facts that nothing was fitted to hold, by town."""
    counts = found.headline()
    if not counts:
        return "Predicted, hard: no such fact among these rows."
    first, *others = counts
    said = [f"{first.holds} of {first.applies} hold in {first.town}"]
    return (
        f"Predicted, hard: {'; '.join([*said, *(f'{n.holds} of {n.applies} in {n.town}' for n in others)])}."
    )


def verdict(row: Row) -> str:
    """Return holds, fails, not applicable, or reported only where no range is accepted."""
    return REPORTED if row.verdict == HOLDS and row.accepted == OPEN else row.verdict


def doubt(row: Row) -> str:
    """Return where the interval of a row reaches across an end of what is accepted."""
    (low, high), (least, most) = row.interval, row.accepted
    if not (isfinite(low) and isfinite(high)):
        return ""
    if row.verdict == HOLDS and (low < least or high > most):
        return "interval reaches outside"
    if row.verdict == FAILS and low <= most and high >= least:
        return "interval reaches inside"
    return ""


def number(value: float, decimals: int | None = None) -> str:
    """Return a number with so many decimals, else with three digits; a dash where there is none."""
    if isnan(value):
        return "\N{EN DASH}"
    if not isfinite(value):
        return "\N{INFINITY}" if value > 0 else "-\N{INFINITY}"
    places = _decimals([value]) if decimals is None else decimals
    return f"{round(value, places) + 0.0:,.{places}f}"


def decimals(row: Row) -> int:
    """Return how many decimals the numbers of a row need: three digits, and enough to tell what is accepted."""
    (low, high), width = row.accepted, row.accepted[1] - row.accepted[0]
    needed = _decimals([low, high, row.value, *row.each])
    if isfinite(width) and width > TINY:
        needed = max(needed, _decimals([width]) - 1)
    while needed < FINEST and (low <= round(row.value, needed) <= high) != (low <= row.value <= high):
        needed += 1
    return needed


def value(row: Row) -> str:
    """Return the value of a row; `none` where it is without bounds."""
    return NONE if row.verdict == FAILS and not isfinite(row.value) else number(row.value, decimals(row))


def between(row: Row) -> str:
    """Return the interval of a value."""
    return _range(row, row.interval) if all(map(isfinite, row.interval)) else ""


def seeds(row: Row) -> str:
    """Return the lowest and the highest seed."""
    values = [one for one in row.each if isfinite(one)]
    return _range(row, (min(values), max(values))) if len(values) > 1 else ""


def accepted(row: Row) -> str:
    """Return the accepted range."""
    low, high = row.accepted
    least, most = (_bare(number(one, decimals(row))) for one in row.accepted)
    if row.accepted == OPEN:
        return "any"
    if low == high:
        return f"exactly {least}"
    if isfinite(low) and isfinite(high):
        return f"{least} to {most}"
    return f"at least {least}" if isfinite(low) else f"at most {most}"


def _range(row: Row, ends: tuple[float, float]) -> str:
    low, high = (number(one, decimals(row)) for one in ends)
    return f"{low} to {high}"


def _decimals(values: list[float]) -> int:
    most = max((abs(one) for one in values if isfinite(one)), default=0.0)
    return min(max(DIGITS - 1 - floor(log10(most)), 0), FINEST) if most > TINY else DIGITS - 1


def _bare(text: str) -> str:
    """Return a declared number without the zeros at its end."""
    return text.rstrip("0").rstrip(".") if "." in text else text
