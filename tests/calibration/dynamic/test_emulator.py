"""Emulators: they forecast points that were not run, and know how well."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.dynamic.emulator import emulator_of
from nightwalk.calibration.dynamic.luck import points, stream, trial_seeds


def wave(z):
    return 3.0 + np.sin(z[:, 0]) + 0.5 * z[:, 1] ** 2


@pytest.fixture(scope="module")
def design():
    return points(1, "design", 64, 2)


def runs_of(z, noise):
    return wave(z)[:, None] + noise * stream(2, "noise").standard_normal((len(z), 3))


def test_points_that_were_not_run_are_forecast_within_their_doubt(design):
    emulator = emulator_of("wave", design, runs_of(design, 0.2))
    new = points(3, "new", 256, 2)
    mean, variance = emulator.expected(new)
    near = np.abs(new).max(axis=1) < 2.0
    assert (np.abs(mean - wave(new)) < 3.0 * np.sqrt(variance))[near].mean() > 0.95
    assert emulator.luck == pytest.approx(0.04, rel=0.4)
    assert emulator.explained > 0.9
    assert emulator.within > 0.85


def test_what_no_parameter_moves_is_not_explained(design):
    emulator = emulator_of("luck", design, stream(4, "luck").standard_normal((64, 2)))
    assert emulator.explained < 0.3
    assert emulator.luck == pytest.approx(1.0, rel=0.5)


def test_a_number_that_never_varies_can_be_emulated(design):
    mean, variance = emulator_of("still", design, np.full((64, 2), 7.0)).expected(design[:3])
    assert mean == pytest.approx(7.0)
    assert (variance >= 0.0).all()


def test_runs_that_failed_are_left_out(design):
    runs = runs_of(design, 0.1)
    runs[::4, 0] = np.nan
    runs[1::4] = np.nan
    mean, _ = emulator_of("wave", design, runs).expected(design)
    assert np.abs(mean - wave(design)).mean() < 0.2


def test_the_same_points_give_the_same_emulator(design):
    first, again = (emulator_of("wave", design, runs_of(design, 0.2)).expected(design[:5]) for _ in range(2))
    assert first[0].tobytes() == again[0].tobytes()
    assert first[1].tobytes() == again[1].tobytes()


def test_designs_are_keyed_and_follow_the_priors():
    z = points(1, "a", 2048, 3)
    assert z.tobytes() == points(1, "a", 2048, 3).tobytes()
    assert (z != points(1, "b", 2048, 3)).any()
    assert z.mean(axis=0) == pytest.approx(0.0, abs=0.02)
    assert z.std(axis=0) == pytest.approx(1.0, abs=0.02)


def test_seeds_of_runs_are_keyed_and_begin_at_one():
    seeds = trial_seeds(1, "wave 1", 500)
    assert (seeds >= 1).all()
    assert (seeds == trial_seeds(1, "wave 1", 500)).all()
    assert len(set(seeds) | set(trial_seeds(1, "wave 2", 500))) == 1000
