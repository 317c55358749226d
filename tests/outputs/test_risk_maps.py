"""Maps of a risk: the less sure a value, the paler its street; source under every map; the same bytes twice."""

import numpy as np
import pytest

from nightwalk.outputs.maps import PALEST
from nightwalk.outputs.risk_maps import draw_risk, map_risk, sureness


@pytest.fixture
def risk(made):
    """A risk that is known worse and worse along the streets."""
    mean = np.ones(len(made.shapes.id))
    half = np.linspace(0.1, 5.0, len(mean))
    return mean, np.maximum(mean - half, 0.0), mean + half


def test_the_wider_the_interval_the_less_sure(risk):
    sure = sureness(*risk)
    assert np.all(np.diff(sure) < 0)
    assert 0.0 < sure.min() < sure.max() < 1.0


def test_streets_hardly_known_are_pale_and_never_invisible(made, risk):
    lines = map_risk(made.shapes, *risk, label="reports", attribution="© somebody").collections[-1]
    alpha = np.asarray(lines.get_alpha())
    assert alpha.max() == 1.0
    assert PALEST <= alpha.min() < 0.5


def test_a_finished_map_says_where_it_comes_from_and_is_the_same_twice(made, risk):
    one, other = (
        draw_risk(made.shapes, *risk, label="reports", attribution="© somebody", title="Risk")
        for _ in range(2)
    )
    assert one.png == other.png
    assert one.svg == other.svg
    assert "© somebody" in one.svg
    assert one.is_map
    assert one.alt
