"""Targets: who states them, when they are met, and how likely that is."""

import numpy as np
import pytest
from scipy.stats import t

from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.report import report
from nightwalk.outputs.targets import chance, last_day, stated, targets

CHANGE = {
    "indicator": "unsafe_after_dark", "by": "2027-11-01", "owner": "Public works", "change": -0.02, "level": None,
    "split": "all", "group": "everyone",
}  # fmt: skip
LEVEL = {
    **CHANGE,
    "change": None,
    "level": 0.5,
    "split": "sex",
    "group": "women",
    "owner": "Equality officer",
}
PROCESS = {"problem": "Dark paths.", "stakeholders": ["Residents", "Police"], "targets": [CHANGE, LEVEL]}


def with_process(made, *stating, scenarios=3, seeds=(1, 2, 3, 4, 5, 6)):
    names = list(dict.fromkeys(run.scenario for run in made.runs.values()))[:scenarios]
    study = made.make_study(made.shapes, names, seeds)
    for index, process in enumerate(stating):
        study["scenarios"][index]["process"] = process
    runs = [run for (index, seed), run in made.runs.items() if index < scenarios and seed in seeds]
    return Ensemble.of_runs(runs, study, made.shapes)


def test_the_chance_is_that_of_one_further_run():
    values = np.array([-0.03, -0.02, -0.025, np.nan])
    found = chance(values, -0.021, below=True)
    spread = values[:3].std(ddof=1) * np.sqrt(4 / 3)
    assert (found.met, found.runs) == (2, 3)
    assert found.probability == pytest.approx(t.cdf((-0.021 - -0.025) / spread, 2))
    above = chance(-values, 0.021, below=False)
    assert above == found


def test_runs_that_agree_are_sure_and_one_run_is_not():
    assert chance(np.array([1.0, 1.0]), 1.0, below=True).probability == 1.0
    assert chance(np.array([1.0, 1.0]), 0.9, below=True).probability == 0.0
    assert np.isnan(chance(np.array([1.0]), 1.0, below=True).probability)
    assert chance(np.array([np.nan]), 1.0, below=True).runs == 0


def test_targets_of_the_first_scenario_hold_for_those_that_state_none(made):
    study = with_process(made, PROCESS, {**PROCESS, "targets": [LEVEL]})
    rows = targets(study)
    assert [(row["scenario"], row["owner"]) for row in rows] == [
        ("Lamps on the harbour", "Equality officer"),
        ("Lamps and a programme", "Public works"),
        ("Lamps and a programme", "Equality officer"),
    ]
    assert stated(study) == {"problem": "Dark paths.", "stakeholders": ["Residents", "Police"]}
    assert rows[1]["wanted"] == "\N{MINUS SIGN}2.0\N{NO-BREAK SPACE}points or more"
    assert rows[0]["wanted"] == "at most 50.0\N{NO-BREAK SPACE}%"
    assert rows[1]["chance"] == "above 99\N{NO-BREAK SPACE}% (met in 6 of 6 runs)"
    assert last_day(study) == "1 December 2026"


def test_one_run_gives_no_chance(made):
    (row, _) = targets(with_process(made, PROCESS, scenarios=2, seeds=(1,)))
    assert row["chance"] == "one run only, no chance can be given (met in 1 of 1 runs)"


def test_a_change_needs_something_to_compare_with(made):
    change, level = targets(with_process(made, PROCESS, scenarios=1))
    assert "nothing to compare with" in change["chance"]
    assert "(met in 6 of 6 runs)" in level["chance"]


def test_the_report_shows_them(made):
    page = report(with_process(made, PROCESS), {})
    for part in ("Dark paths.", "Who has a stake: Residents, Police.", "Equality officer", "1 November 2027"):
        assert part in page
    assert "state no targets" not in page
    assert "state no targets" in report(with_process(made), {})
