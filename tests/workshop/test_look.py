"""Colours: readable (WCAG AA), steady in lightness, so that colour-blind eyes see the order too."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from nightwalk.workshop.look import DARK, LIGHT, look_of, ramp
from nightwalk.workshop.views.layers import LEVELS

CSS = (Path(__file__).parents[2] / "nightwalk" / "workshop" / "web" / "workshop.css").read_text(
    encoding="utf-8"
)
THEMES = {"light": CSS[CSS.index(":root") : CSS.index("}")], "dark": CSS[CSS.index("body.body--dark {") :]}
READ = [
    ("ink", "ground"), ("ink", "card"), ("ink", "pale"), ("ink", "accent-pale"), ("soft", "card"), ("soft", "ground"),
    ("soft", "pale"), ("on-accent", "accent"), ("accent", "card"), ("accent", "ground"), ("warn", "warn-pale"),
    ("warn", "card"), ("good", "card"), ("card", "warn"), ("card", "good"),
]  # fmt: skip
AA = 4.5


def luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def variable(theme, name):
    return re.search(rf"--{name}: (#[0-9a-f]{{6}})", THEMES[theme])[1]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("words", "behind"), READ)
def test_words_can_be_read(theme, words, behind):
    assert contrast(variable(theme, words), variable(theme, behind)) >= AA


@pytest.mark.parametrize(("colours", "sign"), [(LIGHT, -1), (DARK, 1)], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["feeling", "amount"])
def test_lightness_goes_one_way_along_a_ramp(colours, sign, kind):
    shades = [luminance(one) for one in ramp(colours[kind])]
    assert all(sign * (b - a) > 0 for a, b in pairwise(shades))


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_change_is_as_light_on_both_sides(colours):
    shades = [luminance(one) for one in ramp(colours["change"])]
    for a, b in zip(shades, reversed(shades), strict=True):
        assert contrast_of(a, b) < 1.7


def contrast_of(a, b):
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


@pytest.mark.parametrize("kind", ["feeling", "change", "amount"])
def test_width_shows_the_value_too(kind):
    widths = look_of(kind, dark=False)["widths"]
    assert len(widths) == LEVELS
    ends = (widths[0], widths[-1]) if kind == "change" else (widths[-1],)
    assert all(end == max(widths) > min(widths) for end in ends)
    assert len(look_of(kind, dark=True)["ramp"]) == LEVELS
