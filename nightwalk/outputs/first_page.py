"""The words of the report's first page: the verdict on every scenario, its cost, and who loses."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.answers import Answer, answers
from nightwalk.outputs.compare import flagged, levels
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import _
from nightwalk.outputs.plans import cost, grades_of
from nightwalk.outputs.wording import between, change, explanation, verdict, worse_off

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["cards", "left_worse_off"]

_STAYS_IN = "stays_in_after_dark"
_FELT = (HEADLINE, "very_unsafe_after_dark", _STAYS_IN, "unsafe_by_day")
"""What the first page looks at for groups that are left worse off."""

Found = dict[tuple[str, str], Answer]


def cards(ensemble: Ensemble, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one card of sentences per compared scenario, or one for a scenario alone."""
    if rows.empty:
        return [_alone(ensemble)]
    others = ensemble.scenarios[1:]
    listed = answers(rows[rows["split"] == "all"], comparisons=len(others))
    found = {(one.scenario, one.indicator.name): one for one in listed}
    return [_card(ensemble, found, name) for name in others]


def _card(ensemble: Ensemble, found: Found, name: str) -> dict[str, Any]:
    head, stays = (found.get((name, key)) for key in (HEADLINE, _STAYS_IN))
    if head is None:
        return {"scenario": name, "verdict": _("no value for the main question")}
    planned = ensemble.scenario(name).get("interventions") or []
    return {
        "scenario": name,
        "verdict": verdict(head),
        "key": head.verdict,
        "change": change(head),
        "explanation": explanation(head),
        "behaviour": change(stays) if stays else "",
        "one_run": _one_run(head, ensemble),
        "cost": cost(planned),
        "grades": grades_of(planned),
    }


def _alone(ensemble: Ensemble) -> dict[str, Any]:
    frame = levels(ensemble)
    everyone = frame[frame["split"] == "all"].set_index("indicator")["value"]
    said = [
        f"{_(INDICATORS[key].label)}: {INDICATORS[key].level(everyone[key])}"
        for key in (HEADLINE, "unsafe_by_day", _STAYS_IN)
        if key in everyone.index
    ]
    return {
        "scenario": ensemble.scenarios[0],
        "verdict": _("nothing is compared in this study"),
        "change": f"{'; '.join(said)}.",
    }


def _one_run(head: Answer, ensemble: Ensemble) -> str:
    low, high = head.one_run
    if isnan(low) or head.verdict == "equal":
        return ""
    ends, unit = between(low, high, head), _(head.indicator.change_unit)
    if ensemble.study.get("parameter_mode") == "prior":
        return _(
            "That is the average. One further run, with its own luck and its own plausible effect sizes, "
            "would change by {ends} {unit}.",
            ends=ends, unit=unit,
        )  # fmt: skip
    return _(
        "That is the average. One further run, with its own luck (effect sizes are fixed), would change by "
        "{ends} {unit}.",
        ends=ends, unit=unit,
    )  # fmt: skip


def left_worse_off(rows: pd.DataFrame) -> list[str]:
    """Return one line per group that is clearly worse off in what people feel and do."""
    return worse_off(answers(flagged(rows[rows["indicator"].isin(_FELT)])))
