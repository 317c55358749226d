"""The real surveys give the percentages computed from them by hand (README of the folder of surveys)."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.survey.survey import read_survey

BCS, BELGIUM, IRELAND, LATER = (
    "bcs_2007_08_teaching_dev.csv",
    "ess9_belgium.csv",
    "ess6_ireland.csv",
    "ess7_ireland.csv",
)
SHARES = {
    (BCS, "csew", "after_dark"): {
        "all": 33.5,
        "sex=0": 19.2,
        "sex=1": 46.8,
        "victim=1": 38.8,
        "victim=0": 32.0,
    },
    (BCS, "csew", "by_day"): {"all": 3.9},
    (BELGIUM, "ess", "after_dark"): {
        "all": 17.9,
        "sex=0": 9.8,
        "sex=1": 25.6,
        "victim=1": 26.4,
        "victim=0": 15.4,
    },
    (IRELAND, "ess", "after_dark"): {
        "all": 19.9,
        "sex=0": 10.3,
        "sex=1": 29.2,
        "victim=1": 37.6,
        "victim=0": 16.5,
    },
    (LATER, "ess", "after_dark"): {
        "all": 21.3,
        "sex=0": 12.0,
        "sex=1": 30.2,
        "victim=1": 31.4,
        "victim=0": 19.3,
    },
}
SHARES[BCS, "csew", "after_dark"] |= {"urban=1": 37.0, "urban=0": 19.2}


@pytest.mark.parametrize(("file", "mapping", "item"), SHARES)
def test_the_weighted_percentages_are_those_of_the_file(surveys, file, mapping, item):
    survey = read_survey(surveys / file, mapping)
    for group, percent in SHARES[file, mapping, item].items():
        name, _, value = group.partition("=")
        rows = survey.column(name) == float(value) if value else np.ones(len(survey), dtype=bool)
        assert 100 * survey.unsafe(item, rows) == pytest.approx(percent, abs=0.06), group


@pytest.mark.parametrize("file", ["ess9_belgium.csv", "ess6_ireland.csv", "ess7_ireland.csv"])
def test_trust_and_unsafety_go_against_each_other(surveys, file):
    survey = read_survey(surveys / file, "ess")
    answer, trust = survey.column("after_dark"), survey.standardised("trust")
    both = np.isfinite(answer) & np.isfinite(trust)
    assert -0.3 < np.corrcoef(answer[both], trust[both])[0, 1] < -0.1


def test_the_general_social_survey_extract_is_known_to_be_resampled(surveys):
    survey = read_survey(surveys / "gss_fear_1973_2008.csv.gz", "gss")
    assert survey.account.respondents == len(survey) == 19062
    assert "was resampled by its weights: its 31836 rows" in survey.account.notes[0]
    assert len(set(survey.column("wave"))) == 22
