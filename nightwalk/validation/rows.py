"""The rows of a validation: our value beside the published one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import inf, isfinite, isnan, nan
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nightwalk.validation.facts import published
from nightwalk.validation.measure import estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.validation.lived import Found
    from nightwalk.validation.measure import Measure

__all__ = ["FAILS", "HOLDS", "NOT_APPLICABLE", "Row", "Verdict", "rows_of"]

Verdict = Literal["holds", "fails", "not applicable"]
HOLDS: Verdict = "holds"
FAILS: Verdict = "fails"
NOT_APPLICABLE: Verdict = "not applicable"


@dataclass(frozen=True)
class Row:
    """One number beside the published one.

    Attributes:
        id: SF01-SF42, D1-D13 or another check.
        quantity: What is measured.
        town: Where; empty for replications.
        unit: Unit of the numbers.
        value: Ours, joined over seeds.
        interval: 90 % interval of the value over seeds.
        each: The value of each seed.
        accepted: Accepted range, None = open.
        published: What the source says.
        kind: hard, sign, local or replication.
        role: predicted, fitted, echo or replication.
        verdict: Whether the value lies in the range.
        source: Where the published number comes from.
        note: Why it fails or does not apply, where that is known.
        seconds: Time it took.
    """

    id: str
    quantity: str
    town: str
    unit: str
    value: float
    interval: tuple[float, float]
    each: tuple[float, ...]
    accepted: tuple[float, float]
    published: str
    kind: str
    role: str
    verdict: Verdict
    source: str
    note: str
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the row with missing numbers and open ends as null."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Row:
        """Return the row `as_json` made: null is a missing number, or an open end of what is accepted."""
        low, high = plain["accepted"]
        return cls(**{
            **plain,
            "value": _number(plain["value"]),
            "interval": tuple(_number(one) for one in plain["interval"]),
            "each": tuple(_number(one) for one in plain["each"]),
            "accepted": (-inf if low is None else low, inf if high is None else high),
        })  # fmt: skip


def rows_of(town: str, found: Sequence[Found], measures: Sequence[Measure]) -> list[Row]:
    """Return the rows of one town from what its seeds found, in the order of the measures."""
    return [_row(town, found, one) for one in measures]


def _row(town: str, found: Sequence[Found], measure: Measure) -> Row:
    fact = published()[measure.fact]
    quantity = fact.number(measure.quantity)
    known = estimate(np.array([one.statistics[measure.key] for one in found]), measure.join)
    applies = not isnan(known.value)
    verdict = NOT_APPLICABLE if not applies else HOLDS if quantity.holds(known.value) else FAILS
    return Row(
        id=fact.id, quantity=quantity.name, town=town, unit=quantity.unit, value=known.value,
        interval=(known.low, known.high), each=known.each, accepted=(quantity.low, quantity.high),
        published=quantity.published, kind=fact.kind, role=fact.role, verdict=verdict, source=fact.source,
        note="" if applies else measure.unless, seconds=round(sum(one.seconds[measure.key] for one in found), 2),
    )  # fmt: skip


def _number(value: float | None) -> float:
    return nan if value is None else value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value
