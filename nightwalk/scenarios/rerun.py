"""Run a study again from its run.json, and say whether it gave the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import RunError
from nightwalk.base.source import source_digest
from nightwalk.outputs.folder import canonical
from nightwalk.scenarios.fitted import Fitted
from nightwalk.scenarios.simulate import run_study
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.toml import read_scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.model.city import City
    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.scenarios.study import Study

    Progress = Callable[[str, float], None]

__all__ = ["differing", "is_same_source", "read_study", "rerun"]


def rerun(
    run_json: Path | str,
    folder: Path | str,
    *,
    city_file: str = "",
    workers: int = 1,
    progress: Progress | None = None,
) -> Ensemble:
    """Run the study of a run.json again, from the beginning, into another folder.

    Args:
        run_json: The description of a study.
        folder: Where the new study folder goes.
        city_file: Where the town's file is now, if it has moved.
        workers: Processes.
        progress: As for `simulate_many`.

    Raises:
        NightwalkError: if the file cannot be read or the town is not the same any more.
    """
    study = read_study(Path(run_json), city_file)
    return run_study(study, study.folder(Path(folder)), workers=workers, fresh=True, progress=progress)


def read_study(run_json: Path, city_file: str = "") -> Study:
    """Return the study of a run.json.

    Raises:
        NightwalkError: if the file cannot be read, or town or streets are not the same any more.
    """
    content = _content(run_json)
    try:
        entries, checksum, mode = content["scenarios"], content["city"]["checksum"], content["parameter_mode"]
        seeds, name, folders = content["seeds"], content["name"], content["when"]["folders"]
        fitted = Fitted.of_record(content["posterior"]).fitted(seeds) if mode == "posterior" else None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RunError(f"{run_json} is missing or is not the run.json of a study.") from error
    cities: dict[str, City] = {}
    texts = zip(entries, folders, strict=True)
    scenarios = [read_scenario(entry["toml"], Path(place), cities, city_file) for entry, place in texts]
    study = study_of(scenarios, seeds, mode=fitted or mode, name=name)
    if study.city.checksum != checksum:
        raise RunError(
            f"{study.city.name} is not the town of {run_json}: its checksum differs; find the old file."
        )
    registers = [(one.get("register") or {}).get("digest") for one in (content, study.content)]
    if registers[0] != registers[1]:
        raise RunError(
            f"The risk register is not the one of {run_json}: its content differs; find the old file."
        )
    chosen = [
        [one["segments"] for one in entry["interventions"]]
        for entry in (*entries, *study.content["scenarios"])
    ]
    if chosen[: len(entries)] != chosen[len(entries) :]:
        raise RunError(f"The streets chosen differ from those in {run_json}; a zone file must have changed.")
    return study


def is_same_source(run_json: Path) -> bool:
    """Say whether a study was made by the package as it is now."""
    return bool(_content(run_json).get("source") == source_digest())


def differing(one: Path, other: Path) -> list[str]:
    """Return the files of two finished study folders whose bytes differ (rule 10).

    Compared are all tables, and run.json without its ``when``.
    """
    names = sorted(path.name for path in one.glob("*.parquet"))
    unlike = [name for name in names if _bytes(one / name) != _bytes(other / name)]
    said = [canonical({**_content(folder / "run.json"), "when": None}) for folder in (one, other)]
    return unlike if said[0] == said[1] else [*unlike, "run.json"]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _content(run_json: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(run_json.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"{run_json} is missing or is not the run.json of a study.") from error
    return content
