"""Targets of a town, and the chance that a scenario meets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.outputs.indicators import INDICATORS
from nightwalk.outputs.language import _, day
from nightwalk.outputs.wording import group_name, per_cent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.outputs.indicators import Indicator

__all__ = ["Chance", "chance", "last_day", "stated", "targets"]


@dataclass(frozen=True)
class Chance:
    """How a target fared in the runs.

    Attributes:
        met: Runs that meet it.
        runs: Runs that have a value.
        probability: That one further run meets it; missing with one run.
    """

    met: int
    runs: int
    probability: float


def chance(values: np.ndarray, limit: float, *, below: bool) -> Chance:
    """Return the chance that one further run lies on the wanted side of a limit.

    It is Student's predictive distribution of one more value: mean of the runs, their spread widened by
    sqrt(1 + 1/n), n - 1 degrees of freedom. Where runs differ by luck and by effect sizes, so does it.

    Args:
        values: One value per run, shape (n,); NaN drops out.
        limit: Where the target is met.
        below: Whether it is met at or below the limit, else at or above.
    """
    from scipy.stats import t

    values = np.asarray(values, float)[~np.isnan(values)]
    values, limit = (values, limit) if below else (-values, -limit)
    runs, met = len(values), int((values <= limit).sum())
    if runs < 2:
        return Chance(met, runs, float("nan"))
    spread = values.std(ddof=1) * np.sqrt(1 + 1 / runs)
    if spread == 0.0:
        return Chance(met, runs, float(met > 0))
    return Chance(met, runs, float(t.cdf((limit - values.mean()) / spread, runs - 1)))


def stated(ensemble: Ensemble) -> dict[str, Any]:
    """Return problem and stakeholders of the first scenario that states them."""
    listed = [ensemble.scenario(name).get("process") or {} for name in ensemble.scenarios]
    return {
        key: next((one[key] for one in listed if one.get(key)), None) for key in ("problem", "stakeholders")
    }


def targets(ensemble: Ensemble) -> list[dict[str, str]]:
    """Return one row per target and scenario it holds for.

    Targets of the first scenario hold for every other that states none; with one scenario, for itself.
    """
    shared = _targets(ensemble, ensemble.scenarios[0])
    tested = ensemble.scenarios[1:] or ensemble.scenarios
    listed = [(name, one) for name in tested for one in _targets(ensemble, name) or shared]
    values = _values(ensemble) if listed else {}
    return [_row(ensemble.scenarios[0], name, one, values) for name, one in listed]


def last_day(ensemble: Ensemble) -> str:
    """Return the last simulated day in words; empty where it is not known."""
    first = ensemble.scenario(ensemble.scenarios[0])
    if not first.get("start") or not first.get("days"):
        return ""
    return day(date.fromisoformat(first["start"]) + timedelta(days=first["days"] - 1))


def _targets(ensemble: Ensemble, name: str) -> list[Mapping[str, Any]]:
    return (ensemble.scenario(name).get("process") or {}).get("targets") or []


def _values(ensemble: Ensemble) -> dict[Any, np.ndarray]:
    """Return the values of every run by (scenario, indicator, split, group)."""
    frame = ensemble.frame("indicators").sort_values("seed")
    return {
        key: part.to_numpy(float)
        for key, part in frame.groupby(["scenario", "indicator", "split", "group"])["value"]
    }


def _row(base: str, name: str, one: Mapping[str, Any], values: Mapping[Any, np.ndarray]) -> dict[str, str]:
    what = INDICATORS[one["indicator"]]
    found = _found(base, name, one, values)
    limit, below = _limit(one, what)
    return {
        "scenario": name,
        "indicator": _(what.label),
        "group": group_name(one["split"], one["group"]),
        "wanted": _wanted(one, what),
        "by": day(one["by"]),
        "owner": one["owner"],
        "expected": _expected(found, one, what),
        "chance": _said(chance(found, limit, below=below)),
    }


def _found(base: str, name: str, one: Mapping[str, Any], values: Mapping[Any, np.ndarray]) -> np.ndarray:
    """Return what the target is about, one value per run; none where there is nothing to compare with."""
    key = (one["indicator"], one["split"], one["group"])
    mine = values.get((name, *key), np.zeros(0))
    if one["change"] is None:
        return mine
    return mine - values[base, *key] if len(mine) and name != base else np.zeros(0)


def _limit(one: Mapping[str, Any], what: Indicator) -> tuple[float, bool]:
    """Return where the target is met, and whether that is at or below."""
    if one["change"] is not None:
        return float(one["change"]), one["change"] < 0
    return float(one["level"]), what.better == "lower"


def _wanted(one: Mapping[str, Any], what: Indicator) -> str:
    if one["change"] is not None:
        return _("{change} or more", change=what.change(one["change"]))
    least = _("at most {level}") if what.better == "lower" else _("at least {level}")
    return least.format(level=what.level(one["level"]))


def _expected(found: np.ndarray, one: Mapping[str, Any], what: Indicator) -> str:
    known = found[~np.isnan(found)]
    if not len(known):
        return "\N{EN DASH}"
    return what.level(known.mean()) if one["change"] is None else what.change(known.mean())


def _said(found: Chance) -> str:
    if not found.runs:
        return _("not shown: too few people, or nothing to compare with")
    runs = _("met in {met} of {runs} runs", met=found.met, runs=found.runs)
    if np.isnan(found.probability):
        return _("one run only, no chance can be given ({runs})", runs=runs)
    return f"{per_cent(found.probability)} ({runs})"
