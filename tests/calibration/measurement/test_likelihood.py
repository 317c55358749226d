"""The probability of answers: a distribution, integrated rightly, with its own slopes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from nightwalk.agents.perceive import answer_shares
from nightwalk.calibration.measurement.ground import DeclaredStreets, Ground
from nightwalk.calibration.measurement.likelihood import integrated, log_likelihood
from nightwalk.calibration.measurement.predictors import predictors
from nightwalk.calibration.measurement.rows import blank_rows
from nightwalk.model.parameters import Parameters

P = Parameters().values()
ITEMS = ("after_dark", "by_day")


def given(answer, items=ITEMS, ground=None, **known):
    rows = blank_rows(len(answer), len(items))._replace(sex=np.ones(len(answer)), **known)
    return np.asarray(answer, dtype=float), predictors(rows, items, ground or Ground(), P)


def test_the_probabilities_of_all_answers_add_up_to_one():
    answer, found = given(list(product(range(4), repeat=2)))
    assert np.exp(log_likelihood(answer, found)).sum() == pytest.approx(1.0)


def test_an_item_nobody_asked_changes_nothing():
    both = given([[2, np.nan]])
    alone = given([[2]], items=("after_dark",))
    assert log_likelihood(*both)[0] == pytest.approx(log_likelihood(*alone)[0])


def test_a_side_is_the_sum_of_its_answers():
    found = np.exp(log_likelihood(*given([[2], [3], [5], [0], [1], [4]], items=("after_dark",))))
    assert found[0] + found[1] == pytest.approx(found[2])
    assert found[3] + found[4] == pytest.approx(found[5])
    assert found[2] + found[5] == pytest.approx(1.0)


def test_the_integral_is_the_mean_over_people_who_answer_as_in_the_simulation():
    luck, count = np.random.default_rng(1), 400_000
    ground = Ground(DeclaredStreets(lux_spread=0.0))
    answer, found = given([[k] for k in range(4)], items=("after_dark",), ground=ground)
    v = np.exp(found.log_v[0] + P.sigma_v * luck.normal(size=count))
    eta = found.level[0, 0] + found.spread[0] * luck.normal(size=count) + v * found.cue[0, 0, 1]
    np.testing.assert_allclose(
        np.exp(log_likelihood(answer, found)), answer_shares(eta, P).mean(axis=0), atol=1e-3
    )


@pytest.mark.parametrize("part", ["level", "cue", "spread", "log_v", "sigma_v", "d1", "d3"])
def test_the_slopes_are_those_of_the_likelihood(part):
    answer, found = given([[0, 1], [3, 2], [5, np.nan], [1, 0], [2, 4]])
    moved = 1e-5
    ahead, behind = (
        log_likelihood(answer, found._replace(**{part: getattr(found, part) + step}))
        for step in (moved, -moved)
    )
    slope = getattr(integrated(answer, found), part)
    np.testing.assert_allclose(
        slope.reshape(len(answer), -1).sum(axis=1), (ahead - behind) / (2 * moved), atol=1e-7
    )


def test_blocks_make_no_difference():
    answer, found = given([[k % 4, k % 3] for k in range(2500)])
    np.testing.assert_allclose(log_likelihood(answer, found)[:12], log_likelihood(answer, found)[12:24])
    np.testing.assert_allclose(integrated(answer, found).log, log_likelihood(answer, found))
