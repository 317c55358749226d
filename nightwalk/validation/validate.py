"""Validate: live the towns, play the replications again, check the field data, and lay all beside what is published."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import RunError, nearest
from nightwalk.base.source import source_digest
from nightwalk.outputs.folder import digest
from nightwalk.validation.lived import Found, Stay, lived
from nightwalk.validation.measures import MEASURES
from nightwalk.validation.parts import Part, finished
from nightwalk.validation.places import Place, check_names, own_places
from nightwalk.validation.replications import REPLICATIONS, replicate
from nightwalk.validation.result import Validation, about
from nightwalk.validation.rows import Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nightwalk.model.parameters import Parameters

    Progress = Callable[[str, float], None]

__all__ = ["FULL", "QUICK", "Size", "check_data", "known_ids", "validate"]


@dataclass(frozen=True)
class Size:
    """How much is simulated: seeds, residents (one agent each), days after the spin-up; seeds of a replication."""

    seeds: int
    residents: int
    days: int
    draws: int
    quick: bool = False


FULL = Size(seeds=6, residents=20_000, days=365, draws=30)
QUICK = Size(seeds=2, residents=4_000, days=365, draws=4, quick=True)


def validate(
    places: Sequence[Place] | None = None, *, size: Size = FULL, only: Iterable[str] = (),
    data: Path | None = None, workers: int = 1, folder: Path | None = None,
    parameters: Parameters | None = None, progress: Progress | None = None,
) -> Validation:  # fmt: skip
    """Return our value beside the published one, fact by fact.

    Args:
        places: Towns; those that need no file where not given.
        size: How much is simulated.
        only: Ids such as SF07 or D1; all where empty.
        data: Folder with the surveys, crimes, lamps and maps of the field checks; they are left out without it.
        workers: Processes.
        folder: Where finished parts are kept, so that the same call goes on after an interruption.
        parameters: Numbers instead of the defaults.
        progress: Called with what is being done and the share done, 0-1.

    Raises:
        RunError: for an unknown id, two towns of one name, or a folder that cannot be written.
    """
    began, only = time.monotonic(), tuple(only)
    wanted = known_ids(only)
    check_data(only, data)
    towns = tuple(places) if places is not None else own_places()
    check_names(towns)
    measures = [one for one in MEASURES if one.fact in wanted]
    jobs = _jobs(towns, [one.key for one in measures], wanted, size, data, parameters)
    tell = progress or _silent
    tell("validating", 0.0)
    parts = [_part(folder, *job) for job in jobs]
    done = finished(parts, workers, lambda _, share: tell("validating", share))
    rows: list[Row] = []
    for town in towns if measures else ():
        found = [Found(**done[_stay_name(town.name, seed)]) for seed in range(1, size.seeds + 1)]
        rows += rows_of(town.name, found, measures)
    rows += [
        Row.from_json(one) for name, *_ in jobs if name in (*REPLICATIONS, "field") for one in done[name]
    ]
    return Validation(tuple(rows), about(towns, size, parameters, time.monotonic() - began))


def known_ids(only: Iterable[str]) -> set[str]:
    """Return the ids asked for, all where none is named.

    Raises:
        RunError: for an unknown id, with the nearest.
    """
    from nightwalk.validation.facts import published

    every = [*published(), *REPLICATIONS, "field"]
    chosen = {name: name for name in only}
    for name in chosen:
        if name not in every:
            raise RunError(
                f"There is no row {name!r}; ids are SF01-SF42, N1-N4, D1-D13 and field.{nearest(name, every)}"
            )
    return set(chosen or every)


def check_data(only: Iterable[str], data: Path | None) -> None:
    """Refuse field checks without their data.

    Raises:
        RunError: if they are asked for by name and there is no folder, or where it is not a folder.
    """
    if data is None and "field" in only:
        raise RunError("The field checks need their data; give the folder with --data.")
    if data is not None and not data.is_dir():
        raise RunError(f"{data} is not a folder; give the one with surveys, crime, lighting and osm.")


Job = tuple[str, "Callable[..., Any]", tuple[Any, ...]]


def _stay_name(town: str, seed: int) -> str:
    return f"{town} {seed}"


def _jobs(
    towns: Sequence[Place], keys: list[str], wanted: set[str], size: Size, data: Path | None,
    parameters: Parameters | None,
) -> list[Job]:  # fmt: skip
    """Return what is to be done: a name, a function and its arguments, the long ones first."""
    jobs: list[Job] = []
    for town in towns if keys else ():
        columns = town.city.columns_folder()
        for seed in range(1, size.seeds + 1):
            stay = Stay(
                town.name, columns, seed, size.residents, size.days, town.level, tuple(keys),
                parameters=parameters,
            )  # fmt: skip
            jobs.append((_stay_name(town.name, seed), lived, (stay,)))
    jobs += [(name, replicated, (name, size.draws, size.quick)) for name in REPLICATIONS if name in wanted]
    if data is not None and "field" in wanted:
        jobs.append(("field", in_the_field, (data,)))
    return jobs


def replicated(name: str, seeds: int, quick: bool) -> list[dict[str, Any]]:
    """Return the rows of a replication, ready for JSON."""
    return [one.as_json() for one in replicate(name, seeds, quick=quick)]


def in_the_field(data: Path) -> list[dict[str, Any]]:
    """Return the rows of the field checks, ready for JSON."""
    from nightwalk.validation.field.checks import field_rows

    return [one.as_json() for one in field_rows(data)]


def _part(folder: Path | None, name: str, what: Callable[..., Any], given: tuple[Any, ...]) -> Part:
    """Return a job with the place of its result: another job, or another version, has another name."""
    if folder is None:
        return Part(name, None, what, given)
    content = {"source": source_digest(), "what": what.__name__, "given": repr(given)}
    plain = "".join(letter if letter.isalnum() else "-" for letter in name)
    return Part(name, folder / "parts" / f"{plain}-{digest(content)}.json", what, given)


def _silent(what: str, done: float) -> None:
    del what, done
