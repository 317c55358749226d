from __future__ import annotations

import pytest

from nightwalk.base.files import cache_folder
from nightwalk.model.city import City, builtin, columns_store


@pytest.fixture
def built(monkeypatch, helsinki):
    """How often the city was built; building it gives the one at hand."""
    calls = []
    monkeypatch.setattr(builtin, "_built", lambda file: calls.append(file) or helsinki)
    return calls


def note_and_columns():
    (note,) = (cache_folder() / "built-in").iterdir()
    return note, cache_folder() / "cities" / note.read_text()


def test_the_second_time_it_is_opened_not_built(built, helsinki):
    assert City.built_in() is helsinki
    opened = City.built_in()
    assert len(built) == 1
    assert opened is not helsinki
    assert columns_store.checksum(opened) == opened.checksum == helsinki.checksum


def test_another_state_of_the_package_builds_it_again(built, monkeypatch):
    City.built_in()
    monkeypatch.setattr("nightwalk.base.source.source_digest", lambda *_: "other")
    City.built_in()
    assert len(built) == 2


@pytest.mark.parametrize("file", ["city.json", "streets.lux.npy", "streets.name.npy", "areas.wkb.npy"])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut short", "altered"])
def test_damaged_columns_are_built_and_written_again(built, helsinki, file, harm):
    City.built_in()
    path = note_and_columns()[1] / file
    whole = path.read_bytes()
    path.unlink()
    if harm != "missing":
        path.write_bytes({"empty": b"", "cut short": whole[:-9], "altered": whole[:-9] + b"\x37" * 9}[harm])
    again = City.built_in()
    assert len(built) == 2
    assert columns_store.checksum(again) == helsinki.checksum
    assert path.read_bytes() == whole
    City.built_in()
    assert len(built) == 2


@pytest.mark.parametrize("text", [b"", b"..", b"\xff\x00", b"0" * 64])
def test_a_damaged_note_is_written_again(built, text):
    City.built_in()
    note, folder = note_and_columns()
    note.write_bytes(text)
    City.built_in()
    assert note.read_text() == folder.name
    assert (folder / "city.json").is_file()
    assert len(built) == 2


def test_a_cache_that_cannot_be_written_does_no_harm(built, helsinki):
    (cache_folder() / "cities").write_text("in the way")
    assert City.built_in() is helsinki
    assert City.built_in() is helsinki
    assert len(built) == 2
