"""Figures of a calibration show every parameter and cell that was given, and the pairs that go together."""

from __future__ import annotations

import numpy as np

from nightwalk.calibration.figures import draw_cells, draw_contraction, draw_marginals, draw_pairs, strongest
from nightwalk.calibration.identify import Learnt
from nightwalk.calibration.measurement.scale import scale_of
from nightwalk.calibration.predictive import forecast

NAMES = ("mu", "beta_D0", "beta_DL")


def learnt(name, contraction):
    return Learnt(name, 0.0, 1.0, 0.0, contraction, -1.0, 1.0, contraction)


def draws():
    """Three parameters, the second the first mirrored, the third on its own."""
    luck = np.random.default_rng(1)
    first = luck.normal(size=200)
    return np.column_stack([first, 1.5 - 0.1 * first, np.abs(luck.normal(size=200))])


def test_the_best_known_is_on_top():
    ax = draw_contraction([learnt("mu", 0.1), learnt("E_half", 1.2)], [learnt("level after dark", 0.05)])
    assert [text.get_text() for text in ax.get_yticklabels()] == ["E_half", "mu", "level after dark"]
    assert ax.get_xlim()[1] >= 1.2


def test_every_fitted_parameter_has_its_small_figure():
    made = draw_marginals(scale_of(NAMES), draws())
    assert [ax.get_title() for ax in made.axes if ax.get_title()] == list(NAMES)


def test_the_pair_that_goes_together_is_found_and_drawn():
    (pair,) = strongest(NAMES, draws())
    assert (pair.one, pair.other, round(pair.correlation, 6)) == ("mu", "beta_D0", -1.0)
    assert draw_pairs(NAMES, draws(), [pair]).axes[0].get_title() == "r = -1.00"


def test_a_parameter_that_never_moves_makes_no_pair():
    still = np.column_stack([draws()[:, 0], np.ones(200)])
    assert strongest(NAMES[:2], still) == []


def test_cells_inside_and_outside_are_told_apart():
    found = (0.3, 0.9)
    ax = draw_cells(["a", "b"], found, [forecast(0.3, 0.001, share, 100.0) for share in found])
    inside, outside = (line.get_xdata() for line in ax.get_lines() if line.get_marker() in "DX")
    assert (inside.tolist(), outside.tolist()) == ([30.0], [90.0])
