"""A stand-in for the town: three summaries as a known, noisy function of three parameters."""

from __future__ import annotations

import numpy as np

from nightwalk.calibration.dynamic.settings import Dynamics, Effort
from nightwalk.calibration.dynamic.targets import targets_of

NAMES = ("a_1", "kappa_F", "sigma_propensity")
LUCK = (0.004, 0.02, 0.3)
SMALL = Effort(points=24, replicates=2, waves=2, particles=40, generations=5, checks=20)


def expected_summaries(z):
    """Walks after dark, share with an episode, episodes a year: what the stand-in gives without luck."""
    walks = 0.25 - 0.04 * z[:, 0]
    ever = 1.0 / (1.0 + np.exp(0.8 + 0.5 * z[:, 1] - 0.2 * z[:, 2]))
    often = 6.0 * np.exp(-0.4 * z[:, 1] + 0.3 * z[:, 2])
    return np.column_stack([walks, ever, often])


def stand_in(z, seeds):
    """Run the stand-in; the luck of a run depends on its seed alone."""
    luck = np.array([np.random.default_rng(int(seed)).standard_normal(3) for seed in seeds])
    return expected_summaries(z) + luck * LUCK


def observed(truth):
    """Targets of a truth: a normal, a binomial and a distance."""
    walks, ever, often = expected_summaries(np.array([truth]))[0]
    return [
        {"of": "walks_after_dark_per_day", "likelihood": "normal", "observed": walks, "se": 0.01},
        {"of": "any_fear_episode", "likelihood": "binomial", "observed": ever, "n": 400},
        {"of": "fear_episodes_per_person_year", "likelihood": "distance", "observed": often, "scale": 0.8},
    ]


def dynamics(truth=(0.5, -0.5, 0.3), effort=SMALL, **stated):
    """Return the dynamic layer with targets of a truth."""
    return Dynamics(targets_of(observed(truth)), NAMES, effort=effort, **stated)
