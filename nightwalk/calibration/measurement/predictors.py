"""The survey equation of the model (section 3.2) for respondents of whom a part is known.

What is not known of a respondent enters by its mean and its variance under the declared population; the rest of the
equation, cues of places included, is the code the simulation runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.agents.perceive import calm_of, street_cues
from nightwalk.calibration.items import ITEMS

if TYPE_CHECKING:
    from nightwalk.agents.columns import Numbers
    from nightwalk.calibration.measurement.ground import Ground
    from nightwalk.calibration.measurement.rows import Rows

__all__ = ["LUX_NODES", "OF_PLACES", "Predictors", "predictors"]

OLD, YOUNG = 3, 0  # first group of 65 and over; group under 35
DAYS = 365.0 / 12.0  # in a month
LUX_NODES = 3
OF_PLACES = (
    "beta_D0", "beta_DL", "E_half", "beta_park_day", "beta_park_dark", "beta_I", "beta_X", "beta_N_women", "beta_N_men",
)  # fmt: skip
"""Parameters the cue of a place depends on."""


class Predictors(NamedTuple):
    """What the answers of R respondents to J items depend on; L nodes of the unknown light."""

    level: np.ndarray  # (R, J) logits: the person's own level, familiarity included
    cue: np.ndarray  # (R, J, L) Z, logits
    spread: np.ndarray  # (R,) sd of the level between persons alike in what is known, logits
    log_v: np.ndarray  # (R,) log of the mean sensitivity of their sex
    sigma_v: np.ndarray  # () sd of the log sensitivity
    d1: np.ndarray  # () threshold
    d3: np.ndarray  # () threshold


def predictors(
    rows: Rows, items: tuple[str, ...], ground: Ground, p: Numbers, *, cue: np.ndarray | None = None
) -> Predictors:
    """Return level, cue and spread of every respondent.

    Args:
        rows: the respondents.
        items: what was asked, in the order of the answers.
        ground: declared streets and margins.
        p: parameter values.
        cue: the cues, where they are known because no parameter of places has changed.
    """
    log_v = np.where(rows.sex == 1, 0.5, -0.5) * np.log(p.rho_v)
    level, variance = _person(rows, ground, p)
    at_home = np.isin(rows.respondent, (0.0,)) | np.isnan(rows.respondent)
    home = np.array([ITEMS[item].home for item in items], dtype=float)
    unknown = np.isnan(rows.incivility) * p.beta_I**2 + np.isnan(rows.entrapment) * p.beta_X**2
    variance = variance + np.exp(2.0 * log_v) * unknown * ground.streets.cue_spread**2
    return Predictors(
        level=level[:, None] - p.beta_F * at_home[:, None] * home,
        cue=_cue(rows, items, ground, p) if cue is None else cue,
        spread=np.sqrt(variance),
        log_v=log_v,
        sigma_v=np.asarray(p.sigma_v),
        d1=np.asarray(p.d1),
        d3=np.asarray(p.d3),
    )


def _person(rows: Rows, ground: Ground, p: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and variance of theta given what is known, logits."""
    held = (
        1.0 - p.susceptibility
    )  # how much of an own anchor is left in concern after talk (Friedkin-Johnsen)
    anchor = held * p.omega_O
    spread_O = np.hypot(p.phi_x, p.sigma_anchor)
    ages = ground.population.ages
    parts = [
        _closed(rows.age >= OLD, rows.age, sum(ages[OLD:]), p.gamma_65plus),
        _closed((rows.age == YOUNG) * rows.sex, rows.age, ages[YOUNG] * rows.sex, p.gamma_young_women),
        _closed(rows.disability, rows.disability, ground.population.disability, p.gamma_disability),
        _closed(rows.low_income, rows.low_income, ground.population.low_income, p.gamma_low_income),
        _normal(rows.trust, -p.omega_T * p.sigma_T),
        _normal(rows.authority, -p.omega_U * p.sigma_T),
        _concern(rows, anchor * p.phi_x, anchor * p.sigma_anchor, anchor * spread_O),
    ]
    mean = (
        p.mu
        + p.gamma_female * rows.sex
        + p.visitor_offset * (rows.respondent == 1)
        + _memory(rows, ground, p)
    )
    fixed = p.sigma_b**2 + p.sigma_area**2 + (p.omega_G * p.sigma_G) ** 2
    return mean + sum(part[0] for part in parts), fixed + sum(part[1] for part in parts)


def _closed(value: Any, known: np.ndarray, share: Any, slope: float) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and variance of a yes/no trait times its slope."""
    unknown = np.isnan(known)
    return slope * np.where(unknown, share, value), slope**2 * unknown * share * (1.0 - share)


def _normal(value: np.ndarray, slope: float) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and variance of a standardised trait times its slope."""
    return slope * np.nan_to_num(value), slope**2 * np.isnan(value)


def _concern(rows: Rows, media: float, noise: float, both: float) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and variance of omega_O O: asked itself, or known by media exposure, or not at all."""
    asked = np.isfinite(rows.concern)
    mean, variance = _normal(rows.media, media)
    return np.where(asked, both * np.nan_to_num(rows.concern), mean), np.where(
        asked, 0.0, variance + noise**2
    )


def _memory(rows: Rows, ground: Ground, p: Any) -> np.ndarray:
    """Return what a victimisation has left: its age where asked, else the mean over the recall."""
    life = p.H_M / np.log(2.0)
    window = ground.recall * DAYS
    within = life / window * (1.0 - np.exp(-window / life))
    left = np.where(np.isnan(rows.months), within, np.exp(-np.nan_to_num(rows.months) * DAYS / life))
    return np.asarray(p.J_v * np.nan_to_num(rows.victim) * left)


def _cue(rows: Rows, items: tuple[str, ...], ground: Ground, p: Any) -> np.ndarray:
    """Return Z of every respondent's places, float64 (R, J, L)."""
    lux = _lux(rows, ground)
    shape = (lux.shape[0], 1, lux.shape[1])
    zero = np.zeros(shape)
    park = np.array([float(ITEMS[item].park) for item in items])[None, :, None]
    dark = np.array([float(ITEMS[item].dark) for item in items])[None, :, None]
    cues = street_cues(
        lux=lux[:, None, :], uniformity=zero, social=zero, guardian=zero, cameras=zero, manager=zero, park=park,
        dimmed=zero + 1.0, room=zero + 1.0,
        incivility=p.incivility_ref + p.incivility_sd * np.nan_to_num(rows.incivility)[:, None, None],
        entrapment=p.entrapment_ref + p.entrapment_sd * np.nan_to_num(rows.entrapment)[:, None, None], p=p,
    )  # fmt: skip
    calm = np.array([calm_of(getattr(ground.streets, ITEMS[item].people), 1.0, p) for item in items])[
        None, :, None
    ]
    beta_N = np.where(rows.sex == 1, p.beta_N_women, p.beta_N_men)[:, None, None]
    return np.asarray(cues.always[0] + dark * cues.dark[0] - beta_N * calm)


def _lux(rows: Rows, ground: Ground) -> np.ndarray:
    """Return the light at the nodes of each respondent, (R, L): audited, or of the declared streets."""
    unknown = np.isnan(rows.lux)
    if not unknown.any():
        return rows.lux[:, None]
    node, _ = np.polynomial.hermite_e.hermegauss(LUX_NODES)
    declared = ground.streets.lux * np.exp(ground.streets.lux_spread * node)
    return np.where(unknown[:, None], declared, np.nan_to_num(rows.lux)[:, None])
