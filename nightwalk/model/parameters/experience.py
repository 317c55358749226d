"""Memory, talk, media, trust, efficacy and incivility over days, weeks and months."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.base.quantity import LogNormal, Normal, Range95, Uniform, quantity

__all__ = ["Experience"]


@dataclass(frozen=True)
class Experience:
    """How events, stories and places change people over time."""

    J_v: float = quantity(1.2, unit="logit", low=0.0, high=3.0, prior=Normal(1.2, 0.5), source="Janssen 2021")
    J_w: float = quantity(0.4, unit="logit", low=0.0, high=1.0, prior=Range95(0.16, 0.64), source="assumed")
    J_h: float = quantity(
        0.3,
        unit="logit",
        low=0.0,
        high=1.0,
        prior=Range95(0.12, 0.48),
        source="Arnold 1991, Tseloni 2008 (sign)",
    )
    p_tell: float = quantity(
        0.6, unit="probability", low=0.0, high=1.0, prior=Range95(0.24, 0.96), source="assumed"
    )
    J_e: float = quantity(
        0.005, unit="logit", low=0.0, high=0.015, prior=Range95(0.0, 0.015), source="assumed"
    )
    chi: float = quantity(0.002, unit="share", low=0.0, high=0.01, prior=Range95(0.0, 0.01), source="assumed")
    H_M: float = quantity(
        120.0,
        unit="days",
        low=20.0,
        high=500.0,
        prior=LogNormal(45.0, 270.0),
        source="VIP trial, 49 % after 2 months",
    )
    memory_ceiling: float = quantity(
        6.0, unit="logit", low=0.5, high=20.0, source="assumed: a few victimisations at once"
    )
    severity_robbery: float = quantity(
        1.0, unit="share", low=0.0, high=1.0, source="assumed; order from Janssen"
    )
    severity_pickpocket: float = quantity(
        0.6, unit="share", low=0.0, high=1.0, source="assumed; order from Janssen"
    )
    severity_assault: float = quantity(
        0.7, unit="share", low=0.0, high=1.0, source="assumed; order from Janssen"
    )
    near_home_factor: float = quantity(1.3, unit="ratio", low=1.0, high=2.0, source="Janssen 2021 (sign)")
    susceptibility: float = quantity(
        0.4, unit="share", low=0.0, high=0.95, prior=Uniform(0.1, 0.7), source="assumed; not identifiable"
    )
    negativity: float = quantity(
        1.0, unit="ratio", low=0.1, high=6.0, source="assumed; 5.7 in Pulido et al. 2019"
    )
    phi_x: float = quantity(
        0.43,
        unit="logit per sd",
        low=-0.3,
        high=1.5,
        prior=Normal(0.5, 0.25),
        source="fit to Hermann 2021, r = .107 (SF21)",
    )
    sigma_anchor: float = quantity(0.9, unit="logit", low=0.1, high=2.0, source="assumed")
    phi_A: float = quantity(0.10, unit="logit", low=0.0, high=0.3, prior=Uniform(0.0, 0.3), source="assumed")
    rho_media: float = quantity(
        0.0, unit="", low=-0.5, high=0.5, prior=Normal(0.0, 0.15), source="Shrum against Intravia 2017"
    )
    eta_A: float = quantity(
        0.2, unit="", low=0.0, high=0.5, prior=Uniform(0.0, 0.5), source="Prieto Curiel 2020 (weak)"
    )
    media_floor: float = quantity(5.0, unit="reports/week", low=0.5, high=50.0, source="assumed")
    media_national: float = quantity(0.0, unit="", low=-1.0, high=1.0, source="assumed")
    ties_local: float = quantity(6.0, unit="ties", low=2.0, high=20.0, source="assumed")
    ties_random: float = quantity(2.0, unit="ties", low=0.0, high=10.0, source="assumed")
    sigma_T: float = quantity(1.0, unit="sd", low=0.5, high=1.5, source="z-score by definition")
    k_T: float = quantity(0.03, unit="1/month", low=0.0, high=0.2, source="assumed")
    J_T: float = quantity(0.1, unit="sd", low=0.0, high=0.4, source="assumed")
    J_R: float = quantity(0.05, unit="sd", low=0.0, high=0.2, source="assumed")
    J_U: float = quantity(0.1, unit="sd", low=0.0, high=0.4, source="assumed")
    p_answered: float = quantity(0.3, unit="probability", low=0.0, high=1.0, source="assumed")
    kappa_r: float = quantity(
        0.05, unit="1/month", low=0.0, high=0.1, prior=Range95(0.0, 0.1), source="assumed"
    )
    k_GI: float = quantity(
        0.2,
        unit="z per unit",
        low=0.0,
        high=0.4,
        prior=Range95(0.0, 0.4),
        source="Steenbeek & Hipp 2011 (sign)",
    )
    k_GF: float = quantity(
        0.1, unit="z per unit", low=0.0, high=0.2, prior=Range95(0.0, 0.2), source="Markowitz 2001 (sign)"
    )
    sigma_G: float = quantity(1.0, unit="z", low=0.0, high=1.5, source="z-score by definition")
    iota_0: float = quantity(
        0.01, unit="1/month", low=0.0, high=0.02, prior=Range95(0.0, 0.02), source="assumed"
    )
    iota_1: float = quantity(
        0.03, unit="1/month", low=0.0, high=0.06, prior=Range95(0.0, 0.06), source="assumed"
    )
    N_eyes: float = quantity(20.0, unit="people/h", low=1.0, high=200.0, source="assumed")
    vandalism_mark: float = quantity(0.02, unit="share", low=0.0, high=0.1, source="assumed")
