"""Flows on a diary made by hand, and who stays in."""

from types import SimpleNamespace

import numpy as np
import pytest

from nightwalk.agents.perceive import removable_penalty
from nightwalk.model.parameters import Parameters
from nightwalk.validation.walks import deterred, flows, left_at, stays_in, stays_in_by_sex, women_over_men

MEN, WOMEN = 300, 200


def diary(men=1.0, women=1.0, winter=1.0, days=40):
    """Noon is always light, 17 h light in the first half: as many walk then as at noon, times the ratios.

    In the dark half, everybody walks `winter` times as much.
    """
    dark = np.ones((days, 24))
    dark[:, 12] = 0.0
    dark[: days // 2, 17] = 0.0
    flow = np.zeros((days, 24, 2))
    flow[:, (12, 17)] = (MEN, WOMEN)
    flow[: days // 2, 17] *= (men, women)
    flow[days // 2 :] *= winter
    return SimpleNamespace(sim=SimpleNamespace(flow=flow, dark=dark))


@pytest.mark.parametrize("winter", [1.0, 0.5])
def test_the_ratio_of_flows_is_found_whatever_the_season(winter):
    found = flows(diary(men=1.2, women=1.5, winter=winter))
    assert np.exp(found) == pytest.approx([(1.2 * MEN + 1.5 * WOMEN) / (MEN + WOMEN), 1.2, 1.5])
    assert deterred(found) == pytest.approx(1.32)
    assert women_over_men(found) == pytest.approx(1.25)


def test_too_short_a_time_says_nothing():
    assert np.isnan(flows(diary(days=26))).all()


def test_half_of_the_outings_wanted_and_unsafe_is_staying_in():
    """Four residents: gives up all, moves one of four, wants none, rides half."""
    people = SimpleNamespace(
        forgone_dark=np.array([2, 0, 0, 0]), shifted_dark=np.array([0, 1, 0, 0]), rode_dark=np.array([0, 0, 0, 1]),
        wanted_dark=np.array([2, 4, 0, 2]), sex=np.array([1, 1, 0, 0]),
    )  # fmt: skip
    year = SimpleNamespace(residents=people, unsafe=lambda item: np.array([0.8, 0.8, 0.8, 0.4]))
    assert stays_in(year) == pytest.approx((0.8 + 0.4) / 4)
    assert stays_in_by_sex(year) == pytest.approx((0.4 / 0.6) / (0.2 / 0.8))


@pytest.mark.parametrize("lux", [10.0, 30.0])
def test_the_penalty_left_is_that_of_the_curve(lux):
    p = Parameters().values()
    year = SimpleNamespace(values=p)
    assert left_at(lux).of(year) == pytest.approx(p.E_half / (p.E_half + lux))
    assert left_at(lux).of(year) == pytest.approx(
        removable_penalty(np.array([lux]), np.zeros(1), p.E_half)[0]
    )
    assert left_at(lux).quantity == f"penalty left at {lux:g} lx"
