"""Incivility and efficacy over months."""

import numpy as np
import pytest

from nightwalk.agents.walk import FIXED_POINT
from nightwalk.model.conditions import Selection
from nightwalk.model.disorder import area_means, growth, resting_upkeep


def test_disorder_grows_less_where_there_are_eyes(p):
    incivility = np.array([0.2, 0.2, 0.2])
    people = np.broadcast_to(np.array([0.0, 20.0, 1000.0]), (2, 24, 3))
    grown = growth(incivility, people, p)
    assert grown[0] == pytest.approx(0.8 * (p.iota_0 + p.iota_1 * 0.2))
    assert grown[1] == pytest.approx(0.8 * (p.iota_0 + p.iota_1 * 0.2 * np.exp(-20.0 / p.N_eyes)))
    assert grown[2] == pytest.approx(0.8 * p.iota_0)
    assert growth(np.array([1.0]), np.zeros((2, 24, 1)), p)[0] == 0.0


def test_upkeep_holds_every_street_where_it_is(p):
    incivility, people = np.array([0.02, 0.3, 0.9]), np.full((2, 24, 3), 7.0)
    hazard = (np.array([0.0, 3.0, 8.0]) * FIXED_POINT).astype(np.int64)
    upkeep = resting_upkeep(incivility, people, hazard, 0.5, 4.0, p)
    damage = np.array([0.0, 3.0, 8.0]) * 0.5 * p.vandalism_mark / 4.0
    np.testing.assert_allclose(
        incivility + growth(incivility, people, p) + damage - upkeep * incivility, incivility
    )


def test_area_means_are_weighted_and_empty_areas_are_zero():
    means = area_means(np.array([1.0, 3.0, 9.0]), np.array([1.0, 3.0, 2.0]), np.array([0, 0, 2]), 3)
    assert means.tolist() == [2.5, 0.0, 9.0]


def test_cleaning_lasts_only_while_it_is_done(run, act, city):
    where = Selection(np.arange(20), np.empty(0, np.int64))
    base = run(days=70)
    cleaned = run(act(city, lambda now: now.scaled("incivility", where, 0.5), until_day=60), days=70)
    during = run(act(city, lambda now: now.scaled("incivility", where, 0.5)), days=40)
    assert (
        during.today.conditions[14].incivility[:20].mean()
        < 0.6 * base.today.conditions[14].incivility[:20].mean()
    )
    after = cleaned.today.conditions[14].incivility[:20].mean()
    assert after == pytest.approx(base.today.conditions[14].incivility[:20].mean(), rel=0.05)


def test_less_disorder_and_less_fear_build_efficacy(run, act, city):
    where = Selection(np.arange(city.segments), np.empty(0, np.int64))
    base = run(days=65)
    clean = run(act(city, lambda now: now.scaled("incivility", where, 0.2), from_day=35), days=65)
    assert (clean.state.efficacy > base.state.efficacy).all()
