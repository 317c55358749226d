"""The verbs that look for failures and for plans answer; a mistake is one sentence."""

from __future__ import annotations

import json
import sys

import numpy as np
import pandas as pd
import pytest

from nightwalk import cli
from nightwalk.base import executors

TODAY = """
[scenario]
name = "Today"
city = "grid-town"
days = 2
[population]
residents = 100
[parameters]
spin_up = 14
"""


@pytest.fixture
def nightwalk(tmp_path, monkeypatch, capsys):
    """Run a command in an empty folder; return exit status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    for name in executors.ONE_THREAD:
        monkeypatch.setenv(name, "1")
    (tmp_path / "today.toml").write_text(TODAY)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["nightwalk", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return call


@pytest.fixture
def table(tmp_path):
    rng = np.random.default_rng(1)
    made = pd.DataFrame(rng.random((120, 3)), columns=["trust", "delivered", "noise"])
    made["gain"] = np.where((made["trust"] < 0.5) & (made["delivered"] < 0.6), 0.0, 0.05)
    made.to_csv(tmp_path / "futures.csv", index=False)
    return "futures.csv"


def test_a_table_tells_when_something_fails(nightwalk, table, tmp_path):
    status, out, _ = nightwalk("discover", table, "--of", "gain", "--below", 0.02, "-o", "out")
    assert status == 0
    assert "trust is at most 0." in out
    assert "Do not rely" not in out
    assert (tmp_path / "out" / "discovery-futures" / "discovery.html").is_file()
    status, out, _ = nightwalk("discover", table, "--of", "gain", "--below", 0.02, "-o", "out", "--json")
    said = json.loads(out)
    assert status == 0
    assert said["coverage"] > 0.8
    assert said["density"] > 0.8


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["discover", "futures.csv", "--of", "gian", "--below", "1"], "no column 'gian'"),
        (["discover", "futures.csv", "--of", "gain"], "either --above or --below"),
        (["discover", "futures.csv", "today.toml"], "give it alone"),
        (["optimise", "today.toml"], "no money to spend"),
        (["optimise", "today.toml", "--budget", "1000", "--kind", "cctv"], "placed by people"),
        (["optimise", "today.toml", "--budget", "1000", "--of", "trust"], "cannot be looked for"),
        (["optimise", "today.toml", "--budget", "100000", "--for", "wimen"], "no group 'wimen'"),
    ],
)
def test_a_mistake_is_one_sentence(nightwalk, table, words, said):
    status, out, err = nightwalk(*words, "-o", "out")
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_a_plan_is_found_and_written(nightwalk, tmp_path):
    words = ("optimise", "today.toml", "--budget", 40000, "--kind", "street-lighting", "--seeds", 2,
             "--fresh-seeds", 2, "-o", "out", "--workers", 1)  # fmt: skip
    status, out, _ = nightwalk(*words, "--json")
    assert status == 0
    said = json.loads(out)
    folder = tmp_path / said["folder"]
    assert {"plan.toml", "plan.json", "plan.html", "rival-1.toml", "rival-2.toml"} <= {
        one.name for one in folder.iterdir()
    }
    status, out, _ = nightwalk(*words)
    assert status == 0
    assert said["answer"] in out
    status, _, _ = nightwalk("run", folder / "plan.toml", "-o", "runs", "--workers", 1)
    assert status == 0


@pytest.mark.slow
def test_scenarios_are_asked_when_they_fail(nightwalk, tmp_path):
    lamps = '\n[[intervention]]\nkind = "street-lighting"\nwhere = { street = "Street 1" }\nlevel = 30\n'
    (tmp_path / "lamps.toml").write_text(TODAY.replace("Today", "Lamps") + lamps)
    status, out, err = nightwalk(
        "discover", "lamps.toml", "--against", "today.toml", "--trials", 40, "--days", 2, "--spin-up", 14,
        "--least", 0.002, "-o", "out", "--workers", 1, "--json",
    )  # fmt: skip
    assert status == 0, err
    said = json.loads(out)
    assert said["subject"] == "Lamps"
    assert [one["scenario"] for one in said["robustness"]] == ["Today", "Lamps"]
