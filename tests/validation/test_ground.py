"""The treated half, the ring and the control."""

import numpy as np
import pytest

from nightwalk.model.city import City, grid_town
from nightwalk.validation.ground import RING, around, ground_of


@pytest.fixture(scope="module", params=["grid town", "built-in"])
def city(request):
    return grid_town(12, 12) if request.param == "grid town" else City.built_in()


def test_every_street_is_treated_ring_or_control(city):
    ground = ground_of(city)
    assert ((ground.treated.astype(int) + ground.ring + ground.control) == 1).all()
    assert ground.ring.any()
    assert ground.control.any()


def test_half_the_length_is_treated(city):
    ground, length = ground_of(city), city.streets.length
    assert length[ground.treated].sum() / length.sum() == pytest.approx(0.5, abs=0.05)
    assert np.array_equal(ground.treated, city.midpoints[:, 0] < ground.divide)


def test_the_ring_is_near_the_treated_and_the_control_is_not(city):
    ground = ground_of(city)
    treated = city.midpoints[ground.treated]

    def nearest(rows):
        return np.array([np.hypot(*(treated - at).T).min() for at in city.midpoints[rows]])

    assert nearest(ground.ring).max() < RING
    assert nearest(ground.control).min() >= RING


def test_a_street_is_around_itself(city):
    chosen = np.zeros(city.segments, dtype=bool)
    chosen[3] = True
    assert around(city, chosen)[3]
