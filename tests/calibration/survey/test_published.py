"""Published percentages become cells that count nobody twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.survey.mapping import mapping_document
from nightwalk.calibration.survey.published import is_table, published_of
from nightwalk.calibration.survey.sheet import read_sheet

OWN = mapping_document("table", Path())
FACTS = "published_safety_perception_facts.csv"


def test_a_table_of_ones_own_is_a_cell_a_row(csv):
    path = csv(
        "item sex age answers among percent n", "after_dark women 16-34 unsafe_side all 40 200",
        "after_dark women 16-34 very_unsafe unsafe+very_unsafe 25 80",
    )  # fmt: skip
    path.write_text(path.read_text().replace(",all,", ",,"))
    first, second = published_of(OWN, read_sheet(path)).cells
    assert (first.answers, first.among, first.share, first.n) == ((2, 3), (0, 1, 2, 3), 0.4, 200)
    assert (second.answers, second.among, second.ages) == ((3,), (2, 3), (1, 0, 0, 0, 0))
    assert second.label == "after_dark, women 16-34: very_unsafe of unsafe+very_unsafe"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("after_drak women all unsafe_side 40 90", r"'after_drak', which is no item. Nearest: 'after_dark'"),
        ("after_dark woman all unsafe_side 40 90", r"of 'woman'; sex can be men, women or all"),
        ("after_dark women 18-24 unsafe_side 40 90", r"Unknown key '18-24' in ages of a cell"),
        ("after_dark women all unsafe_sde 40 90", r"'unsafe_sde' is no answer. Nearest: 'unsafe_side'"),
        ("after_dark women all unsafe_side 140 90", r"is 140 %; a percentage lies between 0 and 100"),
        (
            "after_dark women all unsafe_side many 90",
            r"Column 'percent' of town.csv holds 'many', which is no number",
        ),
    ],
)
def test_a_wrong_cell_is_refused(csv, row, said):
    with pytest.raises(CalibrationError, match=said):
        published_of(OWN, read_sheet(csv("item sex age answers percent n", row)))


def test_cells_of_fewer_than_ten_people_are_left_out_and_it_is_said(csv):
    rows = ("after_dark women unsafe_side 55 280", "after_dark men unsafe_side 40 9")
    found = published_of(OWN, read_sheet(csv("item sex answers percent n", *rows)))
    assert [cell.sex for cell in found.cells] == ["women"]
    assert found.notes == ("1 cells with fewer than 10 people are left out.",)
    with pytest.raises(CalibrationError, match="with 10 people or more; check its rows"):
        published_of(OWN, read_sheet(csv("item sex answers percent n", rows[1])))


def test_cells_that_count_the_same_answers_are_refused_unless_one_is_only_compared(csv):
    head, rows = "item sex answers percent n check", ["after_dark women unsafe_side 40 90 no"]
    with pytest.raises(CalibrationError, match="count the same answers; mark one of them check"):
        published_of(OWN, read_sheet(csv(head, *rows, "after_dark all unsafe_side 30 90 no")))
    both = published_of(OWN, read_sheet(csv(head, *rows, "after_dark all unsafe_side 30 90 yes")))
    assert [cell.check for cell in both.cells] == [False, True]


def test_a_mapping_may_state_the_percentages_itself():
    table = published_of(mapping_document("greece", Path()), None)
    assert [(cell.share, cell.wave) for cell in table.cells] == [(pytest.approx(0.395), "2013")]
    assert np.isnan(table.cells[0].n)


def test_a_mapping_of_respondents_is_no_table():
    assert is_table(OWN)
    assert not is_table(mapping_document("ess", Path()))


def test_the_italian_cells_leave_out_who_never_goes_out(surveys):
    table = published_of(mapping_document("istat", Path()), read_sheet(surveys / FACTS))
    found = {(cell.wave, cell.label): cell for cell in table.cells}
    women = found["2015-2016", "after_dark, women: unsafe+very_unsafe"]
    assert women.share == pytest.approx(35.3 / 88.2)
    assert np.isnan(women.n)
    assert found["2022-2023", "after_dark, women: unsafe+very_unsafe"].n == pytest.approx(29317 * 0.88)
    assert {cell.wave for cell in table.cells} == {"2015-2016", "2022-2023"}


def test_the_british_cells_are_read_with_the_groups_within_a_sex_only_compared(surveys):
    table = published_of(mapping_document("ons", Path()), read_sheet(surveys / FACTS))
    fitted = [cell for cell in table.cells if not cell.check and cell.wave == "2021-06"]
    assert {cell.item for cell in fitted} == {"after_dark", "busy_place", "park", "park_by_day"}
    assert all(min(cell.ages) == 1 for cell in fitted)
