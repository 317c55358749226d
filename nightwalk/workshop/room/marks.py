"""Marks of uneasy and pleasant places, shown only as cells of at least five devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["FEWEST", "MOODS", "REASONS", "Cell", "Mark", "cells"]

MOODS = ("uneasy", "pleasant")
REASONS = ("light", "people", "care", "memory")  # the four parts of a street's card
FEWEST = 5  # devices in a cell that is shown
FINEST = 100.0  # metres
LEVELS = 4  # cells of 100, 200, 400 and 800 m


@dataclass(frozen=True)
class Mark:
    """What one device says of one street; it carries no name.

    Attributes:
        device: Who said it, by a random number of the browser or of a paper sheet.
        segment: Id of the street.
        mood: uneasy or pleasant.
        light: day or dark.
        reason: One of `REASONS`, or nothing.
    """

    device: str
    segment: int
    mood: str
    light: str
    reason: str = ""


@dataclass(frozen=True)
class Cell:
    """A square with marks of at least `FEWEST` devices; centre and side in metres."""

    x: float
    y: float
    size: float
    devices: int
    uneasy: int
    pleasant: int


def cells(
    marks: Iterable[Mark], place: Callable[[int], tuple[float, float]], fewest: int = FEWEST
) -> list[Cell]:
    """Return the cells that may be shown: small ones where many marked, larger ones where few did.

    Marks shown in a small cell are not counted again in a larger one, so that no difference between
    cells tells of fewer than `fewest` devices.

    Args:
        marks: All marks.
        place: Gives the place of a segment in metres.
        fewest: Devices a cell needs.
    """
    left = list(marks)
    shown: list[Cell] = []
    for level in range(LEVELS):
        size = FINEST * 2**level
        squares: dict[tuple[float, float], list[Mark]] = {}
        for mark in left:
            x, y = place(mark.segment)
            squares.setdefault((x // size, y // size), []).append(mark)
        enough = {at: some for at, some in squares.items() if len({m.device for m in some}) >= fewest}
        shown.extend(_cell(at, size, some) for at, some in enough.items())
        left = [mark for at, some in squares.items() if at not in enough for mark in some]
    return shown


def _cell(at: tuple[float, float], size: float, marks: list[Mark]) -> Cell:
    moods = [mark.mood for mark in marks]
    return Cell(
        x=(at[0] + 0.5) * size,
        y=(at[1] + 0.5) * size,
        size=size,
        devices=len({mark.device for mark in marks}),
        uneasy=moods.count("uneasy"),
        pleasant=moods.count("pleasant"),
    )
