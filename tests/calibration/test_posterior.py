"""A posterior comes back from disk as it was, and gives the same parameters to every scenario of a seed."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.posterior import Posterior
from nightwalk.model.parameters import Parameters

POSTERIOR = Posterior(("mu", "d1"), np.array([[-3.0, 2.5], [-2.5, 2.6], [-2.0, 2.7]]), {"name": "a town"})


def test_a_saved_posterior_is_the_same(tmp_path):
    POSTERIOR.save(tmp_path / "study")
    found = Posterior.load(tmp_path / "study")
    assert found.names == POSTERIOR.names
    np.testing.assert_array_equal(found.draws, POSTERIOR.draws)
    assert found.description == POSTERIOR.description
    POSTERIOR.save(tmp_path / "again")
    for one in (tmp_path / "study").iterdir():
        assert one.read_bytes() == (tmp_path / "again" / one.name).read_bytes()


def test_a_seed_takes_a_draw_of_the_fitted_and_the_priors_of_the_others():
    found = POSTERIOR.parameters(4)
    assert (found.perception.mu, found.perception.d1) == (-2.5, 2.6)
    assert found == POSTERIOR.parameters(4)
    assert found.experience.J_v == Parameters().draw(4).experience.J_v


def test_another_layer_stands_beside():
    both = POSTERIOR.joined(("p_answered",), np.array([[0.1], [0.2], [0.3]]), layer="dynamic")
    assert both.names == ("mu", "d1", "p_answered")
    assert both.parameters(1).experience.p_answered == 0.2
    assert both.description == {"name": "a town", "layer": "dynamic"}


def test_no_posterior_is_said(tmp_path):
    with pytest.raises(CalibrationError, match="holds no posterior; give the folder of a calibration"):
        Posterior.load(tmp_path)


def test_a_posterior_of_another_version_is_refused(tmp_path):
    Posterior(("beta_old",), np.zeros((2, 1)), {}).save(tmp_path)
    with pytest.raises(
        CalibrationError, match="'beta_old', which this version does not know; calibrate again"
    ):
        Posterior.load(tmp_path)


@pytest.mark.parametrize(
    ("draws", "sentence"),
    [
        ([[-3.0, 99.0]], "does not fit: d1 is 99 logit; expected 1 to 4 logit"),
        ([[-3.0, float("nan")]], "does not fit: d1 is nan"),
        (np.zeros((0, 2)), "holds no draw"),
    ],
)
def test_draws_no_run_could_use_are_refused(tmp_path, draws, sentence):
    Posterior(("mu", "d1"), np.array(draws), {}).save(tmp_path)
    with pytest.raises(CalibrationError, match=sentence):
        Posterior.load(tmp_path)


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    POSTERIOR.save(tmp_path)
    described = (tmp_path / "posterior.json").read_text()
    Posterior(POSTERIOR.names, POSTERIOR.draws + 0.1, {}).save(tmp_path)
    (tmp_path / "posterior.json").write_text(described)
    with pytest.raises(CalibrationError, match=r"are not those posterior\.json describes"):
        Posterior.load(tmp_path)


@pytest.mark.parametrize("name", ["posterior.parquet", "posterior.json"])
def test_a_damaged_posterior_is_said(tmp_path, name):
    POSTERIOR.save(tmp_path)
    (tmp_path / name).write_text("half a f")
    with pytest.raises(CalibrationError, match="is damaged; calibrate again"):
        Posterior.load(tmp_path)


def test_a_study_takes_a_draw_for_each_seed():
    taken = POSTERIOR.fitted([1, 5])
    assert (taken.name, taken.digest, taken.ground) == ("a town", POSTERIOR.digest, "elsewhere")
    assert taken.values[5] == {"mu": -2.0, "d1": 2.7}
    assert taken.fitted([1]).values == {1: {"mu": -2.5, "d1": 2.6}}
