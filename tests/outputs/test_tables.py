"""Tables: fixed schema, sorted, the same bytes; parts whole or absent."""

import numpy as np
import pytest

from nightwalk.base.errors import RunError
from nightwalk.outputs.tables import (
    COLUMNS,
    RUN_TABLES,
    Run,
    make_table,
    parquet_bytes,
    read_table,
    write_table,
)


@pytest.mark.parametrize("name", RUN_TABLES)
def test_a_table_comes_back_as_it_was(made, tmp_path, name):
    table = made.runs[1, 2].tables[name]
    write_table(table, tmp_path / "t.parquet")
    back = read_table(tmp_path / "t.parquet", name)
    assert back.equals(table) or back.to_pandas().equals(table.to_pandas())  # NaN is not equal to NaN
    assert tuple(back.column_names) == tuple(column for column, _ in COLUMNS[name])
    assert not back.schema.metadata


@pytest.mark.parametrize("name", RUN_TABLES)
def test_the_same_run_gives_the_same_bytes(made, name):
    again = made.run(1, 2, made.shapes)
    assert parquet_bytes(again.tables[name]) == parquet_bytes(made.runs[1, 2].tables[name])


def test_rows_are_sorted_whatever_their_order():
    columns = {"scenario": "a", "seed": 1, "day": [2, 0, 1], "date": ["x", "y", "z"], "measure": "m"}
    table = make_table("series", {**columns, "value": np.array([2.0, 0.0, 1.0])})
    assert table["day"].to_pylist() == [0, 1, 2]
    assert table["date"].to_pylist() == ["y", "z", "x"]


def test_missing_and_unknown_columns_are_refused():
    with pytest.raises(RunError, match="missing or unknown: valeu, value"):
        make_table("series", {"scenario": "a", "seed": 1, "day": 0, "date": "", "measure": "m", "valeu": 1.0})


def test_a_table_of_another_kind_is_refused(made, tmp_path):
    write_table(made.runs[0, 1].tables["series"], tmp_path / "t.parquet")
    with pytest.raises(RunError, match="does not have the columns of 'crimes'"):
        read_table(tmp_path / "t.parquet", "crimes")


def test_a_part_comes_back(made, tmp_path):
    made.runs[1, 3].save_part(tmp_path / "1-3")
    back = Run.load_part(tmp_path / "1-3")
    assert (back.scenario, back.seed) == (made.runs[1, 3].scenario, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["1-3"]


@pytest.mark.parametrize("damage", ["truncated", "flipped", "missing", "empty"])
def test_a_damaged_part_counts_as_absent_and_is_replaced(made, tmp_path, damage):
    part = tmp_path / "0-1"
    made.runs[0, 1].save_part(part)
    hurt(part / "streets.parquet", damage)
    assert Run.load_part(part) is None
    made.runs[0, 1].save_part(part)
    assert Run.load_part(part) is not None


def hurt(path, damage):
    raw = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "truncated":
        path.write_bytes(raw[: len(raw) // 2])
    else:
        raw[len(raw) // 4] ^= 0xFF
        path.write_bytes(raw)


def test_saving_twice_keeps_the_whole_part(made, tmp_path):
    for _ in range(2):
        made.runs[0, 1].save_part(tmp_path / "0-1")
    assert [path.name for path in tmp_path.iterdir()] == ["0-1"]
