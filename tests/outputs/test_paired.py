"""The statistics against scipy, by simulation and at their edges."""

import numpy as np
import pytest
from scipy import stats

from nightwalk.outputs.paired import paired, worthwhile

RNG = np.random.default_rng(1)


def one(change, **how):
    change = np.atleast_2d(np.asarray(change, float))
    return paired(np.zeros_like(change), change, **how)


def test_interval_is_the_one_of_scipy():
    change = RNG.normal(0.3, 1.0, 8)
    made = one(change)
    low, high = stats.ttest_1samp(change, 0.0).confidence_interval(0.95)
    assert made.low[0] == pytest.approx(low)
    assert made.high[0] == pytest.approx(high)
    assert made.error[0] == pytest.approx(stats.sem(change))


def test_several_scenarios_widen_the_interval():
    change = RNG.normal(0.3, 1.0, 8)
    low, high = stats.ttest_1samp(change, 0.0).confidence_interval(1 - 0.05 / 3)
    made = one(change, comparisons=3)
    assert (made.low[0], made.high[0]) == (pytest.approx(low), pytest.approx(high))


def test_interval_covers_the_truth_as_often_as_it_says():
    made = one(RNG.normal(0.7, 2.0, (20_000, 6)))
    assert np.mean((made.low <= 0.7) & (made.high >= 0.7)) == pytest.approx(0.95, abs=0.006)


def test_one_run_interval_covers_one_further_run():
    made = one(RNG.normal(0.7, 2.0, (20_000, 6)))
    further = RNG.normal(0.7, 2.0, 20_000)
    assert np.mean((made.one_run_low <= further) & (made.one_run_high >= further)) == pytest.approx(
        0.95, abs=0.006
    )


def test_missing_seeds_drop_out_of_both_worlds():
    made = paired(np.array([[1.0, 2.0, np.nan, 9.0]]), np.array([[2.0, 4.0, 5.0, np.nan]]))
    assert made.seeds[0] == 2
    assert (made.before[0], made.after[0], made.difference[0]) == (1.5, 3.0, 1.5)


def test_exact_zero_has_no_width():
    made = one([0.0] * 5)
    assert (made.difference[0], made.low[0], made.high[0]) == (0.0, 0.0, 0.0)


def test_one_seed_has_no_interval():
    made = one([3.0])
    assert made.difference[0] == 3.0
    assert np.isnan([made.low[0], made.high[0], made.error[0]]).all()
    assert np.isnan(worthwhile(made, "lower", 1.0)[0])


def test_chance_of_a_worthwhile_change_follows_students_t():
    change = RNG.normal(-1.0, 1.0, 6)
    expected = stats.t.cdf((-0.5 - change.mean()) / stats.sem(change), 5)
    assert worthwhile(one(change), "lower", 0.5)[0] == pytest.approx(expected)
    assert worthwhile(one(-change), "higher", 0.5)[0] == pytest.approx(expected)
    assert worthwhile(one(change), "neither", 0.5)[0] >= expected
    assert worthwhile(one(change), "neither", 0.0)[0] == pytest.approx(1.0)


@pytest.mark.parametrize(("better", "chance"), [("lower", 1.0), ("higher", 0.0), ("neither", 1.0)])
def test_chance_without_any_spread_is_certain(better, chance):
    assert worthwhile(one([-2.0] * 4), better, 1.0)[0] == chance
