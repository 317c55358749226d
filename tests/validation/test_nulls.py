"""The null models: what a constant by group and the static layer know."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.validation.nulls import explained


def test_groups_that_make_all_the_difference_explain_all():
    eta = np.array([0.0, 0.0, 1.0, 1.0])
    assert explained(eta, np.array([0, 0, 1, 1])[:, None]) == pytest.approx(1.0)


def test_groups_that_make_none_explain_nothing():
    eta = np.array([0.0, 1.0, 0.0, 1.0])
    assert explained(eta, np.array([0, 0, 1, 1])[:, None]) == pytest.approx(0.0)


def test_the_share_is_that_of_the_variance_between_groups():
    rng = np.random.default_rng(1)
    group = rng.integers(0, 2, 100_000)
    eta = 2.0 * group + rng.normal(size=len(group))
    assert explained(eta, group[:, None]) == pytest.approx(0.5, abs=0.01)
