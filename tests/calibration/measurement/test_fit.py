"""The fit: nothing learnt leaves the prior, much learnt finds the truth, a design widens."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.measurement.asked import asked_about
from nightwalk.calibration.measurement.density import Density
from nightwalk.calibration.measurement.draws import drawn
from nightwalk.calibration.measurement.evidence import microdata, published_cells
from nightwalk.calibration.measurement.fit import fit
from nightwalk.calibration.measurement.ground import DeclaredStreets, Ground
from nightwalk.calibration.measurement.rows import distinct, rows_of
from nightwalk.calibration.measurement.scale import scale_of
from nightwalk.calibration.survey.published import Published, PublishedCell

GROUND = Ground()
EVERY = (1.0,) * 5
FEW = ("mu", "gamma_female", "sigma_b")


def shares(*cells, n=400.0):
    made = tuple(
        PublishedCell("after_dark", sex, EVERY, answers, (0, 1, 2, 3), "", share, n, check=False)
        for sex, answers, share in cells
    )
    return Published("table", made, 1.0)


def cells(table):
    return published_cells(table, ("after_dark",), Population(), fitted=True, n=float("nan"))


@pytest.mark.parametrize("kind", ["respondents", "cells"])
def test_the_gradient_is_that_of_the_density(town_survey, kind):
    items = ("after_dark", "park")
    table = shares(("women", (2, 3), 0.4), ("men", (2, 3), 0.2))
    evidence = microdata(town_survey, items) if kind == "respondents" else cells(table)
    density = Density(evidence, GROUND, scale_of(asked_about(evidence.rows, evidence.items)).slab())
    z = np.random.default_rng(3).normal(size=len(density.scale.names)) / 3
    _, slope = density(z)
    for k, step in enumerate(np.eye(len(z)) * 1e-4):
        assert slope[k] == pytest.approx((density(z + step)[0] - density(z - step)[0]) / 2e-4, abs=1e-3)


def test_a_parameter_nothing_is_asked_about_stays_at_its_prior():
    found = fit(cells(shares(("all", (2, 3), 0.3))), GROUND, scale_of(("mu", "J_v", "omega_T")))
    spread = dict(zip(found.best.scale.names, np.sqrt(np.diag(found.best.covariance)), strict=True))
    assert spread["mu"] < 0.1
    assert spread["J_v"] == pytest.approx(1.0, abs=1e-3)
    assert found.best.z[found.best.scale.names.index("J_v")] == pytest.approx(0.0, abs=1e-3)


def test_the_draws_expect_what_was_found():
    evidence = cells(shares(("women", (2, 3), 0.42), ("men", (2, 3), 0.21), n=4000.0))
    scale = scale_of(asked_about(evidence.rows, evidence.items))
    found = fit(evidence, GROUND, scale)
    density = Density(evidence, GROUND, scale)
    values = drawn(found, evidence, GROUND, 100, 1)
    expected = np.mean([evidence.expected(density.log_likelihood(one)) for one in values], axis=0)
    np.testing.assert_allclose(expected, [0.42, 0.21], atol=0.012)


def test_the_same_seed_gives_the_same_draws():
    evidence = cells(shares(("all", (2, 3), 0.3)))
    found = fit(evidence, GROUND, scale_of(("mu", "beta_DL")))
    first, again, other = (drawn(found, evidence, GROUND, 50, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_an_effect_that_may_be_zero_stays_as_likely_zero_where_nothing_tells():
    evidence = cells(shares(("all", (2, 3), 0.3)))
    found = fit(evidence, GROUND, scale_of(("mu", "beta_DL")))
    assert [mode.scale.names for mode in found.modes] == [("mu", "beta_DL"), ("mu",)]
    assert found.modes[1].weight == pytest.approx(0.35, abs=0.03)
    zero = drawn(found, evidence, GROUND, 400, 1)[:, 1] == 0
    assert zero.mean() == pytest.approx(found.modes[1].weight, abs=0.07)


def test_weights_count_as_people(town_survey):
    """Everybody twice with half the weight each is the same fit; clusters of such pairs keep its spread."""

    def twice(column):
        return np.concatenate([column, column])

    pairs = np.array([f"home {k}" for k in twice(np.arange(len(town_survey)))], dtype=object)
    columns = {name: twice(column) for name, column in town_survey.columns.items()} | {"cluster": pairs}
    double = replace(town_survey, columns=columns, weight=np.full(2 * len(town_survey), 0.5))
    once = replace(town_survey, design_effect=1.0 + 1e-9)  # asks for the sandwich
    a, b = (
        fit(microdata(one, ("after_dark", "by_day")), GROUND, scale_of(FEW)).best for one in (once, double)
    )
    np.testing.assert_allclose(a.z, b.z, atol=2e-3)
    np.testing.assert_allclose(a.covariance, b.covariance, rtol=0.02, atol=1e-3)


def test_a_design_effect_widens_what_is_known(town_survey):
    plain = microdata(town_survey, ("after_dark", "by_day"))
    narrow, wide = (
        fit(replace(plain, design_effect=effect), GROUND, scale_of(FEW)).best.covariance
        for effect in (1.01, 3.0)
    )
    assert (np.diag(wide) > 1.5 * np.diag(narrow)).all()


def test_strata_narrow_what_is_known(town_survey):
    answer = np.nan_to_num(town_survey.column("after_dark")).astype(int)
    by_answer = np.array([f"stratum {k}" for k in answer], dtype=object)
    strata = replace(
        town_survey, columns={**town_survey.columns, "stratum": by_answer}, design_effect=1.0 + 1e-9
    )
    plain = replace(town_survey, design_effect=1.0 + 1e-9)
    a, b = (
        fit(microdata(one, ("after_dark",)), GROUND, scale_of(("mu",))).best.covariance
        for one in (strata, plain)
    )
    assert a[0, 0] < b[0, 0]


def test_respondents_alike_are_one_row(town_survey):
    rows = rows_of(town_survey.only(town_survey.column("sex") == 1), ("after_dark",))
    same = rows._replace(
        **{name: np.full(len(rows.sex), np.nan) for name in ("age", "trust", "media", "lux", "incivility")}
    )
    few, which = distinct(same)
    assert len(few.sex) <= 4 * 2 * 2
    np.testing.assert_array_equal(few.answer[which], same.answer)


def test_somebody_without_a_sex_is_refused(made):
    with pytest.raises(CalibrationError, match=r"1 respondents of town\.csv have no sex"):
        rows_of(made(sex=[0, np.nan], after_dark=[0, 1]), ("after_dark",))


def test_only_what_was_asked_is_fitted(town_survey):
    rows = rows_of(town_survey, ("after_dark",))
    asked = asked_about(rows, ("after_dark",))
    assert {"mu", "d1", "d3", "beta_I", "omega_T", "J_v"} <= set(asked)
    assert not {"beta_park_dark", "beta_F", "omega_U", "gamma_low_income", "sigma_area"} & set(asked)
    yes_no = rows._replace(answer=np.where(rows.answer >= 2, 5.0, 4.0))
    assert not {"d1", "d3"} & set(asked_about(yes_no, ("after_dark",)))
    assert {"beta_park_dark", "beta_F"} <= set(
        asked_about(rows_of(town_survey, ("after_dark", "park")), ("after_dark", "park"))
    )


def test_declared_streets_are_checked():
    with pytest.raises(ValueError, match=r"DeclaredStreets.lux is 500 lx; expected 0.1 to 50 lx"):
        DeclaredStreets(lux=500.0)


def test_a_share_without_people_behind_it_is_refused():
    with pytest.raises(CalibrationError, match="published without the number of people; state n"):
        cells(shares(("all", (2, 3), 0.3), n=float("nan")))
