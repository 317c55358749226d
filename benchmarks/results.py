"""The JSON file of figures: one entry per case, so that a run of some cases leaves the others as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from benchmarks.machine import machine
from benchmarks.rows import BenchmarkError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["add", "blank", "read", "write"]


def blank() -> dict[str, Any]:
    """Return results of this machine without a case."""
    return {"machine": machine(), "cases": {}}


def read(path: Path) -> dict[str, Any]:
    """Return the results in a file.

    Raises:
        BenchmarkError: if it is no such file.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BenchmarkError(f"{path} cannot be read as results of the benchmark: {error}.") from error
    if not isinstance(found, dict) or set(found) != {"machine", "cases"}:
        raise BenchmarkError(f"{path} holds no results of the benchmark; choose another file with --json.")
    return found


def continued(path: Path) -> dict[str, Any]:
    """Return the results in a file to go on with, blank ones where there is no file.

    Raises:
        BenchmarkError: if they were measured on another machine or with other versions.
    """
    if not path.exists():
        return blank()
    found, here = read(path), machine()
    unlike = [name for name in here if found["machine"].get(name) != here[name]]
    if unlike:
        raise BenchmarkError(
            f"{path} was measured elsewhere (another {', '.join(unlike)}); choose another file with --json."
        )
    return found


def add(path: Path, name: str, entry: dict[str, Any]) -> None:
    """Put a case into the file at once, so that an interrupted benchmark can be continued.

    Raises:
        BenchmarkError: as `continued`; or if a quick figure would replace or join quoted ones.
    """
    found = continued(path)
    modes = {one["quick"] for one in found["cases"].values()}
    if modes - {entry["quick"]}:
        raise BenchmarkError(
            f"{path} holds {_mode(not entry['quick'])} figures; choose another file with --json."
        )
    found["cases"][name] = entry
    write(path, found)


def write(path: Path, found: dict[str, Any]) -> None:
    """Write results, whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)


def _mode(quick: bool) -> str:
    return "quick" if quick else "full"
