"""Which parameters the answers of a survey can say anything about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.items import ITEMS
from nightwalk.calibration.measurement.scale import FITTED

if TYPE_CHECKING:
    from nightwalk.calibration.measurement.rows import Rows

__all__ = ["asked_about"]

FOUR = (0, 1, 2, 3)  # answers that know all three thresholds


def asked_about(rows: Rows, items: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parameters that act on something the survey asks, in the order of the model.

    What a survey does not hold (trust that was not asked, incivility that was not audited) would be felt only
    through how much respondents differ, which belongs to `sigma_b`: such coefficients stay at their prior.
    """
    known = {name: bool(np.isfinite(getattr(rows, name)).any()) for name in rows._fields}
    settings = {ITEMS[item] for item in items}
    dark, park = {one.dark for one in settings}, {(one.park, one.dark) for one in settings if one.park}
    women = {"gamma_female", "rho_v"} if np.ptp(rows.sex) else set()
    wanted = {
        "mu", "sigma_b", "sigma_v", *women,
        *(("d1", "d3") if np.isin(rows.answer, FOUR).any() else ()),
        *(("gamma_65plus", "gamma_young_women") if known["age"] else ()),
        *(("gamma_disability",) if known["disability"] else ()),
        *(("gamma_low_income",) if known["low_income"] else ()),
        *(("beta_D0", "beta_DL", "E_half") if 1 in dark else ()),
        *(("beta_park_day",) if (1, 0) in park else ()),
        *(("beta_park_dark",) if (1, 1) in park else ()),
        *(("beta_I",) if known["incivility"] else ()),
        *(("beta_X",) if known["entrapment"] else ()),
        *(("beta_N_women", "beta_N_men") if len({one.people for one in settings}) > 1 else ()),
        *(("beta_F",) if len({one.home for one in settings}) > 1 else ()),
        *(("omega_T",) if known["trust"] else ()),
        *(("omega_U",) if known["authority"] else ()),
        *(("omega_O", "phi_x") if known["media"] or known["concern"] else ()),
        *(("J_v", "H_M") if known["victim"] else ()),
    }  # fmt: skip
    return tuple(name for name in FITTED if name in wanted)
