"""Comparing scenarios of the made-up study."""

import numpy as np
import pytest
from scipy import stats

from nightwalk.base.errors import RunError
from nightwalk.outputs.compare import compare, comparisons, flagged, levels
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.indicators import INDICATORS, SPLITS
from nightwalk.outputs.tables import COLUMNS, COMPARISON, make_table
from nightwalk.outputs.verdicts import BETTER, FEW_PEOPLE, HARDLY, LOWER, WORSE


def values(ensemble, scenario, indicator="unsafe_after_dark", group="everyone"):
    frame = ensemble.frame("indicators")
    mine = frame[(frame.scenario == scenario) & (frame.indicator == indicator) & (frame.group == group)]
    return mine.sort_values("seed")["value"].to_numpy()


def test_row_equals_the_computation_by_hand(pair):
    row = compare(pair).table().iloc[0]
    before, after = (values(pair, name) for name in pair.scenarios)
    low, high = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert row.difference == pytest.approx((after - before).mean())
    assert (row.low, row.high) == (pytest.approx(low), pytest.approx(high))
    assert (row.before, row.after) == (pytest.approx(before.mean()), pytest.approx(after.mean()))
    assert row.verdict == BETTER
    assert row.runs_worthwhile == pytest.approx(np.mean(after - before <= -0.02))
    assert row.people == 1000


def test_three_scenarios_are_corrected_and_say_so(ensemble, pair):
    three, two = compare(ensemble), compare(pair)
    assert "2 scenarios" in three.note
    assert "Bonferroni" in three.note
    assert "Bonferroni" not in two.note
    wide, narrow = three.table().iloc[0], two.table().iloc[0]
    assert wide.difference == narrow.difference
    assert wide.high - wide.low > narrow.high - narrow.low
    assert list(three.table()["scenario"]) == list(ensemble.scenarios[1:])


def test_columns_come_in_the_declared_order(ensemble):
    assert tuple(compare(ensemble).table().columns) == tuple(name for name, _ in COLUMNS[COMPARISON])
    assert tuple(comparisons(ensemble).columns) == tuple(name for name, _ in COLUMNS[COMPARISON])


def test_against_another_scenario_turns_the_sign(ensemble):
    one = compare(ensemble).table().set_index("scenario")["difference"]
    name = ensemble.scenarios[1]
    other = compare(ensemble, against=name).table().set_index("scenario")["difference"]
    assert other["Today"] == pytest.approx(-one[name])


def test_no_difference_is_exactly_zero(made):
    place, seeds = made.shapes, (1, 2, 3)
    copies = [made.runs[0, seed] for seed in seeds]
    renamed = [type(run)("Placebo", run.seed, _renamed(run.tables, "Placebo")) for run in copies]
    both = Ensemble.of_runs([*copies, *renamed], made.make_study(place, ("Today", "Placebo"), seeds), place)
    rows = comparisons(both)
    shown = rows[rows["verdict"] != FEW_PEOPLE]
    assert set(shown["verdict"]) == {HARDLY}
    assert (shown[["difference", "low", "high"]] == 0.0).all(axis=None)


def _renamed(tables, name):
    made = {}
    for key, table in tables.items():
        columns = table.to_pydict()
        made[key] = make_table(key, {**columns, "scenario": name})
    return made


def test_groups_of_fewer_than_ten_people_are_hidden(ensemble):
    rows = compare(ensemble, by="kind").table().set_index(["scenario", "group"])
    worker = rows.loc[(ensemble.scenarios[1], "worker")]
    assert worker.verdict == FEW_PEOPLE
    assert np.isnan([worker.before, worker.after, worker.difference, worker.low]).all()
    hidden = ensemble.frame("indicators").query("group == 'worker'")["value"]
    assert hidden.isna().all()


def test_every_indicator_and_split_is_compared(ensemble):
    rows = comparisons(ensemble)
    assert set(rows["indicator"]) == set(INDICATORS)
    assert set(rows["split"]) == set(SPLITS)
    order = [name for name in INDICATORS if name in set(rows["indicator"])]
    assert list(dict.fromkeys(rows["indicator"]))[: len(order)] == order


def test_a_group_left_worse_off_is_flagged(ensemble):
    found = flagged(comparisons(ensemble))
    assert set(found["group"]) == {"75+"}
    assert set(found["indicator"]) == {"unsafe_after_dark", "answer_after_dark", "stays_in_after_dark"}


def test_fewer_walks_after_dark_would_be_flagged_and_neutral_ones_never():
    import pandas as pd

    rows = pd.DataFrame(
        {
            "indicator": ["walks_after_dark_per_day", "walks_per_day"],
            "difference": [-1.0, -1.0],
            "verdict": [WORSE, LOWER],
        }
    )
    assert list(flagged(rows)["indicator"]) == ["walks_after_dark_per_day"]


def test_a_single_scenario_has_levels_but_no_comparison(single):
    assert comparisons(single).empty
    assert tuple(comparisons(single).columns) == tuple(name for name, _ in COLUMNS[COMPARISON])
    frame = levels(single).set_index(["indicator", "group"])
    assert frame.loc[("unsafe_after_dark", "everyone"), "value"] == pytest.approx(0.286, abs=0.01)
    with pytest.raises(RunError, match="only the scenario 'Today'"):
        compare(single)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"of": "unsafe_after_drak"}, "Nearest: 'unsafe_after_dark'"),
        ({"of": "zzz"}, "Known: unsafe_after_dark"),
        ({"by": "sexx"}, "Nearest: 'sex'"),
        ({"against": "Todai"}, "Nearest: 'Today'"),
        ({"against": "qqqqqq"}, "Known: 'Today'"),
    ],
)
def test_unknown_names_are_refused_in_one_sentence(ensemble, how, said):
    with pytest.raises(RunError, match=said):
        compare(ensemble, **how)


def test_chart_and_map_draw_on_the_given_axes(pair):
    from nightwalk.outputs.drawing import figure

    comparison = compare(pair, by="sex")
    ax = figure().add_subplot()
    assert comparison.chart(ax=ax) is ax
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Women", "Men"]
    assert comparison.map().get_title().startswith("Lamps")


def test_an_indicator_without_streets_has_no_map(pair):
    with pytest.raises(RunError, match="no value per street"):
        compare(pair, of="trust").map()
