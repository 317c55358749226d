"""D6: time away from home and street robbery."""

import numpy as np
import pytest

from nightwalk.validation.replications.rule import HOLDS
from nightwalk.validation.replications.street_robbery import AWAY, d6, steps_of


@pytest.mark.slow
def test_d6_robberies_rise_in_a_straight_line_with_time_away_from_home():
    """Groff 2007: 30 to 70 % away, R2 0.9995; Groff 2008 (NCJ 221774): weaker where activity spaces are bound."""
    rows = d6(2, quick=True)
    assert [row.verdict for row in rows] == [HOLDS] * 4
    assert all(len(row.each) == 2 for row in rows)


def test_the_shape_of_a_straight_line():
    shape = steps_of(1000 * np.array(AWAY))
    assert shape.rising == 1.0
    assert shape.straight == pytest.approx(1.0)
    assert shape.uneven == pytest.approx(1.0)
    assert shape.slope == pytest.approx(10.0)


def test_the_shape_of_a_square_is_uneven():
    """What pairs of people who meet by chance alone would give."""
    assert steps_of(10_000 * np.array(AWAY) ** 2).uneven > 1.2


def test_a_fall_is_no_rise():
    assert steps_of(np.array([10, 20, 15, 30, 40])).rising == 0.75
