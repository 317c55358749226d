"""The folder of a study: begun beside its final name, filled run by run, put in place when whole.

    <out>/<slug>-<hash12>.partial/parts/<scenario index>-<seed>/   one folder per finished run
    <out>/<slug>-<hash12>.partial/result/                          tables of all runs, figures, report
    <out>/<slug>-<hash12>/                                         the result, renamed when complete

A killed process leaves every part whole or absent, so the study continues where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import RunError
from nightwalk.base.files import write_whole
from nightwalk.outputs.decision import DECISION_TABLES
from nightwalk.outputs.ensemble import Ensemble, StoredTables, without_small_cells
from nightwalk.outputs.shapes import StreetShapes, geopackage_bytes
from nightwalk.outputs.tables import (
    RUN_TABLES,
    STREET_VALUES,
    Run,
    make_table,
    read_table,
    stream_table,
    write_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import pyarrow as pa

    Progress = Callable[[str, float], None]

__all__ = [
    "begin", "canonical", "digest", "finish", "finished_parts", "is_finished", "merge_parts", "part_path",
    "study_folder",
]  # fmt: skip

_LONGEST_SLUG = 40
_PART = re.compile(r"(\d+)-(\d+)")
_FILES = (
    "run.json",
    "streets.gpkg",
    "report.html",
    *(f"{name}.parquet" for name in (*RUN_TABLES, *DECISION_TABLES)),
)


def canonical(study: Mapping[str, Any]) -> str:
    """Return the study as JSON that is the same text for the same content."""
    return json.dumps(study, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def digest(content: Mapping[str, Any]) -> str:
    """Return 12 hexadecimal digits that stand for the content, without its key ``when``."""
    kept = {key: value for key, value in content.items() if key != "when"}
    return hashlib.sha256(canonical(kept).encode()).hexdigest()[:12]


def slug(name: str) -> str:
    """Return a name fit for a folder: lower-case letters of any script, digits and hyphens."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return "-".join(words)[:_LONGEST_SLUG].strip("-") or "study"


def study_folder(out: Path, name: str, hash12: str) -> Path:
    """Return the final folder of a study, ``<out>/<slug>-<hash12>``."""
    return Path(out) / f"{slug(name)}-{hash12}"


def is_finished(folder: Path) -> bool:
    """Return whether the folder holds a whole study."""
    return all((folder / name).is_file() for name in _FILES)


def begin(folder: Path, *, fresh: bool = False) -> None:
    """Prepare the place for the parts; with `fresh`, forget those of an interrupted run.

    Raises:
        RunError: if the folder cannot be made.
    """
    if fresh:
        shutil.rmtree(_partial(folder), ignore_errors=True)
    try:
        _parts(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(
            f"Could not make {folder}: {error.strerror or error}; choose another with -o."
        ) from error


def part_path(folder: Path, index: int, seed: int) -> Path:
    """Return where the run of scenario number `index` with `seed` is kept until the study is finished."""
    return _parts(folder) / f"{index}-{seed}"


def finished_parts(folder: Path) -> set[tuple[int, int]]:
    """Return (scenario index, seed) of every whole part; damaged ones count as absent."""
    found = (_PART.fullmatch(path.name) for path in _parts(folder).glob("*-*"))
    keys = {(int(match[1]), int(match[2])) for match in found if match}
    return {key for key in keys if Run.load_part(part_path(folder, *key)) is not None}


def merge_parts(folder: Path, study: Mapping[str, Any], shapes: StreetShapes) -> Ensemble:
    """Write the tables of all runs from the parts of the study, one part after the other.

    The order is that of scenarios and then of seeds. The tables lie where `finish` completes them.

    Raises:
        RunError: if a part is missing or damaged, or the disk is full.
    """
    result = _result(folder)
    shutil.rmtree(result, ignore_errors=True)
    try:
        for name in RUN_TABLES:
            stream_table(_of_parts(folder, study, name), result / f"{name}.parquet", name)
    except RunError:
        shutil.rmtree(result, ignore_errors=True)
        raise
    names = tuple(entry["name"] for entry in study["scenarios"])
    return Ensemble(names, tuple(study["seeds"]), StoredTables(result), study, shapes)


def _of_parts(folder: Path, study: Mapping[str, Any], name: str) -> Iterator[pa.Table]:
    """Yield one table of every part, without small cells."""
    for index, entry in enumerate(study["scenarios"]):
        for seed in study["seeds"]:
            try:
                table = read_table(part_path(folder, index, seed) / f"{name}.parquet", name)
            except RunError as error:
                raise RunError(
                    f"The run of {entry['name']!r} with seed {seed} is missing; start the study again."
                ) from error
            yield without_small_cells(name, table, float(entry["days"]))


def finish(folder: Path, ensemble: Ensemble, *, progress: Progress | None = None) -> Path:
    """Write comparison, streets, figures and report beside the merged tables; put the folder in place.

    Args:
        folder: The final folder; a finished one of the same name is replaced.
        ensemble: The study, as `merge_parts` gave it.
        progress: Called with what is being done and the share done, 0-1.

    Returns:
        The final folder; the parts are gone.

    Raises:
        RunError: if the disk is full; nothing appears under the final name and the parts are kept.
    """
    result = _result(folder)
    try:
        _write_result(result, ensemble, progress or _silent)
        _put_in_place(result, folder)
    finally:
        shutil.rmtree(result, ignore_errors=True)
    shutil.rmtree(_partial(folder), ignore_errors=True)
    return folder


def street_columns(ensemble: Ensemble) -> dict[str, np.ndarray]:
    """Return the columns of ``streets.gpkg``, each of shape (S,).

    They are the means over seeds of every scenario, as in ``today unsafe_dark``, and for every scenario
    but the first the difference to it, as in ``lamps unsafe_dark change``.
    """
    columns: dict[str, np.ndarray] = {}
    slugs = [slug(name) for name in ensemble.scenarios]
    means = [ensemble.street_means(name) for name in ensemble.scenarios]
    for index, mean in enumerate(means):
        own = slugs[index] if slugs.count(slugs[index]) == 1 else f"{slugs[index]} {index}"
        for measure in STREET_VALUES:
            columns[f"{own} {measure}"] = mean[measure]
            if index:
                columns[f"{own} {measure} change"] = mean[measure] - means[0][measure]
    return columns


def _write_result(result: Path, ensemble: Ensemble, progress: Progress) -> None:
    from nightwalk.outputs.figures import write_figures
    from nightwalk.outputs.report import report, report_name

    progress("comparison", 0.0)
    for name, table_of in DECISION_TABLES.items():
        rows = table_of(ensemble)
        write_table(make_table(name, {str(key): rows[key] for key in rows}), result / f"{name}.parquet")
    write_whole(result / "streets.gpkg", geopackage_bytes(ensemble.shapes, street_columns(ensemble)))
    figures = write_figures(ensemble, result / "figures", lambda what, done: progress(what, 0.2 + 0.6 * done))
    progress("report", 0.8)
    write_whole(result / report_name(), report(ensemble, figures))
    write_whole(result / "run.json", canonical(ensemble.study))
    progress("done", 1.0)


def _put_in_place(result: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    try:
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        result.rename(folder)
    except OSError as error:
        raise RunError(f"Could not put {folder} in place: {error.strerror or error}.") from error
    shutil.rmtree(old, ignore_errors=True)


def _partial(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.partial")


def _parts(folder: Path) -> Path:
    return _partial(folder) / "parts"


def _result(folder: Path) -> Path:
    return _partial(folder) / "result"


def _silent(what: str, done: float) -> None:
    del what, done
