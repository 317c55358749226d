"""Before and after, here and there, on counts made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.validation.effects import (
    concern_close_by,
    counts,
    displaced,
    in_the_ring,
    lighting_spill,
    net_change,
    on_the_beat,
    patrol_by_week,
    patrol_spill,
    points_at_home,
    treated_and_control,
    wearing_off,
)
from nightwalk.validation.ground import Ground
from nightwalk.validation.worlds import BEAT_WEEKS
from nightwalk.validation.year import Crimes

COUNT = st.integers(1, 500)
GROUND = Ground(0.0, *(np.arange(4) == part for part in (0, 1, 2)))


def crimes(segment, day=0, dark=0.0):
    segment = np.array(segment)
    same = np.zeros(len(segment), dtype=int)
    return Crimes(same + day, same, same, segment, same, same, same, same + np.array(dark))


def year(segment, **columns):
    return SimpleNamespace(ground=GROUND, crimes=crimes(segment, **columns))


def test_the_change_is_net_of_what_happened_elsewhere():
    assert net_change(np.array([100.0, 50.0, 80.0, 50.0])) == pytest.approx(-0.2)
    assert net_change(np.array([100.0, 50.0, 80.0, 40.0])) == pytest.approx(0.0)


@given(COUNT, COUNT, COUNT)
def test_no_change_is_no_change(treated, ring, control):
    assert net_change(np.array([treated, control, treated, control])) == pytest.approx(0.0)
    assert net_change(np.array([treated, control, 2 * treated, 2 * control])) == pytest.approx(0.0)
    assert displaced(np.array([2 * treated, ring, control, treated, ring, control])) == pytest.approx(0.0)


@given(COUNT, COUNT, COUNT)
def test_all_that_moves_next_door_is_minus_one_and_as_much_benefit_there_plus_one(treated, ring, control):
    before = [2 * treated, ring + treated, control]
    assert displaced(np.array([*before, treated, ring + 2 * treated, control])) == pytest.approx(-1.0)
    assert displaced(np.array([*before, treated, ring, control])) == pytest.approx(1.0)


def test_crimes_are_counted_where_and_when_they_count():
    today, lit = (
        year([0, 0, 0, 1, 2, 3], dark=[1, 1, 0, 0, 1, 0]),
        year([0, 0, 2, 1, 1], dark=[1, 0, 0, 1, 1]),
    )
    assert treated_and_control(today, lit).tolist() == [3, 1, 2, 1]
    assert treated_and_control(today, lit, dark_only=True).tolist() == [2, 1, 1, 0]
    assert lighting_spill(today, lit).tolist() == [3, 1, 1, 2, 2, 1]
    assert counts(today.crimes, GROUND.control, ~GROUND.control).tolist() == [1, 5]


def weeks(full, half, level=1e6):
    """Crime by week on beat, ring and control, before and after an effect that wears off."""
    before = np.full((3, BEAT_WEEKS), level)
    after = before.copy()
    after[0] *= np.exp(-full * 2.0 ** (-(np.arange(BEAT_WEEKS) + 0.5) / half))
    return np.stack([before, after]).ravel()


@pytest.mark.parametrize("half", [4.0, 8.0, 20.0])
def test_the_half_life_of_an_effect_that_wears_off_is_found(half):
    assert wearing_off(weeks(0.4, half)) == pytest.approx(half, rel=0.01)


def test_no_effect_and_one_that_stays_have_no_half_life():
    assert wearing_off(weeks(0.0, 8.0)) == np.inf
    assert wearing_off(weeks(-0.3, 8.0)) == np.inf, "more crime is no effect that wears off"
    assert wearing_off(weeks(0.3, -8.0)) == np.inf
    assert wearing_off(np.zeros(6 * BEAT_WEEKS)) == np.inf, "nor is nothing at all"


def test_beat_and_ring_over_a_deployment():
    sums = np.zeros((2, 3, BEAT_WEEKS))
    sums[0] = [[20], [10], [40]]
    sums[1] = [[15], [11], [40]]
    assert on_the_beat(sums.ravel()) == pytest.approx(-0.25)
    assert in_the_ring(sums.ravel()) == pytest.approx(0.1)
    assert patrol_spill(sums.ravel()) == pytest.approx(-0.2)


def test_deployments_follow_one_another_and_what_comes_after_the_last_is_left_out(monkeypatch):
    length = 7 * BEAT_WEEKS
    monkeypatch.setattr("nightwalk.validation.effects.beat", lambda today: np.array([0]))
    monkeypatch.setattr("nightwalk.validation.effects.around", lambda city, chosen: np.array([1, 1, 0], bool))
    day = np.array([0, 8, length, length + 8, 2 * length])
    today = SimpleNamespace(
        days=2 * length + 5, crimes=crimes([0, 0, 1, 2, 0], day=day),
        sim=SimpleNamespace(town=SimpleNamespace(city=SimpleNamespace(segments=3))),
    )  # fmt: skip
    found = patrol_by_week(today, today).reshape(2, 3, BEAT_WEEKS)
    assert np.array_equal(found[0], found[1])
    assert found[0, :, :2].tolist() == [[1, 1], [1, 0], [0, 1]]
    assert found.sum() == 8


def test_points_are_of_those_who_live_in_the_treated_half():
    home = np.array([True, True, False])
    now, then = (
        SimpleNamespace(at_home=home, unsafe=lambda item, share=share: np.array(share))
        for share in ((0.3, 0.5, 0.9), (0.2, 0.4, 0.1))
    )
    assert points_at_home(now, then) == pytest.approx(-10.0)


def test_concern_close_by_weighs_streets_by_length():
    def of(shares):
        told = SimpleNamespace(street_columns=lambda: {"unsafe_dark": np.array(shares)})
        streets = SimpleNamespace(length=np.array([100.0, 300.0, 50.0]))
        town = SimpleNamespace(city=SimpleNamespace(streets=streets))
        ground = Ground(0.0, *(np.array(rows, bool) for rows in ((1, 1, 0), (0, 0, 1), (0, 0, 0))))
        return SimpleNamespace(ground=ground, sim=SimpleNamespace(observations=told, town=town))

    assert concern_close_by(of([0.4, 0.4, 0.1]), of([0.1, 0.2, 0.9])) == pytest.approx(np.log(0.175 / 0.4))
