"""A study: all its runs merged, its description and its streets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import RunError, nearest
from nightwalk.outputs.shapes import StreetShapes, read_shapes
from nightwalk.outputs.tables import (
    FEWEST_PEOPLE,
    RUN_TABLES,
    STREET_VALUES,
    UNCERTAINTY,
    Run,
    check_table,
    read_pieces,
    read_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

__all__ = ["Ensemble", "StoredTables", "StreetShapes", "without_small_cells"]


class StoredTables(Mapping[str, "pa.Table"]):
    """The tables of the runs of a folder, each read when it is asked for.

    Raises:
        RunError: if a file is missing, damaged or has other columns.
    """

    def __init__(self, folder: Path) -> None:
        paths = {name: folder / f"{name}.parquet" for name in (*RUN_TABLES, UNCERTAINTY)}
        self._paths = {name: path for name, path in paths.items() if name in RUN_TABLES or path.is_file()}
        for name, path in self._paths.items():
            check_table(path, name)

    def __getitem__(self, name: str) -> pa.Table:
        return read_table(self._paths[name], name)

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """Yield the rows of one table in pieces that fit into memory."""
        return read_pieces(self._paths[name], name)


@dataclass(frozen=True, eq=False)
class Ensemble:
    """All runs of a study.

    Attributes:
        scenarios: Names in the order of the study; the first is what the others are compared with.
        seeds: Seeds in ascending order.
        tables: Those of all runs, by name as in `RUN_TABLES`, and `UNCERTAINTY` where it was split; those of a
            study in a folder are read from there when they are asked for.
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
        days = {entry["name"]: float(entry.get("days", 1)) for entry in study["scenarios"]}
        tables = {
            name: pa.concat_tables(
                [without_small_cells(name, run.tables[name], days[run.scenario]) for run in runs]
            )
            for name in RUN_TABLES
        }
        seeds = tuple(sorted({run.seed for run in runs}))
        return cls(names, seeds, tables, study, shapes)

    @classmethod
    def open(cls, folder: Path) -> Ensemble:
        """Open a finished study folder; the simulator is not needed.

        Raises:
            RunError: if the folder is no finished study.
        """
        try:
            study = json.loads((folder / "run.json").read_text(encoding="utf-8"))
            names, seeds = tuple(entry["name"] for entry in study["scenarios"]), tuple(study["seeds"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(
                f"{folder} is not a finished study folder: run.json is missing or damaged."
            ) from error
        return cls(names, seeds, StoredTables(folder), study, read_shapes(folder / "streets.gpkg"))

    def moved(self, folder: Path) -> Ensemble:
        """Return the study with its tables in another folder."""
        return replace(self, tables=StoredTables(folder))

    def in_memory(self) -> Ensemble:
        """Return the study with its tables read, so that it needs no folder."""
        return replace(self, tables=dict(self.tables))

    def frame(self, name: str) -> pd.DataFrame:
        """Return one table as a DataFrame.

        Raises:
            RunError: for an unknown table.
        """
        return self.chosen(name)

    def chosen(self, name: str, **equal: str) -> pd.DataFrame:
        """Return the rows of one table whose columns have the given values.

        Raises:
            RunError: for an unknown table.
        """
        import pyarrow.compute as pc

        if name not in self.tables:
            raise RunError(f"There is no table {name!r}; tables: {', '.join(self.tables)}.")
        table = self.tables[name]
        for column, value in equal.items():
            table = table.filter(pc.equal(table[column], value))
        return table.to_pandas()

    def by_seed(self, indicator: str, scenario: str, column: str = "value") -> pd.DataFrame:
        """Return an indicator in one scenario: a row per split and group, a column per seed.

        Args:
            indicator: Its name.
            scenario: Its name.
            column: ``value`` or ``people``.
        """
        rows = self.chosen("indicators", scenario=scenario, indicator=indicator)
        return rows.pivot(index=["split", "group"], columns="seed", values=column)  # noqa: PD010  a repeated row is an error

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
        means = self._street_means[self.scenarios.index(scenario)]
        return dict(zip(STREET_VALUES, means, strict=True))

    @cached_property
    def _street_means(self) -> np.ndarray:
        """Means over seeds, float64 (scenario, value, S), from one pass over the table."""
        total = np.zeros((len(self.scenarios), len(STREET_VALUES), len(self.shapes.id)))
        count = np.zeros(total.shape)
        for piece in self._pieces("streets"):
            self._add_streets(piece, total, count)
        means = np.full(total.shape, np.nan)
        np.divide(total, count, where=count > 0, out=means)
        return means

    def _pieces(self, name: str) -> Iterable[pa.Table]:
        return self.tables.pieces(name) if isinstance(self.tables, StoredTables) else [self.tables[name]]

    def _add_streets(self, piece: pa.Table, total: np.ndarray, count: np.ndarray) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        world = pc.index_in(piece["scenario"], pa.array(self.scenarios, pa.string())).to_numpy()
        order = np.argsort(self.shapes.id)
        row = order[np.searchsorted(self.shapes.id, piece["segment"].to_numpy(), sorter=order)]
        cell = world * len(order) + row
        shape = len(self.scenarios), len(order)
        for k, name in enumerate(STREET_VALUES):
            value = piece[name].to_numpy()
            there = ~np.isnan(value)
            total[:, k] += np.bincount(cell[there], value[there], np.prod(shape)).reshape(shape)
            count[:, k] += np.bincount(cell[there], minlength=np.prod(shape)).reshape(shape)


def without_small_cells(name: str, table: pa.Table, days: float) -> pa.Table:
    """Return a table of one run without values that describe fewer than ten people.

    Args:
        name: ``indicators`` (groups), ``streets`` (those hardly anybody passed); others stay as they are.
        table: The table.
        days: Length of the horizon.
    """
    if name == "indicators":
        return _blank(table, "value", table["people"].to_numpy() < FEWEST_PEOPLE)
    if name == "streets":
        passed = (table["passers_day"].to_numpy() + table["passers_dark"].to_numpy()) * days
        return _blank(table, "fear_episodes", passed < FEWEST_PEOPLE)
    return table


def _blank(table: pa.Table, column: str, where: np.ndarray) -> pa.Table:
    import pyarrow as pa

    place = table.schema.get_field_index(column)
    shown = np.where(where, np.nan, table[column].to_numpy())
    return table.set_column(place, table.schema.field(place), pa.array(shown))
