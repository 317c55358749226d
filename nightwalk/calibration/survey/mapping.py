"""Mappings: which column of a survey is which variable of the model, and what its codes mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import nearest
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.survey.sheet import key_of
from nightwalk.calibration.survey.variables import CHOICES, VARIABLES, choices_of, kind_of
from nightwalk.scenarios import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Source", "SurveyMapping", "known_keys", "list_of", "mapping_document", "read_mapping", "shipped"]

HEAD = ("name", "source", "terms", "weight", "copies", "design_effect", "id", "missing")
COMMON = ("column", "missing", "months")
EXTRA = {"score": ("codes", "low", "high", "reverse"), "number": (), "label": (), "choice": ()}
Document = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """Where one variable comes from.

    Attributes:
        columns: Columns of the file; a score is the mean of several.
        codes: Number of each known text or code; empty where the number itself is the value.
        missing: Codes that are no answer.
        low: Lowest possible value of a score.
        high: Highest possible value of a score.
        reverse: Whether a high code of a score means little of it.
        months: Months a victim item looks back.
    """

    columns: tuple[str, ...]
    codes: Mapping[str, float]
    missing: frozenset[str]
    low: float = float("-inf")
    high: float = float("inf")
    reverse: bool = False
    months: float = 12.0


@dataclass(frozen=True)
class SurveyMapping:
    """How one kind of survey is read.

    Attributes:
        name: Short name of the survey.
        source: Who made it.
        weights: Columns that may hold the weight; the first the file has is used.
        copies: `weight` where rows that are copies of one another stand for weight: a resampled file.
        design_effect: What clustering does to the variance where the file holds no clusters.
        ids: Columns that together tell respondents apart.
        sources: Where each variable comes from; the first source whose columns the file has is used.
    """

    name: str
    source: str
    weights: tuple[str, ...]
    copies: str
    design_effect: float
    ids: tuple[str, ...]
    sources: Mapping[str, tuple[Source, ...]]


def shipped() -> tuple[str, ...]:
    """Return the names of the mappings that ship with Nightwalk."""
    folder = files("nightwalk.calibration").joinpath("mappings")
    return tuple(
        sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml"))
    )


def mapping_document(name: str, folder: Path) -> Document:
    """Return the TOML of a shipped mapping by its name, or of a file beginning at `folder`.

    Raises:
        CalibrationError: if there is none, or it is no TOML.
    """
    known = shipped()
    if name in known:
        text = files("nightwalk.calibration").joinpath("mappings", f"{name}.toml").read_text(encoding="utf-8")
    elif (folder / name).is_file():
        text = (folder / name).read_text(encoding="utf-8")
    else:
        listed = nearest(name, known) or f" Shipped: {', '.join(known)}."
        raise CalibrationError(f"There is neither a mapping nor a file {name!r}.{listed}")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CalibrationError(f"The mapping {name} is not TOML: {error}.") from error


def read_mapping(document: Document) -> SurveyMapping:
    """Return the mapping a TOML document states.

    Raises:
        CalibrationError: for an unknown variable, answer or key, with the nearest.
    """
    known_keys(document, ("mapping", *VARIABLES), "the mapping")
    head = document.get("mapping", {})
    known_keys(head, HEAD, "[mapping]")
    everywhere = head.get("missing", [])
    return SurveyMapping(
        name=str(head.get("name", "survey")),
        source=str(head.get("source", "")),
        weights=list_of(head.get("weight", [])),
        copies=_one_of("copies", head.get("copies", "error"), ("error", "weight")),
        design_effect=float(head.get("design_effect", 1.0)),
        ids=list_of(head.get("id", [])),
        sources={
            name: tuple(_source(name, one, everywhere) for one in _tables(table))
            for name, table in document.items()
            if name != "mapping"
        },
    )


def known_keys(given: Iterable[str], known: Iterable[str], place: str) -> None:
    """Refuse a key nobody reads.

    Raises:
        CalibrationError: with the nearest known key.
    """
    values.known_keys(given, known, place, CalibrationError)


def list_of(value: object) -> tuple[str, ...]:
    """Return one text or a list of texts as a tuple."""
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise CalibrationError(
            f"{name} of the mapping is {value!r}; it can be {', '.join(map(repr, allowed))}."
        )
    return str(value)


def _tables(table: Any) -> list[Document]:
    tables = table if isinstance(table, list) else [table]
    if not all(isinstance(one, dict) for one in tables):
        raise CalibrationError(
            f"A variable of a mapping is {table!r}; write it as a table such as [after_dark]."
        )
    return tables


def _source(name: str, table: Document, everywhere: list[object]) -> Source:
    kind, answers = kind_of(name), choices_of(name) if kind_of(name) == "choice" else ()
    known_keys(table, (*COMMON, *EXTRA[kind], *answers), f"[{name}] of the mapping")
    if "column" not in table:
        raise CalibrationError(f"[{name}] of the mapping names no column; add column = '...'.")
    codes = {key_of(code): float(number) for number, code in _codes(name, table, answers)}
    if kind == "choice" and not codes:
        raise CalibrationError(
            f"[{name}] of the mapping knows no answer; give codes for {', '.join(answers)}."
        )
    plain = {key: table[key] for key in ("low", "high", "reverse", "months") if key in table}
    missing = frozenset(key_of(code) for code in [*everywhere, *table.get("missing", []), ""])
    return Source(list_of(table["column"]), codes, missing - set(codes), **plain)


def _codes(name: str, table: Document, answers: tuple[str, ...]) -> list[tuple[float, object]]:
    """Return pairs of number and code of the closed answers, or of the codes of a score."""
    if not answers:
        return [(number, code) for code, number in table.get("codes", {}).items()]
    return [(CHOICES[name][answer], code) for answer in answers for code in _listed(table.get(answer, []))]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
