"""What run.json says of a study: scenarios, parameters, versions, where the numbers come from."""

from __future__ import annotations

import platform
from dataclasses import fields, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from nightwalk.base.quantity import Fixed, quantities
from nightwalk.base.source import source_digest
from nightwalk.base.version import __version__
from nightwalk.model.conditions import base_conditions
from nightwalk.scenarios.about import is_price
from nightwalk.scenarios.draws import DRAWN
from nightwalk.scenarios.governance import AS_PLANNED
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.levels import level_note
from nightwalk.scenarios.process import process_record
from nightwalk.scenarios.strength import DAYS_PER_YEAR
from nightwalk.scenarios.to_toml import scenario_text
from nightwalk.scenarios.values import written_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.base.quantity import Quantity
    from nightwalk.model.city import City
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.study import Mode, Study

__all__ = ["description"]

LIBRARIES = ("mesa", "numba", "numpy", "pyarrow", "scipy")
LOOKED_AT = (1, 2, 5)  # years after the start at which the report says what is left of an effect
COMMON = frozenset(quantities(Intervention))


def description(study: Study) -> dict[str, Any]:
    """Return what run.json says, without the key ``when``."""
    pairs = zip(study.scenarios, study.placed, strict=True)
    return {
        "name": study.name,
        "created_by": f"nightwalk {__version__}",
        "city": _city(study.scenarios[0]),
        "street_crime_imported": _imports_crime(study.scenarios[0]),
        "register": _register(study.scenarios[0]),
        "scenarios": [_scenario(one, placed) for one, placed in pairs],
        "parameters": _parameters(study.scenarios, study.mode),
        "parameter_mode": study.mode,
        "posterior": study.fitted and study.fitted.record(),
        "seeds": list(study.seeds),
        "spin_up_days": int(study.scenarios[0].reference.offending.spin_up),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "source": source_digest(),
    }


def _city(scenario: Scenario) -> dict[str, Any]:
    from nightwalk.model.city.columns import LightSource

    city = scenario.city
    length = city.streets.length[: city.built]
    guessed = city.streets.light_source[: city.built] == LightSource.IMPUTED
    return {
        "name": city.name,
        "checksum": city.checksum,
        "path": scenario.city_file,
        "source": city.source,
        "crs": city.crs,
        "attribution": city.attribution,
        "data_date": city.data_date,
        "segments": city.built,
        "street_km": float(length.sum() / 1000.0),
        "residents": float(city.homes.residents.sum()),
        "guessed_lit_share": float(length[guessed].sum() / length.sum()),
        "notes": list(city.notes),
        "time_zone": city.time_zone,
    }


def _imports_crime(scenario: Scenario) -> bool:
    """Say whether street-level crime was imported (rule 28)."""
    return scenario.register is not None and "recorded" in scenario.register.risks


def _register(scenario: Scenario) -> dict[str, Any] | None:
    register = scenario.register
    if register is None:
        return None
    said = {"path": scenario.register_file, "digest": register.digest, "fewest": register.fewest}
    period = (
        [register.span.name(0), register.span.name(register.span.months - 1)] if register.span.months else []
    )
    return {**said, "months": period, "level": level_note(scenario)}


def _scenario(one: Scenario, placed: tuple[Intervention, ...]) -> dict[str, Any]:
    return {
        "name": one.name,
        "toml": scenario_text(one, strict=False),
        "start": one.start.isoformat(),
        "days": one.days,
        "level": one.level,
        "governance": _governance(one, placed),
        "process": process_record(one.process),
        "interventions": [_intervention(each, one.city) for each in placed],
    }


def _governance(one: Scenario, placed: tuple[Intervention, ...]) -> dict[str, Any]:
    """Return what is delivered: the table and what it comes to when all that governs is in full effect."""
    if one.governance is None:
        return {"says": AS_PLANNED}
    now = one.governance.as_usual(base_conditions(one.city, delay=1.0))
    for council in placed:
        if council.about.module == "governance":
            now = council.apply(now, 1.0)
    return {**one.governance.described(), "fidelity": now.fidelity, "delay_ratio": now.delay}


def _intervention(one: Intervention, city: City) -> dict[str, Any]:
    rows, cost = one.selection.segments, one.cost(city)
    return {
        "kind": one.kind,
        "title": one.title,
        "module": one.about.module,
        "grade": one.about.grade,
        "source": one.about.source,
        "note": one.about.note,
        "payer": one.about.payer,
        "life_years": one.about.life_years,
        "privacy": one.about.privacy,
        "proportionality": one.about.proportionality,
        "stigma": one.about.stigma,
        "where": _said(one),
        "segments": city.streets.id[rows].tolist(),
        "street_km": float(city.streets.length[rows].sum() / 1000.0),
        "from_day": one.from_day,
        "until_day": one.until_day,
        "ramp_days": one.ramp_days,
        "left_without_upkeep": _left(replace(one, upkeep=0.0)),
        "dose": {name: _value(one, name, q) for name, q in quantities(one).items() if _is_dose(name, q)},
        "currency": "EUR",
        "capital": cost.capital.value,
        "capital_range": [cost.capital.low, cost.capital.high],
        "yearly": cost.yearly.value,
        "yearly_range": [cost.yearly.low, cost.yearly.high],
    }


def _left(one: Intervention) -> list[list[float]]:
    """Return the years since the start and what is left of the effect (0-1) after each."""
    return [[years, round(one.wear(round(years * DAYS_PER_YEAR)), 4)] for years in LOOKED_AT]


def _said(one: Intervention) -> str:
    stated = {
        "class" if key == "street_class" else key: value for key, value in written_fields(one.where).items()
    }
    if stated == {"everywhere": True}:
        return "everywhere"
    listed = {key: ", ".join(map(str, v)) if isinstance(v, list) else v for key, v in stated.items()}
    return "; ".join(f"{key} = {value}" for key, value in listed.items())


def _is_dose(name: str, declared: Quantity) -> bool:
    return name not in COMMON and not is_price(declared.unit)


def _value(one: Intervention, name: str, declared: Quantity) -> dict[str, Any]:
    return {"value": float(getattr(one, name)), "unit": declared.unit}


def _parameters(scenarios: Sequence[Scenario], mode: Mode) -> list[dict[str, Any]]:
    from nightwalk.model.parameters import Parameters

    reference = scenarios[0].reference
    groups = [getattr(reference, group.name) for group in fields(reference)]
    values = {name: getattr(group, name) for group in groups for name in quantities(group)}
    model = [
        _row(
            name,
            q,
            values[name],
            varied=mode in DRAWN and not all(name in one.given for one in scenarios),
        )
        for name, q in Parameters.declared().items()
    ]
    stated: dict[str, list[Any]] = {}
    for one in (each for scenario in scenarios for each in scenario.interventions):
        stated.setdefault(one.kind, []).append(one)
    tables = [scenario.governance for scenario in scenarios if scenario.governance]
    doses = [row for kind in sorted(stated) for row in _stated(kind, stated[kind], mode)]
    return model + doses + (_stated("governance", tables, mode) if tables else [])


def _stated(name: str, instances: Sequence[Any], mode: Mode) -> list[dict[str, Any]]:
    """Return a row for every value that one of the instances of a kind has; only what is left at its default varies."""
    return [
        _row(
            f"{name}.{number}", q, value, varied=mode in DRAWN and value == q.default and not is_price(q.unit)
        )
        for number, q in quantities(instances[0]).items()
        for value in sorted({float(getattr(one, number)) for one in instances})
    ]


def _row(name: str, declared: Quantity, value: float, *, varied: bool) -> dict[str, Any]:
    return {
        "name": name,
        "value": float(value),
        "unit": declared.unit,
        "low": declared.low,
        "high": declared.high,
        "source": declared.source,
        "varied": varied and not isinstance(declared.prior, Fixed),
    }
