"""Levels and differences on answers made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logit

from nightwalk.validation.levels import (
    by_day_over_dark,
    disabled,
    everyone,
    gap,
    of_sex,
    older_men,
    oldest_women,
    sexes,
    share,
    shift,
    spacing,
    young_women,
)

SHARES = st.floats(0.01, 0.99)


def answered(sex=(), age=None, disability=None, **unsafe):
    """Residents with so much chance to answer unsafe to an item, half of it very unsafe."""
    count = len(sex)
    asked = {}
    for item, chance in unsafe.items():
        p = np.broadcast_to(np.array(chance, dtype=float), (count,))
        asked[item] = np.column_stack([(1 - p) / 2, (1 - p) / 2, p / 2, p / 2])
    people = SimpleNamespace(
        kind=np.zeros(count), sex=np.array(sex), age=np.array(age or [1] * count),
        disability=np.array(disability or [0] * count),
    )  # fmt: skip
    return SimpleNamespace(residents=people, asked=asked, unsafe=lambda item: asked[item][:, 2:].sum(axis=1))


def test_the_share_is_a_mean_of_probabilities():
    year = answered(sex=(0, 1, 1), after_dark=(0.1, 0.2, 0.6))
    assert share(year, "after_dark") == pytest.approx(0.3)
    assert share(year, "after_dark", of_sex(1)) == pytest.approx(0.4)
    assert everyone(year.residents).all()


def test_the_spacing_is_that_of_the_thresholds_of_the_town():
    year = answered(sex=(0,), after_dark=0.2)
    year.asked["after_dark"] = np.array([[0.5, 0.3, 0.15, 0.05]])
    assert spacing(year, 0) == pytest.approx(logit(0.8) - logit(0.5))
    assert spacing(year, 1) == pytest.approx(logit(0.95) - logit(0.8))


@given(SHARES, SHARES)
def test_a_gap_turns_round_with_the_groups_and_a_shift_with_the_items(one, other):
    year = answered(sex=(0, 1), after_dark=(one, other), by_day=(other, one))
    men, women = of_sex(0), of_sex(1)
    assert gap(year, "after_dark", women, men) == pytest.approx(-gap(year, "after_dark", men, women))
    assert sexes(year, "after_dark") == pytest.approx(logit(other) - logit(one))
    assert shift(year, "after_dark", "by_day") == pytest.approx(-shift(year, "by_day", "after_dark"))


def test_half_the_gap_by_day():
    unsafe = {"after_dark": 1 / (1 + np.exp([2.0, 1.0])), "by_day": 1 / (1 + np.exp([3.0, 2.5]))}
    assert by_day_over_dark(answered(sex=(0, 1), **unsafe)) == pytest.approx(0.5)


def test_ages_and_disability_are_held_against_the_right_others():
    sex, age = (1, 1, 1, 0, 0, 0), [0, 1, 4, 2, 3, 4]
    low, high = 0.2, 0.4
    d = logit(high) - logit(low)
    assert young_women(answered(sex, age, after_dark=(high, low, 0.9, 0.9, 0.9, 0.9))) == pytest.approx(d)
    assert oldest_women(answered(sex, age, after_dark=(0.9, low, high, 0.9, 0.9, 0.9))) == pytest.approx(d)
    assert older_men(answered(sex, age, after_dark=(0.9, 0.9, 0.9, low, high, high))) == pytest.approx(d)
    year = answered((0, 1), disability=[1, 0], after_dark=(high, low))
    assert disabled(year) == pytest.approx(d)
