"""The index follows the folders: what is gone is forgotten, what is found is taken in, and two may write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nightwalk.base.errors import RunError
from nightwalk.outputs.run_index import FINISHED, UNFINISHED, Entry, RunIndex, now


@pytest.fixture
def index(tmp_path):
    return RunIndex(tmp_path)


def noted(index, folder, kind="study", name="Lamps", scenarios=("Today", "Lamps"), *, whole=True):
    """Note something, with a folder as a finished or an interrupted study leaves it."""
    index.begin(folder, kind, name, scenarios, 20)
    place = index.out / (folder if whole else f"{folder}.partial")
    place.mkdir()
    (place / "table").write_bytes(b"x" * 1000)
    if whole:
        index.finish(folder)


def test_what_is_run_is_listed(index):
    noted(index, "a-1")
    noted(index, "b-2", "sensitivity", whole=False)
    two = {one.id: one for one in index.entries()}
    assert (two["a-1"].state, two["a-1"].size, two["a-1"].runs) == (FINISHED, 1000, 20)
    assert two["a-1"].scenarios == ("Today", "Lamps")
    assert (two["b-2"].state, two["b-2"].size) == (UNFINISHED, 0)
    assert [one.id for one in index.entries(kind="sensitivity")] == ["b-2"]
    assert [one.id for one in index.entries(state=FINISHED)] == ["a-1"]
    assert index.entries(name="LAMPS") == index.entries()
    assert [one.id for one in index.entries(name="b-")] == ["b-2"]
    assert not index.entries(name="parks")


def test_a_folder_deleted_by_hand_is_forgotten(index):
    noted(index, "a-1")
    noted(index, "b-2")
    (index.out / "a-1" / "table").unlink()
    (index.out / "a-1").rmdir()
    assert [one.id for one in index.entries()] == ["b-2"]


def test_a_finished_study_is_found_again(index):
    folder = index.out / "old-1"
    folder.mkdir()
    said = {
        "name": "Old",
        "scenarios": [{"name": "Today"}],
        "seeds": [1, 2],
        "when": {"finished": "2026-01-01"},
    }
    (folder / "run.json").write_text(json.dumps(said), encoding="utf-8")
    (index.out / "no study").mkdir()
    (found,) = index.entries()
    assert (found.id, found.name, found.runs, found.state) == ("old-1", "Old", 2, FINISHED)
    assert index.entries() == [found]


def test_removing_deletes_the_folder(index):
    noted(index, "a-1")
    noted(index, "b-2", whole=False)
    with pytest.raises(RunError, match=r"no 'a-11'.*Nearest: 'a-1'"):
        index.remove(["b-2", "a-11"])
    assert len(index.entries()) == 2
    index.remove(["a-1", "b-2"])
    assert not index.entries()
    assert [path.name for path in index.out.iterdir()] == ["index.sqlite"]


def test_a_folder_that_is_not_there_has_nothing(tmp_path):
    assert RunIndex(tmp_path / "none").entries() == []


def test_a_damaged_index_is_said(index):
    (index.out / "index.sqlite").write_bytes(b"no data base" * 100)
    with pytest.raises(RunError, match="can be deleted"):
        index.entries()


def test_two_processes_may_write(index):
    code = (
        "import sys\nfrom pathlib import Path\nfrom nightwalk.outputs.run_index import RunIndex\n"
        "index = RunIndex(Path(sys.argv[1]))\n"
        "for i in range(50):\n"
        "    index.begin(f'{sys.argv[2]}-{i}', 'study', 'x', ['Today'], 1)\n"
        "    (index.out / f'{sys.argv[2]}-{i}').mkdir()\n"
        "    index.finish(f'{sys.argv[2]}-{i}')\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    both = [subprocess.Popen([sys.executable, "-c", code, str(index.out), who], env=env) for who in "ab"]
    assert [one.wait() for one in both] == [0, 0]
    assert len(index.entries(state=FINISHED)) == 100


def test_ten_thousand_entries_are_listed(index):
    index._write([Entry(f"s-{i}", "study", "x", ("Today",), 9, FINISHED, 1, now()) for i in range(10_000)])
    for i in range(0, 10_000, 100):
        (index.out / f"s-{i}").mkdir()
    assert len(index.entries()) == 100
