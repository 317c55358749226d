"""D9: where people walk by night."""

import numpy as np
import pytest

from nightwalk.agents.ways import Routes
from nightwalk.validation.replications.night_flows import d9, metres_along
from nightwalk.validation.replications.rule import HOLDS


@pytest.mark.slow
def test_d9_night_walkers_leave_dim_streets_and_parks_for_a_detour():
    """PedSimCity-Night, AGILE 2025 (abstract): by night volumes leave rivers, parks and green areas."""
    rows = {row.quantity: row for row in d9(2, quick=True)}
    assert len(rows) == 5
    for what, row in rows.items():
        if "mean light" not in what:  # within noise: see its note
            assert row.verdict == HOLDS, what


def test_sums_along_routes():
    none = np.zeros(2)
    routes = Routes(
        np.array([0, 2, 5]), np.array([0, 1, 2, 1, 0], np.int32), none, none, none, np.zeros((1, 3), np.int32)
    )
    per = np.array([[1.0, 1.0, 1.0], [10.0, 20.0, 40.0]])
    np.testing.assert_array_equal(metres_along(routes, np.array([1, 0, 1]), per), [[3, 2, 3], [70, 30, 70]])
