"""D13: risk terrain modelling."""

import pytest

from nightwalk.model.register.risk_terrain import cell_score, relative_risk
from nightwalk.validation.replications.rtm import LEEDS, d13
from nightwalk.validation.replications.rule import HOLDS


def test_d13_the_printed_numbers_of_leeds_come_out():
    """RTM demonstration for Leeds (Model_report.html): 21.3638, 8.6521 and 184.8."""
    rows = d13()
    assert [row.verdict for row in rows] == [HOLDS] * 3
    assert [round(row.value, 4) for row in rows[:2]] == [21.3638, 8.6521]
    assert round(rows[2].value, 1) == 184.8


def test_a_cell_without_a_factor_has_score_one():
    assert cell_score(LEEDS, ()) == 1.0
    assert cell_score(LEEDS, ["bus stops"]) == relative_risk(LEEDS)["bus stops"]


def test_an_unknown_factor_is_an_error():
    with pytest.raises(KeyError):
        cell_score(LEEDS, ["pubs"])
