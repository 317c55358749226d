"""The drawing of a row."""

from __future__ import annotations

import re
from math import inf, nan
from xml.etree import ElementTree as ET

import pytest

from nightwalk.validation.strip import HEIGHT, WIDTH, strip


def numbers(text, pattern):
    return [float(one) for one in re.findall(pattern, text)]


def test_every_seed_is_a_dot_and_all_is_in_order(row):
    drawn = strip(row(value=0.1, each=(0.05, 0.15, nan), interval=(-9.0, 9.0)))
    assert ET.fromstring(drawn).get("width") == str(WIDTH)
    low, high = numbers(drawn, r'cx="([\d.]+)"')
    assert low < numbers(drawn, r'd="M([\d.]+) [\d.]+l[^"]*" class="holds"')[0] < high
    left, width = (
        numbers(drawn, r'<rect x="([\d.]+)"')[0],
        numbers(drawn, r'<rect x="[\d.]+" width="([\d.]+)"')[0],
    )
    assert left < low < high < left + width
    assert numbers(drawn, r'd="M([\d.]+) [\d.]+H')[0] >= 0
    assert numbers(drawn, r"H([\d.]+)")[0] <= WIDTH


def test_a_row_that_fails_has_a_cross_outside_the_band(row):
    drawn = strip(row(verdict="fails", value=0.9, each=(0.8, 1.0)))
    assert 'class="fails"' in drawn
    assert 'class="holds"' not in drawn


@pytest.mark.parametrize(("ends", "count"), [((0.0, inf), 1), ((-inf, 0.5), 1), ((0.0, 1.0), 2)])
def test_an_open_end_has_no_line(row, ends, count):
    drawn = strip(row(accepted=ends))
    assert drawn.count('class="end"') == count


def test_no_range_no_band(row):
    assert "band" not in strip(row(accepted=(-inf, inf)))


def test_nothing_to_draw(row):
    assert strip(row(value=nan, each=(), interval=(nan, nan))) == ""


@pytest.mark.parametrize("value", [0.0, 1.0, -3.0])
def test_a_single_number_can_be_drawn(row, value):
    drawn = strip(row(value=value, each=(value,), interval=(nan, nan), accepted=(value, value)))
    assert float(re.search(r'cx="([\d.]+)"', drawn)[1]) == pytest.approx(WIDTH / 2, abs=1)


def test_many_seeds_do_not_hide_each_other(row):
    heights = numbers(strip(row(each=(0.1,) * 9)), r'cy="([\d.]+)"')
    assert len(set(heights)) == 3
    assert 0 < min(heights) < max(heights) < HEIGHT
