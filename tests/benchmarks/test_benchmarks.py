"""The benchmark runs, keeps what it measures and makes its page from that; nothing is timed here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.arrays import bytes_held
from benchmarks.cases import CASES, case
from benchmarks.city import bare_read
from benchmarks.machine import machine
from benchmarks.page import PAGE, TRIED, page, said
from benchmarks.results import add, read
from benchmarks.rows import BenchmarkError, Row, as_json, from_json, verdict
from benchmarks.shares import Ledger
from nightwalk.model.city.builtin import built_in_file

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results.json"
ENTRY = {"quick": False, "date": "2026-11-21", "seconds": 1.0, "source": "0123abcd"}


def asked(*words):
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def entry(*rows, **more):
    return {**ENTRY, "rows": as_json(list(rows)), **more}


@pytest.mark.slow
def test_a_quick_run_of_two_cases_prints_tables_and_writes_json(tmp_path):
    kept = tmp_path / "figures.json"
    done = asked("--quick", "--only", "yardstick,twin", "--json", str(kept))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Quick run") == 2
    found = json.loads(kept.read_text(encoding="utf-8"))
    assert set(found) == {"machine", "cases"}
    assert found["machine"] == machine()
    assert set(found["cases"]) == {"twin", "yardstick"}
    for one in found["cases"].values():
        assert set(one) == {"quick", "date", "seconds", "source", "rows"}
        assert one["quick"]
        assert all(row["figure"] for row in one["rows"])
    rows = {row.figure: row for row in from_json(found["cases"]["twin"]["rows"])}
    assert rows["people whose counts differ between the two"].value == 0
    assert rows["segments per leg"].value > 0
    with pytest.raises(BenchmarkError, match="quick run"):
        page(found, "")


def test_an_unknown_case_is_one_clear_sentence():
    done = asked("--only", "twin,twni")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"benchmarks: There is no case 'twni'; the cases are {', '.join(CASES)}.\n"


def test_quick_figures_are_never_written_to_the_page():
    done = asked("--quick", "--write-docs")
    assert done.returncode == 2
    assert "never written" in done.stderr


def test_the_committed_page_is_what_the_committed_figures_give():
    told = page(read(RESULTS), TRIED.read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == told, "run: python -m benchmarks --write-docs"


@pytest.mark.parametrize("name", CASES)
def test_every_case_says_what_it_measures(name):
    module = case(name)
    assert module.TITLE
    assert len(module.__doc__.split("\n\n")) > 1
    assert callable(module.measure)


def test_a_page_of_given_figures():
    rows = [
        Row(figure="twin / engine", value=123.4, unit="times", at_least=100.0),
        Row(figure="slow", value=2, unit="s", at_most=1.0, beside={"walks": 1234}, table="others"),
    ]
    told = page({"machine": {"processor": "abacus"}, "cases": {"twin": entry(*rows)}}, "## Tried\n")
    assert "abacus" in told
    assert "| at least 100 times | pass " in told
    assert "| falls short" in told
    assert "1,234" in told
    assert "Others:" in told
    assert told.count("Not measured yet") == len(CASES) - 1
    assert told.endswith("## Tried\n")


def test_a_run_of_some_cases_leaves_the_others(tmp_path):
    kept = tmp_path / "figures.json"
    add(kept, "twin", entry(Row(figure="one", value=1.0)))
    add(kept, "city", entry(Row(figure="two", value=2.0)))
    add(kept, "twin", entry(Row(figure="three", value=3.0)))
    figures = {name: one["rows"][0]["figure"] for name, one in read(kept)["cases"].items()}
    assert figures == {"twin": "three", "city": "two"}
    with pytest.raises(BenchmarkError, match="holds full figures"):
        add(kept, "city", entry(Row(figure="four"), quick=True))


def test_figures_of_two_machines_do_not_mix(tmp_path):
    kept = tmp_path / "figures.json"
    kept.write_text(json.dumps({"machine": {**machine(), "cores": 0}, "cases": {}}), encoding="utf-8")
    with pytest.raises(BenchmarkError, match="another cores"):
        add(kept, "twin", entry())
    kept.write_text("[]", encoding="utf-8")
    with pytest.raises(BenchmarkError, match="no results"):
        add(kept, "twin", entry())


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Row(figure="a", value=1.0, at_most=1.0), "pass"),
        (Row(figure="a", value=1.1, at_most=1.0), "falls short"),
        (Row(figure="a", value=0, at_least=1.0), "falls short"),
        (Row(figure="a", value=1.0), ""),
        (Row(figure="a", value="not measured", at_most=1.0), ""),
    ],
)
def test_verdicts(row, told):
    assert verdict(row) == told


def test_rows_come_back_from_json():
    rows = [Row(figure="zero", value=0, at_most=0), Row(figure="text", value="no", beside={"a": 1.5})]
    assert from_json(json.loads(json.dumps(as_json(rows)))) == rows


def test_numbers_as_a_reader_wants_them():
    assert [said(x) for x in (0, 12, 1234567, 0.01234, 99.94, 1234.5, None, "no")] == [
        "0", "12", "1,234,567", "0.0123", "99.9", "1,234", "", "no",
    ]  # fmt: skip


def test_time_is_booked_on_the_function_that_runs():
    ledger = Ledger()
    inner = ledger.watch("inner", lambda: sum(range(200_000)))
    ledger.watch("elsewhere", inner)()
    assert not ledger.seconds
    ledger.watch("run", inner)()
    assert set(ledger.seconds) == {"run", "inner"}
    assert all(seconds >= 0 for seconds in ledger.seconds.values())


def test_a_buffer_counts_once():
    class Held:
        def __init__(self):
            self.agenda = self
            self.whole = np.zeros(10)
            self.parts = [self.whole[:5], {"rest": self.whole[5:]}]

    assert bytes_held(Held()) == 80


def test_the_bare_read_finds_every_node_and_way():
    nodes, x, _, ways, start, refs = bare_read(built_in_file())
    assert len(nodes) == len(x) > 20_000
    assert len(ways) == len(start) > 5_000
    assert len(refs) > len(ways)
