"""D10: reassurance and light."""

import numpy as np
import pytest

from nightwalk.agents.residents import blank_people
from nightwalk.model.parameters import Parameters
from nightwalk.validation.replications.light_curve import d10, day_dark_difference
from nightwalk.validation.replications.rule import FAILS, HOLDS


@pytest.fixture(scope="module")
def rows():
    return d10(2, quick=True)


def test_d10_the_curve_rises_and_is_concave(rows):
    """Fotios, Monteiro & Uttley 2018; Portnov, Fotios et al. 2024."""
    assert [row.verdict for row in rows[:2]] == [HOLDS, HOLDS]


def test_d10_the_plateau_is_near_the_last_breakpoint(rows):
    """Portnov, Fotios et al. 2024: 8.9-26 lx by place. Ours is at its very end."""
    assert rows[2].value == pytest.approx(26.2, abs=0.5)
    assert "E_half" in rows[2].note


def test_d10_the_day_dark_difference_is_larger_than_published_and_says_why(rows):
    """Fotios, Monteiro & Uttley 2018: 0.5 of 6 points at a minimum of 2 lx. A known deviation."""
    assert rows[3].verdict == FAILS
    assert 0.5 < rows[3].value < 1.0
    assert "surveys" in rows[3].note


def test_without_an_effect_of_the_dark_there_is_no_difference(monkeypatch):
    flat = Parameters().with_values({"beta_D0": 0.0, "beta_DL": 0.0})
    monkeypatch.setattr("nightwalk.validation.replications.light_curve.Parameters", lambda: flat)
    people = blank_people(10)
    people.v[:] = 1.0
    np.testing.assert_allclose(day_dark_difference(people, np.array([0.0, 10.0])), 0.0, atol=1e-12)
