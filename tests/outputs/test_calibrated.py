"""The report says which calibration its numbers come from, and whether that was of this town."""

import pytest

from nightwalk.outputs.calibrated import calibrated, drawing_of, varied

DIGEST = "0123456789abcdef"


def study(mode, ground="elsewhere"):
    fitted = {"name": "Belgium 2018", "digest": DIGEST, "ground": ground, "values": {}}
    return {"parameter_mode": mode, "posterior": fitted if mode == "posterior" else None}


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        ("streets", "Fitted to: Belgium 2018 (0123456789ab)."),
        ("town", "does not say in which streets people live"),
        ("elsewhere", "That is not this city"),
    ],
)
def test_what_was_fitted_and_where_is_said(ground, said):
    assert said in calibrated(study("posterior", ground))
    assert ("not this city" in calibrated(study("posterior", ground))) == (ground == "elsewhere")


def test_without_a_calibration_nothing_is_said():
    assert calibrated(study("prior")) == calibrated({}) == ""


def test_effect_sizes_are_drawn_or_fixed():
    assert [varied(study(mode)) for mode in ("prior", "posterior", "default", "light")] == [
        True,
        True,
        False,
        False,
    ]
    assert "from the calibration where fitted" in drawing_of(study("posterior"))
    assert drawing_of(study("prior")).startswith("drawn anew")
    assert drawing_of({}) == "fixed at their defaults"
