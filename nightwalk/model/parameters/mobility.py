"""Who walks when, where to, by which way, and who stays in."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.base.quantity import Range95, Uniform, quantity

__all__ = ["Mobility"]


@dataclass(frozen=True)
class Mobility:
    """Outings, participation and routes."""

    legs_per_day: float = quantity(0.8, unit="legs/day", low=0.1, high=4.0, source="assumed; surveys 0.5-1.2")
    legs_shape: float = quantity(2.0, unit="", low=0.5, high=10.0, source="assumed")
    outings_max: float = quantity(4.0, unit="outings/day", low=1.0, high=8.0, source="assumed")
    share_disc: float = quantity(
        0.6, unit="share", low=0.4, high=0.8, prior=Range95(0.4, 0.8), source="assumed"
    )
    share_shop: float = quantity(0.40, unit="share", low=0.0, high=1.0, source="assumed")
    share_leisure: float = quantity(0.35, unit="share", low=0.0, high=1.0, source="assumed")
    weekend_factor: float = quantity(1.0, unit="ratio", low=0.3, high=2.0, source="assumed")
    evening_shift: float = quantity(
        0.0, unit="h", low=0.0, high=3.0, source="assumed; 1-2 h in southern Europe"
    )
    walk_limit: float = quantity(3000.0, unit="m", low=500.0, high=6000.0, source="assumed")
    closed_weight: float = quantity(
        50.0, unit="ratio", low=1.0, high=55.0, source="chosen: only where no other way is"
    )
    gravity: float = quantity(700.0, unit="m", low=100.0, high=3000.0, source="assumed")
    inside_scale: float = quantity(1200.0, unit="m", low=200.0, high=5000.0, source="assumed")
    work_from: float = quantity(6.0, unit="hour", low=0.0, high=23.0, source="assumed")
    work_until: float = quantity(10.0, unit="hour", low=0.0, high=23.0, source="assumed")
    stay_work: float = quantity(8.0, unit="h", low=1.0, high=12.0, source="assumed")
    stay_shop: float = quantity(1.0, unit="h", low=1.0, high=6.0, source="assumed")
    stay_leisure: float = quantity(2.0, unit="h", low=1.0, high=8.0, source="assumed")
    stay_friend: float = quantity(3.0, unit="h", low=1.0, high=8.0, source="assumed")
    stay_spread: float = quantity(0.5, unit="log", low=0.0, high=1.5, source="assumed")
    stay_spread_work: float = quantity(0.15, unit="log", low=0.0, high=1.5, source="assumed")
    visitor_ratio: float = quantity(0.5, unit="per resident", low=0.0, high=20.0, source="assumed")
    visitor_presence: float = quantity(0.3, unit="probability", low=0.01, high=1.0, source="assumed")
    visitor_transit: float = quantity(0.6, unit="share", low=0.0, high=1.0, source="assumed")
    visitor_parking: float = quantity(0.2, unit="share", low=0.0, high=1.0, source="assumed")
    visitor_worker: float = quantity(0.5, unit="share", low=0.0, high=1.0, source="assumed")
    visitor_guest: float = quantity(0.3, unit="share", low=0.0, high=1.0, source="assumed")
    visitor_stay: float = quantity(3.0, unit="h", low=1.0, high=12.0, source="assumed")
    a_0: float = quantity(-3.0, unit="logit", low=-6.0, high=0.0, source="ISTAT, ONS")
    a_1: float = quantity(
        0.7, unit="per logit", low=0.2, high=1.2, prior=Uniform(0.2, 1.2), source="ISTAT, ONS"
    )
    a_D: float = quantity(2.0, unit="logit", low=0.0, high=5.0, source="fit to Uttley & Fotios 2017 (SF24)")
    share_forgo: float = quantity(0.333, unit="share", low=0.0, high=1.0, source="assumed")
    share_shift: float = quantity(0.333, unit="share", low=0.0, high=1.0, source="assumed")
    detour_weight: float = quantity(
        0.8, unit="", low=0.0, high=2.0, prior=Uniform(0.0, 2.0), source="assumed"
    )
    route_scale: float = quantity(100.0, unit="m", low=10.0, high=1000.0, source="assumed")
    rechoose: float = quantity(0.1, unit="1/week", low=0.0, high=1.0, source="assumed")
    presence_memory: float = quantity(14.0, unit="matching hours", low=2.0, high=60.0, source="assumed")
