"""Costs by hand, the ratio that is told and the ratio that is not, and the acceptability curve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.outputs.costs import acceptability, annuity, costs, equivalent_annual
from nightwalk.outputs.decision_words import cost_line
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.tables import Run, make_table

LAMPS, BOTH = "Lamps on the harbour", "Lamps and a programme"


def test_annuity_by_hand():
    assert annuity(100_000.0, 20.0) == pytest.approx(6721.57, abs=0.01)
    assert annuity(1000.0, 1.0) == pytest.approx(1030.0)
    assert annuity(1000.0, 10.0, rate=0.0) == 100.0
    assert annuity(1000.0, 0.0) == 1000.0, "no asset: all of it in one year"


@given(amount=st.floats(1.0, 1e6), years=st.floats(1.0, 60.0))
def test_the_payments_are_worth_the_amount(amount, years):
    whole = int(years)
    paid = annuity(amount, float(whole))
    assert sum(paid / 1.03**k for k in range(1, whole + 1)) == pytest.approx(amount)
    assert annuity(amount, years + 1) < annuity(amount, years)


def test_equivalent_annual_cost_has_the_range_of_its_prices():
    measure = {"capital": 1000.0, "capital_range": [500.0, 2000.0], "yearly": 10.0, "life_years": 1.0}
    assert equivalent_annual(measure) == pytest.approx((1040.0, 525.0, 2070.0))
    assert np.isnan(equivalent_annual({"yearly": 1.0})).all()


def test_costs_by_payer(ensemble):
    rows = costs(ensemble).set_index(["scenario", "payer"])
    lamps = annuity(120_000.0, 20.0) + 8000.0
    assert rows.loc[(LAMPS, "city"), "annual"] == rows.loc[(LAMPS, "all"), "annual"] == pytest.approx(lamps)
    assert rows.loc[(BOTH, "region"), "annual"] == 25_000.0
    assert rows.loc[(BOTH, "all"), "annual"] == pytest.approx(lamps + 25_000.0)
    assert rows.loc[(BOTH, "all"), "capital"] == 125_000.0
    assert rows.loc[(BOTH, "city"), "state"] == ""


def test_a_person_moved_by_one_category_by_hand(pair):
    row = costs(pair).query("payer == 'all'").iloc[0]
    answers = pair.by_seed("answer_after_dark", LAMPS) - pair.by_seed("answer_after_dark", "Today")
    moved = -1000.0 * answers.loc[("all", "everyone")].mean()
    assert row.state == "ratio"
    assert row.moved == pytest.approx(moved)
    assert row.per_person == pytest.approx(row.annual / moved)
    assert row.per_person_low == pytest.approx(row.annual_low / row.moved_high)
    assert row.per_person_high == pytest.approx(row.annual_high / row.moved_low)


def with_answers(made, change, seeds=(1, 2, 3, 4), **measure):
    """Two scenarios whose answers differ by so much in each seed."""
    study = made.make_study(made.shapes, ("Today", LAMPS), seeds)
    for key, value in measure.items():
        study["scenarios"][1]["interventions"][0][key] = value
    runs = []
    for seed, by in zip(seeds, change, strict=False):
        for index, name in enumerate(("Today", LAMPS)):
            columns = made.runs[0, seed].tables["indicators"].to_pydict()
            columns["value"] = [
                value + by * index if indicator == "answer_after_dark" else value
                for indicator, value in zip(columns["indicator"], columns["value"], strict=True)
            ]
            tables = {
                **made.runs[0, seed].tables,
                "indicators": make_table("indicators", {**columns, "scenario": name}),
            }
            runs.append(Run(name, seed, tables))
    return Ensemble.of_runs(runs, study, made.shapes)


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        ([-0.1, -0.11, -0.09, -0.1], "ratio", "for each person moved one answer category"),
        ([-0.1, 0.1, -0.05, 0.08], "no_ratio", "no ratio, the effect may be zero"),
        ([0.0, 0.0, 0.0, 0.0], "no_ratio", "the effect may be zero"),
        ([0.1, 0.11, 0.09, 0.1], "harm", "people feel less safe"),
    ],
)
def test_no_ratio_where_the_effect_may_be_zero(made, change, state, words):
    row = next(costs(with_answers(made, change)).query("payer == 'all'").itertuples())
    assert row.state == state
    assert np.isnan(row.per_person) == (state != "ratio")
    assert words in cost_line(row)


def test_what_costs_no_more_has_no_ratio(made):
    free = with_answers(made, [-0.1, -0.11, -0.09, -0.1], capital=0.0, capital_range=[0.0, 0.0], yearly=-5.0,
                        yearly_range=[-9.0, -1.0])  # fmt: skip
    row = next(costs(free).itertuples())
    assert row.state == "no_more"
    assert "costs no more than before" in cost_line(row)


def test_a_single_run_and_an_unknown_cost_have_no_ratio(made):
    alone = costs(with_answers(made, [-0.1], seeds=(1,))).iloc[0]
    assert alone.state == "one_seed"
    unknown = next(costs(with_answers(made, [-0.1, -0.11, -0.09, -0.1], capital=None)).itertuples())
    assert unknown.state == "no_cost"
    assert "not stated" in cost_line(unknown)


def test_what_the_first_scenario_has_already_is_not_counted(made):
    study = made.make_study(made.shapes, (LAMPS, BOTH))
    study["scenarios"][0]["interventions"] = study["scenarios"][1]["interventions"]
    study["scenarios"][1]["interventions"] = [
        *study["scenarios"][0]["interventions"],
        {"kind": "x", "capital": 0.0, "yearly": 7.0},
    ]
    runs = [one for (index, _), one in made.runs.items() if index]
    row = costs(Ensemble.of_runs(runs, study, made.shapes)).iloc[0]
    assert (row.annual, row.annual_low, row.annual_high) == (7.0, 7.0, 7.0)


def test_the_curve_rises_from_nothing_to_all(pair):
    curve = acceptability(pair, willingness=(0, 100, 500, 1000, 1e6))
    assert curve["share"].is_monotonic_increasing
    assert curve["share"].iloc[0] == 0.0
    assert curve["share"].iloc[-1] == 1.0


def test_prices_are_the_same_in_every_scenario_and_every_time(ensemble):
    first, again = acceptability(ensemble), acceptability(ensemble)
    assert first.equals(again)
    from nightwalk.outputs.costs import _draw

    lamps = ensemble.scenario(LAMPS)["interventions"][0]
    drawn = np.array([_draw(lamps, seed) for seed in range(1, 200)])
    value, low, high = equivalent_annual(lamps)
    assert low <= drawn.min() < value < drawn.max() <= high
    assert np.mean(drawn < value) == pytest.approx(0.5, abs=0.1)
