"""On the scale of the priors every prior is a standard normal within the declared range."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.base.quantity import Normal
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.measurement.scale import FITTED, scale_of
from nightwalk.model.parameters import Parameters

DECLARED = Parameters.declared()


@pytest.mark.parametrize("name", FITTED)
def test_values_rise_with_z_and_never_leave_the_range(name):
    scale = scale_of((name,)).slab()
    values = [scale.values(np.array([z]))[0] for z in (-9.0, -2.0, 0.0, 2.0, 9.0)]
    assert values == sorted(values)
    assert DECLARED[name].low <= values[0] < values[-1] <= DECLARED[name].high


def test_priors_are_the_declared_ones_unless_given():
    scale = scale_of(("gamma_female", "d1"), priors={"d1": Normal(2.5, 0.5)})
    assert scale.quantities["gamma_female"].prior == DECLARED["gamma_female"].prior
    assert scale.prior_grid("d1").std() == pytest.approx(0.5, abs=0.01)


def test_the_level_that_is_solved_for_each_town_is_flat_over_its_range():
    grid = scale_of(("mu",)).prior_grid("mu")
    np.testing.assert_allclose(np.diff(grid), np.diff(grid)[0])


def test_numbers_hold_the_fitted_values_and_the_base():
    scale = scale_of(("mu",), base=Parameters().with_values({"d1": 3.0}))
    numbers = scale.numbers(np.array([-2.0]))
    assert (numbers.mu, numbers.d1) == (-2.0, 3.0)
    assert scale.numbers(np.array([-1.0])).mu == -1.0
    assert numbers.mu == -2.0


def test_what_may_be_zero_can_be_held_there():
    scale = scale_of(("mu", "beta_DL"))
    assert scale.spikes == ("beta_DL",)
    assert scale.without(("beta_DL",)).names == ("mu",)
    assert scale.without(("beta_DL",)).base.perception.beta_DL == 0.0
    assert scale.slab().spikes == ()


def test_a_parameter_no_answer_depends_on_is_refused():
    with pytest.raises(
        CalibrationError, match=r"No survey answer depends on 'lambda'|depends on 'gamma_femal'"
    ):
        scale_of(("gamma_femal",))
