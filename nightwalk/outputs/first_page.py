"""The words of the report's first page: the verdict on every scenario and its cost."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.answers import Answer, answers
from nightwalk.outputs.compare import levels
from nightwalk.outputs.costs import EVERYBODY, costs
from nightwalk.outputs.decision_words import cost_line, payers_line
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import _
from nightwalk.outputs.plans import cost, grades_of
from nightwalk.outputs.wording import between, change, explanation, verdict

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["cards"]

_STAYS_IN = "stays_in_after_dark"
Found = dict[tuple[str, str], Answer]


def cards(ensemble: Ensemble, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one card of sentences per compared scenario, or one for a scenario alone."""
    if rows.empty:
        return [_alone(ensemble)]
    listed = answers(rows[rows["split"] == "all"])
    found = {(one.scenario, one.indicator.name): one for one in listed}
    bills = costs(ensemble)
    return [_card(ensemble, found, name, bills[bills["scenario"] == name]) for name in ensemble.scenarios[1:]]


def _card(ensemble: Ensemble, found: Found, name: str, bills: pd.DataFrame) -> dict[str, Any]:
    head, stays = (found.get((name, key)) for key in (HEADLINE, _STAYS_IN))
    if head is None:
        return {"scenario": name, "verdict": _("no value for the main question")}
    planned = ensemble.scenario(name).get("interventions") or []
    whole = next(bills[bills["payer"] == EVERYBODY].itertuples())
    return {
        "scenario": name,
        "verdict": verdict(head),
        "key": head.verdict,
        "change": change(head),
        "explanation": explanation(head),
        "behaviour": change(stays) if stays else "",
        "one_run": _one_run(head, ensemble),
        "cost": f"{cost_line(whole)} {payers_line(bills)}".strip(),
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
        "cost": cost(ensemble.scenario(ensemble.scenarios[0]).get("interventions") or []),
    }


def _one_run(head: Answer, ensemble: Ensemble) -> str:
    low, high = head.one_run
    if isnan(low) or head.same:
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
