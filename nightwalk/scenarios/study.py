"""A study before it runs: scenarios, seeds, and the description that goes into run.json."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nightwalk import __version__
from nightwalk.base.errors import RunError, ScenarioError
from nightwalk.base.quantity import Fixed, quantities
from nightwalk.outputs.folder import digest, study_folder
from nightwalk.outputs.shapes import StreetShapes
from nightwalk.scenarios.intervention import MONEY, Intervention
from nightwalk.scenarios.toml import scenario_text
from nightwalk.scenarios.values import written_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nightwalk.base.quantity import Quantity
    from nightwalk.model.city import City
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["Mode", "Study", "shapes_of", "source_digest", "study_of"]

Mode = Literal["prior", "default"]
MODES = ("prior", "default")
LIBRARIES = ("mesa", "numba", "numpy", "pyarrow", "scipy")
MOST_SEED = 2**63 - 1
COMMON = frozenset(quantities(Intervention))


@dataclass(frozen=True)
class Study:
    """Scenarios of one town and horizon, and the seeds each of them runs with.

    Attributes:
        name: Its title.
        scenarios: The first is what the others are compared with.
        seeds: In ascending order.
        mode: ``prior`` draws the effect parameters of each seed, ``default`` keeps them.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    mode: Mode

    @property
    def city(self) -> City:
        """The town of every scenario."""
        return self.scenarios[0].city

    @cached_property
    def placed(self) -> tuple[tuple[Intervention, ...], ...]:
        """The placed interventions of every scenario."""
        return tuple(one.placed() for one in self.scenarios)

    @cached_property
    def content(self) -> dict[str, Any]:
        """What run.json says, without the key ``when``."""
        pairs = zip(self.scenarios, self.placed, strict=True)
        return {
            "name": self.name,
            "created_by": f"nightwalk {__version__}",
            "city": _city(self.scenarios[0]),
            "scenarios": [_scenario(one, placed) for one, placed in pairs],
            "parameters": _parameters(self.scenarios, self.mode),
            "parameter_mode": self.mode,
            "seeds": list(self.seeds),
            "spin_up_days": int(self.scenarios[0].reference.values().spin_up),
            "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
            "source": source_digest(),
        }

    @cached_property
    def hash12(self) -> str:
        """Twelve hexadecimal digits for scenarios, parameters, seeds, town and source (rule 10)."""
        kept = {
            key: self.content[key] for key in ("scenarios", "parameters", "parameter_mode", "seeds", "source")
        }
        return digest({**kept, "city": self.city.checksum})

    def folder(self, out: Path) -> Path:
        """Return where its results go."""
        return study_folder(out, self.name, self.hash12)


def study_of(
    scenarios: Sequence[Scenario], seeds: Iterable[int], *, mode: Mode = "prior", name: str = ""
) -> Study:
    """Return the study of some scenarios with some seeds.

    Raises:
        ScenarioError: for no scenarios, equal names, other towns or other dates.
        RunError: for seeds or a parameter mode that cannot be used.
    """
    if not scenarios:
        raise ScenarioError("There is no scenario to simulate; give at least one.")
    if mode not in MODES:
        raise RunError(f"The parameters can be 'prior' or 'default', not {mode!r}.")
    _check_alike(scenarios)
    title = name or " vs ".join(one.name for one in scenarios)
    return Study(title, tuple(scenarios), _checked_seeds(seeds), mode)


def shapes_of(city: City) -> StreetShapes:
    """Return the streets as the outputs draw them."""
    from nightwalk.model.city.columns import StreetClass

    words = np.array([cls.name.lower() for cls in StreetClass], dtype=object)
    streets = city.streets
    return StreetShapes(
        streets.id, streets.name.astype(object), words[streets.cls], streets.xy_start, streets.xy, city.crs
    )


def source_digest() -> str:
    """Return a SHA-256 over the source of the package, in hexadecimal."""
    root = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(p for end in ("py", "toml", "html", "css") for p in root.rglob(f"*.{end}")):
        total.update(path.relative_to(root).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _checked_seeds(seeds: Iterable[int]) -> tuple[int, ...]:
    listed = [int(seed) for seed in seeds]
    if not listed or len(set(listed)) < len(listed) or min(listed) < 1 or max(listed) > MOST_SEED:
        raise RunError(f"The seeds are {listed}; give at least one, all different, from 1 on.")
    return tuple(sorted(listed))


def _check_alike(scenarios: Sequence[Scenario]) -> None:
    first, names = scenarios[0], [one.name for one in scenarios]
    for i, one in enumerate(scenarios):
        if one.name in names[:i]:
            raise ScenarioError(f"Two scenarios are called {one.name!r}; give each a name of its own.")
        if one.city.checksum != first.city.checksum:
            raise ScenarioError(
                f"{first.name!r} is set in {first.city.name} and {one.name!r} in {one.city.name}, or the city file "
                "changed in between; scenarios are compared on the same city file."
            )
        if (one.start, one.days) != (first.start, first.days):
            raise ScenarioError(
                f"{first.name!r} runs {first.days} days from {first.start} and {one.name!r} {one.days} days from "
                f"{one.start}; scenarios are compared over the same days."
            )


def _city(scenario: Scenario) -> dict[str, Any]:
    from nightwalk.model.city.columns import LightSource

    city, length = scenario.city, scenario.city.streets.length
    guessed = city.streets.light_source == LightSource.IMPUTED
    return {
        "name": city.name,
        "checksum": city.checksum,
        "path": scenario.city_file,
        "source": city.source,
        "crs": city.crs,
        "attribution": city.attribution,
        "data_date": city.data_date,
        "segments": city.segments,
        "street_km": float(length.sum() / 1000.0),
        "residents": float(city.homes.residents.sum()),
        "guessed_lit_share": float(length[guessed].sum() / length.sum()),
        "notes": list(city.notes),
        "time_zone": city.time_zone,
    }


def _scenario(one: Scenario, placed: tuple[Intervention, ...]) -> dict[str, Any]:
    return {
        "name": one.name,
        "toml": scenario_text(one, strict=False),
        "start": one.start.isoformat(),
        "days": one.days,
        "level": one.level,
        "interventions": [_intervention(each, one.city) for each in placed],
    }


def _intervention(one: Intervention, city: City) -> dict[str, Any]:
    rows, cost = one.selection.segments, one.cost(city)
    return {
        "kind": one.kind,
        "title": one.title,
        "module": one.about.module,
        "grade": one.about.grade,
        "source": one.about.source,
        "note": one.about.note,
        "where": _said(one),
        "segments": city.streets.id[rows].tolist(),
        "street_km": float(city.streets.length[rows].sum() / 1000.0),
        "from_day": one.from_day,
        "until_day": one.until_day,
        "dose": {name: _value(one, name, q) for name, q in quantities(one).items() if _is_dose(name)},
        "currency": "EUR",
        "capital": cost.capital.value,
        "capital_range": [cost.capital.low, cost.capital.high],
        "yearly": cost.yearly.value,
        "yearly_range": [cost.yearly.low, cost.yearly.high],
    }


def _said(one: Intervention) -> str:
    stated = {
        "class" if key == "street_class" else key: value for key, value in written_fields(one.where).items()
    }
    if stated == {"everywhere": True}:
        return "everywhere"
    listed = {key: ", ".join(map(str, v)) if isinstance(v, list) else v for key, v in stated.items()}
    return "; ".join(f"{key} = {value}" for key, value in listed.items())


def _is_dose(name: str) -> bool:
    return name not in MONEY and name not in COMMON


def _value(one: Intervention, name: str, declared: Quantity) -> dict[str, Any]:
    return {"value": float(getattr(one, name)), "unit": declared.unit}


def _parameters(scenarios: Sequence[Scenario], mode: Mode) -> list[dict[str, Any]]:
    from nightwalk.model.parameters import Parameters

    values = scenarios[0].reference.values()._asdict()
    model = [
        _row(
            name,
            q,
            values[name],
            varied=mode == "prior" and not all(name in one.parameters for one in scenarios),
        )
        for name, q in Parameters.declared().items()
    ]
    kinds = {one.kind: type(one) for scenario in scenarios for one in scenario.interventions}
    doses = [
        _row(f"{kind}.{name}", q, q.default, varied=mode == "prior" and name not in MONEY)
        for kind in sorted(kinds)
        for name, q in quantities(kinds[kind]).items()
    ]
    return model + doses


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
