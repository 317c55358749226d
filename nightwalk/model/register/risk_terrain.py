"""Which features of the place go with more reports: relative risks in the form of risk-terrain modelling.

Reports of a segment ~ negative binomial, log mean = log exposure + base + sum of beta x near the feature; exp(beta) is
the relative risk value. The betas have a weak prior around 0, so that a feature without any report has an interval.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.model.city.columns import StreetClass, UseKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nightwalk.model.city import City
    from nightwalk.model.register.terms import Terms

__all__ = ["Modelled", "RelativeRisk", "Terrain", "cell_score", "features", "relative_risk", "terrain"]

FEWEST_EACH = 5  # segments with and without a feature, below which it is left out
SD = 1.96
SHAPES = (-4.0, 9.0)  # log of the dispersion's shape


class RelativeRisk(NamedTuple):
    """How many times the reports per metre near a feature are those elsewhere, all else equal."""

    feature: str
    near: float  # share of street length
    ratio: float
    low: float
    high: float

    @property
    def says(self) -> str:
        """Higher, lower or cannot tell."""
        if self.low > 1.0:
            return "higher"
        return "lower" if self.high < 1.0 else "cannot tell"


class Modelled(NamedTuple):
    """Reports per 100 m and year that the features alone lead one to expect, float64 (S,) each."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


class Terrain(NamedTuple):
    """The table and what it expects of each segment."""

    rows: tuple[RelativeRisk, ...]
    modelled: Modelled


def relative_risk(betas: Mapping[str, float]) -> dict[str, float]:
    """Return the relative risk value exp(beta) of each risk factor.

    >>> round(relative_risk({"bus stops": 3.0617})["bus stops"], 4)
    21.3638
    """
    return {factor: exp(beta) for factor, beta in betas.items()}


def cell_score(betas: Mapping[str, float], factors: Iterable[str]) -> float:
    """Return how many times the risk of a place without any factor a place with some has: exp(sum of their betas).

    Raises:
        KeyError: for a factor without a beta.
    """
    return exp(sum(betas[factor] for factor in factors))


def features(city: City, terms: Terms) -> dict[str, np.ndarray]:
    """Return which segments are near each feature, bool (S,) by name.

    A feature that hardly any or nearly all segments are near is left out: it could not be told from the rest.
    """
    streets, uses, nodes = city.streets, city.uses, city.nodes
    node = np.column_stack([nodes.x, nodes.y])
    place = city.midpoints[uses.segment]
    ends = np.bincount(np.concatenate([streets.u, streets.v]), minlength=len(node)) == 1
    dead = ends & (nodes.edge == 0) & nodes.junction
    reach = f"within {terms.near:g} m"
    found = {
        f"night life {reach}": _near(city, place[uses.kind == UseKind.NIGHTLIFE], terms.near),
        f"shop {reach}": _near(city, place[uses.kind == UseKind.SHOP], terms.near),
        f"stop or station {reach}": _near(city, node[nodes.transit > 0], terms.near),
        f"park or path {reach}": _near(city, city.midpoints[streets.cls == StreetClass.PARK], terms.near),
        f"light below {terms.dim:g} lx": streets.lux < terms.dim,
        f"entrapment from {terms.enclosed:g}": streets.entrapment >= terms.enclosed,
        "dead end": dead[streets.u] | dead[streets.v],
        "main street": streets.cls == StreetClass.MAIN,
    }
    return {
        name: near for name, near in found.items() if FEWEST_EACH <= near.sum() <= len(near) - FEWEST_EACH
    }


def _near(city: City, points: np.ndarray, reach: float) -> np.ndarray:
    from scipy.spatial import cKDTree

    if not len(points):
        return np.zeros(city.segments, bool)
    return np.asarray(cKDTree(points).query(city.midpoints, distance_upper_bound=reach)[0] <= reach)


def terrain(
    counts: np.ndarray,
    exposure: np.ndarray,
    length: np.ndarray,
    near: Mapping[str, np.ndarray],
    effect_sd: float,
) -> Terrain:
    """Fit the relative risks.

    Args:
        counts: float64 (S,) reports.
        exposure: float64 (S,) 100 m x years.
        length: float64 (S,) metres.
        near: features, bool (S,) by name.
        effect_sd: sd of the prior of each beta.
    """
    x = np.column_stack([np.ones(len(counts)), *near.values()]).astype(float)
    beta, cover = _fitted(counts, exposure, x, effect_sd)
    sd = np.sqrt(np.diag(cover))
    rows = tuple(
        RelativeRisk(
            name,
            float(length[is_near].sum() / length.sum()),
            *(float(np.exp(b + z * s)) for z in (0.0, -SD, SD)),
        )
        for (name, is_near), b, s in zip(near.items(), beta[1:], sd[1:], strict=True)
    )
    line, doubt = x @ beta, np.sqrt(np.einsum("si,ij,sj->s", x, cover, x))
    return Terrain(rows, Modelled(*(np.exp(line + z * doubt) for z in (0.0, -SD, SD))))


def _fitted(
    counts: np.ndarray, exposure: np.ndarray, x: np.ndarray, effect_sd: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the betas with the highest posterior, and their covariance."""
    from scipy.optimize import minimize

    weak = np.full(x.shape[1], effect_sd**-2)
    weak[0] = 0.0  # the base is free
    start = np.zeros(x.shape[1] + 1)
    start[0] = np.log(counts.sum() / exposure.sum())
    ends = [(None, None)] * x.shape[1] + [SHAPES]
    arguments: Any = (counts, exposure, x, weak)
    best = minimize(_minus_log, start, args=arguments, jac=True, method="L-BFGS-B", bounds=ends)
    beta, shape = best.x[:-1], np.exp(best.x[-1])
    mean = exposure * np.exp(x @ beta)
    information = x.T @ (x * (mean * shape / (shape + mean))[:, None]) + np.diag(weak)
    return beta, np.linalg.inv(information)


def _minus_log(
    at: np.ndarray, counts: np.ndarray, exposure: np.ndarray, x: np.ndarray, weak: np.ndarray
) -> tuple[float, np.ndarray]:
    """Return minus the log posterior of betas and log shape, and its gradient."""
    from scipy.special import digamma, gammaln

    beta, shape = at[:-1], np.exp(at[-1])
    mean = exposure * np.exp(np.clip(x @ beta, -50.0, 50.0))
    log = gammaln(counts + shape) - gammaln(shape) + shape * np.log(shape)
    log += counts * np.log(mean) - (counts + shape) * np.log(shape + mean)
    by_line = counts - (counts + shape) * mean / (shape + mean)
    by_shape = digamma(counts + shape) - digamma(shape) + np.log(shape) + 1.0
    by_shape -= np.log(shape + mean) + (counts + shape) / (shape + mean)
    gradient = np.append(x.T @ by_line - weak * beta, shape * by_shape.sum())
    return -float(log.sum() - 0.5 * (weak * beta**2).sum()), -gradient
