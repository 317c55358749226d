"""Offenders, victims, near repeats, reporting."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.base.quantity import HalfNormal, Normal, Range95, Uniform, quantity

__all__ = ["Offending"]


@dataclass(frozen=True)
class Offending:
    """Search, commit, victim, boost, report."""

    offender_share: float = quantity(0.006, unit="per resident", low=0.002, high=0.015, source="assumed")
    activity_shape: float = quantity(0.7, unit="", low=0.3, high=2.0, source="assumed")
    searches_per_day: float = quantity(1.0, unit="1/day", low=0.1, high=5.0, source="assumed")
    quiet_hours: float = quantity(
        0.3, unit="ratio", low=0.0, high=1.0, source="Portland 2001-10 (minimum 05-10 h)"
    )
    street_crime: float = quantity(
        39.0,
        unit="per 1,000 residents a year",
        low=1.0,
        high=300.0,
        source="assumed; set from local victimisation",
    )
    share_robbery: float = quantity(0.25, unit="share", low=0.0, high=1.0, source="assumed")
    share_pickpocket: float = quantity(0.40, unit="share", low=0.0, high=1.0, source="assumed")
    vandalism: float = quantity(
        20.0, unit="per 1,000 residents a year", low=0.0, high=200.0, source="assumed"
    )
    vehicle_crime: float = quantity(
        8.0, unit="per 1,000 residents a year", low=0.0, high=100.0, source="assumed"
    )
    d_0: float = quantity(
        1200.0, unit="m", low=500.0, high=2000.0, prior=Range95(500.0, 2000.0), source="Wiles 2000"
    )
    sigma_zeta: float = quantity(
        1.64, unit="logit", low=0.5, high=2.5, prior=Range95(1.2, 2.0), source="fit to Weisburd 2015 (SF29)"
    )
    main_street: float = quantity(1.11, unit="logit", low=0.0, high=2.5, source="fit to Weisburd 2015 (SF29)")
    J_B: float = quantity(
        1.3, unit="logit", low=0.0, high=3.0, prior=Range95(0.5, 2.0), source="Haberman & Ratcliffe"
    )
    tau_B: float = quantity(
        7.0, unit="days", low=2.0, high=40.0, prior=Range95(4.0, 21.0), source="Haberman & Ratcliffe"
    )
    boost_radius: float = quantity(200.0, unit="m", low=50.0, high=500.0, source="near-repeat windows")
    alpha_N: float = quantity(
        0.45, unit="per ln", low=0.0, high=1.0, prior=Range95(0.2, 0.7), source="Clarke 1996"
    )
    alpha_crowd: float = quantity(
        0.35, unit="per ln", low=0.0, high=1.0, prior=Range95(0.1, 0.6), source="Clarke 1996"
    )
    N_crowd_offender: float = quantity(4.0, unit="people/h", low=0.5, high=50.0, source="assumed")
    alpha_L: float = quantity(
        1.2,
        unit="log hazard",
        low=0.0,
        high=3.0,
        prior=Normal(1.2, 0.6),
        source="fit to Welsh 2022, Chalfin 2022 (SF27)",
    )
    alpha_P: float = quantity(
        1.0, unit="log hazard", low=0.0, high=6.0, prior=Normal(1.0, 0.3), source="Ratcliffe 2011, Braga 2019"
    )
    alpha_C: float = quantity(
        0.14, unit="log hazard", low=0.0, high=0.4, prior=Range95(0.0, 0.22), source="Piza 2019"
    )
    alpha_C_violent: float = quantity(
        0.02, unit="log hazard", low=0.0, high=0.2, prior=HalfNormal(0.045), source="Piza 2019 (none)"
    )
    alpha_M: float = quantity(
        0.1, unit="log hazard", low=0.0, high=0.5, prior=Range95(0.0, 0.3), source="assumed"
    )
    alpha_G: float = quantity(
        0.1,
        unit="log hazard per sd",
        low=-0.1,
        high=0.5,
        prior=Normal(0.1, 0.1),
        source="Brunton-Smith 2014 (none)",
    )
    alpha_W: float = quantity(
        0.15, unit="log hazard per ln", low=0.0, high=0.35, prior=Uniform(0.0, 0.35), source="assumed"
    )
    alpha_E: float = quantity(
        0.3, unit="log hazard", low=-0.5, high=1.2, prior=Normal(0.3, 0.2), source="assumed"
    )
    commit_floor: float = quantity(
        0.3, unit="share", low=0.05, high=1.0, source="cap on what guardians prevent"
    )
    p_witness: float = quantity(0.05, unit="probability", low=0.0, high=1.0, source="assumed")
    sigma_tau: float = quantity(1.2, unit="log", low=0.3, high=2.0, prior=Range95(0.8, 1.6), source="assumed")
    young_target: float = quantity(
        1.3, unit="ratio", low=0.5, high=3.0, source="FRA 2019 (sign); size assumed"
    )
    old_target: float = quantity(0.7, unit="ratio", low=0.2, high=2.0, source="FRA 2019 (sign); size assumed")
    women_robbery: float = quantity(0.8, unit="ratio", low=0.3, high=2.0, source="assumed")
    women_pickpocket: float = quantity(1.0, unit="ratio", low=0.3, high=2.0, source="assumed")
    women_assault: float = quantity(
        1.2, unit="ratio", low=0.3, high=3.0, source="ONS 2022, harassment (sign)"
    )
    pi_robbery: float = quantity(
        0.5, unit="probability", low=0.05, high=0.95, source="ICVS-type surveys, from memory"
    )
    pi_pickpocket: float = quantity(
        0.4, unit="probability", low=0.05, high=0.95, source="ICVS-type surveys, from memory"
    )
    pi_assault: float = quantity(
        0.22, unit="probability", low=0.05, high=0.95, source="FRA 2019: violence .30, harassment .13"
    )
    pi_vandalism: float = quantity(
        0.35, unit="probability", low=0.05, high=0.95, source="ICVS-type surveys, from memory"
    )
    pi_vehicle: float = quantity(0.73, unit="probability", low=0.05, high=0.95, source="FRA 2019 (burglary)")
    rho_T: float = quantity(0.2, unit="logit per sd", low=0.0, high=0.6, source="assumed")
    citizen_report: float = quantity(0.02, unit="per fear episode", low=0.0, high=0.5, source="assumed")
    authority_lag: float = quantity(7.0, unit="days", low=0.0, high=60.0, source="assumed")
    manager_calm: float = quantity(0.5, unit="share", low=0.0, high=1.0, source="assumed")
    guardian_calm: float = quantity(0.5, unit="share", low=0.0, high=1.0, source="assumed")
    spin_up: float = quantity(
        120.0, unit="days", low=14.0, high=730.0, source="memory half-life; null-world test"
    )
