"""Synthetic truth: answers made from known parameters, and whether the fit finds them again.

Simulation-based calibration (Talts et al. 2018): the truth of each repeat is a draw from the prior, so intervals that
mean what they say cover it as often as they claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.quantity import LogNormal, Normal
from nightwalk.calibration.measurement.draws import drawn
from nightwalk.calibration.measurement.evidence import Microdata
from nightwalk.calibration.measurement.fit import fit
from nightwalk.calibration.measurement.ground import DeclaredStreets, Ground
from nightwalk.calibration.measurement.predictors import predictors
from nightwalk.calibration.measurement.rows import Rows, blank_rows, distinct
from nightwalk.calibration.measurement.scale import Scale, scale_of
from nightwalk.model.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.base.quantity import Prior

__all__ = ["ITEMS_ASKED", "PRIOR_SD", "Repeat", "answered", "repeat", "respondents", "study_scale"]

ITEMS_ASKED = ("after_dark", "by_day", "park", "busy_place")
PRIOR_SD: Mapping[str, float] = {
    "mu": 1.0, "d1": 0.5, "d3": 0.4, "gamma_female": 0.5, "gamma_disability": 0.5, "rho_v": 0.4, "beta_D0": 0.7,
    "beta_DL": 1.0, "beta_park_dark": 0.6, "beta_I": 0.3, "omega_T": 0.2, "phi_x": 0.2, "J_v": 0.6, "sigma_b": 0.35,
}  # fmt: skip
"""Prior standard deviations of the identifiability study; of the logarithm for `rho_v` and `sigma_b`."""
CENTRE: Mapping[str, float] = {
    "mu": -3.5, "d1": 2.5, "d3": 1.9, "gamma_female": 0.35, "gamma_disability": 0.85, "rho_v": 1.67, "beta_D0": 1.3,
    "beta_DL": 1.5, "beta_park_dark": 1.3, "beta_I": 0.45, "omega_T": 0.3, "phi_x": 0.3, "J_v": 1.2, "sigma_b": 1.1,
}  # fmt: skip
LOGARITHMIC = ("rho_v", "sigma_b")
WOMEN, DISABLED, VICTIMS, LUX, LUX_SD = 0.52, 0.18, 0.08, 5.0, 0.7
MIDDLE_AGED = 1.0  # the age group without an effect of its own: ages are no part of that study
QUANTILE = 1.959964  # of the 95 % range a log-normal is given by


@dataclass(frozen=True)
class Repeat:
    """One repeat of the study.

    Attributes:
        truth: The parameters the answers were made from.
        low: 5 % quantiles of the posterior.
        high: 95 % quantiles.
        sd: Posterior standard deviations, of the logarithm where the prior is.
        night: Contraction of the night penalty at the usual light, a sum of `beta_D0` and a part of `beta_DL`.
    """

    truth: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]
    sd: dict[str, float]
    night: float

    def covered(self, name: str) -> bool:
        """Return whether the 90 % interval of a parameter holds the truth."""
        return self.low[name] <= self.truth[name] <= self.high[name]

    def contraction(self, name: str) -> float:
        """Return posterior over prior standard deviation."""
        return self.sd[name] / PRIOR_SD[name]


def study_scale() -> Scale:
    """Return the 14 parameters of the study with its priors.

    Media exposure acts on the local item directly (`omega_O` 1, no talk), as in that study.
    """
    base = Parameters().with_values(
        {"omega_O": 1.0, "susceptibility": 0.0, "sigma_anchor": 0.1, "omega_G": 0.0, "sigma_area": 0.1}
    )
    return scale_of(tuple(PRIOR_SD), base=base, priors={name: _prior(name) for name in PRIOR_SD})


def _prior(name: str) -> Prior:
    middle, sd = CENTRE[name], PRIOR_SD[name]
    if name in LOGARITHMIC:
        return LogNormal(middle * exp(-QUANTILE * sd), middle * exp(QUANTILE * sd))
    return Normal(middle, sd)


def respondents(count: int, seed: int, *, audited: bool = True) -> Rows:
    """Return people of the study's design who have not answered yet, with or without street audits."""
    luck = np.random.default_rng([seed, 1])
    blank = blank_rows(count, len(ITEMS_ASKED))
    known = {
        name: np.zeros(count) for name in ("low_income", "respondent", "authority", "months", "entrapment")
    }
    audit = {"lux": LUX * np.exp(LUX_SD * luck.normal(size=count)), "incivility": luck.normal(size=count)}
    return blank._replace(
        sex=(luck.random(count) < WOMEN).astype(float), age=np.full(count, MIDDLE_AGED),
        disability=(luck.random(count) < DISABLED).astype(float), trust=luck.normal(size=count),
        media=luck.normal(size=count), victim=(luck.random(count) < VICTIMS).astype(float),
        **known, **(audit if audited else {}),
    )  # fmt: skip


def answered(rows: Rows, items: tuple[str, ...], ground: Ground, numbers: np.recarray, seed: int) -> Rows:
    """Return people with answers drawn from the survey equation; their streets must be audited."""
    luck = np.random.default_rng([seed, 2])
    given = predictors(rows, items, ground, numbers)
    count = len(rows.sex)
    person = given.spread * luck.normal(size=count)
    v = np.exp(given.log_v + given.sigma_v * luck.normal(size=count))
    eta = given.level + person[:, None] + v[:, None] * given.cue[:, :, 0]
    felt = eta + luck.logistic(size=eta.shape)
    cuts = np.array([-float(given.d1), 0.0, float(given.d3)])
    return rows._replace(answer=np.searchsorted(cuts, felt).astype(float))


def repeat(seed: int, *, count: int = 540, audited: bool = True, draws: int = 400) -> Repeat:
    """Return what a fit finds of a truth drawn from the prior.

    Args:
        seed: key of truth, people, answers and draws.
        count: respondents.
        audited: whether light and incivility of their streets are known to the fit.
        draws: draws of the posterior.
    """
    scale, ground = study_scale(), Ground()
    truth = scale.values(np.random.default_rng([seed, 0]).normal(size=len(scale.names)))
    made = answered(respondents(count, seed), ITEMS_ASKED, ground, scale.numbers(truth), seed)
    if not audited:
        made = made._replace(lux=np.full(count, np.nan), incivility=np.full(count, np.nan))
        ground = Ground(DeclaredStreets(lux=LUX, lux_spread=LUX_SD, cue_spread=1.0))
    rows, which = distinct(made)
    everybody = Microdata(
        rows, ITEMS_ASKED, which, np.ones(count), np.arange(count), np.zeros(count, dtype=np.int64)
    )
    found = drawn(fit(everybody, ground, scale), everybody, ground, draws, seed)
    scaled = np.stack(
        [np.log(x) if n in LOGARITHMIC else x for n, x in zip(scale.names, found.T, strict=True)]
    )
    low, high = np.quantile(found, [0.05, 0.95], axis=0)
    truths, lows, highs, spreads = (
        dict(zip(scale.names, map(float, values), strict=True))
        for values in (truth, low, high, scaled.std(axis=1))
    )
    return Repeat(truths, lows, highs, spreads, _night_sd(scale, found))


def _night_sd(scale: Scale, draws: np.ndarray) -> float:
    """Return posterior over prior SD of the night penalty at the usual light: the sum no audit is needed for."""
    left = scale.base.perception.E_half / (scale.base.perception.E_half + LUX)
    night = draws[:, scale.names.index("beta_D0")] + left * draws[:, scale.names.index("beta_DL")]
    return float(night.std() / np.hypot(PRIOR_SD["beta_D0"], left * PRIOR_SD["beta_DL"]))
