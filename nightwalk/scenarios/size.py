"""How large runs are where there are many of them: smaller than those of a study."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError, ScenarioError

if TYPE_CHECKING:
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["FULL", "REDUCED", "Size"]


@dataclass(frozen=True)
class Size:
    """Agents, days and days of spin-up; None leaves what the scenario says."""

    agents: int | None = 2000
    days: int | None = 30
    spin_up: float | None = 30

    def of(self, scenario: Scenario) -> Scenario:
        """Return the scenario in this size; an agent stands for more people, so that streets are as busy.

        Raises:
            RunError: for a size that cannot be used.
            ScenarioError: where a measure starts after the days.
        """
        if self.agents is not None and self.agents < 1:
            raise RunError(f"There are {self.agents} agents; give at least 1.")
        sized = self._fewer(self._shorter(scenario))
        if self.spin_up is None:
            return sized
        return replace(sized, parameters={**sized.parameters, "spin_up": float(self.spin_up)})

    def _fewer(self, scenario: Scenario) -> Scenario:
        people = scenario.population.residents or float(scenario.city.homes.residents.sum())
        if self.agents is None or people / scenario.population.people_per_agent <= self.agents:
            return scenario
        return replace(
            scenario, population=replace(scenario.population, people_per_agent=people / self.agents)
        )

    def _shorter(self, scenario: Scenario) -> Scenario:
        if self.days is None:
            return scenario
        try:
            kept = tuple(_within(one, self.days) for one in scenario.interventions)
            return replace(scenario, days=self.days, interventions=kept)
        except ScenarioError as error:
            raise ScenarioError(f"{error} Give more --days.") from error

    def __str__(self) -> str:
        agents = "all agents" if self.agents is None else f"{self.agents:,} agents"
        days = "the days of the scenario" if self.days is None else f"{self.days} days"
        spin_up = "the usual spin-up" if self.spin_up is None else f"{self.spin_up:g} days of spin-up"
        return f"{agents}, {spin_up} + {days}"


REDUCED = Size()
FULL = Size(None, None, None)


def _within(one: Intervention, days: int) -> Intervention:
    """Return a measure that, where it ends after the days, does not end in them."""
    return replace(one, until_day=None) if one.until_day is not None and one.until_day >= days else one
