"""F3: the model's light near a lamp, beside made-up and real readings."""

import numpy as np
import pytest

from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.columns import StreetClass
from nightwalk.validation.field import lamp_light
from nightwalk.validation.field.lamp_light import Readings, modelled, readings_of, rows_of_readings
from nightwalk.validation.rows import NOT_APPLICABLE

RNG = np.random.default_rng(3)


def readings(level=8.0, count=2000):
    metres = RNG.uniform(0, 20, count)
    return Readings(
        metres, level * np.exp(-metres / 15) * RNG.lognormal(0, 0.3, count), RNG.integers(0, 90, count)
    )


def test_a_lamp_within_reach_lights_the_street_at_the_level_of_its_class():
    assumed = Assumptions()
    near = np.array([1.0, 15.0, assumed.lamp_reach - 1.0])
    assert modelled(near, StreetClass.RESIDENTIAL).tolist() == [assumed.lux_residential] * 3
    assert modelled(near, StreetClass.MAIN).tolist() == [assumed.lux_main] * 3
    beyond = modelled(np.array([assumed.lamp_reach + 1.0]), StreetClass.RESIDENTIAL)
    assert beyond[0] < assumed.lux_residential


def test_each_band_has_its_ratio_and_the_level_its_range():
    rows = rows_of_readings(readings())
    assert [row.id for row in rows] == ["F3"] * 6
    ratios = [row.value for row in rows[1:5]]
    assert ratios == sorted(ratios), "light falls with distance, our level does not"
    assert all(row.interval[0] <= row.value <= row.interval[1] for row in rows[1:])
    assert rows[-1].verdict == "holds"
    assert rows_of_readings(readings(level=200.0))[-1].verdict == "fails"


def test_a_level_without_a_curve_has_no_rank():
    row = rows_of_readings(readings())[0]
    assert row.verdict == NOT_APPLICABLE
    assert "no curve" in row.note


def test_an_empty_band_does_not_apply():
    some = readings()
    close = Readings(*(column[some.metres < 10] for column in some))
    rows = rows_of_readings(close)
    assert [row.verdict for row in rows[3:5]] == [NOT_APPLICABLE] * 2


def test_readings_beyond_the_list_of_lamps_are_left_out(tmp_path):
    measured, lamps = tmp_path / "lux.csv", tmp_path / "lamps.csv"
    lamps.write_text("lon,lat\n-71.1,42.37\n-71.1,42.38\n")
    measured.write_text("lat,lon,lux\n42.37,-71.1,9\n42.3701,-71.1,5\n42.375,-71.1,1\n42.37,-71.1,\n")
    read = readings_of(measured, lamps)
    assert read.lux.tolist() == [9.0, 5.0]
    assert read.metres == pytest.approx([0.0, 11.1], abs=0.1)
    assert read.lamp.tolist() == [0, 0]


def test_missing_data_are_said(tmp_path):
    (row,) = lamp_light.rows(tmp_path)
    assert row.verdict == NOT_APPLICABLE
    assert "data not given: cambridge_ma_lux/lux_measurements.csv" in row.note


def test_real_readings_have_the_medians_of_their_readme(shared):
    rows = lamp_light.rows(shared)
    assert [row.published for row in rows[1:5]] == [f"measured {lux} lx" for lux in (11.3, 9.2, 5.4, 2.6)]
