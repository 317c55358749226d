"""Forecasts of shares cover as often as they say, and cost what they miss."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.cells import cells_of
from nightwalk.calibration.measurement.draws import drawn
from nightwalk.calibration.measurement.evidence import microdata
from nightwalk.calibration.measurement.fit import fit
from nightwalk.calibration.measurement.ground import Ground
from nightwalk.calibration.measurement.scale import scale_of
from nightwalk.calibration.predictive import cell_evidence, forecast, forecasts, interval_score


@pytest.mark.parametrize("p", [0.04, 0.3, 0.6])
def test_an_interval_holds_nine_of_ten_shares(p):
    found = np.random.default_rng(1).binomial(300, p, size=1500) / 300
    inside = np.mean([forecast(p, 0.0, share, 300).inside for share in found])
    assert 0.88 <= inside <= 0.95


def test_what_is_not_known_widens_the_interval():
    sure, unsure = forecast(0.3, 0.0, 0.3, 400), forecast(0.3, 0.05**2, 0.3, 400)
    assert unsure.high - unsure.low > 1.5 * (sure.high - sure.low)
    assert unsure.log_score < sure.log_score


def test_the_score_of_an_interval_is_its_width_and_its_misses():
    assert interval_score(0.5, 0.4, 0.6) == pytest.approx(0.2)
    assert interval_score(0.3, 0.4, 0.6) == pytest.approx(0.2 + 20 * 0.1)
    assert interval_score(0.7, 0.4, 0.6) == pytest.approx(interval_score(0.3, 0.4, 0.6))


@pytest.mark.parametrize("mean", [0.0, 1.0])
def test_a_share_of_nobody_or_everybody_can_be_forecast(mean):
    assert np.isfinite(forecast(mean, 0.0, mean, 50).log_score)


def test_the_cells_of_a_survey_that_was_fitted_are_expected(town_survey):
    items = ("after_dark", "by_day")
    evidence, ground = microdata(town_survey, items), Ground()
    found = fit(evidence, ground, scale_of(("mu", "gamma_female", "beta_D0", "sigma_b")))
    cells = cells_of(town_survey, items)
    made = forecasts(
        cells, cell_evidence(town_survey, items, cells), ground, found, drawn(found, evidence, ground, 40, 1)
    )
    assert np.mean([one.inside for one in made]) >= 0.75
    assert np.corrcoef([one.mean for one in made], [cell.share for cell in cells])[0, 1] > 0.8
