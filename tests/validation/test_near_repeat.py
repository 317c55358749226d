"""Near-repeat: a hand example, random worlds, planted repeats, and the exact mean against drawn permutations."""

from itertools import combinations, permutations

import numpy as np
import pytest

from nightwalk.validation.near_repeat import Knox, knox, knox_pairs, knox_ratio

WINDOW = {"metres": 200.0, "days": 7.0}


def random_world(count=1500, seed=1, width=3000.0):
    rng = np.random.default_rng(seed)
    return rng.random((count, 2)) * width, rng.integers(0, 365, count)


def test_an_example_by_hand():
    xy = np.array([[0, 0], [0, 200], [0, 500], [1000, 0]], dtype=float)
    day = np.array([0, 7, 8, 100])
    observed, expected = knox_pairs(xy, day, **WINDOW)
    assert observed == 1, "the first two are 200 m and 7 days apart; the third is near in time only"
    assert expected == pytest.approx(1 * 2 / 6), "one pair near in space, two of six near in time (0-7, 7-8)"
    assert knox_ratio(xy, day, **WINDOW) == pytest.approx(3.0)


def test_the_expectation_is_the_mean_over_all_permutations():
    rng = np.random.default_rng(5)
    xy, day = rng.random((6, 2)) * 400, rng.integers(0, 30, 6)

    def pairs(dates):
        near = [(i, j) for i, j in combinations(range(6), 2) if np.hypot(*(xy[i] - xy[j])) <= 200]
        return sum(abs(dates[i] - dates[j]) <= 7 for i, j in near)

    observed, expected = knox_pairs(xy, day, **WINDOW)
    assert observed == pairs(day)
    assert expected == pytest.approx(np.mean([pairs(dealt) for dealt in permutations(day)]))


def test_poisson_worlds_have_a_ratio_of_one():
    found = [knox(*random_world(600, seed, 1500.0), **WINDOW, permutations=39) for seed in range(20)]
    assert np.mean([one.ratio for one in found]) == pytest.approx(1.0, abs=0.02)
    assert np.mean([one.p for one in found]) == pytest.approx(0.5, abs=0.2), "chances are spread evenly"


def test_planted_repeats_are_found():
    xy, day = random_world(1000)
    rng = np.random.default_rng(9)
    chosen = rng.integers(0, 1000, 200)
    more, later = xy[chosen] + rng.normal(0, 50, (200, 2)), day[chosen] + rng.integers(0, 8, 200)
    found = knox(np.vstack([xy, more]), np.concatenate([day, later]), **WINDOW, permutations=39)
    assert found.ratio > 1.3
    assert found.p == pytest.approx(1 / 40)


def test_the_ratio_does_not_depend_on_the_seed_or_the_order():
    xy, day = random_world(300)
    mixed = np.random.default_rng(2).permutation(300)
    one, other = (knox(xy, day, **WINDOW, permutations=5, seed=seed) for seed in (1, 2))
    assert one.ratio == other.ratio == knox_ratio(xy[mixed], day[mixed], **WINDOW)


def test_hours_of_the_day_and_repeats_at_one_address_count():
    xy = np.zeros((3, 2))
    assert knox_pairs(xy, np.array([0.0, 7.0, 7.1]), **WINDOW)[0] == 2


@pytest.mark.parametrize("count", [0, 1])
def test_without_pairs_nothing_is_said(count):
    assert np.isnan(knox_ratio(np.zeros((count, 2)), np.zeros(count), **WINDOW))
    assert np.isnan(Knox(0.0, 0.0, 1.0).ratio)
