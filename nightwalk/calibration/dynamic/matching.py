"""History matching: rule out, in waves, what cannot come near the targets (Vernon, Goldstein & Bower 2010).

A point is ruled out where the emulator of any compared number expects it more than three standard deviations from
what was observed; luck, sampling, the model's own error and the emulator's doubt all count. What is ruled out stays so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.dynamic.emulator import emulator_of
from nightwalk.calibration.dynamic.luck import points, trial_seeds
from nightwalk.calibration.errors import CalibrationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.calibration.dynamic.comparison import Comparison
    from nightwalk.calibration.dynamic.emulator import Emulator
    from nightwalk.calibration.dynamic.settings import Effort

    Evaluate = Callable[[np.ndarray, np.ndarray], np.ndarray]
    """From points z (N, K) and seeds (N,) to summaries (N, S)."""

__all__ = ["Region", "Wave", "matched"]

CUT = 3.0  # standard deviations (Pukelsheim 1994: holds 95 % of any distribution with one mode)
BLOCK = 2**14  # points of the prior looked at together
MOST = 2**18  # points of the prior looked at before it is said that there are no more
COUNTED = 1000  # points left from which their share of the prior is known well enough
WORTH = 0.8  # a wave that leaves more of what was left than this is the last


@dataclass(frozen=True)
class Wave:
    """What one wave of runs has taught.

    Attributes:
        emulators: One for each compared number.
        left: Share of the prior not ruled out by this and the earlier waves.
        runs: Runs it rests on, with those of earlier waves.
        failed: How many of them gave no number.
    """

    emulators: tuple[Emulator, ...]
    left: float
    runs: int
    failed: int


@dataclass(frozen=True)
class Region:
    """What is not ruled out yet.

    Attributes:
        comparison: The targets that are fitted.
        dimensions: Number of parameters.
        waves: In order; none before the first.
    """

    comparison: Comparison
    dimensions: int
    waves: tuple[Wave, ...] = ()

    @property
    def left(self) -> float:
        """Share of the prior that is left."""
        return self.waves[-1].left if self.waves else 1.0

    def holds(self, z: np.ndarray) -> np.ndarray:
        """Return which points are not ruled out, bool (N,)."""
        rows = np.arange(len(z))
        for wave in self.waves:
            rows = _plausible(wave.emulators, self.comparison, z, rows)
        inside = np.zeros(len(z), dtype=bool)
        inside[rows] = True
        return inside

    def draws(self, seed: int, what: str, count: int) -> tuple[np.ndarray, float]:
        """Return up to `count` draws of the prior that are left, and the share of the prior that is."""
        pool = points(seed, what, MOST, self.dimensions)
        found: list[np.ndarray] = []
        for first in range(0, MOST, BLOCK):
            block = pool[first : first + BLOCK]
            found.append(block[self.holds(block)])
            if sum(map(len, found)) >= count:
                break
        kept = np.concatenate(found)
        return kept[:count], len(kept) / (first + BLOCK)


def matched(evaluate: Evaluate, comparison: Comparison, dimensions: int, effort: Effort, seed: int) -> Region:
    """Return what is left of the prior after the waves.

    Raises:
        CalibrationError: if nothing is left.
    """
    region = Region(comparison, dimensions)
    z, runs = np.empty((0, dimensions)), np.empty((0, effort.replicates, len(comparison.names)))
    for k in range(1, effort.waves + 1):
        new, _ = region.draws(seed, f"wave {k}", effort.points)
        if len(new) < effort.points:
            break
        z, runs = (
            np.concatenate([z, new]),
            np.concatenate([runs, _runs(evaluate, comparison, new, effort, seed, k)]),
        )
        before, region = region.left, _narrowed(region, z, runs, seed)
        if region.left > WORTH * before:
            break
    return region


def _runs(
    evaluate: Evaluate, comparison: Comparison, z: np.ndarray, effort: Effort, seed: int, wave: int
) -> np.ndarray:
    """Return the compared numbers of the replicates of points, float64 (n, R, M)."""
    repeated = np.repeat(z, effort.replicates, axis=0)
    found = evaluate(repeated, trial_seeds(seed, f"wave {wave}", len(repeated)))
    return comparison.compared(found).reshape(len(z), effort.replicates, -1)


def _narrowed(region: Region, z: np.ndarray, runs: np.ndarray, seed: int) -> Region:
    """Return what is left after one more wave."""
    comparison = region.comparison
    emulators = tuple(emulator_of(name, z, runs[:, :, m]) for m, name in enumerate(comparison.names))
    failed = int(np.isnan(runs).any(axis=2).sum())

    def with_wave(left: float) -> Region:
        return Region(
            comparison, region.dimensions, (*region.waves, Wave(emulators, left, runs[:, :, 0].size, failed))
        )

    kept, left = with_wave(1.0).draws(seed, "what is left", COUNTED)
    if not len(kept):
        raise CalibrationError(_nothing_left(emulators, comparison, seed, region.dimensions))
    return with_wave(left)


def _plausible(
    emulators: tuple[Emulator, ...], comparison: Comparison, z: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """Return those of some rows of z that no emulator rules out."""
    for emulator, observed, error in zip(emulators, comparison.observed, comparison.error, strict=True):
        if len(rows):
            rows = rows[_implausibility(emulator, z[rows], observed, error) <= CUT]
    return rows


def _implausibility(emulator: Emulator, z: np.ndarray, observed: float, error: float) -> np.ndarray:
    """Return how many standard deviations points are expected from what was observed, float64 (N,)."""
    mean, variance = emulator.expected(z)
    return np.asarray(np.abs(mean - observed) / np.sqrt(variance + emulator.luck + error**2))


def _nothing_left(emulators: tuple[Emulator, ...], comparison: Comparison, seed: int, dimensions: int) -> str:
    """Say which number comes least near to what was observed of it."""
    z = points(seed, "what is left", BLOCK, dimensions)
    given = zip(emulators, comparison.observed, comparison.error, strict=True)
    nearest = [float(_implausibility(one, z, observed, error).min()) for one, observed, error in given]
    worst = int(np.argmax(nearest))
    said = f"Nothing of the prior is left: no point comes within {CUT:g} standard deviations of all targets"
    return (
        f"{said}; the furthest is {comparison.names[worst]!r}, at best {nearest[worst]:.1f} away. "
        "Check what was observed, widen a prior, or declare a discrepancy."
    )
