"""What was learnt is told apart from what stayed at its prior."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.identify import combinations_learnt, directions, learnt, stayed, untouched
from nightwalk.calibration.measurement.draws import drawn
from nightwalk.calibration.measurement.evidence import microdata
from nightwalk.calibration.measurement.fit import Fit, Mode, fit
from nightwalk.calibration.measurement.ground import Ground
from nightwalk.calibration.measurement.scale import FITTED, scale_of

NAMES = ("mu", "gamma_female", "beta_D0", "beta_DL", "E_half", "sigma_b", "rho_v")


@pytest.fixture(scope="module")
def known(town_survey):
    """A fit to two items of respondents whose streets nobody audited."""
    columns = {k: v for k, v in town_survey.columns.items() if k != "lux"}
    survey = type(town_survey)(columns, town_survey.weight, 12.0, 1.0, town_survey.account)
    evidence = microdata(survey, ("after_dark", "by_day"))
    found = fit(evidence, Ground(), scale_of(NAMES))
    return found, drawn(found, evidence, Ground(), 200, 1)


def test_a_sum_is_learnt_where_its_parts_are_not(known):
    found, draws = known
    parts = {one.name: one.contraction for one in learnt(found, draws)}
    sums = {one.name: one.contraction for one in combinations_learnt(found, draws, Ground(), 1)}
    assert parts["mu"] < 0.2
    assert parts["E_half"] > 0.8
    assert sums["night penalty at the declared light"] < 0.8 * min(parts["beta_DL"], 1.0)
    assert "E_half" in stayed(learnt(found, draws))


def test_what_was_not_fitted_is_named(known):
    assert set(untouched(known[0])) == set(FITTED) - set(NAMES)


def test_combinations_need_their_parts(known):
    assert "media on the local item" not in {one.name for one in combinations_learnt(*known, Ground(), 1)}


def test_directions_are_listed_from_the_best_known(known):
    found = directions(known[0])
    assert [one.contraction for one in found] == sorted(one.contraction for one in found)
    assert "mu" in found[0].loadings


def test_a_prior_that_was_drawn_again_has_learnt_nothing():
    scale = scale_of(("gamma_female", "J_v"))
    z = np.random.default_rng(1).normal(size=(4000, 2))
    mode = Mode(scale, np.zeros(2), np.eye(2), np.eye(2), 1.0)
    found = learnt(Fit(scale, (mode,)), np.array([scale.values(one) for one in z]))
    assert [one.contraction for one in found] == pytest.approx([1.0, 1.0], abs=0.05)
    assert not any(one.at_edge for one in found)


def test_a_median_at_the_end_of_the_range_is_said():
    scale = scale_of(("sigma_b",))
    mode = Mode(scale, np.zeros(1), np.eye(1), np.eye(1), 1.0)
    assert learnt(Fit(scale, (mode,)), np.full((50, 1), 1.799) + np.linspace(0, 1e-4, 50)[:, None])[0].at_edge
