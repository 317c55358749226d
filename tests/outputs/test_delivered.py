"""What is delivered: governance, the year after an election, victim support."""

import numpy as np
import pytest

from nightwalk.outputs.delivered import after_elections, governed, supported
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.tables import Run, make_table

TABLE = {
    "says": "...", "fidelity": 0.75, "delay_ratio": 1.6, "kept_at_election": 0.625, "elections": ["2026-11-12"],
    **{name: {"value": 0.5, "step": "half"} for name in ("commitment", "capacity", "diversity", "memory")},
}  # fmt: skip


def governed_study(made, elections, seeds=(1, 2, 3)):
    """Two scenarios, the second governed; its share rises by 0.1 on the day of the election."""
    names = ("Today", "Lamps on the harbour")
    study = made.make_study(made.shapes, names, seeds)
    study["scenarios"][0]["governance"] = {"says": "as planned"}
    study["scenarios"][1]["governance"] = {**TABLE, "elections": elections}
    runs = []
    for index in (0, 1):
        for seed in seeds:
            days = np.arange(30)
            series = make_table("series", {
                "scenario": names[index], "seed": seed, "day": days,
                "date": [f"2026-11-{day + 1:02d}" for day in days], "measure": "unsafe_after_dark",
                "value": 0.2 + 0.01 * seed + 0.1 * (days >= 10),
            })  # fmt: skip
            runs.append(Run(names[index], seed, {**made.runs[index, seed].tables, "series": series}))
    return Ensemble.of_runs(runs, study, made.shapes)


def test_what_the_table_comes_to_is_said_in_numbers():
    said = {
        key: text.replace("\N{NO-BREAK SPACE}", " ") for key, text in governed({"governance": TABLE}).items()
    }
    assert said["Delivered"].startswith("75 % of every measure")
    assert said["Delay"] == "the authority learns of crime 1.6 times as late"
    assert said["Elections"].startswith("12 November 2026; each leaves 62 %")
    assert "evidence grade D" in said["Rests on"]
    assert governed({"governance": {**TABLE, "elections": []}})["Elections"] == "none in the table"


@pytest.mark.parametrize("scenario", [{}, {"governance": {"says": "as planned"}}])
def test_without_the_table_there_is_nothing_to_say(scenario):
    assert governed(scenario) == {}


def test_the_year_after_an_election_is_set_against_the_year_before(made):
    (row,) = after_elections(governed_study(made, ["2026-11-12"])).rows
    assert row[:3] == ["Lamps on the harbour", "12 November 2026", "10, 20"]
    assert row[3:5] == ["22.0", "32.0"]
    assert row[5] == "+10.0 (+10.0 to +10.0)"


def test_elections_outside_the_horizon_and_single_runs(made):
    assert after_elections(governed_study(made, ["2026-11-02", "2028-01-01"])).rows == []
    (row,) = after_elections(governed_study(made, ["2026-11-12"], seeds=(1,))).rows
    assert row[5] == "+10.0"


def test_cases_stand_against_places(made, single):
    assert supported(single).rows == []
    run = made.runs[0, 1]
    opened = {
        "support_places": [0.0, 40.0, 40.0],
        "support_cases": [0.0, 0.4, 0.6],
        "support_turned_away": [0.0] * 3,
    }
    rows = [(day, name, value) for name, values in opened.items() for day, value in enumerate(values)]
    days, measures, values = map(list, zip(*rows, strict=True))
    series = make_table("series", {
        "scenario": "Today", "seed": 1, "day": days, "date": "2026-11-02", "measure": measures, "value": values,
    })  # fmt: skip
    study = made.make_study(made.shapes, ("Today",), (1,))
    one = Ensemble.of_runs([Run("Today", 1, {**run.tables, "series": series})], study, made.shapes)
    assert supported(one).rows == [["Today", "15.2", "40.0", "0.0"]], "days before it opens do not count"
