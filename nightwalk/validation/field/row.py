"""The rows of a field check, and what to say where its data were not given."""

from __future__ import annotations

from math import inf, isnan, nan
from typing import TYPE_CHECKING

from nightwalk.validation.rows import FAILS, HOLDS, NOT_APPLICABLE, Row

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ANY", "OF_THE_DATA", "PREDICTED", "absent", "field_row", "first_of", "not_given"]

ANY = (-inf, inf)  # nothing published or logical bounds the number: it is reported, and holds whatever it is
UNKNOWN = (nan, nan)
PREDICTED = "predicted"  # nothing was fitted to it
OF_THE_DATA = "replication"  # a number of the data alone, none of the model's


def field_row(
    number: str, quantity: str, town: str, value: float, *, unit: str, role: str, source: str,
    interval: tuple[float, float] = UNKNOWN, each: tuple[float, ...] = (), accepted: tuple[float, float] = ANY,
    published: str = "", note: str = "", seconds: float = 0.0, told: bool = True,
) -> Row:  # fmt: skip
    """Return the row of a field check; it does not apply where the value is NaN or untold.

    Args:
        number: F1, F2 or F3.
        quantity: What is measured.
        town: Name of the place.
        value: Ours.
        unit: Its unit.
        role: `PREDICTED` or `OF_THE_DATA`.
        source: Where the data come from.
        interval: 90 % interval.
        each: Values of single seeds or groups.
        accepted: Accepted range, ends included; `ANY` where there is none.
        published: What the source says.
        note: Why it does not apply, or what to know about it.
        seconds: Time it took.
        told: Whether there are data enough for a verdict.
    """
    low, high = accepted
    verdict = NOT_APPLICABLE if isnan(value) or not told else HOLDS if low <= value <= high else FAILS
    if accepted == ANY and verdict == HOLDS:
        note = f"{note} Reported only: no accepted range.".strip()
    return Row(
        id=number, quantity=quantity, town=town, unit=unit, value=value, interval=interval, each=each,
        accepted=accepted, published=published, kind="field", role=role, verdict=verdict, source=source,
        note=note, seconds=round(seconds, 2),
    )  # fmt: skip


def not_given(number: str, quantity: str, town: str, role: str, missing: Path) -> Row:
    """Return the row of a check whose file is not in the folder of data."""
    note = f"data not given: {missing.parent.name}/{missing.name}"
    return field_row(number, quantity, town, nan, unit="", role=role, source="", note=note)


def first_of(folder: Path, *names: str) -> Path:
    """Return the first of the files that exists; the last of them where none does."""
    paths = [folder / name for name in names]
    return next((path for path in paths if path.is_file()), paths[-1])


def absent(*paths: Path) -> Path | None:
    """Return the first path that is no file."""
    return next((path for path in paths if not path.is_file()), None)
