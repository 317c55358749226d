"""Scenario files: TOML to scenario."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nightwalk.scenarios.interventions  # noqa: F401 - importing files the kinds
from nightwalk.agents.population import Population
from nightwalk.base.errors import NightwalkError, ScenarioError, nearest
from nightwalk.scenarios.governance import Governance
from nightwalk.scenarios.intervention import Intervention, kind_named
from nightwalk.scenarios.process import read_process
from nightwalk.scenarios.scenario import START, Scenario
from nightwalk.scenarios.steps import FACTORS, as_number
from nightwalk.scenarios.to_toml import BUILT_IN, GRID_TOWN
from nightwalk.scenarios.values import (
    as_date,
    known_keys,
    number_with_unit,
    read_fields,
    stated_fields,
)
from nightwalk.scenarios.where import Where

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.model.city import City
    from nightwalk.model.register.register import RiskRegister

__all__ = ["LIBRARY", "library", "load_scenarios", "read_scenario"]

LIBRARY = Path(__file__).parent / "library"
TABLES = ("scenario", "population", "parameters", "governance", "process", "intervention")
HEAD = ("extends", "name", "city", "start", "days", "level", "register")
Table = dict[str, Any]


def library() -> dict[str, Path]:
    """Return the scenario files that ship with Nightwalk, by name."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.toml"))}


def load_scenarios(paths: Sequence[Path], city: str = "") -> list[Scenario]:
    """Read scenario files, or library scenarios by name; a town they share is read once.

    Args:
        paths: Files or names.
        city: Another town for all of them: a file, ``built-in`` or ``grid-town``.

    Raises:
        NightwalkError: with the file and what is wrong, in one sentence.
    """
    cities: dict[str, City] = {}
    town = city if city in ("", BUILT_IN, GRID_TOWN) else str(Path(city).resolve())
    found = [_load(path, cities, town) for path in map(_located, paths)]
    return [replace(one, city_file=town) for one in found] if town else found


def read_scenario(
    text: str, folder: Path, cities: dict[str, City] | None = None, city_file: str = ""
) -> Scenario:
    """Return the scenario of a TOML text; relative paths begin at `folder`.

    Args:
        text: The file's content.
        folder: Where its relative paths begin.
        cities: Towns already read, by resolved path; added to.
        city_file: Another place of the town's file.

    Raises:
        NightwalkError: for anything that cannot be used, in one sentence.
    """
    document = _extended(_parsed(text))
    known_keys(document, TABLES, "the scenario file")
    head = _table(document, "scenario")
    known_keys(head, HEAD, "[scenario]")
    for key in ("name", "city"):
        if not isinstance(head.get(key), str):
            raise ScenarioError(f"[scenario] needs {key} as a text in quotes; it is {head.get(key)!r}.")
    start = as_date("start", head["start"]) if "start" in head else START
    interventions = _list(document, "intervention")
    return Scenario(
        city=_city(city_file or head["city"], folder, {} if cities is None else cities),
        name=head["name"],
        start=start,
        days=head.get("days", 90),
        interventions=tuple(_intervention(one, start, folder) for one in interventions),
        population=Population(**read_fields(Population, _table(document, "population"), "[population]")),
        parameters=_parameters(_table(document, "parameters")),
        level=_share(head.get("level")),
        register=_register(head.get("register"), folder),
        city_file=head["city"],
        register_file=head.get("register", ""),
        folder=folder,
        governance=_governance(document),
        process=read_process(_table(document, "process")),
    )


def _located(path: Path) -> Path:
    if path.is_file():
        return path
    known = library()
    if path.name in known and path.parent == Path():
        return known[path.name]
    if path.suffix == ".toml":
        raise ScenarioError(f"The scenario file {path} does not exist; check the path.{_neighbours(path)}")
    listed = nearest(path.name, known) or f" Known: {', '.join(known)}."
    raise ScenarioError(f"There is neither a file nor a library scenario {str(path)!r}.{listed}")


def _neighbours(path: Path) -> str:
    return (
        nearest(path.name, [other.name for other in path.parent.glob("*.toml")])
        if path.parent.is_dir()
        else ""
    )


def _extended(document: Table) -> Table:
    """Return a document with what it takes from the library scenario it extends; its own tables and keys win."""
    head = dict(_table(document, "scenario"))
    name = head.pop("extends", None)
    if name is None:
        return document
    if not isinstance(name, str) or name not in library():
        listed = nearest(str(name), library()) or f" Known: {', '.join(library())}."
        raise ScenarioError(f"extends is {name!r}; give the name of a library scenario.{listed}")
    base, own = _extended(_parsed(_text(library()[name]))), {**document, "scenario": head}
    return {**base, **{key: _joined(base.get(key), value) for key, value in own.items()}}


def _joined(base: Any, own: Any) -> Any:
    if isinstance(base, dict) and isinstance(own, dict):
        return {**base, **own}
    return [*base, *own] if isinstance(base, list) and isinstance(own, list) else own


def _load(path: Path, cities: dict[str, City], city: str = "") -> Scenario:
    try:
        return read_scenario(_text(path), path.parent, cities, city)
    except NightwalkError as error:
        raise type(error)(f"{path.name}: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScenarioError(f"it cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise ScenarioError("it is not a text file in UTF-8.") from error


def _parsed(text: str) -> Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"this is not TOML: {str(error)[:1].lower()}{str(error)[1:]}.") from error


def _table(document: Table, name: str) -> Table:
    table = document.get(name, {})
    if not isinstance(table, dict):
        raise ScenarioError(f"[{name}] is {table!r}; it must be a table.")
    if name == "scenario" and not table:
        raise ScenarioError(
            "There is no table [scenario]; start the file with [scenario], name, city, start and days."
        )
    return table


def _share(value: object) -> float | None:
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    raise ScenarioError(
        f"level is {value!r}; give the share who feel unsafe after dark as a number, such as 0.29."
    )


def _list(document: Table, name: str) -> list[Table]:
    tables = document.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ScenarioError(f"{name!r} is not a list of tables; write each one under [[{name}]].")
    return tables


def _city(name: str, folder: Path, cities: dict[str, City]) -> City:
    from nightwalk.model.city import City, grid_town

    made_here = {BUILT_IN: City.built_in, GRID_TOWN: grid_town}
    path = folder / name
    key = name if name in made_here else str(path.resolve())
    if key not in cities:
        if name not in made_here and not path.is_file():
            raise ScenarioError(
                f"The city file {path} does not exist; make it with: nightwalk city ... -o {path}."
            )
        cities[key] = made_here[name]() if name in made_here else City.load(path)
    return cities[key]


def _register(name: object, folder: Path) -> RiskRegister | None:
    from nightwalk.model.register.register import RiskRegister

    if name is None:
        return None
    if not isinstance(name, str):
        raise ScenarioError(f"register is {name!r}; write the path of the file in quotes.")
    return RiskRegister.load(folder / name)


def _intervention(table: Table, start: date, folder: Path) -> Intervention:
    given = dict(table)
    kind = given.pop("kind", None)
    if not isinstance(kind, str):
        raise ScenarioError(
            f"An [[intervention]] needs its kind as a text, such as 'street-lighting'; it is {kind!r}."
        )
    owner = kind_named(kind)
    place = f"[[intervention]] {kind!r}"
    known_keys(given, (*stated_fields(owner), "from", "until"), place)
    for key in ("from", "until"):
        if key in given:
            given[f"{key}_day"] = _day(key, given.pop(key), start, f"{key}_day" in given)
    if "where" in given:
        given["where"] = _where(given["where"], folder, place)
    elif "where" not in _with_default(owner):
        raise ScenarioError(
            f"{place} does not say where; add where = {{ street = ['...'] }} or {{ everywhere = true }}."
        )
    return owner(**read_fields(owner, given, place))


def _with_default(owner: type[Intervention]) -> set[str]:
    return {name for name in stated_fields(owner) if hasattr(owner, name)}


def _day(key: str, value: object, start: date, twice: bool) -> int:
    if twice:
        raise ScenarioError(f"Give either {key} (a date) or {key}_day (a number), not both.")
    when = as_date(key, value)
    day = (when - start).days
    if day < 0:
        raise ScenarioError(f"{key} is {when}, before the scenario starts on {start}.")
    return day


def _where(table: object, folder: Path, place: str) -> Where:
    if not isinstance(table, dict):
        raise ScenarioError(f"where in {place} is {table!r}; write it as {{ street = ['...'] }}.")
    if "street_class" in table:
        raise ScenarioError(f"Unknown key 'street_class' in where of {place}. Nearest: 'class'.")
    renamed = {"street_class" if key == "class" else key: value for key, value in table.items()}
    keys = ["class" if name == "street_class" else name for name in stated_fields(Where)]
    known_keys(table, keys, f"where of {place}")
    return replace(Where(**read_fields(Where, renamed, f"where of {place}")), folder=folder)


def _governance(document: Table) -> Governance | None:
    if "governance" not in document:
        return None
    given = _table(document, "governance")
    stepped = {name: as_number(name, value) if name in FACTORS else value for name, value in given.items()}
    return Governance(**read_fields(Governance, stepped, "[governance]"))


def _parameters(table: Table) -> Mapping[str, float]:
    from nightwalk.model.parameters import Parameters

    known = Parameters.declared()
    return {
        name: number_with_unit(f"Parameters.{name}", value, known[name])
        if isinstance(value, str) and name in known
        else value
        for name, value in table.items()
    }
