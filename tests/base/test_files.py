"""A file is written whole or not at all."""

import errno
from pathlib import Path

import pytest

from nightwalk.base.errors import RunError
from nightwalk.base.files import cache_folder, whole_file, write_whole


def test_text_and_bytes_are_written_and_folders_made(tmp_path):
    write_whole(tmp_path / "a" / "b.txt", "Ακτή")
    write_whole(tmp_path / "a" / "c.bin", b"\x00\x01")
    assert (tmp_path / "a" / "b.txt").read_text(encoding="utf-8") == "Ακτή"
    assert (tmp_path / "a" / "c.bin").read_bytes() == b"\x00\x01"
    assert len(list((tmp_path / "a").iterdir())) == 2, "no temporary file is left"


def test_nothing_is_seen_before_the_block_ends(tmp_path):
    path = tmp_path / "run.json"
    path.write_text("old")
    with whole_file(path) as part:
        part.write_text("half")
        assert path.read_text() == "old"
        assert part.parent == path.parent, "renaming across disks is not atomic"
        assert part.suffix == ".json", "writers choose the format by the ending"
    assert path.read_text() == "half"


def test_an_interrupted_block_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "run.json"
    path.write_text("old")

    def interrupted():
        with whole_file(path) as part:
            part.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]
    assert path.read_text() == "old"


def test_a_full_disk_is_said_in_one_sentence(tmp_path, monkeypatch):
    def full(self, content):
        Path(self).touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RunError) as refused:
        write_whole(tmp_path / "x.json", "{}")
    said = str(refused.value)
    assert "No space left on device" in said
    assert str(tmp_path / "x.json") in said
    assert said.endswith(".")
    assert "\n" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_said(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(RunError, match=r"Could not write .*taken"):
        write_whole(tmp_path / "taken" / "x.json", "{}")


def test_the_cache_is_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("NIGHTWALK_CACHE", str(tmp_path / "deep" / "cache"))
    assert cache_folder() == tmp_path / "deep" / "cache"
    assert cache_folder().is_dir()


def test_a_cache_that_cannot_be_made_falls_back_to_the_temporary_folder(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NIGHTWALK_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "tmp"))
    assert cache_folder() == tmp_path / "tmp" / "nightwalk-cache"
    assert cache_folder().is_dir()
