"""The cases by name, in the order of the page. Each is a module with TITLE, a docstring and `measure`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from benchmarks.rows import BenchmarkError, Options, as_json

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["CASES", "case", "chosen", "measured"]

CASES = (
    "twin", "year", "million", "growth", "shares", "memory", "city", "start_up", "workers", "workshop", "yardstick",
    "calibration",
)  # fmt: skip


def case(name: str) -> ModuleType:
    """Return the module of a case."""
    return import_module(f"benchmarks.{name}")


def chosen(names: str | None) -> list[str]:
    """Return the cases of a list separated by commas, in the order of the page; all where none is given.

    Raises:
        BenchmarkError: for a name that is no case.
    """
    wanted = [name.strip() for name in (names or ",".join(CASES)).split(",")]
    for name in wanted:
        if name not in CASES:
            raise BenchmarkError(f"There is no case {name!r}; the cases are {', '.join(CASES)}.")
    return [name for name in CASES if name in wanted]


def measured(name: str, *, quick: bool) -> list[dict[str, Any]]:
    """Measure a case in this process; return its rows as JSON holds them."""
    return as_json(case(name).measure(Options(quick=quick)))
