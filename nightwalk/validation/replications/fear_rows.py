"""What the replications of the fear kernel share: words, worlds, values over seeds, rows (D1-D5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.validation.replications.fear_weeks import NETWORK, PAIRS
from nightwalk.validation.replications.fear_worlds import FearWorld, live
from nightwalk.validation.replications.rule import against, within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nightwalk.validation.rows import Row

__all__ = [
    "CLAIM", "END", "FEAR", "GROUPS", "NOTEBOOKS", "OURS", "PEOPLE", "RATES", "SETTLED", "SHARES", "TALKS",
    "over_seeds", "reimplemented",
    "rises", "settled",
]  # fmt: skip

FEAR = "fear 0-1"
NOTEBOOKS = "Pulido et al. 2019, github.com/cristian-pulido/fear_of_crime, output of the notebooks"
CLAIM = "Prieto Curiel & Bishop 2017; replication.md"
OURS = "replication.md: an independent implementation of the published equations"
GROUPS = ("A", "B", "C")  # immune, susceptible, highly susceptible
RATES = (0.0, 0.005, 0.05)  # victimisations a week by group
SHARES = (0.369, 0.325, 0.306)  # of people by group
PEOPLE = 1000
SETTLED, END = 300, 600  # weeks
TALKS = {"network": NETWORK, "random pairs": PAIRS}


def over_seeds(seeds: int, once: Callable[[int], Mapping[str, float]]) -> dict[str, list[float]]:
    """Return what `once` finds with each of the seeds 1, 2, ..., by quantity."""
    found = [once(seed) for seed in range(1, seeds + 1)]
    return {name: [one[name] for one in found] for name in found[0]}


def settled(world: FearWorld, seed: int) -> np.ndarray:
    """Return everybody's mean fear once the start is forgotten, float64 (N,)."""
    return np.asarray(live(world, SETTLED, END, seed).mean(axis=0))


def reimplemented(
    number: str,
    found: Mapping[str, Sequence[float]],
    targets: Mapping[str, float],
    *,
    unit: str = FEAR,
    tolerance: float | None = None,
    note: str = "",
) -> list[Row]:
    """Return the rows of the quantities found whose target comes from the re-implementation only.

    Args:
        number: D1-D5.
        found: values over seeds by quantity.
        targets: the numbers by quantity.
        unit: unit of both.
        tolerance: printed tolerance, if any.
        note: what to know about the comparison.
    """
    return [
        against(
            number, name, found[name], target, unit=unit, source=OURS, published=f"{target:g}, re-implemented",
            tolerance=tolerance, note=note,
        )
        for name, target in targets.items()
        if name in found
    ]  # fmt: skip


def rises(
    number: str, quantity: str, values: Sequence[float], published: str, *, unit: str, source: str = OURS
) -> Row:
    """Return the row of a difference that must not fall below zero."""
    return within(number, quantity, values, 0.0, np.inf, unit=unit, source=source, published=published)
