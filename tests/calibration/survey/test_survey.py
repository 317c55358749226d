"""A file becomes a survey under the model's names; what is wrong with it is said once and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.survey.mapping import read_mapping
from nightwalk.calibration.survey.sheet import read_sheet
from nightwalk.calibration.survey.survey import read_survey, survey_of


def test_answers_become_numbers_and_missing_ones_are_counted(csv):
    path = csv("id after_dark sex age", "1 1 woman 20", "2 4 man 35", "3 dk woman 80", "4 2 man 16")
    survey = read_survey(path, "questionnaire")
    np.testing.assert_array_equal(survey.column("after_dark"), [0, 3, np.nan, 1])
    np.testing.assert_array_equal(survey.age_group, [0, 1, 4, 0])
    assert survey.account.missing["after_dark"] == 1
    assert survey.account.respondents == survey.account.used == 4
    assert "by_day" in survey.account.absent
    assert survey.items == ("after_dark",)


def test_a_share_is_weighted(csv):
    survey = read_survey(csv("after_dark sex weight", "4 man 3", "1 man 1", "dk man 9"), "questionnaire")
    assert survey.unsafe("after_dark") == pytest.approx(0.75)
    assert np.isnan(survey.unsafe("after_dark", np.array([False, False, True])))


def test_an_unknown_category_is_named_with_the_nearest(csv):
    path = csv("after_dark sex", "1 man", "verry_unsafe man", "verry_unsafe man")
    with pytest.raises(
        CalibrationError,
        match=r"holds 'verry_unsafe' in 2 rows, which \[after_dark\].*Nearest: 'very unsafe'",
    ):
        read_survey(path, "questionnaire")


def test_an_item_nobody_answered_is_refused(csv):
    with pytest.raises(
        CalibrationError, match=r"Nobody answered by_day \(column 'by_day' of town.csv\); check its missing"
    ):
        read_survey(csv("after_dark by_day sex", "1 dk man", "2 dk man"), "questionnaire")


def test_doubled_ids_are_refused(csv):
    with pytest.raises(
        CalibrationError, match=r"holds 1 ids \(id\) more than once, such as '7'; keep one row"
    ):
        read_survey(csv("id after_dark sex", "7 1 man", "7 2 man", "8 2 man"), "questionnaire")


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (("-1", "2"), "0 that are no number, 1 below zero and 0 zeros among 2"),
        (("heavy", "2"), "1 that are no number, 0 below zero"),
        (("0", "0"), "and 2 zeros among 2"),
    ],
)
def test_wrong_weights_are_refused(csv, weights, said):
    path = csv("after_dark sex weight", *(f"1 man {one}" for one in weights))
    with pytest.raises(CalibrationError, match=said):
        read_survey(path, "questionnaire")


def test_missing_weights_are_left_out_and_said(csv):
    path = csv("after_dark;sex;weight".replace(";", " "), "1 man 2", "2 man nan", "3 man 2")
    survey = read_survey(path, "questionnaire")
    assert len(survey) == 2
    assert survey.account.notes == ("1 of 3 respondents have no weight in 'weight' and are left out.",)


def test_no_weight_is_said_and_a_missing_column_of_weights_is_refused(csv):
    survey = read_survey(csv("after_dark sex", "1 man", "2 man"), "questionnaire")
    assert survey.account.notes == ("There is no weight; every respondent counts the same.",)
    with pytest.raises(CalibrationError, match=r"has no column 'pspwght'. Nearest: 'pspwgth'"):
        read_survey(csv("aesfdrk gndr pspwgth", "1 1 1"), "ess")


def test_a_file_without_any_item_is_refused(csv):
    with pytest.raises(CalibrationError, match=r"holds no safety item; the mapping ESS looks for aesfdrk"):
        read_survey(csv("gndr agea pspwght", "1 30 1"), "ess")


def test_a_number_that_is_none_is_refused(csv):
    with pytest.raises(
        CalibrationError, match=r"Column 'age' of town.csv has 2 values that are no age \('old'\)"
    ):
        read_survey(csv("after_dark age sex", "1 old man", "1 old man", "2 30 man"), "questionnaire")


def test_scores_are_distances_from_the_mean_and_averages_of_what_was_answered():
    from nightwalk.calibration.survey.sheet import Sheet

    columns = {"q": np.array([1, 2, 3]), "a": np.array([0, 10, 77]), "b": np.array([2, 77, 77])}
    mapping = read_mapping({
        "after_dark": {"column": "q", "very_safe": [1], "unsafe": [2], "very_unsafe": [3]},
        "trust": {"column": ["a", "b"], "missing": [77], "low": 0, "high": 10},
    })  # fmt: skip
    survey = survey_of(Sheet("made", columns), mapping)
    np.testing.assert_array_equal(survey.column("trust"), [1.0, 10.0, np.nan])
    np.testing.assert_allclose(survey.standardised("trust")[:2], [-1.0, 1.0])


def test_a_source_whose_column_the_file_lacks_gives_way_to_the_next(csv):
    head = "idno cntry essround aesfdrk gndr agea pspwght"
    old = read_survey(csv(f"{head} tvtot", "1 IE 6 1 1 40 1 7", "2 IE 6 2 2 40 1 0"), "ess")
    new = read_survey(csv(f"{head} nwspol", "1 BE 9 1 1 40 1 600", "2 BE 9 2 2 40 1 8888"), "ess")
    np.testing.assert_array_equal(old.column("media"), [7, 0])
    np.testing.assert_array_equal(new.column("media"), [600, np.nan])


def test_copies_stand_for_weight_where_the_mapping_says_so(csv):
    head = "year id fear sex age wtssall"
    survey = read_survey(csv(head, "1973 1 1 1 30 2", "1973 1 1 1 30 2", "1974 1 2 2 40 1"), "gss")
    assert len(survey) == 2
    np.testing.assert_allclose(survey.weight, [4 / 3, 2 / 3])
    assert "its 3 rows hold 2 respondents" in survey.account.notes[0]
    with pytest.raises(CalibrationError, match="more than once"):
        read_survey(csv(head, "1973 1 1 1 30 2", "1973 1 2 1 30 2"), "gss")


def test_a_yes_no_item_knows_the_middle_threshold_only(csv):
    survey = read_survey(csv("year id fear sex age wtssall", "1973 1 1 1 30 1", "1973 2 2 2 40 1"), "gss")
    np.testing.assert_array_equal(survey.column("after_dark"), [5, 4])
    assert survey.unsafe("after_dark") == 0.5


def test_what_a_code_means_in_the_file_is_known_too(tmp_path):
    import pandas as pd
    import pyreadstat

    table = pd.DataFrame({"aesfdrk": [11.0, 12.0], "gndr": [1.0, 2.0], "pspwght": [1.0, 1.0]})
    labels = {"aesfdrk": {11: "Very safe", 12: "Unsafe"}}
    pyreadstat.write_sav(table, str(tmp_path / "ess.sav"), variable_value_labels=labels)
    np.testing.assert_array_equal(read_survey(tmp_path / "ess.sav", "ess").column("after_dark"), [0, 2])


def test_choosing_keeps_weights_of_mean_one_and_refuses_nobody(made):
    survey = made(sex=[0, 1, 1], after_dark=[0, 1, 2], weight=[1, 2, 3])
    assert survey.only(survey.column("sex") == 1).weight.mean() == pytest.approx(1.0)
    with pytest.raises(CalibrationError, match=r"No respondent of town\.csv is left"):
        survey.only(survey.column("sex") == 2)


def test_a_column_that_was_not_asked_is_all_missing(made):
    survey = made(sex=[0, 1])
    assert np.isnan(survey.column("trust")).all()
    assert list(survey.column("area")) == ["", ""]


def test_reading_leaves_the_file_alone(csv):
    path = csv("after_dark sex", "1 man")
    before = path.read_bytes()
    read_survey(path, "questionnaire")
    assert path.read_bytes() == before
    assert read_sheet(path).rows == 1
