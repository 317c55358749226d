"""Values pooled over seeds, against the mean and scipy."""

import numpy as np
import pytest
from scipy import stats

from nightwalk.outputs.pooled import pooled


def test_for_a_mean_it_is_students_interval():
    values = np.random.default_rng(1).normal(3.0, 1.0, 9)
    found = pooled(values[:, None], lambda sums: float(sums[0]))
    low, high = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert found == pytest.approx((values.mean(), low, high))
    assert found.excludes_zero


def test_ratios_are_of_sums_and_missing_seeds_drop_out():
    sums = np.array([[1.0, 2.0], [3.0, 2.0], [np.nan, 1.0]])
    found = pooled(sums, lambda mean: float(mean[0] / mean[1]))
    assert found.value == 1.0
    assert not found.excludes_zero


def test_one_seed_has_a_value_and_no_interval():
    found = pooled(np.array([[4.0, 2.0]]), lambda mean: float(mean[0] / mean[1]))
    assert found.value == 2.0
    assert np.isnan([found.low, found.high]).all()
    assert np.isnan(pooled(np.empty((0, 2)), lambda mean: 0.0)).all()
