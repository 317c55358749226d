"""History matching: what cannot come near the targets is ruled out, what can is kept."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.dynamic.comparison import Comparison
from nightwalk.calibration.dynamic.matching import matched
from nightwalk.calibration.dynamic.settings import Effort
from nightwalk.calibration.dynamic.targets import targets_of
from nightwalk.calibration.errors import CalibrationError
from tests.calibration.dynamic.stand_in import SMALL, observed, stand_in


def region_of(tables, effort=SMALL, evaluate=stand_in):
    return matched(evaluate, Comparison.of(targets_of(tables)), 3, effort, 1)


@pytest.mark.parametrize("truth", [(0.0, 0.0, 0.0), (0.5, -0.5, 0.3), (-1.5, 1.2, -1.0)])
def test_the_truth_is_kept_and_much_is_ruled_out(truth):
    region = region_of(observed(truth))
    assert region.holds(np.array([truth])).all()
    assert 0.0 < region.left < 0.5
    z, left = region.draws(7, "again", 50)
    assert region.holds(z).all()
    assert left == pytest.approx(region.left, rel=0.2)


def test_a_later_wave_never_brings_back_what_is_ruled_out():
    first = region_of(observed((0.5, -0.5, 0.3)), Effort(points=24, waves=1))
    both = region_of(observed((0.5, -0.5, 0.3)), Effort(points=24, waves=2))
    z, _ = both.draws(1, "inside", 200)
    assert first.holds(z).all()
    assert both.left <= first.left


def test_targets_that_say_nothing_rule_nothing_out_and_end_the_waves():
    tables = [{**table, "discrepancy": 50.0} for table in observed((0.0, 0.0, 0.0))]
    region = region_of(tables)
    assert region.left == 1.0
    assert len(region.waves) == 1


def test_a_target_no_point_comes_near_is_named():
    tables = observed((0.0, 0.0, 0.0))
    tables[0]["observed"] = 5.0
    with pytest.raises(
        CalibrationError, match=r"Nothing of the prior is left.*'walks_after_dark_per_day', at best"
    ):
        region_of(tables)


def test_runs_that_fail_are_counted_and_left_out():
    def sometimes(z, seeds):
        found = stand_in(z, seeds)
        found[seeds % 5 == 0] = np.nan
        return found

    region = region_of(observed((0.5, -0.5, 0.3)), evaluate=sometimes)
    assert region.waves[0].failed > 0
    assert region.holds(np.array([[0.5, -0.5, 0.3]])).all()
