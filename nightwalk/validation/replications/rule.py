"""When a replication counts as one: the target against our spread over seeds, or a printed tolerance."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.validation.measure import estimate, itself
from nightwalk.validation.rows import FAILS, HOLDS, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FULL_SEEDS", "QUICK_SEEDS", "Z", "against", "within"]

Z = 3.0
FULL_SEEDS, QUICK_SEEDS = 30, 4


def against(
    number: str, quantity: str, values: Sequence[float], target: float, *, unit: str, source: str,
    published: str = "", tolerance: float | None = None, note: str = "",
) -> Row:  # fmt: skip
    """Return the row of a target: it holds if |target - mean| < 3 sd sqrt(1 + 1/n), or inside the tolerance.

    The deviate is that of a single new draw, since the published number is one such draw.

    Args:
        number: D1-D13.
        quantity: What is compared.
        values: One value per seed, n of them.
        target: The published value.
        unit: Unit of both.
        source: Where the target was read.
        published: The target in words; the number where not given.
        tolerance: Printed tolerance, instead of the deviate.
        note: What to know about a deviation.
    """
    sd = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    most = tolerance if tolerance is not None else Z * sd * sqrt(1.0 + 1.0 / max(len(values), 1))
    return within(
        number, quantity, values, target - most, target + most, unit=unit, source=source,
        published=published or f"{target:g}", note=note,
    )  # fmt: skip


def within(
    number: str, quantity: str, values: Sequence[float], low: float, high: float, *, unit: str, source: str,
    published: str, note: str = "",
) -> Row:  # fmt: skip
    """Return the row of a property: it holds if the mean over seeds lies in low..high, ends included."""
    known = estimate(np.asarray(values, dtype=float)[:, None], itself)
    return Row(
        id=number, quantity=quantity, town="", unit=unit, value=known.value, interval=(known.low, known.high),
        each=known.each, accepted=(low, high), published=published, kind="replication", role="replication",
        verdict=HOLDS if low <= known.value <= high else FAILS, source=source, note=note, seconds=0.0,
    )  # fmt: skip
