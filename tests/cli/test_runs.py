"""`nightwalk runs` and `nightwalk sensitivity` as a user types them."""

from __future__ import annotations

import json
import sys

import pytest

from nightwalk import cli
from nightwalk.base import executors
from nightwalk.outputs.run_index import RunIndex

TODAY = '[scenario]\nname = "Today"\ncity = "grid-town"\ndays = 2\n'
LAMPS = (
    TODAY.replace("Today", "Lamps")
    + """
[[intervention]]
kind = "street-lighting"
where = { street = "Street 1" }
level = 40
"""
)


@pytest.fixture
def nightwalk(monkeypatch, capsys, tmp_path):
    """Run a command in an empty folder; return exit status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    for name in executors.ONE_THREAD:
        monkeypatch.setenv(name, "1")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["nightwalk", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return call


@pytest.fixture
def index(tmp_path):
    made = RunIndex(tmp_path / "outputs")
    for name in ("lamps-1", "parks-2"):
        (tmp_path / "outputs" / name).mkdir(parents=True)
        made.begin(name, "study", name, ["Today", name], 20)
    made.finish("lamps-1")
    return made


def test_runs_are_listed_filtered_and_removed(nightwalk, index):
    status, out, _ = nightwalk("runs", "--json")
    assert status == 0
    assert {one["id"]: one["state"] for one in json.loads(out)} == {
        "lamps-1": "finished",
        "parks-2": "unfinished",
    }
    assert "lamps-1" in nightwalk("runs")[1]
    assert [one["id"] for one in json.loads(nightwalk("runs", "--state", "finished", "--json")[1])] == [
        "lamps-1"
    ]
    assert nightwalk("runs", "parks", "--remove", "--yes")[0] == 0
    assert [one.id for one in index.entries()] == ["lamps-1"]
    assert not (index.out / "parks-2").exists()


def test_nothing_is_removed_without_a_yes(nightwalk, index, monkeypatch):
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert nightwalk("runs", "--remove")[0] == 0
    assert len(index.entries()) == 2


def test_mistakes_are_one_sentence(nightwalk):
    assert "nothing here yet" in nightwalk("runs")[1]
    assert "--state is 'done'" in nightwalk("runs", "--state", "done")[2]
    assert "say --yes" in nightwalk("runs", "--remove", "--json")[2]


@pytest.mark.slow
def test_sensitivity_prints_writes_and_is_listed(nightwalk, tmp_path):
    (tmp_path / "today.toml").write_text(TODAY)
    (tmp_path / "lamps.toml").write_text(LAMPS)
    words = ("sensitivity", "lamps.toml", "--against", "today.toml", "--groups", "--points", 2, "--days", 1)
    words += ("--spin-up", 14, "--agents", 60, "--split", 0, "--workers", 1)
    status, out, err = nightwalk(*words)
    assert status == 0, err
    assert "60 agents, 14 days of spin-up + 1 days" in " ".join(out.split())
    assert "sensitivity.html" in out
    status, out, _ = nightwalk(*words, "--json")
    found = json.loads(out)
    assert found["runs"] == 12
    (listed,) = json.loads(nightwalk("runs", "--kind", "sensitivity", "--json")[1])
    assert listed["id"] in found["folder"]
    assert (listed["state"], listed["runs"]) == ("finished", 24)


def test_sensitivity_refuses_what_it_cannot_do(nightwalk):
    assert "no indicator 'fear'" in nightwalk("sensitivity", "lamps", "--of", "fear")[2]
    assert (
        "Give one of --scheduler"
        in nightwalk("sensitivity", "lamps", "--scheduler", "tcp://x:1", "--local-cluster", 2)[2]
    )
