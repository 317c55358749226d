"""The tables of a run, their fixed columns and their bytes.

Every table has one schema, is sorted by its keys and is written as Parquet with zstd, without
pandas metadata, so that the same run gives the same bytes.
"""

from __future__ import annotations

import io
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import RunError
from nightwalk.base.files import whole_file, write_whole
from nightwalk.outputs.columns import (
    COLUMNS,
    COMPARISON,
    FEWEST_PEOPLE,
    KEYS,
    RUN_TABLES,
    STREET_VALUES,
    UNCERTAINTY,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = [
    "COLUMNS", "COMPARISON", "FEWEST_PEOPLE", "RUN_TABLES", "STREET_VALUES", "UNCERTAINTY", "Run", "check_table",
    "make_table", "parquet_bytes", "read_pieces", "read_table", "schema", "stream_table", "write_table",
]  # fmt: skip

PIECE = 1 << 18  # rows of a Parquet row group: what is in memory at a time


def schema(name: str) -> pa.Schema:
    """Return the fixed schema of one table."""
    import pyarrow as pa

    return pa.schema([(column, pa.type_for_alias(kind)) for column, kind in COLUMNS[name]])


def make_table(name: str, columns: Mapping[str, object]) -> pa.Table:
    """Build one table from arrays, lists or single values (which are repeated), sorted by its keys.

    Args:
        name: One of `COLUMNS`.
        columns: One entry per column of the schema, shape (n,) or a single value.

    Raises:
        RunError: if a column is missing or unknown.
    """
    import pyarrow as pa

    fixed = schema(name)
    if set(columns) != set(fixed.names):
        odd = ", ".join(sorted(set(columns) ^ set(fixed.names)))
        raise RunError(
            f"The table {name!r} has the columns {', '.join(fixed.names)}; missing or unknown: {odd}."
        )
    arrays = np.broadcast_arrays(*(np.atleast_1d(np.asarray(columns[key])) for key in fixed.names))
    parts = [pa.array(array.tolist(), type=kind) for array, kind in zip(arrays, fixed.types, strict=True)]
    made = pa.Table.from_arrays(parts, schema=fixed)
    keys = [(key, "ascending") for key in KEYS.get(name, ())]
    return made.sort_by(keys).combine_chunks() if keys else made


def parquet_bytes(table: pa.Table) -> bytes:
    """Return the table as Parquet; the same table gives the same bytes."""
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", row_group_size=PIECE, write_page_checksum=True)
    return sink.getvalue()


def write_table(table: pa.Table, path: Path) -> None:
    """Write one table, whole or not at all.

    Raises:
        RunError: if the disk is full or the folder cannot be written.
    """
    write_whole(path, parquet_bytes(table))


def stream_table(parts: Iterable[pa.Table], path: Path, name: str) -> None:
    """Write one table from its parts, one after the other: the bytes are those of the whole table.

    Raises:
        RunError: if the disk is full or the folder cannot be written; nothing is left then.
    """
    import pyarrow.parquet as pq

    options = {"compression": "zstd", "write_page_checksum": True}
    with whole_file(path) as draft, pq.ParquetWriter(draft, schema(name), **options) as writer:
        for piece in _pieces(parts):
            writer.write_table(piece)


def _pieces(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the rows of the parts as tables of `PIECE` rows; the last one holds what is left."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    rows = 0
    for part in parts:
        waiting.append(part)
        rows += part.num_rows
        while rows >= PIECE:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, PIECE)
            waiting, rows = [joined.slice(PIECE)], rows - PIECE
    if rows:
        yield pa.concat_tables(waiting)


def read_table(path: Path, name: str) -> pa.Table:
    """Read one table and check its columns.

    Raises:
        RunError: if the file is missing, damaged or has other columns.
    """
    with _opened(path, name) as file:
        return file.read()


def read_pieces(path: Path, name: str) -> Iterator[pa.Table]:
    """Read one table in pieces that fit into memory.

    Raises:
        RunError: if the file is missing, damaged or has other columns.
    """
    with _opened(path, name) as file:
        for number in range(file.num_row_groups):
            yield file.read_row_group(number)


def check_table(path: Path, name: str) -> None:
    """Look whether a table is there and has its columns, without reading it.

    Raises:
        RunError: if the file is missing, damaged or has other columns.
    """
    with _opened(path, name):
        pass


@contextmanager
def _opened(path: Path, name: str) -> Iterator[pq.ParquetFile]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            if not file.schema_arrow.equals(schema(name)):
                raise RunError(
                    f"{path} does not have the columns of {name!r}; run the study again with --fresh."
                )
            yield file
    except (OSError, pa.ArrowException) as error:
        raise RunError(
            f"{path} cannot be read as a Parquet table; run the study again with --fresh."
        ) from error


@dataclass(frozen=True)
class Run:
    """What one scenario with one seed left behind.

    Attributes:
        scenario: Name of the scenario.
        seed: Its seed.
        tables: By name, as `RUN_TABLES`.
    """

    scenario: str
    seed: int
    tables: Mapping[str, pa.Table]

    def save_part(self, folder: Path) -> None:
        """Write the run as the part folder `folder`: whole or absent, even if the process is killed.

        Raises:
            RunError: if the disk is full or the folder cannot be written; nothing is left then.
        """
        draft = folder.with_name(f".{folder.name}.{os.getpid()}")
        try:
            for name in RUN_TABLES:
                write_table(self.tables[name], draft / f"{name}.parquet")
            _put_in_place(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    @classmethod
    def load_part(cls, folder: Path) -> Run | None:
        """Read a part folder; a missing, truncated or corrupted one counts as absent and gives None."""
        try:
            tables = {name: read_table(folder / f"{name}.parquet", name) for name in RUN_TABLES}
        except RunError:
            return None
        first = tables["indicators"].slice(0, 1).to_pylist()
        return cls(first[0]["scenario"], first[0]["seed"], tables) if first else None


def _put_in_place(draft: Path, folder: Path) -> None:
    if folder.exists() and Run.load_part(folder) is None:
        shutil.rmtree(folder)
    try:
        draft.rename(folder)
    except OSError as error:
        if Run.load_part(folder) is None:  # else another process was faster with the same numbers
            raise RunError(f"Could not write {folder}: {error.strerror or error}.") from error
