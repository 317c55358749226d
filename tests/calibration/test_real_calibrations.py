"""Every real survey fits through its shipped mapping; what the fit cannot do is in the documentation."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.calibrate import calibrate
from nightwalk.calibration.measurement.ground import Ground
from nightwalk.calibration.remarks import remarks
from nightwalk.calibration.study import Study
from nightwalk.calibration.survey.survey import read_survey

pytestmark = pytest.mark.slow


def fitted(surveys, file, mapping):
    survey = read_survey(surveys / file, mapping)
    survey = survey.only(np.isfinite(survey.column("sex")))
    return calibrate(Study(file, survey, ground=Ground(recall=survey.months), draws=100))


@pytest.mark.parametrize(
    ("file", "mapping", "least"),
    [
        ("bcs_2007_08_teaching_dev.csv", "csew", 0.7),  # one slope from 65 years on misses the oldest
        ("ess9_belgium.csv", "ess", 0.8),
        ("ess6_ireland.csv", "ess", 0.8),
        ("ess7_ireland.csv", "ess", 0.8),
        ("gss_fear_1973_2008.csv.gz", "gss", 0.8),
    ],
)
def test_the_cells_of_a_real_survey_lie_in_their_intervals(surveys, file, mapping, least):
    done = fitted(surveys, file, mapping)
    assert done.inside >= least
    known = {one.name: one for one in done.learnt}
    assert known["mu"].contraction < 0.25
    assert known["gamma_65plus"].mean > 0
    assert done.untouched
    assert any("not this city" in one for one in remarks(done))


def test_the_sexes_differ_more_after_dark(surveys):
    done = fitted(surveys, "bcs_2007_08_teaching_dev.csv", "csew")
    (gap,) = (one for one in done.combinations if one.name == "women - men after dark")
    assert gap.low > 0.5
    assert {one.name: one for one in done.learnt}["beta_I"].low > 0.2
