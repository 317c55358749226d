"""Empirical Bayes against numbers worked by hand and against a simulated truth."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.model.register.estimate import Gamma, Risk, fitted_prior, posterior


def test_the_posterior_worked_by_hand():
    """Gamma(2, 4) and 3 reports in 6 units: Gamma(5, 10), mean 1/2, sd sqrt(5)/10."""
    risk = posterior(np.array([3.0]), np.array([6.0]), Gamma(2.0, 4.0))
    assert risk.mean.tolist() == [0.5]
    low, high = risk.interval
    assert (low[0], high[0]) == (pytest.approx(0.16235, abs=1e-4), pytest.approx(1.02415, abs=1e-4))


def test_the_prior_is_found_again_from_simulated_counts():
    rng = np.random.default_rng(3)
    exposure = rng.uniform(0.5, 3.0, 20_000)
    counts = rng.poisson(rng.gamma(0.8, 1.0 / 0.4, 20_000) * exposure)
    prior = fitted_prior(counts.astype(float), exposure)
    assert prior.shape == pytest.approx(0.8, rel=0.05)
    assert prior.rate == pytest.approx(0.4, rel=0.05)


def test_intervals_cover_the_truth_19_times_in_20():
    rng = np.random.default_rng(4)
    exposure = rng.uniform(0.5, 3.0, 4000)
    truth = rng.gamma(0.6, 1.0, 4000)
    counts = rng.poisson(truth * exposure).astype(float)
    low, high = posterior(counts, exposure, fitted_prior(counts, exposure)).interval
    assert ((low <= truth) & (truth <= high)).mean() == pytest.approx(0.95, abs=0.015)


def test_estimates_are_nearer_to_the_truth_than_raw_rates():
    rng = np.random.default_rng(5)
    exposure = rng.uniform(0.2, 2.0, 3000)
    truth = rng.gamma(0.7, 1.0, 3000)
    counts = rng.poisson(truth * exposure).astype(float)
    risk = posterior(counts, exposure, fitted_prior(counts, exposure))
    assert np.mean((risk.mean - truth) ** 2) < 0.7 * np.mean((counts / exposure - truth) ** 2)


def test_where_streets_do_not_differ_every_one_gets_the_mean():
    counts = np.random.default_rng(6).poisson(3.0, 500).astype(float)
    risk = posterior(counts, np.ones(500), fitted_prior(counts, np.ones(500)))
    assert risk.mean.std() < 0.4
    assert risk.mean.mean() == pytest.approx(counts.mean(), rel=0.01)


def test_more_exposure_narrows_the_interval():
    risk = Risk(np.array([2.0, 20.0]), np.array([4.0, 40.0]))
    low, high = risk.interval
    assert risk.mean[0] == risk.mean[1]
    assert high[1] - low[1] < high[0] - low[0]
