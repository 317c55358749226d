"""The outlook and its error, on months whose truth is known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from nightwalk.model.parameters import Parameters
from nightwalk.model.register.events import Events
from nightwalk.model.register.outlook import (
    MEAN,
    OURS,
    REPEAT,
    SEASON,
    UNPOOLED,
    Setting,
    errors,
    near_repeat,
    outlook,
    verdict,
)
from nightwalk.model.register.tally import Span
from nightwalk.model.register.terms import Terms

STREETS = 300
LENGTH = np.full(STREETS, 100.0)
SPLITS = (np.arange(STREETS) // 10,)


def setting(boost_at=None, **terms):
    return Setting(LENGTH, SPLITS, Terms(**terms), boost_at)


def months(count, spread=0.5, mean=0.3, seed=1):
    """Counts of streets that differ in risk by a gamma with this shape, and the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.gamma(spread, mean / spread, STREETS)
    return rng.poisson(truth, (count, STREETS)).astype(float), truth


def by_name(found):
    return {one.method: one for one in found}


def test_the_outlook_beats_the_naive_forecasts_where_risk_lasts():
    counts, _ = months(36, spread=1.0, mean=0.3)
    found = by_name(errors(counts, setting()))
    assert found[OURS].months == 24
    assert found[UNPOOLED].deviance < found[MEAN].deviance < found[SEASON].deviance
    assert found[OURS].deviance < found[SEASON].deviance
    assert found[UNPOOLED].accuracy_index > 2.0
    assert "nearer to what came" in verdict(errors(counts, setting()))


def test_where_risk_is_the_same_everywhere_no_streets_stand_out():
    rng = np.random.default_rng(2)
    counts = rng.poisson(0.3, (24, STREETS)).astype(float)
    found = by_name(errors(counts, setting()))
    assert found[OURS].accuracy_index == pytest.approx(1.0, abs=0.35)


def test_the_verdict_says_when_looking_back_is_better():
    """Risk that jumps elsewhere every twelve months in the same way: the same month of last year knows it all."""
    rng = np.random.default_rng(3)
    place = np.zeros((36, STREETS))
    for month in range(36):
        place[month, (month % 12) * 20 : (month % 12) * 20 + 10] = 5.0
    found = errors(rng.poisson(place + 0.01).astype(float), setting())
    assert by_name(found)[SEASON].deviance < by_name(found)[OURS].deviance
    assert "look back instead" in verdict(found)


def test_few_months_hold_nothing_out():
    counts, _ = months(3)
    made = outlook(counts, Span(date(2024, 1, 1), 3), setting())
    assert made.errors == ()
    assert "too few months" in made.verdict
    assert made.month == "2024-04"


def test_the_classes_are_those_of_the_true_risk():
    counts, truth = months(24, mean=1.0)
    made = outlook(counts, Span(date(2024, 11, 1), 24), setting())
    assert made.month == "2026-11"
    assert (made.cls == "highest").sum() <= STREETS * 0.05
    assert truth[made.cls == "highest"].mean() > 2.0 * truth[made.cls == "rest"].mean()


def test_streets_that_share_a_rate_share_a_class():
    counts = np.zeros((12, STREETS))
    counts[0, :20] = 1.0
    made = outlook(counts, Span(date(2024, 1, 1), 12), setting())
    for block in range(STREETS // 10):
        assert len(set(made.cls[block * 10 : block * 10 + 10])) == 1


def test_near_repeats_use_the_boost_of_the_model():
    """One incident a day ago: its street and those near by are hotter, capped at J_B, and it fades."""
    p = Parameters().values()
    near = np.array([0, 1, 2, 2]), np.array([1, 0], dtype=np.int32)
    events = Events(np.array([100]), np.array([0]), np.array([0]), np.ones(1), months_only=False)
    boost = near_repeat(events, 101, near, 3, p)
    left = np.exp(-np.arange(30) / p.tau_B) * np.exp(-1 / p.tau_B) * p.J_B
    assert boost[0] == pytest.approx(np.log(np.exp(0.6 * left).mean()))
    assert boost[1] == pytest.approx(np.log(np.exp(0.4 * left).mean()))
    assert boost[2] == 0.0
    assert near_repeat(events, 300, near, 3, p).tolist() == [0.0, 0.0, 0.0]
    many = Events(*(np.repeat(c, 50) for c in events[:4]), months_only=False)
    assert near_repeat(many, 101, near, 3, p).max() <= p.J_B


def test_near_repeats_help_where_crime_repeats():
    """Each month's crime lies where the last days of the month before had some."""
    rng = np.random.default_rng(4)
    hot = [rng.choice(STREETS, 15, replace=False) for _ in range(30)]
    counts = rng.poisson(0.05, (30, STREETS)).astype(float)
    for month in range(30):
        counts[month, hot[month]] += rng.poisson(3.0, 15)
    raised = [np.isin(np.arange(STREETS), chosen) * 1.3 for chosen in hot]
    found = by_name(errors(counts, setting(boost_at=lambda month: raised[month])))
    assert found[REPEAT].deviance < found[UNPOOLED].deviance
