"""What stands around the rows: counts, what fails, how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.validation.rows import FAILS
from nightwalk.validation.words import SECTIONS, groups

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.validation.result import Validation
    from nightwalk.validation.rows import Row

__all__ = ["ATTRIBUTION", "failing", "made", "replications", "scores"]

ATTRIBUTION = "\N{COPYRIGHT SIGN} OpenStreetMap contributors"
COUNTED = (("predicted", "Predicted"), ("fitted", "Fitted"), ("echo", "Read back"))
CLASSES = ("hard", "sign", "local")


def scores(found: Validation) -> dict[str, Any]:
    """Return by role and class how many facts hold in each town."""
    counts = {
        (title, kind): {one.town: f"{one.holds} of {one.applies}" for one in found.counted(role, kind)}
        for role, title in COUNTED
        for kind in CLASSES
    }
    towns = list(dict.fromkeys(town for cells in counts.values() for town in cells))
    rows = [
        {"role": role, "kind": kind, "cells": [cells.get(town, "") for town in towns]}
        for (role, kind), cells in counts.items()
        if cells
    ]
    return {"towns": towns, "rows": rows}


def replications(found: Validation) -> str:
    """Return how many replications hold, as a sentence; empty where none was played."""
    counts = found.counted("replication", "replication")
    if not counts:
        return ""
    holds, applies = sum(one.holds for one in counts), sum(one.applies for one in counts)
    return f"Replications: {holds} of {applies} hold in every row."


def failing(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the rows that fail, by section."""
    failed = [one for one in rows if one.verdict == FAILS]
    by_section = [
        (one.title, [row for group in groups(failed, one.key) for row in group.rows]) for one in SECTIONS
    ]
    return [{"title": title, "rows": found} for title, found in by_section if found]


def made(found: Validation) -> list[tuple[str, str]]:
    """Return how a validation was made, line by line."""
    about, seeds = found.about, found.about["seeds"]
    lines = [
        ("Date", about["date"]),
        ("Versions", ", ".join(f"{name} {number}" for name, number in about["versions"].items())),
        ("Source", about["source"]),
        *((f"Town: {name}", _town(said)) for name, said in about["towns"].items()),
        ("Seeds", f"{seeds[0]} to {seeds[-1]}" if len(seeds) > 1 else str(seeds[0])),
        ("Residents", f"{about['residents']:,}, one agent each, besides visitors"),
        ("Days", f"{about['days']:,} after the spin-up"),
        ("Seeds of a replication", str(about["replication_seeds"])),
        ("Parameters", about["parameters"]),
        ("Computing", f"{_duration(sum(one.seconds for one in found.rows))}, all rows and seeds together"),
    ]
    return [(name, said) for name, said in lines if said]


def _town(said: Mapping[str, Any]) -> str:
    level = said.get("level")
    parts = [
        f"checksum {said['checksum']}",
        said.get("map", ""),
        f"level fitted for the local rows: {100 * level:.1f} % unsafe after dark"
        if level
        else "no local level given",
    ]
    return "; ".join(part for part in parts if part)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
