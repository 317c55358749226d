"""One GeoPackage per register: a layer of streets for QGIS, and a table with everything else."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.base.files import whole_file
from nightwalk.model.city.geopackage import write_layer
from nightwalk.model.city.gpkg_tables import Layer
from nightwalk.model.register.audit import Audit
from nightwalk.model.register.estimate import Risk
from nightwalk.model.register.outlook import Error, Outlook
from nightwalk.model.register.register import RiskRegister
from nightwalk.model.register.risk_terrain import Modelled, RelativeRisk, Terrain
from nightwalk.model.register.tally import Span

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.outputs.shapes import StreetShapes

__all__ = ["columns_of", "facts_of", "load", "save"]

FORMAT = "nightwalk register 1"
STREETS, FACTS = "streets", "register"
OWN = ("id", "name", "class", "light_guessed")
ENDS = ("", "_low", "_high")


def columns_of(register: RiskRegister) -> dict[str, np.ndarray]:
    """Return the columns of the streets' layer besides those of the streets themselves, (S,) each."""
    columns: dict[str, np.ndarray] = {"exposure": register.exposure}
    for name, risk in register.risks.items():
        columns |= {f"{name}{end}": part for end, part in zip(ENDS, register.estimate(name), strict=True)}
        columns |= {
            f"{name}_count": register.counts[name], f"{name}_shape": risk.shape, f"{name}_rate": risk.rate,
        }  # fmt: skip
    if register.terrain:
        columns |= {f"modelled{end}": part for end, part in zip(ENDS, register.terrain.modelled, strict=True)}
    if register.outlook:
        columns["outlook"] = register.outlook.cls
    audit = {f"audit_{name}": column for name, column in register.audit._asdict().items()}
    return {**columns, "social": register.social, "latest_28_days": register.latest, **audit}


def facts_of(register: RiskRegister) -> dict[str, Any]:
    """Return what is no column, as JSON holds it."""
    outlook, terrain = register.outlook, register.terrain
    return {
        "format": FORMAT,
        "town": dict(register.town),
        "network": register.network,
        "first_day": register.span.first.isoformat(),
        "months": register.span.months,
        "fewest": register.fewest,
        "measures": list(register.risks),
        "families_a_year": dict(register.families),
        "disorder": register.disorder,
        "relative_risks": [list(row) for row in terrain.rows] if terrain else None,
        "outlook_month": outlook.month if outlook else None,
        "outlook_errors": [list(one) for one in outlook.errors] if outlook else None,
        "outlook_verdict": outlook.verdict if outlook else None,
        "accounts": [dict(one) for one in register.accounts],
    }


def save(register: RiskRegister, path: Path) -> Path:
    """Write a register: the whole file or nothing.

    Raises:
        CityError: if the name does not end in .gpkg.
        RunError: if the disk is full or the folder cannot be written.
    """
    import shapely

    if path.suffix.lower() != ".gpkg":
        raise CityError(f"{path} does not end in .gpkg; a register is saved as a GeoPackage.")
    shapes = register.streets
    index = np.repeat(np.arange(len(shapes.id)), np.diff(shapes.xy_start))
    lines = shapely.to_wkb(shapely.linestrings(shapes.xy, indices=index))
    words = (shapes.name.astype(object), shapes.cls.astype(object))
    own = dict(zip(OWN, (shapes.id, *words, shapes.guessed), strict=True))
    facts = {key: json.dumps(value, ensure_ascii=False) for key, value in facts_of(register).items()}
    keys, texts = (np.array(list(part), dtype=object) for part in (facts.keys(), facts.values()))
    with whole_file(path) as part:
        part.unlink(missing_ok=True)
        write_layer(part, STREETS, Layer({**own, **columns_of(register)}, lines, "LineString"), shapes.crs)
        write_layer(part, FACTS, Layer({"key": keys, "value": texts}), shapes.crs)
    return path


def load(path: Path) -> RiskRegister:
    """Read a register.

    Raises:
        CityError: if the file is missing or no register.
    """
    if not path.is_file():
        raise CityError(
            f"The register {path} does not exist; make it with: nightwalk register CITY -o {path}."
        )
    try:
        facts = _facts(path)
        if facts["format"] != FORMAT:
            raise CityError(f"{path} was written by another version of Nightwalk; make the register again.")
        return _register(*_streets(path), facts)
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise CityError(f"{path} is not a register that Nightwalk wrote ({error}); make it again.") from error


def _register(shapes: StreetShapes, columns: dict[str, np.ndarray], facts: dict[str, Any]) -> RiskRegister:
    measures = facts["measures"]
    terrain = outlook = None
    if facts["relative_risks"] is not None:
        rows = tuple(RelativeRisk(*row) for row in facts["relative_risks"])
        terrain = Terrain(rows, Modelled(*(columns[f"modelled{end}"] for end in ENDS)))
    if facts["outlook_month"] is not None:
        errors = tuple(Error(*one)._replace(by_month=tuple(one[-1])) for one in facts["outlook_errors"])
        outlook = Outlook(facts["outlook_month"], columns["outlook"], errors, facts["outlook_verdict"])
    return RiskRegister(
        town=facts["town"],
        network=facts["network"],
        streets=shapes,
        span=Span(date.fromisoformat(facts["first_day"]), facts["months"]),
        fewest=facts["fewest"],
        exposure=columns["exposure"],
        risks={name: Risk(columns[f"{name}_shape"], columns[f"{name}_rate"]) for name in measures},
        counts={name: columns[f"{name}_count"] for name in measures},
        families=facts["families_a_year"],
        disorder=facts["disorder"],
        social=columns["social"],
        latest=columns["latest_28_days"],
        audit=Audit(*(columns[f"audit_{name}"] for name in Audit._fields)),
        terrain=terrain,
        outlook=outlook,
        accounts=tuple(facts["accounts"]),
    )


def _streets(path: Path) -> tuple[StreetShapes, dict[str, np.ndarray]]:
    import shapely

    from nightwalk.outputs.shapes import StreetShapes

    crs, wkb, columns = _read(path, STREETS)
    xy, index = shapely.get_coordinates(shapely.from_wkb(wkb), return_index=True)
    start = np.concatenate([[0], np.cumsum(np.bincount(index, minlength=len(wkb)))])
    ids, names, classes, guessed = (columns.pop(name) for name in OWN)
    return StreetShapes(ids, names, classes, start, xy, crs, guessed.astype(bool)), columns


def _facts(path: Path) -> dict[str, Any]:
    _, _, columns = _read(path, FACTS)
    pairs = zip(columns["key"].tolist(), columns["value"].tolist(), strict=True)
    return {key: json.loads(value) for key, value in pairs}


def _read(path: Path, layer: str) -> tuple[str, np.ndarray, dict[str, np.ndarray]]:
    import pyogrio

    try:
        meta, _, wkb, columns = pyogrio.raw.read(str(path), layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise CityError(
            f"{path} is no risk register (layer {layer} is missing); make one with: nightwalk register CITY."
        ) from error
    return str(meta["crs"]), wkb, dict(zip(meta["fields"].tolist(), columns, strict=True))
