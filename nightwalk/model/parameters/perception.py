"""Perceived unsafety: place cues, persons, survey thresholds, fear episodes (logits unless stated)."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.base.quantity import HalfNormal, LogNormal, Normal, Range95, SpikeSlab, Uniform, quantity

__all__ = ["Perception"]


@dataclass(frozen=True)
class Perception:
    """What makes a street and a person feel unsafe."""

    mu: float = quantity(-3.7, unit="logit", low=-9.0, high=1.0, source="EU-SILC 2013; calibrate locally")
    d1: float = quantity(
        2.85, unit="logit", low=1.0, high=4.0, prior=Normal(2.5, 0.3), source="fit to ESS9, ISTAT 2016 (SF01)"
    )
    d3: float = quantity(
        1.99, unit="logit", low=0.8, high=3.5, prior=Normal(1.9, 0.3), source="fit to ESS9, ISTAT, ONS (SF01)"
    )
    gamma_female: float = quantity(
        0.35, unit="logit", low=-1.0, high=1.7, prior=Normal(0.35, 0.3), source="ONS 2022, day items"
    )
    gamma_65plus: float = quantity(
        0.25, unit="logit", low=-0.8, high=1.2, prior=Normal(0.2, 0.3), source="ISTAT, ONS"
    )
    gamma_young_women: float = quantity(
        0.2, unit="logit", low=-1.0, high=1.4, prior=Normal(0.2, 0.3), source="ONS 2021, 56 against 49 %"
    )
    gamma_disability: float = quantity(
        0.85, unit="logit", low=-0.4, high=2.0, prior=Normal(0.8, 0.3), source="ONS 2022"
    )
    gamma_low_income: float = quantity(
        0.2, unit="logit", low=-0.6, high=1.1, prior=Normal(0.25, 0.2), source="Eurostat ilc_mddw03"
    )
    visitor_offset: float = quantity(0.2, unit="logit", low=-0.3, high=0.7, source="assumed")
    rho_v: float = quantity(
        1.67,
        unit="ratio",
        low=0.8,
        high=3.5,
        prior=LogNormal(1.2, 2.4),
        source="ONS 2022, day and dark by sex",
    )
    sigma_v: float = quantity(0.3, unit="log", low=0.1, high=0.6, prior=Range95(0.1, 0.6), source="assumed")
    sigma_b: float = quantity(
        1.1, unit="logit", low=0.5, high=1.8, prior=HalfNormal(1.1), source="assumed; needs a panel"
    )
    sigma_area: float = quantity(
        0.25, unit="logit", low=0.1, high=0.5, prior=Range95(0.1, 0.5), source="BCS, area clustering"
    )
    beta_D0: float = quantity(
        1.5,
        unit="logit",
        low=0.0,
        high=3.5,
        prior=Normal(1.3, 0.6),
        source="fit to ONS 2022, day against dark (SF05)",
    )
    beta_DL: float = quantity(
        0.7,
        unit="logit",
        low=0.0,
        high=4.0,
        prior=SpikeSlab(0.35, HalfNormal(1.0)),
        source="Fotios 2018, Boyce 2000 against Lorenc 2013 (none)",
    )
    E_half: float = quantity(
        3.0,
        unit="lx",
        low=0.5,
        high=15.0,
        prior=LogNormal(1.0, 10.0),
        source="Fotios, Monteiro & Uttley 2018",
    )
    w_own: float = quantity(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        prior=Uniform(0.5, 0.9),
        source="Haans & de Kort 2012 (direction); share assumed",
    )
    beta_park_day: float = quantity(
        0.35, unit="logit", low=-0.9, high=1.6, prior=Normal(0.35, 0.3), source="ONS 2021-22"
    )
    beta_park_dark: float = quantity(
        1.38,
        unit="logit",
        low=-0.3,
        high=2.9,
        prior=Normal(1.3, 0.4),
        source="fit to ONS 2021-22 (SF05, SF06)",
    )
    beta_I: float = quantity(
        0.45,
        unit="logit per sd",
        low=-0.4,
        high=1.3,
        prior=Normal(0.4, 0.2),
        source="Brunton-Smith & Sturgis 2011 (sign); Branas 2018 (upper)",
    )
    beta_K: float = quantity(0.35, unit="logit", low=0.0, high=0.7, prior=Range95(0.0, 0.7), source="assumed")
    beta_X: float = quantity(
        0.3,
        unit="logit per sd",
        low=-0.7,
        high=1.3,
        prior=Normal(0.3, 0.25),
        source="van Rijswijk & Haans 2018 (direction)",
    )
    incivility_ref: float = quantity(0.25, unit="share", low=0.0, high=1.0, source="assumed")
    incivility_sd: float = quantity(0.20, unit="share", low=0.05, high=1.0, source="assumed")
    entrapment_ref: float = quantity(0.25, unit="share", low=0.0, high=1.0, source="assumed")
    entrapment_sd: float = quantity(0.20, unit="share", low=0.05, high=1.0, source="assumed")
    beta_N_women: float = quantity(
        0.1, unit="logit per ln", low=-0.7, high=0.9, prior=Normal(0.1, 0.2), source="ONS 2021 (about zero)"
    )
    beta_N_men: float = quantity(
        0.1, unit="logit per ln", low=-0.7, high=0.9, prior=Normal(0.1, 0.2), source="ONS 2021 (about zero)"
    )
    N_ref: float = quantity(4.0, unit="people/h", low=0.5, high=50.0, source="assumed")
    beta_crowd: float = quantity(
        0.3, unit="logit per ln", low=0.2, high=0.8, prior=Range95(0.2, 0.8), source="assumed"
    )
    N_crowd: float = quantity(300.0, unit="people/h per 100 m", low=50.0, high=2000.0, source="assumed")
    beta_P: float = quantity(
        0.3, unit="logit", low=-0.5, high=1.2, prior=Normal(0.2, 0.3), source="Gill 2014; Tuffin 2006"
    )
    beta_C: float = quantity(
        0.0, unit="logit", low=-0.4, high=0.4, prior=Normal(0.0, 0.1), source="Lorenc 2013"
    )
    beta_F: float = quantity(
        0.35,
        unit="logit",
        low=-0.6,
        high=1.4,
        prior=Normal(0.35, 0.25),
        source="ONS 2021, busy against near home",
    )
    near_home: float = quantity(150.0, unit="m", low=0.0, high=500.0, source="assumed")
    omega_T: float = quantity(
        0.3, unit="logit per sd", low=-0.2, high=0.9, prior=Normal(0.3, 0.15), source="Visser 2013 (sign)"
    )
    omega_U: float = quantity(
        0.15, unit="logit per sd", low=0.0, high=0.3, prior=Range95(0.0, 0.3), source="Visser 2013 (sign)"
    )
    omega_G: float = quantity(
        0.25,
        unit="logit per sd",
        low=-0.3,
        high=0.8,
        prior=Normal(0.2, 0.15),
        source="Brunton-Smith 2014 (sign)",
    )
    omega_O: float = quantity(
        0.5, unit="share", low=0.2, high=1.0, prior=Uniform(0.2, 1.0), source="Roccato 2007"
    )
    psi: float = quantity(
        2.6, unit="", low=1.5, high=4.0, prior=Range95(1.5, 4.0), source="Farrall & Gadd 2004"
    )
    kappa_F: float = quantity(
        2.33,
        unit="logit",
        low=1.25,
        high=2.65,
        prior=Range95(1.25, 2.65),
        source="fit to Farrall & Gadd 2004 (SF11-SF13)",
    )
    kappa_I: float = quantity(
        3.44,
        unit="logit",
        low=2.15,
        high=3.55,
        prior=Range95(2.15, 3.55),
        source="fit to Farrall & Gadd 2004 (SF13)",
    )
    sigma_propensity: float = quantity(
        1.37,
        unit="logit",
        low=0.8,
        high=1.8,
        prior=Range95(0.8, 1.8),
        source="fit to Farrall & Gadd 2004 (SF11-SF13)",
    )
