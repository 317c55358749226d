"""Rank agreement, intervals, noise ceiling and cross-validated gain on made-up places."""

import numpy as np
import pytest

from nightwalk.validation.field.agreement import (
    bootstrap,
    explained,
    noise_ceiling,
    rank_correlation,
    rank_interval,
)

RNG = np.random.default_rng(11)


def test_ranks_not_values_count():
    x = np.array([1.0, 2.0, 3.0, 100.0])
    assert rank_correlation(x, np.exp(-x / 50)) == pytest.approx(-1.0)
    assert rank_correlation(x, np.array([1.0, 3.0, 2.0, 4.0])) == pytest.approx(0.8)
    assert np.isnan(rank_correlation(x, np.ones(4)))
    assert np.isnan(rank_correlation(x[:2], x[:2]))


def test_the_interval_of_ranks_needs_units():
    assert rank_interval(0.5, 3) == (-1.0, 1.0)
    few, many = rank_interval(0.4, 9), rank_interval(0.4, 200)
    assert few[0] < 0.0 < many[0] < 0.4 < many[1] < few[1] < 1.0
    assert rank_interval(1.0, 50)[1] <= 1.0


def test_drawing_groups_is_wider_than_drawing_rows_that_repeat_each_other():
    y = np.repeat(RNG.normal(size=20), 10)

    def mean(rows):
        return float(y[rows].mean())

    alone = bootstrap(mean, np.arange(200), draws=300)
    together = bootstrap(mean, np.repeat(np.arange(20), 10), draws=300)
    assert together[1] - together[0] > 2 * (alone[1] - alone[0])
    assert bootstrap(mean, np.arange(200), draws=300) == alone
    assert np.isnan(bootstrap(mean, np.arange(0))).all()


def test_the_ceiling_is_what_a_perfect_prediction_reaches():
    truth = RNG.normal(0.0, 0.5, 3000)
    raters = RNG.integers(4, 12, 3000)
    marks = [RNG.normal(t, 0.9, n) for t, n in zip(truth, raters, strict=True)]
    mean, sd = (np.array([of(one) for one in marks]) for of in (np.mean, lambda one: np.std(one, ddof=1)))
    reached = np.corrcoef(mean, truth)[0, 1]
    assert noise_ceiling(mean, sd, raters) == pytest.approx(reached, abs=0.03)
    assert noise_ceiling(mean, sd, raters, within=0.9) == pytest.approx(reached, abs=0.03)


def test_ratings_that_only_differ_by_raters_have_no_ceiling():
    raters = np.full(500, 5)
    mean = RNG.normal(3.0, 0.3 / np.sqrt(5), 500)
    assert noise_ceiling(mean, np.full(500, 0.9), raters) == 0.0
    assert np.isnan(noise_ceiling(np.ones(4), np.ones(4), np.full(4, 5)))


def test_a_real_cue_gains_and_noise_does_not():
    street = np.repeat(np.arange(40), 3)
    cue, noise = RNG.normal(size=(2, 120))
    y = cue + RNG.normal(0, 0.5, 120)
    assert explained(np.empty((120, 0)), y, street) == pytest.approx(0.0)
    assert explained(cue[:, None], y, street) > 0.6
    both = explained(np.column_stack([cue, noise]), y, street)
    assert both - explained(cue[:, None], y, street) < 0.02
