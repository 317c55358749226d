"""A study before it runs: scenarios, seeds, and the description that goes into run.json."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nightwalk.base.errors import RunError, ScenarioError
from nightwalk.outputs.folder import digest, study_folder
from nightwalk.outputs.shapes import StreetShapes
from nightwalk.scenarios.description import description

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from nightwalk.model.city import City
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["Mode", "Study", "shapes_of", "study_of"]

Mode = Literal["prior", "default"]
MODES = ("prior", "default")
MOST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Study:
    """Scenarios of one town and horizon, and the seeds each of them runs with.

    Attributes:
        name: Its title.
        scenarios: The first is what the others are compared with.
        seeds: In ascending order.
        mode: ``prior`` draws the effect parameters of each seed, ``default`` keeps them.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    mode: Mode

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
        kept = {
            key: self.content[key] for key in ("scenarios", "parameters", "parameter_mode", "seeds", "source")
        }
        return digest({**kept, "city": self.city.checksum})

    def folder(self, out: Path) -> Path:
        """Return where its results go."""
        return study_folder(out, self.name, self.hash12)


def study_of(
    scenarios: Sequence[Scenario], seeds: Iterable[int], *, mode: Mode = "prior", name: str = ""
) -> Study:
    """Return the study of some scenarios with some seeds.

    Raises:
        ScenarioError: for no scenarios, equal names, other towns or other dates.
        RunError: for seeds or a parameter mode that cannot be used.
    """
    if not scenarios:
        raise ScenarioError("There is no scenario to simulate; give at least one.")
    if mode not in MODES:
        raise RunError(f"The parameters can be 'prior' or 'default', not {mode!r}.")
    _check_alike(scenarios)
    title = name or " vs ".join(one.name for one in scenarios)
    return Study(title, tuple(scenarios), _checked_seeds(seeds), mode)


def shapes_of(city: City) -> StreetShapes:
    """Return the streets as the outputs draw them."""
    from nightwalk.model.city.columns import LightSource, StreetClass

    words = np.array([cls.name.lower() for cls in StreetClass], dtype=object)
    streets = city.streets
    return StreetShapes(
        streets.id, streets.name.astype(object), words[streets.cls], streets.xy_start, streets.xy, city.crs,
        streets.light_source == LightSource.IMPUTED,
    )  # fmt: skip


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
