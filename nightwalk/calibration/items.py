"""The survey items the model answers, and the answers they can have."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ANSWERS", "HIGHEST", "ITEMS", "LOWEST", "Item", "unsafe_share"]


class Item(NamedTuple):
    """Where and when an item asks how safe one feels walking alone.

    Attributes:
        dark: 1 after dark, 0 by day (rule 13).
        park: 1 in a park or on a path.
        home: 1 in the own area, where `beta_F` reassures.
        people: Name of the declared number of people about.
        wording: What is asked.
    """

    dark: int
    park: int
    home: int
    people: str
    wording: str


ITEMS: Mapping[str, Item] = MappingProxyType(
    {
        "after_dark": Item(1, 0, 1, "people_quiet", "alone in the own area after dark"),
        "by_day": Item(0, 0, 1, "people_by_day", "alone in the own area by day"),
        "park": Item(1, 1, 0, "people_quiet", "alone in the nearest park after dark"),
        "park_by_day": Item(0, 1, 0, "people_by_day", "alone in the nearest park by day"),
        "busy_place": Item(1, 0, 0, "people_busy", "alone in the nearest busy place after dark"),
    }
)

ANSWERS = ("very_safe", "fairly_safe", "unsafe", "very_unsafe", "safe_side", "unsafe_side")
"""The four answers from 0 to 3, then the two sides: answers of a yes/no item, which knows the middle threshold only."""
LOWEST = np.array([0, 1, 2, 3, 0, 2])
HIGHEST = np.array([0, 1, 2, 3, 1, 3])
UNSAFE = 2  # the first answer on the unsafe side


def unsafe_share(answer: np.ndarray, weight: np.ndarray) -> float:
    """Return the weighted share on the unsafe side among those who answered, NaN for none.

    Args:
        answer: float64 (N,) number of the answer, NaN where there is none.
        weight: float64 (N,).
    """
    given = np.isfinite(answer)
    total = weight[given].sum()
    unsafe = LOWEST[answer[given].astype(int)] >= UNSAFE
    return float(weight[given] @ unsafe / total) if total > 0 else float("nan")
