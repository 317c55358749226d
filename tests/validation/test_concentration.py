"""Concentration: examples by hand and of the authors, and what random worlds give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.validation.concentration import (
    generalised_gini,
    poisson_gini,
    poisson_share,
    share_holding,
    top_share,
)

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=60).filter(any).map(np.array)


def test_small_examples_by_hand():
    counts = np.array([1, 4, 0, 3, 2, 0, 0, 0, 0, 0])
    assert share_holding(counts, 0.5) == 0.2, "4 + 3 of 10 crimes lie on two of ten places"
    assert share_holding(counts, 0.4) == 0.1, "the first place holds just 40 %"
    assert share_holding(counts, 1.0) == 0.4
    assert top_share(counts, 0.2) == 0.7
    assert top_share(counts, 0.15) == pytest.approx(0.55), "half of the second place counts half"
    assert top_share(counts, 1.0) == 1.0


@pytest.mark.parametrize(
    ("counts", "gini"),
    [
        ([10, 8, 2], 0.78),
        ([5, 2, 1], 0.75),
        ([10], 0.90),
    ],
)
def test_the_generalised_gini_is_that_of_the_authors(counts, gini):
    """Examples in the manual of the R package lorenzgini (Steenbeek & Bernasco), ten places, `unbiased = FALSE`."""
    places = np.array(counts + [0] * (10 - len(counts)))
    assert generalised_gini(places) == pytest.approx(gini)


def test_crimes_spread_as_evenly_as_they_can_have_no_gini():
    assert generalised_gini(np.array([1, 1, 1, 0, 0, 0, 0])) == pytest.approx(0.0)
    assert generalised_gini(np.array([3, 3, 3])) == pytest.approx(0.0)


def test_nothing_is_said_without_crimes_or_places():
    for counts in (np.zeros(5, dtype=int), np.zeros(0, dtype=int)):
        for said in (share_holding(counts, 0.5), top_share(counts, 0.05), generalised_gini(counts)):
            assert np.isnan(said)
        assert np.isnan(poisson_share(counts, 0.5, draws=2))


@given(COUNTS, st.floats(0.01, 1.0))
def test_the_places_named_hold_the_part_asked(counts, part):
    share = share_holding(counts, part)
    assert 0.0 < share <= 1.0
    assert top_share(counts, share) >= part - 1e-9
    fewer = share - 1.0 / len(counts)
    assert fewer <= 1e-12 or top_share(counts, fewer) < part


@given(COUNTS, st.randoms())
def test_the_order_of_places_does_not_matter(counts, luck):
    mixed = counts.tolist()
    luck.shuffle(mixed)
    assert generalised_gini(np.array(mixed)) == pytest.approx(generalised_gini(counts))
    assert share_holding(np.array(mixed), 0.5) == share_holding(counts, 0.5)
    assert -1e-9 <= generalised_gini(counts) <= 1.0


def test_a_poisson_world_is_as_concentrated_as_itself():
    counts = np.random.default_rng(3).poisson(0.4, 5000)
    assert share_holding(counts, 0.5) / poisson_share(counts, 0.5, draws=50) == pytest.approx(1.0, abs=0.05)
    assert generalised_gini(counts) == pytest.approx(poisson_gini(counts, draws=50), abs=0.05)


def test_uneven_chances_concentrate_more_than_a_poisson_world():
    rng = np.random.default_rng(4)
    counts = rng.poisson(0.4 * rng.lognormal(-0.5, 1.0, 5000))
    assert share_holding(counts, 0.5) < 0.8 * poisson_share(counts, 0.5, draws=50)
    assert generalised_gini(counts) > poisson_gini(counts, draws=50)


def test_a_poisson_world_knows_the_weights_of_places():
    counts = np.full(100, 3)
    weight = np.where(np.arange(100) < 10, 1.0, 0.0)
    assert poisson_share(counts, 1.0, draws=5, weight=weight) == pytest.approx(0.1)


def test_the_same_seed_gives_the_same_worlds():
    counts = np.array([3, 1, 0, 2, 0, 0])
    assert poisson_share(counts, 0.5, seed=2) == poisson_share(counts, 0.5, seed=2)
