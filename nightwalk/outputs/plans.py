"""What a study states: its measures with dose, dates, cost and evidence, and its declared numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.outputs.wording import grade, money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["measures", "numbers"]


def measures(ensemble: Ensemble) -> list[dict[str, Any]]:
    """Return every intervention of every scenario as rows for the section how."""
    return [
        {
            "scenario": name,
            "horizon": _horizon(ensemble.scenario(name)),
            "measures": [_measure(one) for one in ensemble.scenario(name).get("interventions") or []],
        }
        for name in ensemble.scenarios
    ]


def _horizon(scenario: Mapping[str, Any]) -> str:
    start, days = scenario.get("start"), scenario.get("days")
    return f"{days} days from {start}" if start and days else ""


def _measure(one: Mapping[str, Any]) -> dict[str, Any]:
    currency = str(one.get("currency") or "EUR")
    length = one.get("street_km")
    doses = (one.get("dose") or {}).items()
    until = one.get("until_day")
    return {
        "title": one.get("title") or one.get("kind") or "Measure",
        "module": one.get("module") or "",
        "where": one.get("where") or "",
        "length": f"{length:.2f} km of street" if isinstance(length, (int, float)) else "",
        "days": f"from day {one.get('from_day', 0)}"
        + (f" until day {until}" if until is not None else " on"),
        "dose": "; ".join(
            f"{name.replace('_', ' ')} {dose['value']:g} {dose['unit']}".strip() for name, dose in doses
        ),
        "capital": money(one.get("capital"), currency),
        "yearly": money(one.get("yearly"), currency),
        "grade": grade(one.get("grade")),
        "source": one.get("source") or "",
        "note": one.get("note") or "",
    }


def numbers(study: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Return the declared numbers of the study: those that are assumed, and the others."""
    listed = [_number(one) for one in study.get("parameters") or []]
    assumed = [one for one in listed if "assumed" in one["source"].casefold() or not one["source"]]
    return {"assumed": assumed, "sourced": [one for one in listed if one not in assumed]}


def _number(one: Mapping[str, Any]) -> dict[str, str]:
    low, high = one.get("low"), one.get("high")
    return {
        "name": str(one.get("name", "")),
        "value": _short(one.get("value", one.get("default"))),
        "unit": str(one.get("unit") or ""),
        "range": f"{_short(low)} to {_short(high)}" if low is not None and high is not None else "",
        "source": str(one.get("source") or ""),
        "varied": "yes" if one.get("varied") else "no",
    }


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else "" if value is None else str(value)
