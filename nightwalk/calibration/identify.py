"""What the answers taught: which parameters moved from their priors, and which sums and products did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.measurement.scale import FITTED, GRID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nightwalk.base.quantity import Quantity
    from nightwalk.calibration.measurement.fit import Fit
    from nightwalk.calibration.measurement.ground import Ground
    from nightwalk.calibration.measurement.scale import Scale

__all__ = [
    "Direction", "Learnt", "combinations_learnt", "directions", "learnt", "learnt_of", "stayed", "untouched",
]  # fmt: skip

STAYED = 0.9  # posterior over prior SD from which a parameter is said to have stayed at its prior
EDGE = 0.02  # share of the declared range within which a median is at its end
SHOWN = 0.25  # loadings smaller than this are not named
BEST = 5  # best-known directions that are listed

Values = dict[str, np.ndarray]


@dataclass(frozen=True)
class Learnt:
    """What is known of one number after the fit.

    Attributes:
        name: Parameter or combination.
        prior_mean: Before.
        prior_sd: Before.
        mean: After.
        sd: After.
        low: 5 % quantile after.
        high: 95 % quantile after.
        contraction: Posterior over prior standard deviation; 1 if nothing was learnt.
        at_edge: Whether the median lies at an end of the declared range.
    """

    name: str
    prior_mean: float
    prior_sd: float
    mean: float
    sd: float
    low: float
    high: float
    contraction: float
    at_edge: bool = False


@dataclass(frozen=True)
class Direction:
    """A direction of the parameters the answers know together.

    Attributes:
        contraction: Posterior over prior standard deviation along it.
        loadings: Its larger parts, by parameter.
    """

    contraction: float
    loadings: Mapping[str, float]


def learnt(fit: Fit, draws: np.ndarray) -> list[Learnt]:
    """Return what is known of each fitted parameter, from draws float64 (D, K)."""
    return learnt_of(fit.scale, draws)


def learnt_of(scale: Scale, draws: np.ndarray) -> list[Learnt]:
    """Return what draws float64 (D, K) know of each parameter of a scale, beside its prior."""
    return [
        _learnt(name, scale.prior_grid(name), draws[:, k], at_edge=_at_edge(declared, draws[:, k]))
        for k, (name, declared) in enumerate(scale.quantities.items())
    ]


def _at_edge(declared: Quantity, draws: np.ndarray) -> bool:
    """Return whether the median lies at an end of the range at which the prior's median does not."""
    near = EDGE * (declared.high - declared.low)
    ends = [at for at in (declared.low, declared.high) if abs(float(np.median(draws)) - at) < near]
    return any(abs(declared.draw(0.5) - at) > near for at in ends)


def combinations_learnt(fit: Fit, draws: np.ndarray, ground: Ground, seed: int) -> list[Learnt]:
    """Return what is known of the sums and products the answers depend on."""
    names, luck = fit.scale.names, np.random.default_rng(seed)
    before = {name: luck.permutation(fit.scale.prior_grid(name)) for name in names}
    after = {name: draws[:, k] for k, name in enumerate(names)}
    base = {name: float(fit.scale.base.values()[name]) for name in FITTED}
    base |= {"held": 1.0 - float(fit.scale.base.values()["susceptibility"]), "lux": ground.streets.lux}
    return [
        _learnt(what, combined(_filled(before, base, GRID)), combined(_filled(after, base, len(draws))))
        for what, (needs, combined) in COMBINATIONS.items()
        if set(needs) <= set(names)
    ]


def directions(fit: Fit) -> list[Direction]:
    """Return the directions known best, on the scale of the priors."""
    value, vector = np.linalg.eigh(fit.best.covariance)
    return [
        Direction(
            float(np.sqrt(max(value[k], 0.0))),
            {n: float(x) for n, x in zip(fit.best.scale.names, vector[:, k], strict=True) if abs(x) >= SHOWN},
        )
        for k in range(min(BEST, len(value)))
    ]


def stayed(found: list[Learnt]) -> tuple[str, ...]:
    """Return the parameters that stayed at their prior."""
    return tuple(one.name for one in found if one.contraction >= STAYED)


def untouched(fit: Fit) -> tuple[str, ...]:
    """Return the parameters of the survey equation nothing was asked about."""
    return tuple(name for name in FITTED if name not in fit.scale.names)


def _learnt(name: str, prior: np.ndarray, posterior: np.ndarray, *, at_edge: bool = False) -> Learnt:
    low, high = np.quantile(posterior, [0.05, 0.95])
    before, after = float(prior.std()), float(posterior.std())
    return Learnt(
        name, float(prior.mean()), before, float(posterior.mean()), after, float(low), float(high), after / before,
        at_edge,
    )  # fmt: skip


def _filled(given: Values, base: Mapping[str, float], count: int) -> Values:
    return {**{name: np.full(count, value) for name, value in base.items()}, **given}


def _night(v: Values) -> np.ndarray:
    return np.asarray(v["beta_D0"] + v["beta_DL"] * v["E_half"] / (v["E_half"] + v["lux"]))


def _sexes(v: Values) -> np.ndarray:
    return np.asarray(v["gamma_female"] + (np.sqrt(v["rho_v"]) - 1.0 / np.sqrt(v["rho_v"])) * _night(v))


COMBINATIONS: Mapping[str, tuple[tuple[str, ...], Callable[[Values], np.ndarray]]] = {
    "night penalty at the declared light": (("beta_D0", "beta_DL"), _night),
    "level after dark": (("mu", "beta_D0"), lambda v: v["mu"] + _night(v)),
    "women - men after dark": (("gamma_female", "rho_v", "beta_D0"), _sexes),
    "media on the local item": (("omega_O", "phi_x"), lambda v: v["held"] * v["omega_O"] * v["phi_x"]),
    "recent victim": (("J_v", "H_M"), lambda v: v["J_v"] * v["H_M"]),
}
"""Sums and products with the parameters they need; `held` is the share of an own anchor left after talk."""
