"""Numbers by name: those of the model, and ``kind.number`` for those of measures and of the governance of a town.

A measure's number is one and the same in all scenarios and for all measures of its kind, as drawn effect sizes are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from nightwalk.base.errors import QuantityError, nearest
from nightwalk.base.quantity import quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nightwalk.base.quantity import Quantity
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["GOVERNANCE", "check_values", "declared_numbers", "of_model", "with_numbers"]

T = TypeVar("T")
GOVERNANCE = "governance"


def declared_numbers(scenarios: Iterable[Scenario]) -> dict[str, Quantity]:
    """Return every number that can be set in runs of some scenarios: the model's, then those of their measures."""
    from nightwalk.model.parameters import Parameters

    found = Parameters.declared()
    for scenario in scenarios:
        for one in scenario.interventions:
            found |= _named(one.kind, one)
        if scenario.governance is not None:
            found |= _named(GOVERNANCE, scenario.governance)
    return found


def check_values(values: Mapping[str, float], known: Mapping[str, Quantity]) -> None:
    """Refuse a value without a number of that name, or outside its range.

    Raises:
        QuantityError: with the nearest names, or with the range.
    """
    for name, value in values.items():
        if name not in known:
            raise QuantityError(
                f"There is no number {name!r} in these scenarios; numbers of measures are written as "
                f"kind.number.{nearest(name, known)}"
            )
        known[name].check(name, value)


def of_model(values: Mapping[str, float]) -> dict[str, float]:
    """Return the values that are the model's own."""
    return {name: value for name, value in values.items() if "." not in name}


def with_numbers(stated: T, filed: str, values: Mapping[str, float]) -> T:
    """Return a measure, or the governance, with the values named after it; whole numbers are rounded."""
    mine: dict[str, Any] = {}
    for name in quantities(stated):
        if (value := values.get(f"{filed}.{name}")) is not None:
            mine[name] = round(value) if isinstance(getattr(stated, name), int) else float(value)
    return replace(stated, **mine) if mine else stated  # type: ignore[type-var]


def _named(filed: str, owner: object) -> dict[str, Quantity]:
    return {f"{filed}.{name}": declared for name, declared in quantities(owner).items()}
