"""Study files: which survey, read how, fitted to what, kept aside how."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.population import Population
from nightwalk.base.errors import NightwalkError, nearest
from nightwalk.calibration.dynamic.settings import Dynamics, dynamics_of
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.measurement.ground import DeclaredStreets, Ground, streets_of
from nightwalk.calibration.survey.mapping import known_keys, mapping_document, read_mapping
from nightwalk.calibration.survey.published import Published, is_table, published_of
from nightwalk.calibration.survey.sheet import read_sheet
from nightwalk.calibration.survey.survey import Survey, survey_of
from nightwalk.calibration.survey.variables import CHOICES
from nightwalk.scenarios.values import read_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Study", "read_study", "shipped_studies", "study_of_file"]

HEAD = ("name", "survey", "city", "items", "fit", "holdout", "keep", "seed", "draws")
SOURCE = ("file", "mapping", "n")
KEPT = ("urban", "respondent", "area", "wave")
HOLDOUTS = ("cells", "area", "wave")
Document = dict[str, Any]


@dataclass(frozen=True)
class Study:
    """A calibration as its file states it.

    Attributes:
        name: What it is called.
        survey: Respondents, or a table of published shares.
        ground: Declared streets and margins.
        city: File of the city the streets are of, or nothing.
        items: Safety items fitted; empty for all that were asked.
        fit: Parameters fitted; empty for all the answers say anything about.
        holdout: What is kept aside to be forecast: `cells`, `area`, `wave`, values such as
            ``{"wave": ["2008"]}``, or nothing.
        n: People behind shares that are published without.
        seed: Key of draws and of the dealing of cells.
        draws: Draws of the posterior.
        digest: SHA-256 of the study, the mapping and the survey.
        notes: Sentences on what was left out.
        dynamic: What is fitted by running a town, or nothing.
    """

    name: str
    survey: Survey | Published
    ground: Ground = field(default_factory=Ground)
    city: str = ""
    items: tuple[str, ...] = ()
    fit: tuple[str, ...] = ()
    holdout: str | Mapping[str, Sequence[str]] = ""
    n: float = float("nan")
    seed: int = 1
    draws: int = 400
    digest: str = ""
    notes: tuple[str, ...] = ()
    dynamic: Dynamics | None = None


def shipped_studies() -> dict[str, Path]:
    """Return the study files that ship with Nightwalk, by name."""
    folder = Path(str(files("nightwalk.calibration").joinpath("studies")))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def read_study(path: Path | str) -> Study:
    """Read a study file, or a shipped study by its name; relative paths begin at the file.

    Raises:
        NightwalkError: with the file and what is wrong, in one sentence.
    """
    place = shipped_studies().get(str(path), Path(path))
    if not place.is_file():
        known = shipped_studies()
        listed = nearest(str(path), known) or f" Shipped: {', '.join(known)}."
        raise CalibrationError(f"There is neither a study file nor a shipped study {str(path)!r}.{listed}")
    try:
        text = place.read_text(encoding="utf-8")
        return _study(tomllib.loads(text), text, place.parent)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CalibrationError(f"{place.name}: this is not TOML in UTF-8: {error}.") from error
    except NightwalkError as error:
        raise type(error)(f"{place.name}: {error}") from error


def study_of_file(
    path: Path, mapping: str, holdout: str | Mapping[str, Sequence[str]] | None = None, n: float | None = None
) -> Study:
    """Return the study of a survey file and a mapping, everything else left at its default.

    Args:
        path: CSV, SPSS or Stata file, or a table of published percentages.
        mapping: name of a shipped mapping, or a TOML file.
        holdout: as in a study file; by default `cells` of a survey and nothing of a table.
        n: people behind percentages that are published without.

    Raises:
        NightwalkError: with what is wrong, in one sentence.
    """
    name = str(Path(mapping).resolve()) if Path(mapping).is_file() else mapping
    if holdout is None:
        holdout = "" if is_table(mapping_document(name, path.parent)) else "cells"
    source: Document = {"file": path.name, "mapping": name, **({} if n is None else {"n": n})}
    document = {"calibration": {"name": path.name, "survey": source, "holdout": holdout}}
    return _study(document, f"{path.name} {holdout} {n}", path.parent)


def _study(document: Document, text: str, folder: Path) -> Study:
    known_keys(document, ("calibration", "population", "streets", "dynamic", "targets"), "the study file")
    head = document.get("calibration", {})
    known_keys(head, HEAD, "[calibration]")
    source = head.get("survey")
    if not isinstance(source, dict) or "mapping" not in source:
        raise CalibrationError("[calibration] needs survey = { file = '...', mapping = '...' }.")
    known_keys(source, SOURCE, "survey")
    survey, digest = _read(source, text, folder)
    notes: tuple[str, ...] = ()
    if isinstance(survey, Survey):
        survey, notes = _kept(survey, head.get("keep", {}))
    recall = survey.months if isinstance(survey, Survey) else Ground().recall
    return Study(
        name=str(head.get("name", "calibration")), survey=survey, city=str(head.get("city", "")),
        ground=Ground(_streets(document, head, folder), _population(document), recall),
        items=tuple(head.get("items", ())), fit=tuple(head.get("fit", ())), holdout=_holdout(head.get("holdout", "")),
        n=float(source.get("n", "nan")), seed=int(head.get("seed", 1)), draws=int(head.get("draws", 400)),
        digest=digest, notes=notes, dynamic=_dynamic(document, folder),
    )  # fmt: skip


def _dynamic(document: Document, folder: Path) -> Dynamics | None:
    if not {"dynamic", "targets"} & set(document):
        return None
    return dynamics_of(document.get("dynamic", {}), document.get("targets", []), folder)


def _read(source: Document, text: str, folder: Path) -> tuple[Survey | Published, str]:
    """Return the survey or table a study names, and the digest of all that was read."""
    document = mapping_document(str(source["mapping"]), folder)
    total = hashlib.sha256(text.encode() + repr(document).encode())
    file = folder / str(source["file"]) if "file" in source else None
    sheet = read_sheet(file) if file else None
    if file:
        total.update(file.read_bytes())
    if is_table(document):
        return published_of(document, sheet), total.hexdigest()
    if sheet is None:
        raise CalibrationError(
            f"survey names no file; add file = '...' for the mapping {source['mapping']!r}."
        )
    return survey_of(sheet, read_mapping(document)), total.hexdigest()


def _kept(survey: Survey, keep: Document) -> tuple[Survey, tuple[str, ...]]:
    """Return the respondents a study keeps, those without a sex left out, and what was left out."""
    known_keys(keep, KEPT, "keep")
    rows = np.isfinite(survey.column("sex"))
    if not rows.any():
        raise CalibrationError(
            f"{survey.account.file} gives nobody's sex, which the equation needs; "
            "name its column under [sex] of the mapping."
        )
    notes = [f"{int((~rows).sum())} respondents without a sex are left out."] if not rows.all() else []
    for name, wanted in keep.items():
        listed = wanted if isinstance(wanted, list) else [wanted]
        rows &= np.isin(survey.column(name), [_value(name, one) for one in listed])
    if keep:
        notes.append(f"{int(rows.sum())} of {len(rows)} respondents are kept by {keep}.")
    return survey.only(rows), tuple(notes)


def _value(name: str, stated: object) -> float | str:
    if name not in CHOICES:
        return str(stated).casefold()
    key = {True: "yes", False: "no"}.get(stated, str(stated)) if isinstance(stated, bool) else str(stated)
    known_keys([key], CHOICES[name], f"keep.{name}")
    return CHOICES[name][key]


def _population(document: Document) -> Population:
    return Population(**read_fields(Population, document.get("population", {}), "[population]"))


def _streets(document: Document, head: Document, folder: Path) -> DeclaredStreets:
    """Return the streets of the city, or the default ones, with what the study declares of them."""
    stated = read_fields(DeclaredStreets, document.get("streets", {}), "[streets]")
    if not head.get("city"):
        return DeclaredStreets(**stated)
    from nightwalk.model.city import City

    return replace(streets_of(City.load(folder / head["city"])), **stated)


def _holdout(stated: Any) -> str | Mapping[str, Sequence[str]]:
    if isinstance(stated, dict):
        known_keys(stated, HOLDOUTS[1:], "holdout")
        return {name: [str(one) for one in values] for name, values in stated.items()}
    if stated not in ("", *HOLDOUTS):
        raise CalibrationError(
            f"holdout is {stated!r}; it can be {', '.join(map(repr, HOLDOUTS))} or {{ wave = ['...'] }}."
        )
    return str(stated)
