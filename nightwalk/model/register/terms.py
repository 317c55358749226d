"""The declared numbers of a risk register."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.base.quantity import check_quantities, quantity

__all__ = ["Terms"]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How reports are placed, protected and turned into estimates."""

    fewest: float = quantity(5.0, unit="reports", low=3.0, high=100.0, source="assumed")
    reach: float = quantity(50.0, unit="m", low=5.0, high=500.0, source="assumed")
    near: float = quantity(100.0, unit="m", low=25.0, high=500.0, source="assumed")
    dim: float = quantity(5.0, unit="lx", low=0.5, high=20.0, source="assumed")
    enclosed: float = quantity(0.3, unit="", low=0.05, high=0.95, source="assumed")
    effect_sd: float = quantity(2.0, unit="log", low=0.2, high=10.0, source="assumed")
    disorder_half: float = quantity(
        4.0, unit="reports per 100 m and year", low=0.1, high=500.0, source="assumed"
    )
    window: float = quantity(12.0, unit="months", low=1.0, high=60.0, source="assumed")
    hot_share: float = quantity(0.05, unit="share of street length", low=0.005, high=0.5, source="assumed")

    def __post_init__(self) -> None:
        check_quantities(self)
