from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.base.errors import CityError
from nightwalk.model.city import City, columns_store, grid_town
from nightwalk.model.city.columns_store import checksum, kept_columns, table_checksum


def test_every_column_and_word_counts_in_the_checksum(town):
    lux = town.streets.lux.copy()
    lux[0] += 1e-12
    assert replace(town, streets=replace(town.streets, lux=lux)).checksum != town.checksum
    assert replace(town, name="Other").checksum != town.checksum
    assert replace(town, notes=()).checksum != town.checksum
    assert replace(town, lamps=town.lamps[:-1]).checksum != town.checksum
    assert replace(town, areas=replace(town.areas, source="cells")).checksum != town.checksum


def test_the_width_of_text_does_not_count(town):
    wide = town.streets.name.astype("<U200")
    assert replace(town, streets=replace(town.streets, name=wide)).checksum == town.checksum


def test_edits_do_not_count_only_their_result(town):
    assert replace(town, changes=("street 1: lux 1 -> 1",)).checksum == town.checksum


def test_a_worker_sees_the_same_city(town):
    folder = town.columns_folder()
    opened = City.open_columns(folder)
    assert checksum(opened) == opened.checksum == town.checksum
    assert opened.streets.lux.base is not None


def test_a_worker_cannot_change_the_files(town):
    folder = town.columns_folder()
    before = (folder / "streets.lux.npy").read_bytes()
    City.open_columns(folder).streets.lux[:] = 9.0
    assert (folder / "streets.lux.npy").read_bytes() == before


def test_columns_are_written_once_and_leave_nothing_beside(town):
    folder = town.columns_folder()
    stamp = (folder / "city.json").stat().st_mtime_ns
    assert grid_town().columns_folder() == folder
    assert (folder / "city.json").stat().st_mtime_ns == stamp
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_damaged_columns_are_written_again(town):
    folder = town.columns_folder()
    whole = (folder / "nodes.x.npy").read_bytes()
    (folder / "nodes.x.npy").write_bytes(whole[:-8])
    assert kept_columns(town.checksum) is None
    assert town.columns_folder() == folder
    assert (folder / "nodes.x.npy").read_bytes() == whole
    assert kept_columns(town.checksum).checksum == town.checksum


def test_another_worker_may_be_first(town, monkeypatch):
    folder = town.columns_folder()
    seen = iter([None, town])
    monkeypatch.setattr(columns_store, "kept_columns", lambda _: next(seen))
    stamp = folder.stat().st_mtime_ns
    assert town.columns_folder() == folder
    assert folder.stat().st_mtime_ns == stamp
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(CityError, match="is not a folder of city columns"):
        City.open_columns(tmp_path)


def test_tables_have_checksums_of_their_own(town):
    fewer = replace(town, lamps=np.empty((0, 2)))
    assert table_checksum(fewer, "lamps") != table_checksum(town, "lamps")
    assert table_checksum(fewer, "streets") == table_checksum(town, "streets")
