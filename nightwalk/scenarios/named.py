"""The scenarios a command names: files and library names, today as their base, another town, ablations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.scenarios.process import Process
from nightwalk.scenarios.toml import library, load_scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.scenarios.scenario import Scenario

__all__ = ["TODAY", "ablations", "named_scenarios"]

TODAY = "today"


def named_scenarios(
    paths: Sequence[Path], *, city: str = "", days: int | None = None, ablation: bool = False
) -> list[Scenario]:
    """Return the scenarios of a command, in its order.

    The library name ``today``, beside others, is the first of these without its measures: the same
    town, people, days and numbers, so that it can be compared with any of them.

    Args:
        paths: Scenario files or library names.
        city: Another town for all of them: a file, ``built-in`` or ``grid-town``.
        days: Another length.
        ablation: Whether each scenario is followed by what remains of it without each of its modules.

    Raises:
        NightwalkError: for anything that cannot be used, in one sentence.
    """
    others = [path for path in paths if not _is_today(path)]
    found = load_scenarios(others or paths, city)
    if days is not None:
        found = [replace(one, days=days) for one in found]
    if others and len(others) < len(paths):
        today = replace(found[0], name=TODAY.capitalize(), interventions=(), process=Process())
        found.insert([_is_today(path) for path in paths].index(True), today)
    return [each for one in found for each in (one, *(ablations(one) if ablation else ()))]


def ablations(scenario: Scenario) -> tuple[Scenario, ...]:
    """Return what remains of a package without each of its modules; nothing where it has only one."""
    modules = list(dict.fromkeys(one.about.module for one in scenario.interventions))
    if len(modules) < 2:
        return ()
    return tuple(_without(scenario, module) for module in modules)


def _without(scenario: Scenario, module: str) -> Scenario:
    kept = tuple(one for one in scenario.interventions if one.about.module != module)
    return replace(scenario, name=f"{scenario.name}, without {module}", interventions=kept)


def _is_today(path: Path) -> bool:
    return path == Path(TODAY) and TODAY in library() and not path.is_file()
