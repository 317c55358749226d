"""What measures cost a year, who pays, and what one person who feels safer costs."""

from __future__ import annotations

import zlib
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.outputs.columns import column_names
from nightwalk.outputs.paired import paired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = [
    "DISCOUNT", "EVERYBODY", "STATES", "WILLINGNESS", "Annual", "acceptability", "annuity", "costs",
    "equivalent_annual",
]  # fmt: skip

DISCOUNT = 0.03  # a year, as usual for public investment; assumed
EVERYBODY = "all"
WILLINGNESS = (0, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)  # EUR a year per person and category
STATES = (
    "ratio",
    "no_ratio",  # the effect may be zero
    "harm",  # more people feel less safe than safer
    "no_more",  # it costs no more than the first scenario, at the lowest prices
    "one_seed",
    "no_cost",  # the cost of a measure is not stated
)
ANSWER = "answer_after_dark"
NO_LIFE, NO_PAYER = 0.0, "city"  # for studies whose run.json does not say


class Annual(NamedTuple):
    """A yearly amount with its 95 % range."""

    value: float
    low: float
    high: float


def annuity(amount: float, years: float, rate: float = DISCOUNT) -> float:
    """Return the equal yearly payments that are worth an amount today.

    Args:
        amount: What is paid at once.
        years: Over how many years; 0 = it leaves no asset, all of it falls into one year.
        rate: Discount rate a year.
    """
    if years <= 0:
        return amount
    return amount / years if rate == 0 else amount * rate / (1.0 - (1.0 + rate) ** -years)


def equivalent_annual(measure: Mapping[str, Any]) -> Annual:
    """Return the equivalent annual cost of a measure of run.json; NaN where its cost is not stated.

    That is the annuity of the capital over the life of the asset, plus the yearly cost.
    """
    life = float(measure.get("life_years") or NO_LIFE)
    capital, yearly = _range(measure, "capital"), _range(measure, "yearly")
    return Annual(*(annuity(once, life) + a_year for once, a_year in zip(capital, yearly, strict=True)))


def costs(ensemble: Ensemble) -> pd.DataFrame:
    """Return what every scenario costs on top of the first, by payer, and per person moved one category.

    People are moved by the net change of the mean answer (1 very safe to 4 very unsafe) to the question about
    walking alone after dark: a change of -0.1 of 1,000 residents moves 100 persons one category.

    Returns:
        One row per scenario and payer (``all`` first): capital (EUR of 2024, once), annual, annual_low, annual_high
        (equivalent annual cost, EUR a year, 95 % range of prices); for ``all`` also moved, moved_low, moved_high
        (persons times categories, 95 % interval), per_person, per_person_low, per_person_high (EUR a year for each;
        cheapest price with the largest effect to dearest with the smallest), and state (one of `STATES`): there is
        no ratio unless the whole interval of the effect is a gain that costs something.
    """
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    for name in ensemble.scenarios[1:]:
        plus, minus = _added(ensemble, name)
        for payer in (EVERYBODY, *sorted({_payer(one) for one in plus + minus})):
            capital, annual = _bill(plus, minus, payer)
            outcome = _ratio(ensemble, name, annual) if payer == EVERYBODY else (*(np.nan,) * 6, "")
            rows.append((name, payer, capital, *annual, *outcome))
    return pd.DataFrame(rows, columns=column_names("costs"))


def acceptability(ensemble: Ensemble, willingness: Sequence[float] = WILLINGNESS) -> pd.DataFrame:
    """Return the cost-effectiveness acceptability curve of every scenario.

    In every seed the people moved in it are weighed against a cost drawn from its range, keyed by seed and
    kind of measure: the same prices in every scenario.

    Args:
        ensemble: The study.
        willingness: EUR a year one is ready to pay per person moved one category.

    Returns:
        Columns scenario, willingness, share (of seeds in which the net benefit is above zero; NaN where a cost is
        not stated).
    """
    import pandas as pd

    rows = []
    for name in ensemble.scenarios[1:]:
        moved = _moved(ensemble, name)
        plus, minus = _added(ensemble, name)
        drawn = np.array([_drawn(plus, seed) - _drawn(minus, seed) for seed in ensemble.seeds])
        known = ~(np.isnan(moved) | np.isnan(drawn))
        for amount in willingness:
            gains = amount * moved[known] - drawn[known] > 0
            rows.append((name, float(amount), float(gains.mean()) if known.any() else np.nan))
    return pd.DataFrame(rows, columns=column_names("acceptability"))


def _added(ensemble: Ensemble, name: str) -> tuple[list[Any], list[Any]]:
    """Return the measures that a scenario has and the first has not, and the other way round."""
    mine, base = (
        list(ensemble.scenario(one).get("interventions") or []) for one in (name, ensemble.scenarios[0])
    )
    return [one for one in mine if one not in base], [one for one in base if one not in mine]


def _payer(measure: Mapping[str, Any]) -> str:
    return str(measure.get("payer") or NO_PAYER)


def _range(measure: Mapping[str, Any], key: str) -> tuple[float, float, float]:
    value = measure.get(key)
    if not isinstance(value, (int, float)):
        return (np.nan,) * 3
    low, high = measure.get(f"{key}_range") or (value, value)
    return float(value), float(low), float(high)


def _bill(plus: Sequence[Any], minus: Sequence[Any], payer: str) -> tuple[float, Annual]:
    """Return capital and equivalent annual cost of some measures less those of others, for one payer or all."""
    capital, annual = 0.0, np.zeros(3)
    for sign, measures in ((1.0, plus), (-1.0, minus)):
        for one in measures:
            if payer in (EVERYBODY, _payer(one)):
                capital += sign * _range(one, "capital")[0]
                value, low, high = equivalent_annual(one)
                annual += sign * np.array([value, low, high] if sign > 0 else [value, high, low])
    return capital, Annual(*annual.tolist())


def _moved(ensemble: Ensemble, name: str) -> np.ndarray:
    """Return the persons moved one category towards safe, net, by seed in ascending order, float64 (seeds,)."""
    everyone = ("all", "everyone")
    before, after = (ensemble.by_seed(ANSWER, world).loc[everyone] for world in (ensemble.scenarios[0], name))
    people = ensemble.by_seed(ANSWER, name, "people").loc[everyone]
    return np.asarray((before - after) * people, dtype=float)


def _ratio(ensemble: Ensemble, name: str, annual: Annual) -> tuple[Any, ...]:
    """Return moved with its interval, cost per person with its range, and the state."""
    moved = _moved(ensemble, name)[None, :]
    effect = paired(np.zeros_like(moved), moved, comparisons=len(ensemble.scenarios) - 1)
    mean, low, high = (float(column[0]) for column in (effect.difference, effect.low, effect.high))
    state = _state(annual, low, high)
    ratio = (annual.value / mean, annual.low / high, annual.high / low) if state == "ratio" else (np.nan,) * 3
    return (mean, low, high, *ratio, state)


def _state(annual: Annual, low: float, high: float) -> str:
    if isnan(annual.value):
        return "no_cost"
    if isnan(low):
        return "one_seed"
    if low <= 0:
        return "harm" if high < 0 else "no_ratio"
    return "ratio" if annual.low > 0 else "no_more"


def _drawn(measures: Sequence[Any], seed: int) -> float:
    return sum(_draw(one, seed) for one in measures)


def _draw(measure: Mapping[str, Any], seed: int) -> float:
    """Return the annual cost at a keyed quantile: half the draws below the value, half above, even in each."""
    from nightwalk.base.streams import Decision, uniforms

    key = zlib.crc32(str(measure.get("kind")).encode())
    u = float(uniforms(seed, Decision.PRICE, 1, first=key)[0])
    value, low, high = equivalent_annual(measure)
    return low + (value - low) * 2 * u if u < 0.5 else value + (high - value) * (2 * u - 1)
