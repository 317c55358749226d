"""A scenario as a TOML text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import ScenarioError
from nightwalk.scenarios.process import process_table
from nightwalk.scenarios.values import written_fields

if TYPE_CHECKING:
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
    document["population"] = written_fields(scenario.population)
    document["parameters"] = dict(scenario.parameters)
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
    if new is None or name in (BUILT_IN, GRID_TOWN) or Path(name).is_absolute():
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
        if scenario.city.source in (name, "generated") and make().checksum == scenario.city.checksum:
            return name
    raise ScenarioError(
        f"{scenario.city.name} is in no file; save it with city.save('town.city.gpkg') and give city_file to Scenario."
    )
