"""What a study states: its measures with dose, dates, cost, evidence and wear, and its declared numbers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.delivered import governed
from nightwalk.outputs.language import _, day, named, number
from nightwalk.outputs.wording import grade, money, per_cent, span
from nightwalk.outputs.zones import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["cost", "grades_of", "imported", "measures", "numbers"]


def measures(ensemble: Ensemble) -> list[dict[str, Any]]:
    """Return every intervention of every scenario as rows for the section how."""
    return [_plan(name, ensemble.scenario(name)) for name in ensemble.scenarios]


def _plan(name: str, scenario: Mapping[str, Any]) -> dict[str, Any]:
    listed = scenario.get("interventions") or []
    start = date.fromisoformat(scenario["start"]) if scenario.get("start") else None
    return {
        "scenario": name,
        "horizon": _horizon(start, scenario.get("days")),
        "cost": cost(listed),
        "governed": governed(scenario),
        "measures": [_measure(one, start) for one in listed],
    }


def imported(study: Mapping[str, Any]) -> str:
    """Return where crimes in the streets come from, where they were imported; empty where they were not (rule 28)."""
    if not study.get("street_crime_imported"):
        return ""
    months = (study.get("register") or {}).get("months") or []
    return _(
        "from the risk register of the town, {months}", months=span(*months) if months else _("no dates")
    )


def _horizon(start: date | None, days: int | None) -> str:
    return _("{days} days from {date}", days=days, date=day(start)) if start and days else ""


def _measure(one: Mapping[str, Any], start: date | None) -> dict[str, Any]:
    currency = str(one.get("currency") or "EUR")
    facts = {
        _("Where"): _place(one),
        _("How much"): _dose(one.get("dose") or {}),
        _("When"): _when(one, start),
        _("If upkeep stops"): _wear(one),
        _("Cost"): _("{capital} once, {yearly} a year", capital=money(one.get("capital"), currency),
                     yearly=money(one.get("yearly"), currency)),
        _("Who pays"): named(str(one.get("payer") or "")) or _("not stated"),
        _("Evidence"): "; ".join(filter(None, (grade(one.get("grade")), one.get("source")))),
        _("Note"): named(str(one.get("note") or "")),
        _("Privacy"): named(str(one.get("privacy") or "")),
        _("Proportionality"): named(str(one.get("proportionality") or "")),
        _("Stigma"): named(str(one.get("stigma") or "")),
    }  # fmt: skip
    return {
        "title": named(str(one.get("title") or one.get("kind") or "")) or _("Measure"),
        "module": named(str(one.get("module") or "")),
        "facts": {key: said for key, said in facts.items() if said},
    }


def _place(one: Mapping[str, Any]) -> str:
    if one.get("where") == EVERYWHERE:
        return _("the whole town")
    return "; ".join(filter(None, (one.get("where"), _length(one.get("street_km")))))


def _length(km: object) -> str:
    return _("{km} km of street", km=number(f"{km:.2f}")) if isinstance(km, (int, float)) else ""


def _dose(dose: Mapping[str, Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{name.replace('_', ' ')} {number(format(given['value'], 'g'))} {given['unit']}".strip()
        for name, given in dose.items()
    )


def _when(one: Mapping[str, Any], start: date | None) -> str:
    first, ramp, until = one.get("from_day") or 0, one.get("ramp_days") or 0, one.get("until_day")
    said = [_("from {date} on", date=_date(start, first))]
    if ramp:
        said.append(_("in full from {date}", date=_date(start, first + max(0, round(ramp) - 1))))
    if until is not None:
        said.append(_("until {date}; its effect ends then", date=_date(start, until)))
    return ", ".join(said)


def _date(start: date | None, days: int) -> str:
    return day(start + timedelta(days=days)) if start else _("day {number}", number=days)


def _wear(one: Mapping[str, Any]) -> str:
    left = [
        _("{share} after year {years}", share=per_cent(share), years=number(f"{years:g}"))
        for years, share in one.get("left_without_upkeep") or []
    ]
    return _("left of the effect: {shares}", shares=", ".join(left)) if left else ""


def cost(interventions: Sequence[Mapping[str, Any]]) -> str:
    """Return what the measures of a scenario cost together, in one sentence; empty without measures."""
    if not interventions:
        return ""
    currency = str(interventions[0].get("currency") or "EUR")
    once, yearly = (_total(interventions, key) for key in ("capital", "yearly"))
    if once is None or yearly is None:
        return _("The cost of some measures is not stated.")
    return _(
        "Cost: {once} once and {yearly} a year.", once=money(once, currency), yearly=money(yearly, currency)
    )


def _total(interventions: Sequence[Mapping[str, Any]], key: str) -> float | None:
    amounts = [one.get(key) for one in interventions]
    known = [amount for amount in amounts if isinstance(amount, (int, float))]
    return float(sum(known)) if len(known) == len(amounts) else None


def grades_of(interventions: Sequence[Mapping[str, Any]]) -> str:
    """Return the evidence grades of measures in one sentence; empty without any."""
    graded = sorted({str(one["grade"]) for one in interventions if one.get("grade")})
    if not graded:
        return ""
    return _("Evidence grades: {letters} (A is best, D is expert judgement).", letters=", ".join(graded))


def numbers(study: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Return the declared numbers of the study: those that are assumed, and the others."""
    listed = [_number(one) for one in study.get("parameters") or []]
    assumed = [one for one in listed if "assumed" in one["source"].casefold() or not one["source"]]
    return {"assumed": assumed, "sourced": [one for one in listed if one not in assumed]}


def _number(one: Mapping[str, Any]) -> dict[str, str]:
    low, high = one.get("low"), one.get("high")
    known = low is not None and high is not None
    return {
        "name": str(one.get("name", "")),
        "value": _short(one.get("value", one.get("default"))),
        "unit": str(one.get("unit") or ""),
        "range": span(_short(low), _short(high)) if known else "",
        "source": str(one.get("source") or ""),
        "varied": _("yes") if one.get("varied") else _("no"),
    }


def _short(value: object) -> str:
    return number(f"{value:g}") if isinstance(value, (int, float)) else "" if value is None else str(value)
