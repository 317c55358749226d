"""One value of a scenario file: its type, its unit, and how it is written back."""

from __future__ import annotations

import re
import types
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from nightwalk.base.errors import NightwalkError, ScenarioError, nearest
from nightwalk.base.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["as_date", "known_keys", "number_with_unit", "read_fields", "stated_fields", "written_fields"]

_NUMBER = re.compile(r"\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*(.*?)\s*$")
_SAME_UNIT = {"lux": "lx", "metres": "m", "meters": "m", "hours": "h"}
_WORDS = {bool: "true or false", str: "a text in quotes", int: "a whole number", float: "a number"}


def known_keys(
    given: Iterable[str], known: Iterable[str], place: str, error: type[NightwalkError] = ScenarioError
) -> None:
    """Refuse a key nobody reads.

    Raises:
        NightwalkError: an `error` with the nearest known key.
    """
    names = list(known)
    for key in given:
        if key not in names:
            listed = nearest(key, names) or f" Known: {', '.join(names)}."
            raise error(f"Unknown key {key!r} in {place}.{listed}")


def stated_fields(owner: type) -> dict[str, Field[Any]]:
    """Return the fields of a dataclass that a user states; those left out of comparison are filled in later."""
    return {f.name: f for f in fields(owner) if f.init and f.compare}


def read_fields(owner: type, table: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return the values of a table as the dataclass wants them.

    Raises:
        ScenarioError: for an unknown key, a wrong type or a wrong unit.
    """
    stated = stated_fields(owner)
    known_keys(table, stated, place)
    hints = get_type_hints(owner)
    return {
        key: _read(f"{owner.__name__}.{key}", hints[key], value, stated[key]) for key, value in table.items()
    }


def written_fields(instance: object) -> dict[str, Any]:
    """Return what differs from the defaults, as TOML writes it."""
    stated = {
        f.name: getattr(instance, f.name)
        for f in stated_fields(type(instance)).values()
        if _changed(f, instance)
    }
    return {name: _plain(value) for name, value in stated.items()}


def number_with_unit(name: str, text: str, declared: Quantity) -> float:
    """Return the number of a text such as ``10 lx``.

    Raises:
        ScenarioError: if it is no number, or has another unit.
    """
    found = _NUMBER.match(text)
    hint = f'write {declared.default:g} or "{declared.default:g} {declared.unit}".'
    if not found:
        raise ScenarioError(f"{name} is {text!r}, not a number with a unit; {hint}")
    unit = _SAME_UNIT.get(found[2], found[2])
    if unit == "%" and declared.unit.startswith("share"):
        return float(found[1]) / 100.0
    if unit and unit != declared.unit:
        raise ScenarioError(f"{name} is {text!r}, but its unit is {declared.unit}; {hint}")
    return float(found[1])


def as_date(name: str, value: object) -> date:
    """Return a TOML date.

    Raises:
        ScenarioError: for anything else.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ScenarioError(f"{name} is {value!r}; write a date without quotes, such as 2026-11-02.")


def _plain(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return value[0] if len(value) == 1 else list(value)


def _changed(stated: Field[Any], instance: object) -> bool:
    value = getattr(instance, stated.name)
    if stated.default is not MISSING:
        return bool(value != stated.default)
    return stated.default_factory is MISSING or bool(value != stated.default_factory())


def _read(name: str, hint: Any, value: Any, stated: Field[Any]) -> Any:
    declared = stated.metadata.get("quantity")
    if isinstance(value, str) and isinstance(declared, Quantity):
        value = number_with_unit(name, value, declared)
        value = int(value) if hint is int and value == int(value) else value
    if get_origin(hint) in (types.UnionType, Union):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is Literal:
        return _one_of(name, value, get_args(hint))
    if get_origin(hint) is tuple:
        return _several(name, value, get_args(hint)[0])
    return _of_type(name, value, hint)


def _one_of(name: str, value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ScenarioError(f"{name} is {value!r}; it can be {', '.join(repr(a) for a in allowed if a)}.")
    return value


def _several(name: str, value: Any, item: Any) -> tuple[Any, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(_of_type(name, one, item) for one in listed)


def _of_type(name: str, value: Any, wanted: Any) -> Any:
    if wanted not in _WORDS:
        return value
    good = isinstance(value, (int, float) if wanted is float else wanted)
    if not good or (isinstance(value, bool) and wanted is not bool):
        raise ScenarioError(f"{name} is {value!r}; expected {_WORDS[wanted]}.")
    return float(value) if wanted is float else value
