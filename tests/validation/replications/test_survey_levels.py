"""D12: levels of the ONS survey."""

import numpy as np

from nightwalk.validation.replications.rule import HOLDS
from nightwalk.validation.replications.survey_levels import CELLS, d12


def test_d12_place_types_and_gender_hold_six_cells():
    """ONS, June 2021: quiet street 49 and 15 %, busy place 49 and 19 %, park 81 and 39 %, women and men."""
    rows = d12(1, quick=True)
    assert [row.verdict for row in rows] == [HOLDS] * 6
    assert all(row.note.startswith("with calibration") for row in rows)
    found = np.array([row.value for row in rows]).reshape(3, 2)
    assert np.abs(found - CELLS).max() <= 3.0
    assert np.abs(found - CELLS).max() > 0.5, "four numbers cannot hold six cells exactly"
