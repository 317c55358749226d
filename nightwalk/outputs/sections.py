"""The content of each section of the report, as plain rows for the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.outputs.compare import in_order, levels
from nightwalk.outputs.figures import for_whom_rows
from nightwalk.outputs.indicators import HEADLINE, INDICATORS, SPLITS
from nightwalk.outputs.paired import mean_interval
from nightwalk.outputs.wording import change, cost, difference_of, interviews, meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["FELT", "answer", "by_group", "crime_rows", "for_whom", "monitoring", "today", "what_changed"]

_STAYS_IN = "stays_in_after_dark"
FELT = (HEADLINE, "very_unsafe_after_dark", _STAYS_IN, "unsafe_by_day")
"""What the first page looks at for groups that are left worse off."""

_TODAY = (
    HEADLINE, "very_unsafe_after_dark", "unsafe_by_day", "unsafe_in_park_after_dark",
    "unsafe_in_busy_place_after_dark", _STAYS_IN, "walks_after_dark_per_day", "fear_episodes_per_person_year",
    "any_fear_episode",
)  # fmt: skip


def answer(ensemble: Ensemble, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the first page's words, one entry per compared scenario (or for the single one)."""
    if rows.empty:
        return [_single(ensemble)]
    everyone = rows[rows["split"] == "all"].set_index(["scenario", "indicator"], drop=False)
    return [_answer(ensemble, everyone, name) for name in ensemble.scenarios[1:]]


def _answer(ensemble: Ensemble, everyone: pd.DataFrame, name: str) -> dict[str, Any]:
    found = {key: _row(everyone, name, key) for key in (HEADLINE, _STAYS_IN)}
    head, stays = found[HEADLINE], found[_STAYS_IN]
    return {
        "verdict": change(head, name=name)
        if head is not None
        else f"{name}: no value for the main question.",
        "meaning": meaning(head, comparisons=len(ensemble.scenarios) - 1) if head is not None else "",
        "one_run": _one_run(head, ensemble),
        "behaviour": change(stays) if stays is not None else "",
        "cost": cost(ensemble.scenario(name).get("interventions") or []),
        "grades": _grades(ensemble.scenario(name)),
    }


def _single(ensemble: Ensemble) -> dict[str, Any]:
    name = ensemble.scenarios[0]
    frame = levels(ensemble)
    everyone = frame[frame["split"] == "all"].set_index("indicator")
    said = [
        f"{INDICATORS[key].phrase} is {INDICATORS[key].level(everyone.loc[key, 'value'])}"
        for key in (HEADLINE, "unsafe_by_day", _STAYS_IN)
        if key in everyone.index
    ]
    return {"verdict": f"{name}: {'; '.join(said)}.", "meaning": "Nothing is compared in this study."}


def _row(everyone: pd.DataFrame, scenario: str, indicator: str) -> Any:
    if (scenario, indicator) not in everyone.index:
        return None
    return next(everyone.loc[[(scenario, indicator)]].itertuples())


def _one_run(head: Any, ensemble: Ensemble) -> str:
    if head is None or np.isnan(head.one_run_low) or head.verdict == "no difference":
        return ""
    what = INDICATORS[head.indicator]
    varied = ensemble.study.get("parameter_mode") == "prior"
    own = (
        "its own luck and its own plausible effect sizes"
        if varied
        else "its own luck (effect sizes are fixed)"
    )
    ends = f"{what.number(head.one_run_low, signed=True)} to {what.number(head.one_run_high, signed=True)}"
    return f"That is the average. One further run, with {own}, would change by {ends} {what.change_unit}."


def _grades(scenario: Mapping[str, Any]) -> str:
    graded = {str(one["grade"]) for one in scenario.get("interventions") or [] if one.get("grade")}
    return (
        f"Evidence grade: {', '.join(sorted(graded))} (A best, D expert judgement; section 4)."
        if graded
        else ""
    )


def today(ensemble: Ensemble) -> dict[str, Any]:
    """Return the levels in the first scenario: everyone and by sex and kind."""
    frame = levels(ensemble)
    frame = frame[
        (frame["scenario"] == ensemble.scenarios[0]) & frame["split"].isin(["all", "sex", "disability"])
    ]
    wide = frame.set_index(["indicator", "split", "group"])["value"]
    wide = wide.unstack(["split", "group"])  # noqa: PD010  a repeated row is an error here
    wide = wide[[column for split in ("all", "sex", "disability") for column in wide if column[0] == split]]
    rows = [
        {
            "label": INDICATORS[n].label,
            "unit": INDICATORS[n].unit,
            "cells": [INDICATORS[n].number(v) for v in wide.loc[n]],
        }
        for n in _TODAY
        if n in wide.index
    ]
    return {"groups": [_heading(split, group) for split, group in wide.columns], "rows": rows}


def _heading(split: str, group: str) -> str:
    return (
        "Everyone"
        if split == "all"
        else group.capitalize()
        if split == "sex"
        else f"{SPLITS[split]}: {group}"
    )


def for_whom(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return before, after and difference of the headline by every split."""
    what = INDICATORS[HEADLINE]
    return [
        {
            "scenario": row.scenario, "split": SPLITS[row.split], "group": row.group,
            "people": _count(row.people), "before": what.number(row.before), "after": what.number(row.after),
            "difference": difference_of(row), "verdict": row.verdict,
        }
        for row in for_whom_rows(rows).itertuples()
    ]  # fmt: skip


def by_group(ensemble: Ensemble) -> list[dict[str, str]]:
    """Return the level of the headline by every split in the first scenario."""
    what = INDICATORS[HEADLINE]
    frame = levels(ensemble)
    frame = frame[(frame["scenario"] == ensemble.scenarios[0]) & (frame["indicator"] == HEADLINE)]
    return [
        {
            "split": SPLITS[row.split], "group": row.group, "people": _count(row.people),
            "value": what.number(row.value)
            + ("" if np.isnan(row.low) else f" ({what.number(row.low)} to {what.number(row.high)})"),
        }
        for row in for_whom_rows(in_order(frame)).itertuples()
    ]  # fmt: skip


def _count(people: float) -> str:
    return "\N{EN DASH}" if np.isnan(people) else f"{people:,.0f}"


def what_changed(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return every indicator for everyone, with its verdict."""
    return [
        {
            "scenario": row.scenario, "label": INDICATORS[row.indicator].label,
            "unit": INDICATORS[row.indicator].unit, "definition": INDICATORS[row.indicator].definition,
            "before": INDICATORS[row.indicator].number(row.before),
            "after": INDICATORS[row.indicator].number(row.after),
            "difference": difference_of(row), "verdict": row.verdict,
            "chance": _chance(row.probability_worthwhile),
        }
        for row in rows[rows["split"] == "all"].itertuples()
    ]  # fmt: skip


def _chance(probability: float) -> str:
    return "\N{EN DASH}" if np.isnan(probability) else f"{probability:.0%}"


def crime_rows(ensemble: Ensemble) -> list[dict[str, Any]]:
    """Return crimes of the whole town by family, what happened and what was recorded, per horizon."""
    frame = ensemble.frame("crimes")
    totals = frame.groupby(["family", "scenario", "seed"])[["true", "recorded"]].sum()
    return [
        {"family": str(family), "scenario": name, **_crimes(totals, str(family), name, ensemble.scenarios[0])}
        for family in sorted(frame["family"].unique())
        for name in ensemble.scenarios
    ]


def _crimes(totals: pd.DataFrame, family: str, name: str, base: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for kind in ("true", "recorded"):
        mine, first = (totals.loc[(family, which)][kind] for which in (name, base))
        cells[kind] = f"{mine.mean():,.1f}"
        mean, _, half, _ = (float(x[0]) for x in mean_interval((mine - first).to_numpy(float)[None, :]))
        interval = "" if np.isnan(half) else f" ({mean - half:+.1f} to {mean + half:+.1f})"
        cells[f"{kind}_change"] = (
            "" if name == base else f"{mean:+.1f}{interval}".replace("-", "\N{MINUS SIGN}")
        )
    return cells


def monitoring(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Return how many interviews would show the expected change, per compared scenario."""
    head = rows[(rows["split"] == "all") & (rows["indicator"] == HEADLINE) & rows["difference"].notna()]
    return [
        {"scenario": row.scenario, "need": interviews(row.before, row.after)} for row in head.itertuples()
    ]
