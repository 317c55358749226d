"""A study before it runs: scenarios, seeds, and the description that goes into run.json."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from nightwalk.base.errors import RunError, ScenarioError
from nightwalk.outputs.folder import digest, study_folder
from nightwalk.scenarios.description import description
from nightwalk.scenarios.scenario import on_one_ground

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from nightwalk.model.city import City
    from nightwalk.scenarios.fitted import Fitted, HasFitted
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["Mode", "Study", "study_of"]

Mode = Literal["prior", "default", "light", "posterior"]
MODES = ("prior", "default", "light")
MOST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Study:
    """Scenarios of one town and horizon, on one ground, and the seeds each of them runs with.

    Attributes:
        name: Its title.
        scenarios: The first is what the others are compared with.
        seeds: In ascending order.
        mode: ``prior`` draws the effect parameters of each seed, ``default`` keeps them, ``light`` keeps them and
            draws the light of each seed where the map leaves it to be guessed; ``posterior`` draws as ``prior``
            and takes the fitted parameters from a calibration.
        fitted: What the calibration gives each seed, with ``posterior``.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    mode: Mode
    fitted: Fitted | None = None

    @property
    def city(self) -> City:
        """The town of every scenario."""
        return self.scenarios[0].city

    @cached_property
    def placed(self) -> tuple[tuple[Intervention, ...], ...]:
        """The placed interventions of every scenario."""
        return tuple(one.placed() for one in self.scenarios)

    @cached_property
    def content(self) -> dict[str, Any]:
        """What run.json says, without the key ``when``."""
        return description(self)

    @cached_property
    def hash12(self) -> str:
        """Twelve hexadecimal digits for scenarios, parameters, seeds, town and source (rule 10)."""
        keys = ("scenarios", "parameters", "parameter_mode", "posterior", "seeds", "source")
        kept = {key: self.content[key] for key in keys}
        return digest({**kept, "city": self.city.checksum, "register": _digest(self.scenarios[0])})

    def folder(self, out: Path) -> Path:
        """Return where its results go."""
        return study_folder(out, self.name, self.hash12)


def study_of(
    scenarios: Sequence[Scenario], seeds: Iterable[int], *, mode: Mode | HasFitted = "prior", name: str = ""
) -> Study:
    """Return the study of some scenarios with some seeds; a posterior as `mode` gives each seed a draw.

    Raises:
        ScenarioError: for no scenarios, equal names, other towns or other dates.
        RunError: for seeds or a parameter mode that cannot be used.
    """
    if not scenarios:
        raise ScenarioError("There is no scenario to simulate; give at least one.")
    if isinstance(mode, str) and mode not in MODES:
        raise RunError(f"The parameters can be 'prior', 'default', 'light' or a posterior, not {mode!r}.")
    _check_alike(scenarios)
    title = name or " vs ".join(one.name for one in scenarios)
    ground, keys = on_one_ground(scenarios), _checked_seeds(seeds)
    if isinstance(mode, str):
        return Study(title, ground, keys, mode)
    return Study(title, ground, keys, "posterior", mode.fitted(keys))


def _checked_seeds(seeds: Iterable[int]) -> tuple[int, ...]:
    listed = [int(seed) for seed in seeds]
    if not listed or len(set(listed)) < len(listed) or min(listed) < 1 or max(listed) > MOST_SEED:
        raise RunError(f"The seeds are {listed}; give at least one, all different, from 1 on.")
    return tuple(sorted(listed))


def _check_alike(scenarios: Sequence[Scenario]) -> None:
    first, names = scenarios[0], [one.name for one in scenarios]
    for i, one in enumerate(scenarios):
        if one.name in names[:i]:
            raise ScenarioError(f"Two scenarios are called {one.name!r}; give each a name of its own.")
        if _digest(one) != _digest(first):
            raise ScenarioError(
                f"{first.name!r} and {one.name!r} do not use the same risk register; scenarios are compared with one."
            )
        if (one.level, one.population) != (first.level, first.population):
            raise ScenarioError(
                f"{first.name!r} and {one.name!r} do not have the same level and population; scenarios are compared "
                "on the same people, who feel the same today."
            )
        if one.city.checksum != first.city.checksum:
            raise ScenarioError(
                f"{first.name!r} is set in {first.city.name} and {one.name!r} in {one.city.name}, or the city file "
                "changed in between; scenarios are compared on the same city file."
            )
        if (one.start, one.days) != (first.start, first.days):
            raise ScenarioError(
                f"{first.name!r} runs {first.days} days from {first.start} and {one.name!r} {one.days} days from "
                f"{one.start}; scenarios are compared over the same days."
            )


def _digest(scenario: Scenario) -> str:
    return scenario.register.digest if scenario.register else ""
