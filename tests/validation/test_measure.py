"""Values are joined over seeds; their interval is the jackknife's, checked by hand."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest

from nightwalk.validation.measure import Measure, estimate, itself

T_2 = 2.919986  # 95 % quantile of Student's t with two degrees of freedom, from tables


def ratio(sums):
    return float(sums[0] / sums[1])


def test_for_a_mean_the_jackknife_is_the_standard_error():
    found = estimate(np.array([[1.0], [2.0], [6.0]]), itself)
    assert found.value == pytest.approx(3.0)
    half = T_2 * np.sqrt(7.0 / 3.0)  # the variance of 1, 2, 6 is 7
    assert (found.low, found.high) == pytest.approx((3.0 - half, 3.0 + half), rel=1e-4)
    assert found.each == (1.0, 2.0, 6.0)


def test_a_ratio_is_of_sums_by_hand():
    found = estimate(np.array([[1.0, 2.0], [3.0, 4.0], [2.0, 6.0]]), ratio)
    assert found.value == pytest.approx(6.0 / 12.0)
    without = np.array([5.0 / 10.0, 3.0 / 8.0, 4.0 / 6.0])
    half = T_2 * np.sqrt(2.0 / 3.0 * ((without - without.mean()) ** 2).sum())
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half), rel=1e-4)
    assert found.each == pytest.approx((0.5, 0.75, 1.0 / 3.0))


def test_one_seed_has_no_interval():
    found = estimate(np.array([[2.0]]), itself)
    assert (found.value, found.each) == (2.0, (2.0,))
    assert isnan(found.low)
    assert isnan(found.high)


def test_seeds_that_cannot_tell_are_left_out():
    found = estimate(np.array([[1.0], [nan], [3.0]]), itself)
    assert (found.value, found.each) == (2.0, (1.0, 3.0))
    none = estimate(np.array([[nan], [nan]]), itself)
    assert isnan(none.value)
    assert none.each == ()


def test_a_value_without_bounds_has_no_interval():
    found = estimate(np.array([[1.0, 0.0], [3.0, 0.0]]), lambda sums: float(np.float64(sums[0]) / sums[1]))
    assert found.value == np.inf
    assert isnan(found.low)
    assert isnan(found.high)


def test_the_key_is_id_and_quantity():
    assert Measure("SF07", "busy - quiet", itself).key == "SF07: busy - quiet"
