"""A scenario: a town, its people, the dates and the interventions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.agents.population import Population
from nightwalk.base.errors import ScenarioError
from nightwalk.model.parameters import Parameters
from nightwalk.scenarios.governance import Governance, measures_of
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.process import Process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.model.city import City
    from nightwalk.model.register.register import RiskRegister
    from nightwalk.model.register.street_crime import StreetCrime
    from nightwalk.model.setup import Measure

__all__ = ["FEWEST_DAYS", "MOST_DAYS", "START", "Scenario", "on_one_ground"]

START = date(2026, 11, 2)
FEWEST_DAYS, MOST_DAYS = 1, 1830


@dataclass(frozen=True, eq=False)
class Scenario:
    """What is simulated: a town with its people and, on given days, interventions.

    Attributes:
        city: The town.
        name: Its title in tables and reports.
        start: First day; sunset follows it.
        days: Number of days, 1 to 1830.
        interventions: What changes, in the order of the file.
        population: Counts and margins of the people.
        parameters: Model parameters that differ from their defaults, by name.
        level: Share (0-1) who feel unsafe after dark today, from a local survey; None = not known.
        city_file: The town as the scenario file names it: a path, ``built-in`` or ``grid-town``.
        folder: Where relative paths begin.
        governance: How much of the plan is delivered, and how late; None = everything as planned.
        register: What was recorded, reported and seen in the streets; None = street-level crime is not known.
        register_file: The register as the scenario file names it: a path.
        process: The problem, who has a stake, and targets, for the report.

    Raises:
        ScenarioError: for days, dates, targets or an empty town that cannot be simulated.
        QuantityError: for an unknown parameter or one outside its range.
    """

    city: City
    name: str
    start: date = START
    days: int = 90
    interventions: tuple[Intervention, ...] = ()
    population: Population = field(default_factory=Population)
    parameters: Mapping[str, float] = field(default_factory=dict)
    level: float | None = None
    city_file: str = ""
    folder: Path = field(default=Path(), repr=False)
    governance: Governance | None = None
    register: RiskRegister | None = None
    register_file: str = ""
    process: Process = field(default_factory=Process)

    def __post_init__(self) -> None:
        object.__setattr__(self, "interventions", tuple(self.interventions))
        if self.register is not None:
            object.__setattr__(self, "city", self.register.audited(self.city))
        self._check_dates()
        if not self.name.strip():
            raise ScenarioError("The scenario has no name; give it one, for example name = 'Today'.")
        if self.level is not None and not 0.0 < self.level < 1.0:
            raise ScenarioError(
                f"level is {self.level!r}; give the share who feel unsafe after dark, such as 0.29."
            )
        if self.city.homes.residents.sum() <= 0:
            raise ScenarioError(f"Nobody lives in {self.city.name}; make the city again with --residents.")
        if self.governance is not None:
            self.governance.check(self.start)
        self.process.check(self.start, self.city)
        Parameters().with_values(self.given)
        object.__setattr__(
            self, "parameters", {name: float(value) for name, value in self.parameters.items()}
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return self._stated() == other._stated() and self.city.checksum == other.city.checksum

    def __hash__(self) -> int:
        return hash((self.name, self.start, self.days, self.interventions))

    @property
    def reference(self) -> Parameters:
        """The parameters the base level is known for: defaults with what this scenario sets."""
        return Parameters().with_values(self.given)

    @property
    def given(self) -> Mapping[str, float]:
        """What this scenario sets of the parameters: in the file, and the levels of crime its register leads to."""
        from nightwalk.scenarios.levels import recorded_levels

        return {**recorded_levels(self), **self.parameters}

    @property
    def crime(self) -> StreetCrime | None:
        """What a run takes from the register."""
        return None if self.register is None else self.register.street_crime()

    def plus(self, *interventions: Intervention, name: str = "") -> Scenario:
        """Return the scenario with more interventions; without a name it is called after them."""
        title = name or " + ".join((self.name, *(one.title for one in interventions)))
        return replace(self, name=title, interventions=(*self.interventions, *interventions))

    def placed(self) -> tuple[Intervention, ...]:
        """Return the interventions bound to their streets, in the order they fold.

        Governance comes first, then the first day decides, then the order of the file. Each one that
        reaches people as persons gets a group of its own, numbered after the areas.

        Raises:
            ScenarioError: for unknown streets or an empty selection.
        """
        ordered = sorted(self.interventions, key=lambda one: (one.about.module != "governance", one.from_day))
        placed, group = [], len(self.city.areas.name)
        for one in ordered:
            reaches = one.reach is not None
            bound = self._place(one, group if reaches else -1)
            placed.append(bound.under(self.governance, self.start) if self.governance else bound)
            group += reaches
        return tuple(placed)

    def measures(self) -> tuple[Measure, ...]:
        """Return what the simulation folds: governance, every placed intervention and its further parts."""
        return measures_of(self.placed(), self.governance, self.start)

    @classmethod
    def load(cls, path: Path | str) -> Scenario:
        """Read a scenario file (TOML).

        Raises:
            NightwalkError: with the file and what is wrong, in one sentence.
        """
        from nightwalk.scenarios.toml import load_scenarios

        return load_scenarios([Path(path)])[0]

    def to_toml(self, folder: Path | None = None) -> str:
        """Return the scenario file; paths in it begin at `folder`, else where they did.

        Raises:
            ScenarioError: if the city is not in a file.
        """
        from nightwalk.scenarios.to_toml import scenario_text

        return scenario_text(self, folder)

    def save(self, path: Path | str) -> Path:
        """Write the scenario file; return its path.

        Raises:
            ScenarioError: if the city is not in a file.
            RunError: if the file cannot be written.
        """
        from nightwalk.base.files import write_whole

        path = Path(path)
        write_whole(path, self.to_toml(path.parent))
        return path

    def _place(self, one: Intervention, group: int) -> Intervention:
        try:
            return one.placed(self.city, group)
        except ScenarioError as error:
            raise ScenarioError(f"{one.title} in {self.name!r}: {error}") from error

    def _stated(self) -> tuple[object, ...]:
        return (
            self.name,
            self.start,
            self.days,
            self.interventions,
            self.population,
            self.parameters,
            self.level,
            self.governance,
            self.register and self.register.digest,
            self.process,
        )

    def _check_dates(self) -> None:
        if not isinstance(self.start, date) or isinstance(self.start, datetime):
            raise ScenarioError(f"start is {self.start!r}; give a date, such as 2026-11-02.")
        whole = isinstance(self.days, int) and not isinstance(self.days, bool)
        if not whole or not FEWEST_DAYS <= self.days <= MOST_DAYS:
            raise ScenarioError(
                f"days is {self.days!r}; expected a whole number from {FEWEST_DAYS} to {MOST_DAYS}."
            )
        for one in self.interventions:
            if one.from_day >= self.days:
                raise ScenarioError(
                    f"{one.title} starts on day {one.from_day}, but {self.name!r} ends after {self.days}."
                )
            if one.until_day is not None and one.until_day > self.days:
                raise ScenarioError(
                    f"{one.title} ends on day {one.until_day}, but {self.name!r} has {self.days} days."
                )


def on_one_ground(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Return scenarios of one town on that town with the new paths of all of them.

    A path that is not a scenario's own stays closed in it, so that streets, people and luck are the same.

    Raises:
        CityError: if a path cannot be laid.
    """
    paths = [path for scenario in scenarios for one in scenario.interventions for path in one.paths()]
    if not paths:
        return tuple(scenarios)
    ground = scenarios[0].city.with_paths(paths)
    return tuple(replace(one, city=ground) for one in scenarios)
