"""Targets: likelihoods that add up, and one sentence for what cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, chi2, norm

from nightwalk.calibration.dynamic.comparison import Comparison
from nightwalk.calibration.dynamic.likelihoods import Number, Shares
from nightwalk.calibration.dynamic.targets import targets_of
from nightwalk.calibration.errors import CalibrationError

EVER = {"of": "any_fear_episode", "likelihood": "binomial", "observed": 0.3, "n": 200}
WALKS = {"of": "walks_per_day", "likelihood": "normal", "observed": 0.7, "se": 0.1}
KINDS = ["forgone_per_person_year", "shifted_per_person_year", "ridden_per_person_year"]
GIVEN_UP = {"of": KINDS, "likelihood": "dirichlet-multinomial", "counts": [30, 20, 50]}


def misfit(table, *rows):
    return Comparison.of(targets_of([table])).misfit(np.array(rows, dtype=float))


def test_a_normal_target_loses_what_the_normal_density_does():
    lost = 2.0 * (norm.logpdf(0.0) - norm.logpdf(2.0))
    assert misfit(WALKS, [0.7], [0.9]) == pytest.approx([0.0, lost])


def test_a_binomial_target_loses_what_the_binomial_does():
    lost = 2.0 * (binom.logpmf(60, 200, 0.3) - binom.logpmf(60, 200, 0.4))
    assert misfit(EVER, [0.3], [0.4]) == pytest.approx([0.0, lost])


def test_shares_of_several_indicators_are_those_among_one_another():
    near = misfit(GIVEN_UP, [3.0, 2.0, 5.0], [6.0, 4.0, 10.0], [3.0, 3.0, 3.0])
    assert near[:2] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert near[2] > 5.0


def test_counts_that_vary_more_tell_less():
    firm = [misfit({**GIVEN_UP, **more}, [1.0, 1.0, 1.0])[0] for more in ({}, {"concentration": 20.0})]
    own = misfit({**GIVEN_UP, "discrepancy": 0.1}, [1.0, 1.0, 1.0])[0]
    assert 0.0 < firm[1] < firm[0]
    assert 0.0 < own < firm[0]


@pytest.mark.parametrize(
    "law", [Number(0.3, 0.05), Shares((60, 140), complete=False), Shares((300, 200, 500), 200.0)]
)
def test_what_scatters_by_its_error_is_lost_as_often_as_its_freedom_says(law):
    """The misfit of a model that differs by the stated error alone is a chi-squared number."""
    luck = np.random.default_rng(3)
    if isinstance(law, Number):
        runs = law.observed + law.error * luck.standard_normal((4000, 1))
    else:
        size = law.n / law.overdispersion
        runs = luck.multinomial(round(size), law.observed, 4000) / round(size)
    inside = (law.misfit(runs) <= chi2.ppf(0.9, law.freedom)).mean()
    assert 0.86 < inside < 0.94


def test_the_models_own_error_widens_every_target():
    for table in (EVER, WALKS, GIVEN_UP):
        plain, wide = (Comparison.of(targets_of([{**table, "discrepancy": own}])) for own in (0.0, 0.2))
        assert (wide.error > plain.error).all()


def test_targets_add_up_and_share_their_summaries():
    both = Comparison.of(targets_of([EVER, WALKS, {**GIVEN_UP, "check": True}]))
    assert len(both.summaries) == 5
    assert both.fitted.freedom == 2
    assert both.names == ("any_fear_episode", "walks_per_day", *KINDS[:2])
    run = np.array([[0.4, 0.8, 3.0, 2.0, 5.0]])
    apart = misfit(EVER, [0.4]) + misfit(WALKS, [0.8])
    assert both.fitted.misfit(run) == pytest.approx(apart)
    assert both.compared(run)[0] == pytest.approx([0.4, 0.8, 0.3, 0.2])


def test_a_run_without_a_number_is_infinitely_far():
    assert misfit(WALKS, [np.nan], [0.7]) == pytest.approx([np.inf, 0.0])


def test_a_target_can_be_of_one_group():
    (women,) = targets_of([{**EVER, "by": {"sex": "women"}}])
    assert women.label == "any_fear_episode, women"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"likelihood": "poisson"}, "likelihood is 'poisson'; it can be 'normal', 'binomial'"),
        ({"of": "any_fear_episod"}, "There is no indicator 'any_fear_episod'. Nearest: 'any_fear_episode'"),
        ({"of": []}, "of names no indicator"),
        ({"of": ["concern", "trust"]}, "a binomial target is of 2 indicators; give one"),
        ({"observed": 30.0}, "observed is 30; give a share between 0 and 1"),
        ({"observed": "0.3"}, "observed is '0.3'; give a number"),
        ({"n": 0}, "n is 0; give the number of people asked"),
        ({"se": 0.1}, "Unknown key 'se' in a binomial target"),
        ({"discrepancy": -0.1}, "discrepancy is -0.1; give 0 or more"),
        ({"by": {"sexes": "women"}}, "Unknown key 'sexes' in by. Nearest: 'sex'"),
        ({"by": {"sex": "woman"}}, "Unknown key 'woman' in by.sex. Nearest: 'women'"),
        ({"by": "women"}, "by is 'women'; give one group"),
    ],
)
def test_a_bad_target_gets_one_sentence(changed, said):
    with pytest.raises(CalibrationError, match=r"^\[\[targets\]\] 1: ") as error:
        targets_of([{**EVER, **changed}])
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"counts": [30, 20]}, "there are 2 counts for 3 indicators"),
        ({"counts": [0, 0, 50]}, "give counts of two or more kinds"),
        ({"counts": [30, -1, 50]}, "counts are [30, -1, 50]"),
        ({"concentration": 0}, "concentration is 0"),
    ],
)
def test_bad_counts_get_one_sentence(changed, said):
    with pytest.raises(CalibrationError) as error:
        targets_of([{**GIVEN_UP, **changed}])
    assert said in str(error.value)


def test_a_number_that_is_missing_is_named():
    with pytest.raises(CalibrationError, match="se is missing; give a number"):
        targets_of([{key: value for key, value in WALKS.items() if key != "se"}])


def test_targets_must_be_stated_once_and_some_fitted():
    with pytest.raises(CalibrationError, match="no \\[\\[targets\\]\\]"):
        targets_of([])
    with pytest.raises(CalibrationError, match=r"\[\[targets\]\] 2: any_fear_episode is stated twice"):
        targets_of([EVER, EVER])
    with pytest.raises(CalibrationError, match="Every target is a check"):
        targets_of([{**EVER, "check": True}])
