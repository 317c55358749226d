"""Fit the free defaults to the rows whose role is `fitted`, and write down how.

    python -m nightwalk.validation.fit --json docs/fit.json --city rome.osm.pbf --city neubrandenburg.osm.bz2

One default parameter set for all towns: the maximum of prior times fit. Each row enters as its distance from the
middle of the accepted range, which is taken for two standard deviations to both sides, each parameter as its
distance from its prior in standard deviations. Gauss-Newton steps (Nocedal & Wright 2006, ch. 10) on differences
with common seeds; parameters that act on different rows are moved in one run. The seeds are not those of the
validation, and no row whose role is `predicted` is looked at.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.executors import executor
from nightwalk.base.files import write_whole
from nightwalk.model.parameters import Parameters
from nightwalk.validation.facts import facts
from nightwalk.validation.lived import Stay, live
from nightwalk.validation.measure import estimate
from nightwalk.validation.measures import MEASURES
from nightwalk.validation.places import named, own_places
from nightwalk.validation.validate import FULL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.validation.places import Place

__all__ = ["FREE", "Free", "fit", "main", "move_of", "step"]

SEEDS = (101,)
ITERATIONS = 2
DEVIATIONS = 2.0  # a range reaches so many standard deviations to both sides of its middle


@dataclass(frozen=True)
class Free:
    """A default that is fitted.

    Attributes:
        name: The parameter.
        rows: Facts it is fitted to.
        mean: Mean of its prior.
        sd: Standard deviation of its prior.
        move: Difference it is moved by to learn its effect.
        run: Number of the run it is moved in; parameters of one run act on different rows.
    """

    name: str
    rows: tuple[str, ...]
    mean: float
    sd: float
    move: float
    run: int


FREE = (
    Free("d1", ("SF01",), 2.5, 0.3, 0.3, 1),
    Free("kappa_F", ("SF11", "SF12", "SF13"), 1.95, 0.36, 0.2, 1),
    Free("a_D", ("SF24",), 2.05, 0.5, 0.3, 1),
    Free("sigma_zeta", ("SF29",), 1.55, 0.2, 0.2, 1),
    Free("phi_x", ("SF21",), 0.5, 0.25, -0.1, 1),
    Free("alpha_L", ("SF27",), 1.2, 0.6, 0.6, 1),
    Free("alpha_P", ("SF38",), 1.0, 2.0, 1.5, 1),
    Free("beta_park_dark", ("SF05", "SF06"), 1.3, 0.4, 0.3, 2),
    Free("kappa_I", ("SF13",), 2.85, 0.36, 0.2, 2),
    Free("d3", ("SF01",), 1.9, 0.3, 0.3, 2),
    Free("main_street", ("SF29",), 1.2, 0.4, 0.3, 3),
    Free("sigma_propensity", ("SF11", "SF12", "SF13"), 1.4, 0.26, 0.2, 3),
    Free("beta_D0", ("SF05", "SF11", "SF12", "SF13", "SF24"), 1.3, 0.6, 0.3, 4),
)


def fit(
    places: Sequence[Place], pool: Executor, *, free: Sequence[Free] = FREE, residents: int = FULL.residents,
    days: int = FULL.days,
) -> dict[str, Any]:  # fmt: skip
    """Return the fitted values and how they came about, ready for JSON.

    Args:
        places: Towns.
        pool: Where the years are lived.
        free: What is fitted.
        residents: Residents of each town.
        days: Days of a year.
    """
    declared = Parameters.declared()
    value = {one.name: declared[one.name].default for one in free}
    rows = [one for one in MEASURES if one.fact in {fact for one in free for fact in one.rows}]
    history: list[dict[str, Any]] = []
    for _ in range(ITERATIONS + 1):
        runs = {0: dict(value)}
        for one in free:
            runs.setdefault(one.run, dict(value))[one.name] += move_of(one, value[one.name])
        last = len(history) == ITERATIONS
        worlds = _distances(places, pool, [runs[0]] if last else list(runs.values()), rows, residents, days)
        history.append({"value": dict(value), "rows": worlds[0][1]})
        if last:
            break
        slopes = _slopes(free, value, [distance for distance, _ in worlds], list(runs), rows)
        value = step(free, value, worlds[0][0], slopes)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "towns": [one.name for one in places],
        "seeds": list(SEEDS),
        "residents": residents,
        "prior": {one.name: [one.mean, one.sd] for one in free},
        "rows": {one.name: list(one.rows) for one in free},
        "history": history,
        "fitted": value,
    }


def move_of(one: Free, value: float) -> float:
    """Return the difference a parameter is moved by: back where forth would leave the declared range."""
    limit = Parameters.declared()[one.name]
    return one.move if limit.low <= value + one.move <= limit.high else -one.move


def step(
    free: Sequence[Free], value: Mapping[str, float], distance: np.ndarray, slopes: np.ndarray
) -> dict[str, float]:
    """Return the parameters after one Gauss-Newton step of prior and fit, inside the declared ranges.

    Args:
        free: What is fitted.
        value: Parameters now.
        distance: Rows' distances from the middle of their range, standard deviations, float64 (m,).
        slopes: Their derivatives by the parameters in the order of `free`, float64 (m, n).
    """
    known = np.isfinite(distance) & np.isfinite(slopes).all(axis=1)
    now = np.array([value[one.name] for one in free])
    mean, sd = (np.array([getattr(one, name) for one in free]) for name in ("mean", "sd"))
    residual = np.concatenate([distance[known], (now - mean) / sd])
    jacobian = np.vstack([slopes[known], np.diag(1.0 / sd)])
    change, *_ = np.linalg.lstsq(jacobian, -residual, rcond=None)
    limits = [Parameters.declared()[one.name] for one in free]
    return {
        one.name: float(round(np.clip(new, limit.low, limit.high), 2))
        for one, new, limit in zip(free, now + change, limits, strict=True)
    }


def _distances(
    places: Sequence[Place], pool: Executor, runs: Sequence[Mapping[str, float]], rows: Sequence[Any],
    residents: int, days: int,
) -> list[tuple[np.ndarray, dict[str, float]]]:  # fmt: skip
    """Return for each run the distances of all rows in all towns, float64 (towns x rows,), and their values."""
    keys = tuple(one.key for one in rows)
    jobs = {
        (k, place.name, seed): pool.submit(
            live, Stay(place.name, place.city.columns_folder(), seed, residents, days, place.level, keys, given=run)
        )
        for k, run in enumerate(runs)
        for place in places
        for seed in SEEDS
    }  # fmt: skip
    found = []
    for k in range(len(runs)):
        distance, values = [], {}
        for place in places:
            lived = [jobs[k, place.name, seed].result() for seed in SEEDS]
            for one in rows:
                value = estimate(np.array([stay.statistics[one.key] for stay in lived]), one.join).value
                values[f"{place.name}, {one.key}"] = value
                distance.append(_distance(one, value) / np.sqrt(len(places)))
        found.append((np.array(distance), values))
    return found


def _distance(one: Any, value: float) -> float:
    """Return how many standard deviations a value lies from the middle of its range; 0 where that is open."""
    quantity = facts()[one.fact].number(one.quantity)
    if not np.isfinite([quantity.low, quantity.high]).all():
        return 0.0
    return DEVIATIONS * (value - (quantity.low + quantity.high) / 2) / ((quantity.high - quantity.low) / 2)


def _slopes(
    free: Sequence[Free],
    value: Mapping[str, float],
    distances: Sequence[np.ndarray],
    runs: Sequence[int],
    rows: Sequence[Any],
) -> np.ndarray:
    """Return the derivatives of all rows by the parameters, 0 where a parameter is not fitted to a row."""
    number = {run: k for k, run in enumerate(runs)}
    towns = len(distances[0]) // len(rows)
    columns = []
    for moved in free:
        mine = np.tile([one.fact in moved.rows for one in rows], towns)
        change = (distances[number[moved.run]] - distances[0]) / move_of(moved, value[moved.name])
        columns.append(np.where(mine, change, 0.0))
    return np.column_stack(columns)


def main() -> None:
    """Fit and write the record."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--city", action="append", default=[], help="a map or a city file, =level")
    parser.add_argument("--json", type=Path, required=True, help="where to write the record")
    parser.add_argument("--only", default="", help="some parameters, by comma")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    places = [*own_places(), *(named(one) for one in asked.city)]
    free = [one for one in FREE if not asked.only or one.name in asked.only.split(",")]
    with executor(None, asked.workers) as pool:
        found = fit(places, pool, free=free)
    write_whole(asked.json, json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
