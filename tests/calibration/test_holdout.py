"""What is kept aside is not fitted, and simpler models know what they can know."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.cells import cells_of, chosen
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.holdout import MODELS, folds, unfitted, verdict
from nightwalk.calibration.measurement.ground import Ground
from nightwalk.calibration.measurement.scale import scale_of

ITEMS = ("after_dark", "by_day")


def test_every_cell_is_kept_aside_once_and_its_answers_are_not_fitted(town_survey):
    found = list(folds(town_survey, ITEMS, "cells", seed=1))
    kept = [(cell.item, cell.sex, cell.age) for fold in found for cell in fold.cells]
    assert sorted(kept) == sorted((cell.item, cell.sex, cell.age) for cell in cells_of(town_survey, ITEMS))
    for fold in found:
        for cell in fold.cells:
            assert np.isnan(fold.fitted.column(cell.item)[chosen(town_survey, cell.sex, cell.age)]).all()


def test_areas_are_kept_aside_whole(town_survey):
    found = list(folds(town_survey, ITEMS, "area", seed=1))
    assert len(found) == 5
    for fold in found:
        assert not set(fold.fitted.column("area")) & set(fold.aside.column("area"))
        assert len(fold.fitted) + len(fold.aside) == len(town_survey)


def test_named_values_are_kept_aside_once(town_survey):
    (fold,) = folds(town_survey, ITEMS, {"area": ["area 2"]}, seed=1)
    assert set(fold.aside.column("area")) == {"area 2"}


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ({"area": ["nowhere"]}, "No respondent has area 'nowhere'; known: area 0"),
        ({"area": [f"area {k}" for k in range(6)]}, "leaves nobody to fit; keep fewer aside"),
        ("wave", "fewer than two values of wave to keep aside; keep cells aside instead"),
    ],
)
def test_what_cannot_be_kept_aside_is_refused(town_survey, by, said):
    with pytest.raises(CalibrationError, match=said):
        list(folds(town_survey, ITEMS, by, seed=1))


def test_the_model_is_scored_beside_two_simpler_ones(town_survey):
    (fold,) = folds(town_survey, ITEMS, {"area": ["area 2", "area 3"]}, seed=1)
    found = unfitted(fold, ITEMS, Ground(), scale_of(("mu", "gamma_female", "beta_D0", "sigma_b")), 20, 1)
    everyone = {one.cell.item: one.by["everyone"].mean for one in found}
    for item in ITEMS:
        assert everyone[item] == pytest.approx(fold.fitted.unsafe(item), abs=1e-3)
    for one in found:
        group = chosen(fold.fitted, one.cell.sex, one.cell.age)
        assert one.by["group"].mean == pytest.approx(fold.fitted.unsafe(one.cell.item, group), abs=1e-2)
    scores = verdict([one.by for one in found])
    assert set(scores) == set(MODELS)
    assert scores["model"]["log_score"] > scores["everyone"]["log_score"]
