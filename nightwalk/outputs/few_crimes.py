"""Whether a town has crimes enough for a contrast of crime to mean anything (model section 11)."""

from __future__ import annotations

from math import log
from statistics import NormalDist
from typing import TYPE_CHECKING

from nightwalk.outputs.paired import CONFIDENCE, POWER
from nightwalk.outputs.zones import RINGS, TREATED, beyond, zone_values

if TYPE_CHECKING:
    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["CRIMES", "REALISTIC", "events_needed", "too_few_crimes", "treated_crimes"]

REALISTIC = -0.14  # the pooled effect of lighting on crime (Welsh, Farrington & Douglas 2022)
YEAR = 365.0
NEAREST = min(RINGS)  # metres, the ring that is left out
CRIMES = (
    "victimised_per_1000_year",
    "street_crimes_per_1000_year",
    "recorded_crimes_per_1000_year",
    "vandalism_per_1000_year",
)
"""Indicators that count crimes."""


def events_needed(control: float, *, change: float = REALISTIC, power: float = POWER) -> float:
    """Return how many events on treated streets, before and after together, would show a change.

    Two-sided 5 % level on the log of (T1 / T0) / (C1 / C0), all four Poisson: with a events before and r a after
    (r = 1 + change) its variance is 1/a + 1/(r a) + 2/(control a). Pairs of one seed share luck, which is
    not counted on: a real town has no pairs. With many control events -14 % takes 1,388.

    Args:
        control: Events on the control streets for each on the treated ones, above 0.
        change: The relative change to be seen.
        power: Chance to see it.
    """
    normal, after = NormalDist(), 1.0 + change
    reach = normal.inv_cdf((1 + CONFIDENCE) / 2) + normal.inv_cdf(power)
    before = reach**2 * (1.0 + 1.0 / after + 2.0 / control) / log(after) ** 2
    return before * (1.0 + after)


def treated_crimes(ensemble: Ensemble, scenario: str, against: str) -> tuple[float, float]:
    """Return the street crimes on treated streets and beyond 200 m of them, both worlds and all seeds together.

    A scenario that treats no streets, or leaves none for control, is judged by the whole town, as if control
    crimes were infinitely many; where the streets treated are too few for crimes to be told, there are none.
    """
    worlds = [zone_values(ensemble, one, "street_crimes", of=scenario) for one in (scenario, against)]
    far = [zone for zone in beyond(NEAREST) if all(zone in world.index for world in worlds)]
    if not far:
        return _in_town(ensemble, scenario) + _in_town(ensemble, against), float("inf")
    pooled = worlds[0].sum(axis=1) + worlds[1].sum(axis=1)
    return float(pooled.loc[TREATED]), float(pooled.loc[far].sum())


def _in_town(ensemble: Ensemble, scenario: str) -> float:
    """Return the street crimes of a scenario in the whole town, all seeds together."""
    everyone, of = ("all", "everyone"), "street_crimes_per_1000_year"
    rate, people = (ensemble.by_seed(of, scenario, column).loc[everyone] for column in ("value", "people"))
    years = float(ensemble.scenario(scenario).get("days", 0)) / YEAR
    return float((rate * people / 1000.0 * years).sum())


def too_few_crimes(ensemble: Ensemble, scenario: str, against: str) -> bool:
    """Say whether there are too few crimes to see a realistic effect of a scenario on crime."""
    treated, control = treated_crimes(ensemble, scenario, against)
    return treated <= 0 or control <= 0 or treated < events_needed(control / treated)
