"""Who wins, who keeps a lead and who is left worse off, on values one can check by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from nightwalk.experiments.plan.contest import effect, leads, winner, worse_groups
from nightwalk.outputs.indicators import HEADLINE, indicator

KEY = ("all", "everyone")
WHAT = indicator(HEADLINE)


def table(rows):
    index = pd.MultiIndex.from_tuples(
        [(name, *key) for name, key in rows], names=["scenario", "split", "group"]
    )
    return pd.DataFrame(list(rows.values()), index=index, columns=[1, 2, 3, 4, 5])


VALUES = table({
    ("Today", KEY): [0.30, 0.31, 0.29, 0.30, 0.32],
    ("Steady", KEY): [0.28, 0.29, 0.27, 0.28, 0.30],
    ("Lucky", KEY): [0.20, 0.31, 0.30, 0.31, 0.20],
    ("Rival", KEY): [0.29, 0.30, 0.28, 0.29, 0.31],
    ("Today", ("sex", "women")): [0.40, 0.41, 0.40, 0.40, 0.41],
    ("Steady", ("sex", "women")): [0.44, 0.45, 0.44, 0.44, 0.45],
})  # fmt: skip


def test_a_lead_is_kept_where_no_rival_does_better():
    assert leads(VALUES, ["Steady", "Lucky"], ["Rival"], KEY, WHAT) == {"Steady": 1.0, "Lucky": 0.4}


def test_the_winner_has_the_best_mean_of_those_that_keep_their_lead():
    assert winner(VALUES, ["Steady", "Lucky"], {"Steady": 1.0, "Lucky": 0.4}, KEY, WHAT) == "Steady"
    assert winner(VALUES, ["Steady", "Lucky"], {"Steady": 0.1, "Lucky": 0.4}, KEY, WHAT) == "Lucky"


def test_an_effect_is_paired_by_seed():
    found = effect(VALUES, "Steady", "Today", KEY)
    assert found.difference == pytest.approx(-0.02)
    assert found.high == pytest.approx(-0.02)
    assert found.is_better(WHAT)
    assert not effect(VALUES, "Lucky", "Today", KEY).is_better(WHAT)


def test_groups_left_worse_off_are_named():
    ((split, group, one),) = worse_groups(VALUES, "Steady", "Today", HEADLINE)
    assert (split, group) == ("sex", "women")
    assert one.difference == pytest.approx(0.04, abs=0.001)
