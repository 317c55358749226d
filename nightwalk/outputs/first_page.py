"""The words of the report's first page: the verdict on every scenario, its cost, and who loses."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.answers import Answer, answers
from nightwalk.outputs.calibrated import varied
from nightwalk.outputs.compare import flagged, levels
from nightwalk.outputs.costs import EVERYBODY, costs
from nightwalk.outputs.decision_words import behind_line, cost_line, payers_line
from nightwalk.outputs.equity import left_behind
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
    if varied(ensemble.study):
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


def left_worse_off(ensemble: Ensemble, rows: pd.DataFrame) -> list[str]:
    """Return one line per group that is clearly worse off in what people feel and do, or is left behind."""
    worse = flagged(rows[rows["indicator"].isin(_FELT)])
    felt = worse[worse["indicator"] == HEADLINE]
    told = set(zip(felt["scenario"], felt["split"], felt["group"], strict=True))
    behind: Any = left_behind(ensemble).itertuples()
    late = [row for row in behind if (row.scenario, row.split, row.group) not in told]
    return [*worse_off(answers(worse)), *map(behind_line, late)]
