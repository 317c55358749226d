"""Verdicts: the ladder, how many seeds decide, and what of many rows is luck."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nightwalk.outputs.answers import answers
from nightwalk.outputs.compare import comparisons
from nightwalk.outputs.paired import paired
from nightwalk.outputs.verdicts import (
    BETTER,
    HARDLY,
    HIGHER,
    LOWER,
    MOST_SEEDS,
    NO_VALUE,
    UNCLEAR,
    VERDICTS,
    WORSE,
    p_values,
    q_values,
    seeds_needed,
    verdicts,
)
from nightwalk.outputs.wording import VERDICTS as SAID
from nightwalk.outputs.wording import meaning


def one(change, **how):
    change = np.atleast_2d(np.asarray(change, float))
    return paired(np.zeros_like(change), change, **how)


@pytest.mark.parametrize(
    ("change", "better", "verdict"),
    [
        ([0.0, 0.0, 0.0], "lower", HARDLY),
        ([-3.0, -3.1, -2.9], "lower", BETTER),
        ([-3.0, -3.1, -2.9], "higher", WORSE),
        ([-3.0, -3.1, -2.9], "neither", LOWER),
        ([3.0, 3.1, 2.9], "lower", WORSE),
        ([3.0, 3.1, 2.9], "higher", BETTER),
        ([3.0, 3.1, 2.9], "neither", HIGHER),
        ([0.1, 0.11, 0.09], "lower", HARDLY),
        ([3.0, -3.0, 1.0], "lower", UNCLEAR),
        ([3.0], "lower", UNCLEAR),
        ([0.0], "lower", UNCLEAR),
        ([np.nan, np.nan], "lower", NO_VALUE),
        ([-2.0, -2.0, -2.0], "lower", BETTER),
    ],
)
def test_the_ladder(change, better, verdict):
    assert verdicts(one(change), better, 1.0)[0] == verdict


def test_every_key_has_words():
    assert set(SAID) == set(VERDICTS)


@given(
    effect=st.floats(-3.0, 3.0),
    spread=st.floats(0.01, 5.0),
    seeds=st.integers(2, 40),
    more=st.integers(1, 200),
)
def test_a_verdict_once_clear_stays_so_with_more_of_the_same(effect, spread, seeds, more):
    def seen(n):
        half = one(effect + spread * np.linspace(-1, 1, 2))
        error = np.array([spread / np.sqrt(n)])
        reach = stats.t.ppf(0.975, n - 1) * error
        return verdicts(
            type(half)(**{**vars(half), "error": error, "low": effect - reach, "high": effect + reach,
                          "seeds": np.array([n])}), "lower", 1.0,
        )[0]  # fmt: skip

    early, late = seen(seeds), seen(seeds + more)
    assert late == early or early == UNCLEAR or (abs(effect) < 1.0 and late == HARDLY)


@pytest.mark.parametrize(
    ("effect", "spread", "comparisons"), [(-0.5, 1.0, 1), (0.0, 1.0, 1), (-0.9, 0.7, 3), (-0.2, 0.6, 1)]
)
def test_so_many_seeds_do_decide_in_most_repetitions(effect, spread, comparisons):
    rng = np.random.default_rng(3)
    pattern = np.array([-1.0, 1.0, -1.0, 1.0]) * spread * np.sqrt(3 / 4)  # standard deviation is `spread`
    seen = one(effect + pattern, comparisons=comparisons)
    assert verdicts(seen, "lower", 1.0)[0] == UNCLEAR
    need = int(seeds_needed(seen, 1.0, comparisons=comparisons)[0])
    assert 4 < need <= MOST_SEEDS
    again = one(rng.normal(effect, spread, (2000, need)), comparisons=comparisons)
    assert np.mean(verdicts(again, "lower", 1.0) != UNCLEAR) == pytest.approx(0.8, abs=0.08)
    few = one(rng.normal(effect, spread, (2000, max(2, need // 3))), comparisons=comparisons)
    assert np.mean(verdicts(few, "lower", 1.0) != UNCLEAR) < np.mean(verdicts(again, "lower", 1.0) != UNCLEAR)


def test_seeds_needed_are_more_than_there_are_even_where_one_more_would_do():
    nearly = one([1.0, 0.0] * 3)
    assert verdicts(nearly, "lower", 1.07)[0] == UNCLEAR
    assert seeds_needed(nearly, 1.07)[0] == 7
    assert np.isnan(seeds_needed(one([1.0]), 2.0)[0]), "one seed has no spread"


def test_one_seed_and_a_hopeless_case_say_so(pair):
    row = comparisons(pair).iloc[:1]
    (hopeless,) = answers(row.assign(verdict=UNCLEAR, low=-0.06, high=0.04, seeds_needed=4000.0))
    assert hopeless.too_many
    assert "more than 1,000 runs" in meaning(hopeless)
    (single,) = answers(row.assign(verdict=UNCLEAR, low=np.nan, high=np.nan, seeds=1, seeds_needed=np.nan))
    assert meaning(single).startswith("We cannot tell yet. In a single run")


def test_a_row_gives_its_verdict_with_all_numbers(pair):
    rows = comparisons(pair).iloc[:1]
    row, (found,) = next(rows.itertuples()), answers(rows)
    assert (found.verdict, found.difference, found.low, found.high) == (
        row.verdict,
        row.difference,
        row.low,
        row.high,
    )
    assert (found.smallest, found.seeds, found.chance) == (0.02, 6, row.probability_worthwhile)
    assert found.told
    assert not found.same
    assert not found.too_many


def test_p_values_are_those_of_scipy():
    change = np.random.default_rng(1).normal(0.3, 1.0, (5, 8))
    np.testing.assert_allclose(p_values(one(change)), stats.ttest_1samp(change, 0.0, axis=1).pvalue)
    assert p_values(one([0.0, 0.0]))[0] == 1.0
    assert np.isnan(p_values(one([1.0]))[0])


def test_q_values_by_hand():
    q = q_values(np.array([0.01, np.nan, 0.04, 0.03, 0.5]))
    np.testing.assert_allclose(q, [0.04, np.nan, 0.16 / 3, 0.16 / 3, 0.5])


def test_where_nothing_is_going_on_hardly_any_row_is_taken_for_a_discovery(ensemble):
    rng = np.random.default_rng(2)
    found = [(q_values(p_values(one(rng.normal(0, 1, (60, 8))))) < 0.05).any() for _ in range(300)]
    assert np.mean(found) < 0.09
    q = comparisons(ensemble)["q_value"]
    assert q.min() >= 0
    assert q.max() <= 1
