"""Files of many makes are read, and what cannot be read is refused in one sentence."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.survey.sheet import key_of, read_sheet


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found(csv, encoding, delimiter):
    sheet = read_sheet(
        csv("sexe réponse", "femme très_sûre", "homme sûre", encoding=encoding, delimiter=delimiter)
    )
    assert list(sheet.columns) == ["sexe", "réponse"]
    assert sheet.column("réponse")[0] == ["très_sûre", "sûre"]
    assert bool(sheet.notes) == (not encoding.startswith("utf-8"))


def test_another_encoding_than_utf_8_is_said(csv):
    assert "read as cp1252" in read_sheet(csv("sex", "é", encoding="cp1252")).notes[0]


def test_an_encoding_that_is_none_of_these_is_refused(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_bytes(b"sex,item\nf,\x81\x8d")
    with pytest.raises(CalibrationError, match=r"none of UTF-8, UTF-16 and Windows-1252; save it as UTF-8"):
        read_sheet(path)


def test_a_gzipped_file_is_read(csv):
    plain = csv("sex age", "1 30")
    packed = plain.with_name("town.csv.gz")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_sheet(packed).column("age")[0] == read_sheet(plain).column("age")[0] == ["30"]
    with pytest.raises(CalibrationError, match="cannot be read"):
        read_sheet(_renamed(plain, "false.csv.gz"))


def _renamed(path, name):
    other = path.with_name(name)
    other.write_bytes(path.read_bytes())
    return other


def test_spss_and_stata_files_keep_codes_and_what_they_mean(tmp_path):
    import pyreadstat

    table = pd.DataFrame({"aesfdrk": [1.0, 4.0, None], "region": ["A", "B", "C"]})
    labels = {"aesfdrk": {1: "Very safe", 4: "Very unsafe"}}
    pyreadstat.write_sav(table, str(tmp_path / "ess.sav"), variable_value_labels=labels)
    pyreadstat.write_dta(table, str(tmp_path / "ess.dta"), variable_value_labels=labels)
    for name in ("ess.sav", "ess.dta"):
        sheet = read_sheet(tmp_path / name)
        keys, row = sheet.column("aesfdrk")
        assert [keys[k] for k in row] == ["1", "4", ""]
        assert sheet.labels["aesfdrk"] == {"1": "very safe", "4": "very unsafe"}


def test_what_is_no_survey_file_is_refused(tmp_path, csv):
    csv("a", "1", name="survey.csv")
    with pytest.raises(
        CalibrationError, match=r"survey.xlsx is no survey file Nightwalk reads; give one of .csv"
    ):
        read_sheet(tmp_path / "survey.xlsx")
    with pytest.raises(CalibrationError, match=r"does not exist; check the path. Nearest: 'survey.csv'"):
        read_sheet(tmp_path / "survy.csv")
    (tmp_path / "bad.sav").write_bytes(b"no spss")
    with pytest.raises(CalibrationError, match=r"bad.sav is no readable .sav file"):
        read_sheet(tmp_path / "bad.sav")


def test_a_row_of_another_length_is_named(csv):
    with pytest.raises(CalibrationError, match=r"Row 3 of .* has 3 values and the head has 2; mend the file"):
        read_sheet(csv("sex age", "1 30", "1 30 5"))


def test_a_file_without_respondents_is_refused(csv):
    with pytest.raises(CalibrationError, match="holds no respondent"):
        read_sheet(csv("sex age"))


def test_an_unknown_column_is_answered_with_the_nearest(csv):
    with pytest.raises(CalibrationError, match=r"has no column 'aesfdark'. Nearest: 'aesfdrk'"):
        read_sheet(csv("aesfdrk gndr", "1 2")).column("aesfdark")


@pytest.mark.parametrize(
    ("value", "key"),
    [(1.0, "1"), ("1.0", "1"), (" Very  Safe ", "very safe"), (None, ""), (float("nan"), ""), ("1,5", "1.5")],
)
def test_values_are_compared_folded(value, key):
    assert key_of(value) == key
