"""What was recorded beside what is felt: layers where a risk register was imported, never without one (rule 28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.workshop.engine import Decision, sureness, uniforms
from nightwalk.workshop.views.layers import LEVELS, NONE, Layer
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk import RiskRegister

__all__ = ["fit_layer", "fits", "has_recorded", "recorded_layer"]

RECORDED = "recorded"
SURE_ENOUGH = 0.5  # of a recorded rate: below it the interval is wider than twice the value
APART = 0.25  # difference of ranks (0-1) from which feeling and record do not fit; as in the report, assumed
SURE = 0.8  # probability from which a class is named; as in the report, assumed
MOST = 50.0  # crimes per 100 m and year at the end of the scale
LESS_SAFE, SAFER, FITS = 1, -1, 0
CANNOT_TELL = 2


def has_recorded(register: RiskRegister | None) -> bool:
    """Say whether recorded crime was imported."""
    return register is not None and RECORDED in register.risks


def recorded_layer(register: RiskRegister) -> Layer:
    """Show the crimes recorded per 100 m and year; streets whose rate is hardly known stay uncoloured."""
    mean, low, high = register.estimate(RECORDED)
    most = float(np.log1p(MOST))
    classes = np.minimum(np.log1p(mean) / most * LEVELS, LEVELS - 1).astype(np.uint8)
    return Layer(
        title=_("Crime the police recorded, per 100 m and year"),
        kind="amount",
        values=np.where(sureness(mean, low, high) >= SURE_ENOUGH, classes, NONE).astype(np.uint8),
        low=0.0,
        high=most,
        told=_("about {n} recorded crimes per 100 m and year; what nobody reports is not in it"),
        none=_("too few reports to tell"),
        ends=(_("none"), _("50 and more")),
        log=True,
    )


def fits(register: RiskRegister, felt: Sequence[np.ndarray]) -> np.ndarray:
    """Return how perceived unsafety fits recorded crime in each street: a class or `CANNOT_TELL`, int8 (S,).

    Streets are ranked by both, once for each set of plausible numbers, with a draw from the posterior of the
    recorded rates; a class is named where at least 80 % of the sets agree (rule 29).

    Args:
        register: What was recorded.
        felt: Share who would feel unsafe after dark, float64 (S,), one for each set of numbers.
    """
    found = np.stack([_apart(register, one, key) for key, one in enumerate(felt)])
    named = np.full(found.shape[1], CANNOT_TELL, dtype=np.int8)
    for one in (LESS_SAFE, SAFER, FITS):
        named[(found == one).mean(axis=0) >= SURE] = one
    return named


def _apart(register: RiskRegister, felt: np.ndarray, key: int) -> np.ndarray:
    u = uniforms(key, Decision.OPPORTUNITY, len(felt))
    difference = _ranks(felt) - _ranks(register.risks[RECORDED].quantile(u))
    return np.where(np.abs(difference) < APART, FITS, np.sign(difference)).astype(np.int8)


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return mean ranks between 0 and 1; equal values share one."""
    from scipy.stats import rankdata

    return np.asarray((rankdata(values) - 0.5) / len(values))


def fit_layer(named: np.ndarray, who: str) -> Layer:
    """Show where streets feel less safe, or safer, than recorded crime suggests; what cannot be told is uncoloured."""
    colour = {LESS_SAFE: LEVELS - 1, SAFER: 0, FITS: LEVELS // 2}
    values = np.full(len(named), NONE, dtype=np.uint8)
    for one, level in colour.items():
        values[named == one] = level
    return Layer(
        title=_("How {who} feel beside what was recorded").format(who=who),
        kind="change",
        values=values,
        low=-1.0,
        high=1.0,
        told=_("compared with other streets, it feels {word} recorded crime suggests"),
        none=_("cannot tell"),
        ends=(_("feels safer than recorded crime suggests"), _("feels less safe")),
        words=(_("safer than"), _("about as safe as"), _("less safe than")),
        note=_(
            "Recorded crime is not all harm: much is never reported. Streets we cannot tell stay uncoloured."
        ),
    )
