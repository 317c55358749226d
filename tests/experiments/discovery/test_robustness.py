"""Regret and good enough, on futures one can check by hand."""

import pandas as pd
import pytest

from nightwalk.experiments.discovery.robustness import robustness

FUTURES = pd.DataFrame({"Today": [0.30, 0.30, 0.30], "Lamps": [0.20, 0.30, 0.34], "Life": [0.25, 0.28, 0.30]})


def test_regret_is_measured_from_the_best_of_each_future():
    rows = robustness(FUTURES, lower_is_better=True, target=0.30).set_index("scenario")
    assert rows.loc["Lamps", "regret_mean"] == pytest.approx((0.0 + 0.02 + 0.04) / 3)
    assert rows.loc["Lamps", "regret_worst"] == pytest.approx(0.04)
    assert rows.loc["Life", "best"] == pytest.approx(2 / 3)
    assert rows.loc["Lamps", "good_enough"] == pytest.approx(2 / 3)
    assert rows.loc["Life", "low"] < 1.0 == rows.loc["Life", "good_enough"]


def test_the_wanted_direction_counts():
    rows = robustness(-FUTURES, lower_is_better=False, target=-0.30).set_index("scenario")
    assert rows.loc["Lamps", "regret_worst"] == pytest.approx(0.04)
    assert rows.loc["Life", "good_enough"] == 1.0


def test_a_future_with_a_missing_value_is_left_out():
    rows = robustness(FUTURES.where(FUTURES != 0.20), lower_is_better=True, target=0.30)
    assert (rows["futures"] == 2).all()
