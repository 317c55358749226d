"""The fit of the defaults: one step of prior and rows, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.model.parameters import Parameters
from nightwalk.validation.facts import facts
from nightwalk.validation.fit import FREE, Free, move_of, step

ONE = (Free("d1", ("SF01",), 2.5, 0.3, 0.3, 1),)


def test_only_rows_for_fitting_are_fitted_to():
    assert {facts()[row].role for one in FREE for row in one.rows} == {"fitted"}


def test_every_free_parameter_is_named_by_the_facts_it_is_fitted_to_or_shares_them():
    named = {name for fact in facts().values() for name in fact.parameters}
    assert {one.name for one in FREE} <= named


def test_parameters_of_one_run_act_on_different_rows():
    for run in {one.run for one in FREE}:
        rows = [row for one in FREE if one.run == run for row in one.rows]
        assert len(rows) == len(set(rows))


def test_without_a_slope_a_parameter_goes_to_its_prior():
    found = step(ONE, {"d1": 2.9}, np.array([1.0]), np.array([[0.0]]))
    assert found == {"d1": 2.5}


def test_with_a_steep_slope_it_goes_where_the_row_is_in_the_middle():
    found = step(ONE, {"d1": 2.5}, np.array([-1.0]), np.array([[100.0]]))
    assert found["d1"] == pytest.approx(2.51, abs=0.005)


def test_prior_and_row_share_a_step_by_their_weights():
    slope, sd = 2.0, 0.3
    found = step(ONE, {"d1": 2.5}, np.array([-1.0]), np.array([[slope]]))
    assert found["d1"] == pytest.approx(2.5 + slope / (slope**2 + sd**-2), abs=0.006)


def test_a_step_stays_inside_the_declared_range():
    found = step(ONE, {"d1": 2.5}, np.array([-100.0]), np.array([[1.0]]))
    assert found["d1"] == Parameters.declared()["d1"].high


def test_a_row_that_does_not_apply_moves_nothing():
    found = step(ONE, {"d1": 2.5}, np.array([np.nan]), np.array([[1.0]]))
    assert found == {"d1": 2.5}


def test_a_parameter_at_the_end_of_its_range_is_moved_back():
    high = Parameters.declared()["d1"].high
    assert move_of(ONE[0], high) == -ONE[0].move
    assert move_of(ONE[0], high - 1.0) == ONE[0].move
