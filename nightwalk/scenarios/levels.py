"""The town's own levels of crime, from a register, where the scenario says who lives there and how much is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.base.errors import QuantityError, ScenarioError
from nightwalk.model.parameters import Parameters
from nightwalk.model.register.register import FAMILIES

if TYPE_CHECKING:
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["level_note", "recorded_levels"]


def recorded_levels(scenario: Scenario) -> dict[str, float]:
    """Return the levels of crime that fit the register's totals; nothing where something is missing for that.

    Raises:
        ScenarioError: where they lie outside what the model allows.
    """
    register, residents = scenario.register, scenario.population.residents
    if register is None or residents is None or _missing(scenario):
        return {}
    found = register.levels(residents, {f"pi_{name}": scenario.parameters[f"pi_{name}"] for name in FAMILIES})
    try:
        Parameters().with_values(found)
    except QuantityError as error:
        raise ScenarioError(
            f"The totals of the register do not fit {residents:,} residents: {error} Check residents and pi_*, or "
            "leave them out; then only the pattern is taken."
        ) from error
    return found


def level_note(scenario: Scenario) -> str:
    """Say what of the register sets the level of crime."""
    if scenario.register is None or "recorded" not in scenario.register.risks:
        return ""
    missing = _missing(scenario)
    if missing:
        return f"Only the pattern of crime is taken from the register, not its level: {', '.join(missing)} not given."
    none = [name for name, yearly in scenario.register.families.items() if not yearly]
    few = (
        f"; fewer than {scenario.register.fewest:g} reports of {', '.join(none)} count as none"
        if none
        else ""
    )
    return (
        f"The level of crime follows the register's totals, the residents and the recorded shares given{few}."
    )


def _missing(scenario: Scenario) -> list[str]:
    """Return what the level of crime needs and the scenario does not state."""
    if scenario.register is None or not any(scenario.register.families.values()):
        return ["incidents"]
    names = [f"pi_{name}" for name in FAMILIES if f"pi_{name}" not in scenario.parameters]
    return [*(["residents"] if scenario.population.residents is None else []), *names]
