"""A scenario as a TOML text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import ScenarioError
from nightwalk.model.register.register import network_checksum
from nightwalk.scenarios.process import process_table
from nightwalk.scenarios.steps import FACTORS
from nightwalk.scenarios.values import written_fields

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.where import Where

    Table = dict[str, Any]

__all__ = ["BUILT_IN", "GRID_TOWN", "city_file_of", "scenario_text"]

BUILT_IN, GRID_TOWN = "built-in", "grid-town"


def scenario_text(scenario: Scenario, folder: Path | None = None, *, strict: bool = True) -> str:
    """Return the scenario as TOML; what equals its default is left out.

    Args:
        scenario: What to write.
        folder: Where the paths in it shall begin; where they did, if not given.
        strict: Refuse a town that is in no file, instead of leaving its name empty.

    Raises:
        ScenarioError: if the town is in no file.
    """
    import tomli_w

    city = city_file_of(scenario) if strict else scenario.city_file

    document: Table = {
        "scenario": {
            "name": scenario.name,
            "city": _moved(city, scenario.folder, folder),
            "start": scenario.start,
            "days": scenario.days,
        }
    }
    if scenario.level is not None:
        document["scenario"]["level"] = scenario.level
    if scenario.register is not None:
        document["scenario"]["register"] = _moved(
            _register_file(scenario, strict=strict), scenario.folder, folder
        )
    document["population"] = written_fields(scenario.population)
    document["parameters"] = dict(scenario.parameters)
    if scenario.governance is not None:
        document["governance"] = {name: getattr(scenario.governance, name) for name in FACTORS}
        document["governance"] |= written_fields(scenario.governance)
    document["process"] = process_table(scenario.process)
    document["intervention"] = [_written(one, folder) for one in scenario.interventions]
    return tomli_w.dumps({key: table for key, table in document.items() if table})


def _written(one: Intervention, folder: Path | None) -> Table:
    stated = written_fields(one)
    if "where" in stated:
        stated["where"] = _written_where(one.where, folder)
    return {"kind": one.kind, **stated}


def _written_where(where: Where, folder: Path | None) -> Table:
    stated = written_fields(where)
    if "within" in stated:
        stated["within"] = _moved(where.within, where.folder, folder)
    return {"class" if key == "street_class" else key: value for key, value in stated.items()}


def _moved(name: str, old: Path, new: Path | None) -> str:
    if new is None or name in ("", BUILT_IN, GRID_TOWN) or Path(name).is_absolute():
        return name
    return Path(os.path.relpath(old / name, new)).as_posix()


def city_file_of(scenario: Scenario) -> str:
    """Return how a scenario file names the town.

    Raises:
        ScenarioError: if the town is in no file.
    """
    from nightwalk.model.city import City, grid_town

    if scenario.city_file:
        return scenario.city_file
    for name, make in ((BUILT_IN, City.built_in), (GRID_TOWN, grid_town)):
        if scenario.city.source in (name, "generated") and _same_town(scenario, make()):
            return name
    raise ScenarioError(
        f"{scenario.city.name} is in no file; save it with city.save('town.city.gpkg') and give city_file to Scenario."
    )


def _same_town(scenario: Scenario, town: City) -> bool:
    """Say whether a town, with what the register's audit saw, is that of the scenario."""
    register = scenario.register
    if register is not None and network_checksum(town) == register.network:
        town = register.audited(town)
    return town.checksum == scenario.city.checksum


def _register_file(scenario: Scenario, *, strict: bool) -> str:
    if strict and not scenario.register_file:
        raise ScenarioError(
            "The register is in no file; save it with register.save('town.register.gpkg') and give register_file."
        )
    return scenario.register_file
