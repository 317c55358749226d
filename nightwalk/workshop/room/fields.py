"""The fields of an action: what a client may send, checked on the server."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from math import isfinite
from typing import TYPE_CHECKING, Any

from nightwalk.workshop.room.errors import RoomError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Read = Callable[[str, object], Any]

__all__ = ["choice", "flag", "number", "read", "rows", "settings", "text", "whole"]

MOST_ROWS = 4000  # streets in one measure
MOST_SETTINGS = 40  # numbers of one measure
LONGEST_KEY = 40


@dataclass(frozen=True)
class _Stated:
    """A field with the function that reads it."""

    read: Read


def _declared(read: Read, default: Any) -> Any:
    metadata = {"stated": _Stated(read)}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


def text(most: int, *, default: Any = MISSING) -> Any:
    """Declare a text of at most so many characters, kept on one line and without control characters."""

    def read_text(name: str, value: object) -> str:
        if not isinstance(value, str):
            raise RoomError(f"{name} is {value!r:.40}; expected a text.")
        clean = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        if len(clean) > most:
            raise RoomError(f"{name} has {len(clean)} characters; at most {most} fit.")
        return clean

    return _declared(read_text, default)


def whole(low: int, high: int, *, default: Any = MISSING) -> Any:
    """Declare a whole number from low to high."""

    def read_whole(name: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise RoomError(f"{name} is {value!r:.40}; expected a whole number from {low} to {high}.")
        return value

    return _declared(read_whole, default)


def number(low: float, high: float, *, default: Any = MISSING) -> Any:
    """Declare a number from low to high."""

    def read_number(name: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise RoomError(f"{name} is {value!r:.40}; expected a number from {low:g} to {high:g}.")
        return float(value)

    return _declared(read_number, default)


def flag(*, default: Any = MISSING) -> Any:
    """Declare yes or no."""

    def read_flag(name: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise RoomError(f"{name} is {value!r:.40}; expected true or false.")
        return value

    return _declared(read_flag, default)


def choice(*allowed: str, default: Any = MISSING) -> Any:
    """Declare one of some words."""

    def read_choice(name: str, value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise RoomError(f"{name} is {value!r:.40}; it can be {', '.join(map(repr, allowed))}.")
        return value

    return _declared(read_choice, default)


def rows(*, default: Any = MISSING) -> Any:
    """Declare a list of segment ids, without repeats."""

    def read_rows(name: str, value: object) -> tuple[int, ...]:
        good = isinstance(value, (list, tuple)) and len(value) <= MOST_ROWS
        if not good or not all(isinstance(one, int) and not isinstance(one, bool) for one in value):  # type: ignore[attr-defined]
            raise RoomError(f"{name} must be a list of at most {MOST_ROWS} segment numbers.")
        return tuple(sorted(set(value)))  # type: ignore[call-overload]

    return _declared(read_rows, default)


def settings() -> Any:
    """Declare the chosen numbers of a measure, by name."""

    def read_settings(name: str, value: object) -> dict[str, float | bool]:
        if not isinstance(value, dict) or len(value) > MOST_SETTINGS:
            raise RoomError(f"{name} must be at most {MOST_SETTINGS} numbers by name.")
        for key, one in value.items():
            if not isinstance(key, str) or len(key) > LONGEST_KEY or not key.isidentifier():
                raise RoomError(f"{name} has a name {key!r:.40} that is none.")
            if not isinstance(one, (bool, int, float)) or not isfinite(one):
                raise RoomError(f"{name}.{key} is {one!r:.40}; expected a number.")
        return dict(value)

    return field(default_factory=dict, metadata={"stated": _Stated(read_settings)})


def read(owner: type, given: Mapping[str, object]) -> dict[str, Any]:
    """Return the fields of an action as it wants them.

    Raises:
        RoomError: for an unknown or missing field, or a value outside its declaration.
    """
    stated = {f.name: f for f in fields(owner)}
    unknown = sorted(set(given) - set(stated))
    if unknown:
        raise RoomError(f"{owner.__name__} has no field {unknown[0]!r:.40}; it has {', '.join(stated)}.")
    missing = [
        name for name, f in stated.items()
        if name not in given and f.default is MISSING and f.default_factory is MISSING
    ]  # fmt: skip
    if missing:
        raise RoomError(f"{owner.__name__} needs {missing[0]}.")
    return {name: stated[name].metadata["stated"].read(name, value) for name, value in given.items()}
