"""Guard-rails of what may be said of a study (model section 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.outputs.indicators import HEADLINE, indicator
from nightwalk.outputs.paired import paired

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["JUDGEMENT", "resting_on_judgement", "shown_with", "tiers", "weakest_grade"]

JUDGEMENT = "D"  # the grade of what rests on expert judgement only

_BOTH_CRIMES = ("street_crimes_per_1000_year", "recorded_crimes_per_1000_year")


def shown_with(of: str) -> tuple[str, ...]:
    """Return the indicators that are shown wherever one is: recorded crime never without all crime, nor the reverse."""
    return _BOTH_CRIMES if of in _BOTH_CRIMES else (indicator(of).name,)


def weakest_grade(scenario: Mapping[str, Any]) -> str:
    """Return the weakest evidence grade among the measures of a scenario, A to D; empty without measures."""
    return max(
        (str(one.get("grade") or JUDGEMENT) for one in scenario.get("interventions") or []), default=""
    )


def resting_on_judgement(ensemble: Ensemble) -> frozenset[str]:
    """Return the scenarios with a measure that rests on expert judgement only."""
    return frozenset(
        name for name in ensemble.scenarios if weakest_grade(ensemble.scenario(name)) == JUDGEMENT
    )


def tiers(ensemble: Ensemble, of: str = HEADLINE) -> list[tuple[str, ...]]:
    """Return the scenarios in tiers from best to worst; within a tier they are not distinguishable.

    A tier ends only where every scenario before is clearly better than every one after: the 95 % interval of
    their paired difference, widened for all pairs (Bonferroni), excludes zero. So no order is told between two
    scenarios that may be equal, even where a third lies clearly on one side of one of them.

    Args:
        ensemble: The study.
        of: An indicator with a wanted direction.

    Raises:
        RunError: for an unknown indicator.
    """
    sign = {"lower": 1.0, "higher": -1.0}.get(indicator(of).better)
    if sign is None:
        return [ensemble.scenarios]
    value = {name: sign * ensemble.by_seed(of, name).loc[("all", "everyone")] for name in ensemble.scenarios}
    order = sorted(value, key=lambda name: float(value[name].mean()))
    pairs = len(order) * (len(order) - 1) // 2
    found: list[tuple[str, ...]] = []
    tier: list[str] = []
    for k, name in enumerate(order):
        tier.append(name)
        if all(_clearly_less(value[a], value[b], pairs) for a in order[: k + 1] for b in order[k + 1 :]):
            found.append(tuple(tier))
            tier = []
    return found


def _clearly_less(one: pd.Series, other: pd.Series, comparisons: int) -> bool:
    found = paired(*(values.to_numpy(float)[None, :] for values in (one, other)), comparisons=comparisons)
    return bool(found.low[0] > 0)
