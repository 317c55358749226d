"""A study: all its runs merged, its description and its streets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import RunError, nearest
from nightwalk.outputs.shapes import StreetShapes, read_shapes
from nightwalk.outputs.tables import FEWEST_PEOPLE, RUN_TABLES, Run, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

__all__ = ["Ensemble", "StreetShapes"]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """All runs of a study.

    Attributes:
        scenarios: Names in the order of the study; the first is what the others are compared with.
        seeds: Seeds in ascending order.
        tables: ``indicators``, ``series``, ``streets`` and ``crimes`` of all runs.
        study: The content of ``run.json``.
        shapes: The streets.
    """

    scenarios: tuple[str, ...]
    seeds: tuple[int, ...]
    tables: Mapping[str, pa.Table]
    study: Mapping[str, Any]
    shapes: StreetShapes

    @classmethod
    def of_runs(cls, runs: Iterable[Run], study: Mapping[str, Any], shapes: StreetShapes) -> Ensemble:
        """Merge runs, in the order of the study's scenarios and then of seeds; hide small cells.

        Raises:
            RunError: if there is no run, or a run of a scenario the study does not name.
        """
        import pyarrow as pa

        names = tuple(entry["name"] for entry in study["scenarios"])
        known = {name: place for place, name in enumerate(names)}
        runs = list(runs)
        if not runs or not all(run.scenario in known for run in runs):
            raise RunError("A study needs at least one run, each of a scenario that it names.")
        runs = sorted(runs, key=lambda run: (known[run.scenario], run.seed))
        tables = {name: pa.concat_tables([run.tables[name] for run in runs]) for name in RUN_TABLES}
        seeds = tuple(sorted({run.seed for run in runs}))
        return cls(names, seeds, _without_small_cells(tables, study), study, shapes)

    @classmethod
    def open(cls, folder: Path) -> Ensemble:
        """Open a finished study folder; the simulator is not needed.

        Raises:
            RunError: if the folder is no finished study.
        """
        try:
            study = json.loads((folder / "run.json").read_text(encoding="utf-8"))
            names = tuple(entry["name"] for entry in study["scenarios"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(
                f"{folder} is not a finished study folder: run.json is missing or damaged."
            ) from error
        tables = {name: read_table(folder / f"{name}.parquet", name) for name in RUN_TABLES}
        seeds = sorted(tables["indicators"]["seed"].unique().to_pylist())
        return cls(names, tuple(seeds), tables, study, read_shapes(folder / "streets.gpkg"))

    def frame(self, name: str) -> pd.DataFrame:
        """Return one table as a DataFrame.

        Raises:
            RunError: for an unknown table.
        """
        if name not in self.tables:
            raise RunError(f"There is no table {name!r}; tables: {', '.join(self.tables)}.")
        return self.tables[name].to_pandas()

    def scenario(self, name: str) -> Mapping[str, Any]:
        """Return what the study says about one scenario.

        Raises:
            RunError: for an unknown scenario, with the nearest names.
        """
        for entry in self.study["scenarios"]:
            if entry["name"] == name:
                return dict(entry)
        known = nearest(name, self.scenarios) or f" Known: {', '.join(map(repr, self.scenarios))}."
        raise RunError(f"There is no scenario {name!r} in this study.{known}")

    def street_means(self, scenario: str) -> dict[str, np.ndarray]:
        """Return the mean over seeds of every street column, each of shape (S,), in the order of `shapes`."""
        self.scenario(scenario)
        frame = self.frame("streets")
        mine = frame[frame["scenario"] == scenario].drop(columns=["scenario", "seed"])
        mean = mine.groupby("segment").mean().reindex(self.shapes.id)
        return {str(name): mean[name].to_numpy(float) for name in mean.columns}


def _without_small_cells(tables: dict[str, pa.Table], study: Mapping[str, Any]) -> dict[str, pa.Table]:
    """Remove values that describe fewer than ten people: groups, and streets hardly anybody passed."""
    import pyarrow.compute as pc

    horizon = {entry["name"]: float(entry.get("days", 1)) for entry in study["scenarios"]}
    hidden = _blank(tables["indicators"], "value", pc.less(tables["indicators"]["people"], FEWEST_PEOPLE))
    streets = tables["streets"]
    days = np.array([horizon[name] for name in streets["scenario"].to_pylist()])
    passed = (streets["passers_day"].to_numpy() + streets["passers_dark"].to_numpy()) * days
    streets = _blank(streets, "fear_episodes", passed < FEWEST_PEOPLE)
    return {**tables, "indicators": hidden, "streets": streets}


def _blank(table: pa.Table, column: str, where: Any) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    place = table.schema.get_field_index(column)
    gone = pa.scalar(float("nan"), pa.float64())
    return table.set_column(place, table.schema.field(place), pc.if_else(where, gone, table[column]))
