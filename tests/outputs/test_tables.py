"""Tables: fixed schema, sorted, the same bytes; parts whole or absent."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nightwalk.base.errors import RunError
from nightwalk.outputs import tables
from nightwalk.outputs.tables import (
    COLUMNS,
    RUN_TABLES,
    Run,
    make_table,
    parquet_bytes,
    read_pieces,
    read_table,
    stream_table,
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


def crimes(seed, rows=100):
    row = {"family": "robbery", "street_class": "main", "light": "dark", "true": 1.0}
    return make_table("crimes", {"scenario": "a", "seed": seed, **row, "recorded": np.arange(float(rows))})


@pytest.mark.parametrize("piece", [1, 70, 100, 250, 1000, 5000])
def test_a_table_written_part_by_part_is_the_whole_table_in_pieces_of_one_size(tmp_path, monkeypatch, piece):
    monkeypatch.setattr(tables, "PIECE", piece)
    parts = [crimes(seed) for seed in range(10)]
    stream_table(iter(parts), tmp_path / "t.parquet", "crimes")
    assert read_table(tmp_path / "t.parquet", "crimes").equals(pa.concat_tables(parts))
    sizes = [one.num_rows for one in read_pieces(tmp_path / "t.parquet", "crimes")]
    assert sizes[:-1] == [piece] * (len(sizes) - 1)
    assert (tmp_path / "t.parquet").read_bytes() == parquet_bytes(pa.concat_tables(parts))


def test_writing_part_by_part_holds_few_parts_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "PIECE", 5000)
    before, size, held = pa.total_allocated_bytes(), crimes(1, 1000).nbytes, []

    def parts():
        for seed in range(100):
            yield crimes(seed, 1000)
            held.append(pa.total_allocated_bytes() - before)

    stream_table(parts(), tmp_path / "t.parquet", "crimes")
    assert pq.read_metadata(tmp_path / "t.parquet").num_rows == 100_000
    assert max(held) < 30 * size


def test_nothing_is_left_where_a_part_fails(tmp_path):
    def parts():
        yield crimes(1)
        raise RunError("The second part is missing.")

    with pytest.raises(RunError, match="second part"):
        stream_table(parts(), tmp_path / "t.parquet", "crimes")
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_rows_can_be_read(tmp_path):
    stream_table(iter([]), tmp_path / "t.parquet", "crimes")
    assert read_table(tmp_path / "t.parquet", "crimes").num_rows == 0


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
