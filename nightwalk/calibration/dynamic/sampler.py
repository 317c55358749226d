"""Population Monte Carlo without likelihoods on what history matching left (Lenormand, Jabot & Deffuant 2013).

Generation after generation, the tolerance is the misfit of the best so many runs; new points are drawn around the
kept ones with twice their weighted covariance (Beaumont et al. 2009). It ends at the tolerance whose ball has the
covariance of the declared errors: a hard edge that stands for them (Wilkinson 2013). Generations are whole, so the
numbers do not depend on who finishes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.calibration.dynamic.luck import stream, trial_seeds
from nightwalk.calibration.errors import CalibrationError

if TYPE_CHECKING:
    from nightwalk.calibration.dynamic.comparison import Comparison
    from nightwalk.calibration.dynamic.matching import Evaluate, Region
    from nightwalk.calibration.dynamic.settings import Effort

__all__ = ["Generation", "Particles", "Sample", "sampled", "tolerance_of"]

WIDER = 2.0  # of the covariance of the kept points (Beaumont et al. 2009)
STALLED = 0.05  # of the new points within the tolerance: fewer are not worth going on
PROPOSED = 8  # proposals looked at together, per point wanted
ROUNDS = 50  # of proposals, before fewer points are taken than wanted


class Particles(NamedTuple):
    """Points that were run, one row each.

    Attributes:
        z: On the scale of the priors, float64 (N, K).
        seed: Of its run, int64 (N,).
        found: Summaries, float64 (N, S).
        misfit: Float64 (N,).
        weight: Density of the prior over the density it was drawn from, float64 (N,).
    """

    z: np.ndarray
    seed: np.ndarray
    found: np.ndarray
    misfit: np.ndarray
    weight: np.ndarray

    def only(self, rows: np.ndarray) -> Particles:
        """Return some of them."""
        return Particles(*(column[rows] for column in self))

    @property
    def share(self) -> np.ndarray:
        """Weights that add up to 1."""
        return np.asarray(self.weight / self.weight.sum())

    @property
    def effective(self) -> float:
        """How many equally weighted points would know as much (Kish)."""
        return float(1.0 / (self.share**2).sum())


class Generation(NamedTuple):
    """What a generation came to: its tolerance, and the share of its new points within the one before."""

    tolerance: float
    accepted: float
    runs: int


@dataclass(frozen=True)
class Sample:
    """The points that are kept at the end.

    Attributes:
        particles: Those within the last tolerance.
        generations: How it got there.
        wanted: The tolerance of the declared errors.
    """

    particles: Particles
    generations: tuple[Generation, ...]
    wanted: float

    @property
    def tolerance(self) -> float:
        """The last tolerance."""
        return self.generations[-1].tolerance

    @property
    def reached(self) -> bool:
        """Whether the last tolerance is that of the declared errors."""
        return self.tolerance <= self.wanted

    def rows(self, count: int, seed: int) -> np.ndarray:
        """Return rows of the particles drawn by weight, evenly, in random order, int64 (count,)."""
        luck = stream(seed, "draws")
        at = (np.arange(count) + luck.random()) / count
        rows = np.minimum(np.searchsorted(np.cumsum(self.particles.share), at), len(self.particles.z) - 1)
        return luck.permutation(rows)

    def points(self, comparison: Comparison, rows: np.ndarray) -> np.ndarray:
        """Return draws of the posterior, float64 (n, K): particles as they are where the wanted tolerance was reached.

        Otherwise the ball of runs is shrunk to it, its middle by the square, as the pull of the prior goes with the
        variance, and points are moved along their regression on the runs (Beaumont, Zhang & Balding 2002).
        """
        away = (comparison.compared(self.particles.found) - comparison.observed) / comparison.error
        middle, shrunk = self.particles.share @ away, min(1.0, float(np.sqrt(self.wanted / self.tolerance)))
        there = shrunk * (away - middle) + shrunk**2 * middle
        return np.asarray((self.particles.z + (there - away) @ self._slope(away))[rows])

    def _slope(self, away: np.ndarray) -> np.ndarray:
        """Return how points change with their runs, float64 (M, K); shrunk by one run's worth."""
        share, z = self.particles.share, self.particles.z
        centred = away - share @ away
        weighted = self.particles.effective * centred * share[:, None]
        inner = weighted.T @ centred + np.eye(away.shape[1])
        return np.asarray(np.linalg.solve(inner, weighted.T @ (z - share @ z)))


def tolerance_of(freedom: int) -> float:
    """Return the misfit at the edge of a ball with the covariance of a standard normal in `freedom` dimensions."""
    return freedom + 2.0


def sampled(evaluate: Evaluate, region: Region, effort: Effort, seed: int) -> Sample:
    """Return the points of the region whose runs come within the declared errors, or as near as the effort allows.

    Raises:
        CalibrationError: if too little of the prior is left to begin with.
    """
    wanted = tolerance_of(region.comparison.freedom)
    people = new = _first(evaluate, region, effort, seed)
    history: list[Generation] = []
    accepted = 1.0
    for k in range(1, effort.generations + 2):
        tolerance, people = _kept(people, effort.particles, wanted)
        history.append(Generation(tolerance, accepted, len(new.z)))
        if tolerance <= wanted or accepted < STALLED or k > effort.generations:
            break
        z, weight = _moved(people.z, people.share, region, effort.particles, stream(seed, f"generation {k}"))
        new = _run(evaluate, region, z, weight, seed, f"generation {k}")
        accepted = float((new.misfit <= tolerance).mean())
        people = Particles(*(np.concatenate(pair) for pair in zip(people, new, strict=True)))
    return Sample(people, tuple(history), wanted)


def _first(evaluate: Evaluate, region: Region, effort: Effort, seed: int) -> Particles:
    """Return the first generation, drawn from what is left of the prior; from around the few points found, if few."""
    count = 2 * effort.particles
    z, left = region.draws(seed, "generation 0", count)
    weight = np.full(len(z), left)
    if len(z) <= region.dimensions:
        raise CalibrationError(
            f"So little of the prior is left ({left:.1e}) that {len(z)} points were found in it; "
            "state a narrower prior, or declare discrepancies."
        )
    if len(z) < count:
        z, weight = _moved(
            z, np.full(len(z), 1.0 / len(z)), region, count, stream(seed, "generation 0: moved")
        )
    return _run(evaluate, region, z, weight, seed, "generation 0")


def _run(
    evaluate: Evaluate, region: Region, z: np.ndarray, weight: np.ndarray, seed: int, what: str
) -> Particles:
    seeds = trial_seeds(seed, what, len(z))
    found = evaluate(z, seeds)
    return Particles(z, seeds, found, region.comparison.misfit(found), weight)


def _kept(people: Particles, count: int, wanted: float) -> tuple[float, Particles]:
    """Return the tolerance that keeps `count` points, not below the wanted one, and the points within it."""
    tolerance = max(float(np.sort(people.misfit)[min(count, len(people.misfit)) - 1]), wanted)
    return tolerance, people.only((people.misfit <= tolerance) & np.isfinite(people.misfit))


def _moved(
    kept: np.ndarray, share: np.ndarray, region: Region, count: int, luck: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return new points (n, K) around kept ones (N, K), none of them ruled out, and their weights (n,)."""
    root = _root(kept, share)
    found: list[np.ndarray] = []
    tried = 0
    while sum(map(len, found)) < count and tried < ROUNDS * PROPOSED * count:
        parent = luck.choice(len(kept), size=PROPOSED * count, p=share)
        z = kept[parent] + luck.standard_normal((PROPOSED * count, len(root))) @ root.T
        found.append(z[region.holds(z)])
        tried += len(z)
    z = np.concatenate(found)
    inside = len(z) / tried
    z = z[:count]
    return z, _prior(z) * inside / _mixture(z, kept, share, root)


def _root(kept: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return the Cholesky root of the covariance of a step (K, K)."""
    away = kept - share @ kept
    spread = WIDER * (away * share[:, None]).T @ away
    least = np.finfo(float).eps * (1.0 + np.trace(spread))
    return np.asarray(np.linalg.cholesky(spread + least * np.eye(len(spread))))


def _prior(z: np.ndarray) -> np.ndarray:
    """Return the density of the prior, float64 (N,)."""
    return np.asarray(np.exp(-0.5 * (z**2).sum(axis=1)) / (2.0 * np.pi) ** (z.shape[1] / 2.0))


def _mixture(z: np.ndarray, kept: np.ndarray, share: np.ndarray, root: np.ndarray) -> np.ndarray:
    """Return the density at z of a step from a kept point, float64 (N,)."""
    from scipy.linalg import solve_triangular

    there, here = (solve_triangular(root, points.T, lower=True).T for points in (z, kept))
    steps = _prior((there[:, None, :] - here[None, :, :]).reshape(-1, z.shape[1])).reshape(len(z), len(here))
    return np.asarray(steps @ share / np.prod(np.diag(root)))
