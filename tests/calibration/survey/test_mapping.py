"""Mappings are read, and what nobody reads is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.survey.mapping import mapping_document, read_mapping, shipped
from nightwalk.calibration.survey.published import is_table


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_mapping_can_be_read_and_names_its_source(name):
    document = mapping_document(name, Path())
    assert document["mapping"]["source"]
    if not is_table(document):
        assert read_mapping(document).sources["after_dark"]


def test_the_mappings_the_documentation_names_are_shipped():
    assert {"ess", "csew", "gss", "istat", "ons", "questionnaire", "table", "greece"} <= set(shipped())


def test_a_mapping_of_ones_own_begins_at_the_study(tmp_path):
    (tmp_path / "mine.toml").write_text('[after_dark]\ncolumn = "q1"\nsafe_side = [0]\nunsafe_side = [1]\n')
    mapping = read_mapping(mapping_document("mine.toml", tmp_path))
    assert mapping.sources["after_dark"][0].codes == {"0": 4.0, "1": 5.0}


def test_a_misspelt_mapping_is_answered_with_the_nearest():
    with pytest.raises(CalibrationError, match=r"neither a mapping nor a file 'es'. Nearest: 'ess'"):
        mapping_document("es", Path())


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"after_drak": {"column": "q"}}, r"Unknown key 'after_drak' in the mapping. Nearest: 'after_dark'"),
        (
            {"after_dark": {"column": "q", "very_saf": [1]}},
            r"'very_saf' in \[after_dark\].* Nearest: 'very_safe'",
        ),
        ({"after_dark": {"very_safe": [1]}}, "names no column; add column"),
        ({"after_dark": {"column": "q"}}, "knows no answer; give codes for very_safe"),
        ({"after_dark": "q"}, r"write it as a table such as \[after_dark\]"),
        ({"mapping": {"copies": "drop"}}, "copies of the mapping is 'drop'; it can be 'error', 'weight'"),
    ],
)
def test_a_wrong_mapping_is_refused_in_one_sentence(document, said):
    with pytest.raises(CalibrationError, match=said):
        read_mapping(document)


def test_no_toml_is_said(tmp_path):
    (tmp_path / "bad.toml").write_text("[mapping")
    with pytest.raises(CalibrationError, match=r"The mapping bad.toml is not TOML"):
        mapping_document("bad.toml", tmp_path)
