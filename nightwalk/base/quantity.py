"""Every uncertain number is declared once: default, unit, range, prior, source.

From the one line come the check, the message, the slider, the prior, the bounds of a
sensitivity analysis and the reference table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import exp, log
from numbers import Real
from statistics import NormalDist
from typing import Any, Protocol

from nightwalk.base.errors import QuantityError

__all__ = [
    "Fixed",
    "HalfNormal",
    "LogNormal",
    "Normal",
    "Prior",
    "Quantity",
    "Range95",
    "SpikeSlab",
    "Uniform",
    "check_quantities",
    "quantities",
    "quantity",
]

STANDARD = NormalDist()
EDGE = 1e-12


class Prior(Protocol):
    """A one-dimensional distribution, known by its inverse."""

    def draw(self, u: float, low: float, high: float) -> float:
        """Return the quantile `u` of the distribution truncated to low..high."""
        ...


def _truncated(dist: NormalDist, u: float, low: float, high: float) -> float:
    a, b = dist.cdf(low), dist.cdf(high)
    return min(max(dist.inv_cdf(min(max(a + u * (b - a), EDGE), 1 - EDGE)), low), high)


@dataclass(frozen=True)
class Fixed:
    """Known, or fitted elsewhere: never varied."""

    value: float | None = None

    def draw(self, u: float, low: float, high: float) -> float:
        """Return the value whatever `u`."""
        del u, low, high
        if self.value is None:
            raise QuantityError("A fixed quantity without a value cannot be drawn; use its default.")
        return self.value


@dataclass(frozen=True)
class Normal:
    """Normal with mean and standard deviation."""

    mean: float
    sd: float

    def draw(self, u: float, low: float, high: float) -> float:
        """Return the quantile `u` of the truncated distribution."""
        return _truncated(NormalDist(self.mean, self.sd), u, low, high)


@dataclass(frozen=True)
class Range95:
    """Normal given by its central 95 % range: how a bare range in a source is read."""

    low95: float
    high95: float

    def draw(self, u: float, low: float, high: float) -> float:
        """Return the quantile `u` of the truncated distribution."""
        sd = (self.high95 - self.low95) / (2 * STANDARD.inv_cdf(0.975))
        return _truncated(NormalDist((self.low95 + self.high95) / 2, sd), u, low, high)


@dataclass(frozen=True)
class LogNormal:
    """Log-normal given by its central 95 % range."""

    low95: float
    high95: float

    def draw(self, u: float, low: float, high: float) -> float:
        """Return the quantile `u` of the truncated distribution."""
        a, b = log(self.low95), log(self.high95)
        dist = NormalDist((a + b) / 2, (b - a) / (2 * STANDARD.inv_cdf(0.975)))
        return min(max(exp(_truncated(dist, u, log(max(low, 1e-300)), log(high))), low), high)


@dataclass(frozen=True)
class Uniform:
    """Flat between two bounds."""

    low: float
    high: float

    def draw(self, u: float, low: float, high: float) -> float:
        """Return the quantile `u` of the truncated distribution."""
        a, b = max(self.low, low), min(self.high, high)
        return a + u * (b - a)


@dataclass(frozen=True)
class HalfNormal:
    """The positive half of a normal around zero."""

    sd: float

    def draw(self, u: float, low: float, high: float) -> float:
        """Return the quantile `u` of the truncated distribution."""
        return _truncated(NormalDist(0.0, self.sd), u, max(low, 0.0), high)


@dataclass(frozen=True)
class SpikeSlab:
    """Exactly zero with some probability, otherwise drawn from the slab."""

    zero: float
    slab: Prior

    def draw(self, u: float, low: float, high: float) -> float:
        """Return zero for the first part of `u`, the slab's quantile for the rest."""
        return 0.0 if u < self.zero else self.slab.draw((u - self.zero) / (1 - self.zero), low, high)


@dataclass(frozen=True)
class Quantity:
    """The declaration of one number."""

    default: float
    unit: str
    low: float
    high: float
    prior: Prior
    source: str

    def check(self, name: str, value: object) -> None:
        """Refuse a value that is no number or lies outside low..high.

        Raises:
            QuantityError: with name, value and range in one sentence.
        """
        unit = f" {self.unit}" if self.unit else ""
        allowed = f"expected {self.low:g} to {self.high:g}{unit}"
        if isinstance(value, bool) or not isinstance(value, Real):
            raise QuantityError(f"{name} is {value!r}, not a number; {allowed}.")
        if not self.low <= float(value) <= self.high:
            raise QuantityError(f"{name} is {float(value):g}{unit}; {allowed}.")

    def draw(self, u: float) -> float:
        """Return the value at quantile `u` (0-1) of the prior."""
        if isinstance(self.prior, Fixed) and self.prior.value is None:
            return self.default
        return self.prior.draw(u, self.low, self.high)


def quantity(
    default: float, *, unit: str = "", low: float, high: float, prior: Prior | None = None, source: str
) -> Any:
    """Declare a dataclass field that is a number with unit, range, prior and source.

    Without a prior the number is never varied. `source` is a citation key or ``assumed``.
    """
    declared = Quantity(default, unit, low, high, prior or Fixed(), source)
    return field(default=default, metadata={"quantity": declared})


def quantities(owner: object) -> dict[str, Quantity]:
    """Return the declared numbers of a dataclass (or an instance of it) by name."""
    return {f.name: f.metadata["quantity"] for f in fields(owner) if "quantity" in f.metadata}  # type: ignore[arg-type]


def check_quantities(instance: object) -> None:
    """Check every declared number of a dataclass instance; call it in ``__post_init__``.

    Raises:
        QuantityError: for the first value outside its range.
    """
    for name, declared in quantities(instance).items():
        declared.check(f"{type(instance).__name__}.{name}", getattr(instance, name))
