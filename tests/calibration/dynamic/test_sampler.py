"""The sampler: the right weights, the tolerance of the declared errors, the same bytes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from nightwalk.calibration.dynamic.comparison import Comparison
from nightwalk.calibration.dynamic.matching import Region
from nightwalk.calibration.dynamic.sampler import sampled, tolerance_of
from nightwalk.calibration.dynamic.settings import Effort
from nightwalk.calibration.dynamic.targets import targets_of
from nightwalk.calibration.errors import CalibrationError

WALKS = {"of": "walks_per_day", "likelihood": "normal", "observed": 1.0, "se": 0.5}
MANY = Effort(particles=800, generations=6)


def first_parameter(z, seeds):
    """Run a stand-in whose one summary is the first parameter."""
    del seeds
    return z[:, :1].copy()


def sample_of(table, evaluate=first_parameter, effort=MANY, seed=1, dimensions=2):
    return sampled(evaluate, Region(Comparison.of(targets_of([table])), dimensions), effort, seed)


def drawn(sample):
    return sample.points(Comparison.of(targets_of([WALKS])), sample.rows(4000, 1))


def test_the_last_tolerance_is_a_ball_with_the_covariance_of_the_errors():
    luck = np.random.default_rng(1)
    for freedom in (1, 3, 8):
        way = luck.standard_normal((40_000, freedom))
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        ball = way * np.sqrt(tolerance_of(freedom)) * luck.random((40_000, 1)) ** (1.0 / freedom)
        assert np.cov(ball.T).reshape(freedom, freedom) == pytest.approx(np.eye(freedom), abs=0.03)


def test_the_posterior_of_a_normal_is_found():
    """Prior N(0, 1), observed 1 with standard error 0.5: mean 0.8, variance 0.2; the other parameter stays."""
    sample = sample_of(WALKS)
    z = drawn(sample)
    assert sample.reached
    assert z.mean(axis=0) == pytest.approx([0.8, 0.0], abs=0.1)
    assert z.std(axis=0) == pytest.approx([0.2**0.5, 1.0], rel=0.12)


def test_luck_of_the_runs_counts_as_error():
    def noisy(z, seeds):
        luck = np.array([np.random.default_rng(int(seed)).standard_normal() for seed in seeds])
        return z[:, :1] + 0.5 * luck[:, None]

    sample = sample_of(WALKS, noisy)
    z = drawn(sample)[:, 0]
    assert z.mean() == pytest.approx(1.0 / 1.5, abs=0.12)
    assert z.std() == pytest.approx((0.5 / 1.5) ** 0.5, rel=0.15)


def test_a_sampler_that_stops_early_still_finds_the_posterior():
    """The regression on the runs makes up for a tolerance that was not reached."""
    sample = sample_of({**WALKS, "se": 0.05}, effort=Effort(particles=400, generations=1))
    tight = Comparison.of(targets_of([{**WALKS, "se": 0.05}]))
    z = sample.points(tight, sample.rows(4000, 1))[:, 0]
    assert not sample.reached
    assert z.mean() == pytest.approx(1.0, abs=0.02)
    assert z.std() == pytest.approx(0.05, rel=0.15)


def test_a_target_met_by_everything_leaves_the_prior():
    sample = sample_of({**WALKS, "se": 100.0})
    assert len(sample.generations) == 1
    assert sample.particles.z.std(axis=0) == pytest.approx(1.0, abs=0.05)
    assert np.ptp(sample.particles.weight) == 0.0


def test_tolerances_fall_and_a_target_out_of_reach_is_said_to_be():
    sample = sample_of({**WALKS, "observed": 9.0, "se": 0.1}, effort=Effort(particles=40, generations=4))
    tolerances = [one.tolerance for one in sample.generations]
    assert tolerances == sorted(tolerances, reverse=True)
    assert not sample.reached


class Tail(Region):
    """What is left is a tail of the prior, of which few points are found."""

    def holds(self, z):
        return z[:, 0] > 3.5


def test_a_small_rest_of_the_prior_is_filled_from_the_points_found():
    region = Tail(Comparison.of(targets_of([{**WALKS, "observed": 3.8, "se": 50.0}])), 2)
    particles = sampled(first_parameter, region, Effort(particles=400), 1).particles
    tail = norm.expect(lambda x: x, lb=3.5, conditional=True)
    assert len(region.draws(1, "generation 0", 800)[0]) < 200
    assert (particles.z[:, 0] > 3.5).all()
    assert particles.share @ particles.z == pytest.approx([tail, 0.0], abs=0.12)


def test_nothing_to_begin_with_is_said():
    class Nothing(Region):
        def holds(self, z):
            return z[:, 0] > 6.0

    with pytest.raises(CalibrationError, match="So little of the prior is left"):
        sampled(first_parameter, Nothing(Comparison.of(targets_of([WALKS])), 2), Effort(particles=40), 1)


def test_equal_seeds_give_equal_bytes_and_others_do_not():
    small = Effort(particles=40, generations=3)
    one, same, other = (sample_of(WALKS, effort=small, seed=seed).particles for seed in (1, 1, 2))
    assert all(a.tobytes() == b.tobytes() for a, b in zip(one, same, strict=True))
    assert one.z.tobytes() != other.z.tobytes()


def test_draws_follow_the_weights():
    sample = sample_of(WALKS, effort=Effort(particles=40, generations=3))
    counts = np.bincount(sample.rows(10_000, 1), minlength=len(sample.particles.z)) / 10_000
    assert counts == pytest.approx(sample.particles.share, abs=2e-4)
