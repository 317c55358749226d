"""D7: the law of crime concentration."""

import numpy as np
import pytest

from nightwalk.validation.replications.concentration import d7, share_holding
from nightwalk.validation.replications.rule import HOLDS


@pytest.mark.slow
def test_d7_half_of_the_crime_is_on_a_few_streets_today_and_after_a_measure():
    """Weisburd 2015: 50 % of crime on 2.1-6.0 % of segments in eight cities, steady while crime fell."""
    today, after = d7(2, quick=True)
    assert today.verdict == after.verdict == HOLDS
    assert "dealt at random" in today.note


@pytest.mark.parametrize(
    ("counts", "share"),
    [([4, 3, 2, 1], 0.5), ([10, 0, 0, 0], 0.25), ([1, 1, 1, 1], 0.5), ([0, 1, 9, 0], 0.25)],
)
def test_the_share_that_holds_half(counts, share):
    assert share_holding(np.array(counts), 0.5) == share
