"""Parameters on the scale of their priors: every prior is a standard normal.

A value is the quantile Phi(z) of its declared, truncated prior. So no range is ever left, what the answers say
nothing about keeps a standard deviation of exactly 1, and the one declaration of a prior serves here too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import nearest
from nightwalk.base.quantity import Fixed, SpikeSlab, Uniform
from nightwalk.calibration.errors import CalibrationError
from nightwalk.model.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.agents.columns import Numbers
    from nightwalk.base.quantity import Prior, Quantity

__all__ = ["FITTED", "Scale", "scale_of"]

FITTED = (
    "mu", "d1", "d3", "gamma_female", "gamma_65plus", "gamma_young_women", "gamma_disability", "gamma_low_income",
    "rho_v", "sigma_v", "sigma_b", "sigma_area", "beta_D0", "beta_DL", "E_half", "beta_park_day", "beta_park_dark",
    "beta_I", "beta_X", "beta_N_women", "beta_N_men", "beta_F", "omega_T", "omega_U", "omega_G", "omega_O", "phi_x",
    "J_v", "H_M",
)  # fmt: skip
"""Every parameter a survey answer depends on."""
GRID = 2000  # quantiles by which a prior is described
STANDARD = NormalDist()


@dataclass(frozen=True)
class Scale:
    """Fitted parameters with their declarations, and the values of all others.

    Attributes:
        quantities: Declarations of the fitted parameters; their priors are those used.
        base: Values of all parameters.
    """

    quantities: Mapping[str, Quantity]
    base: Parameters

    @property
    def names(self) -> tuple[str, ...]:
        """The fitted parameters."""
        return tuple(self.quantities)

    @property
    def spikes(self) -> tuple[str, ...]:
        """Parameters that may be exactly zero."""
        return tuple(name for name, one in self.quantities.items() if isinstance(one.prior, SpikeSlab))

    def values(self, z: np.ndarray) -> np.ndarray:
        """Return the values at a point z, float64 (K,)."""
        return np.array(
            [one.draw(STANDARD.cdf(at)) for one, at in zip(self.quantities.values(), z, strict=True)]
        )

    def numbers(self, values: np.ndarray) -> Numbers:
        """Return all parameter values with the fitted ones replaced."""
        numbers = self._numbers.copy()
        for name, value in zip(self.names, values, strict=True):
            numbers[name] = value
        return numbers

    @property
    def _numbers(self) -> Numbers:
        if not hasattr(self, "_kept"):
            object.__setattr__(self, "_kept", self.base.values())
        return self._kept  # type: ignore[attr-defined]

    def slab(self) -> Scale:
        """Return the same with every spike taken away: what is left of a parameter that is not zero."""
        return replace(self, quantities={name: _slab(one) for name, one in self.quantities.items()})

    def without(self, names: Sequence[str]) -> Scale:
        """Return the same with some parameters held at zero."""
        kept = {name: one for name, one in self.quantities.items() if name not in names}
        return Scale(kept, self.base.with_values(dict.fromkeys(names, 0.0)))

    def prior_grid(self, name: str) -> np.ndarray:
        """Return evenly spaced quantiles of a prior, float64 (GRID,), ascending."""
        return np.array([self.quantities[name].draw((k + 0.5) / GRID) for k in range(GRID)])


def scale_of(
    names: Sequence[str] = FITTED,
    *,
    base: Parameters | None = None,
    priors: Mapping[str, Prior] | None = None,
) -> Scale:
    """Return the scale of some parameters with their declared priors.

    A parameter that is declared without a prior because it is solved for each town (`mu`) is taken as flat over its
    declared range.

    Args:
        names: parameters to fit.
        base: values of the others.
        priors: priors used in place of the declared ones.

    Raises:
        CalibrationError: for a parameter no survey answer depends on.
    """
    for name in names:
        if name not in FITTED:
            raise CalibrationError(
                f"No survey answer depends on {name!r}; it cannot be fitted.{nearest(name, FITTED)}"
            )
    declared, given = Parameters.declared(), priors or {}
    return Scale(
        {name: replace(declared[name], prior=given.get(name, _prior(declared[name]))) for name in names},
        base or Parameters(),
    )


def _prior(declared: Quantity) -> Prior:
    return Uniform(declared.low, declared.high) if isinstance(declared.prior, Fixed) else declared.prior


def _slab(declared: Quantity) -> Quantity:
    return replace(declared, prior=declared.prior.slab) if isinstance(declared.prior, SpikeSlab) else declared
