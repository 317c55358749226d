"""Recorded crime is shown only where it was imported, and says what it is not."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk import register
from nightwalk.workshop.picture import choices, picture
from nightwalk.workshop.views.layers import LEVELS, NONE
from nightwalk.workshop.views.recorded import CANNOT_TELL, FITS, LESS_SAFE, SAFER, fits

BUSY = 40  # crimes in each of the first streets


@pytest.fixture(scope="module")
def recorded(town, tmp_path_factory):
    """A register with all crimes in the first eight streets."""
    rows = ["type,date,lon,lat"]
    for row in range(8):
        longitude, latitude = town.to_wgs84(town.midpoints[[row]])[0]
        rows += [f"robbery,2025-{1 + k % 12:02d}-10,{longitude:.6f},{latitude:.6f}" for k in range(BUSY)]
    path = tmp_path_factory.mktemp("police") / "police.csv"
    path.write_text("\n".join(rows))
    return register(town, incidents=path)


def test_without_a_register_there_is_no_layer_of_crime(stage):
    assert not {"recorded", "fit"} & set(choices(stage))


def test_with_one_there_is(town, recorded, tmp_path):
    pytest.importorskip("nicegui", reason="the workshop extra is not installed")
    from nightwalk.workshop.stage import Stage

    made = Stage(town, tmp_path, "grid-town", recorded, "town.register.gpkg")
    made.prepare()
    assert {"recorded", "fit"} <= set(choices(made))
    made.show(layer="recorded")
    shown = picture(made)
    busy = shown.values[:8]
    assert (busy != NONE).sum() >= 6  # a pin at a corner may lie nearer to the next street
    assert busy[busy != NONE].min() > LEVELS / 2
    made.show(layer="fit")
    assert "reported" in picture(made).note
    assert 'register = "town.register.gpkg"' in made.scenario("today").to_toml()
    made.close()


def test_what_feels_safe_and_is_not_is_named_only_where_the_numbers_agree(town, recorded):
    calm = np.linspace(0.2, 0.8, town.segments)  # the streets with crime feel safest
    named = fits(recorded, [calm] * 20)
    assert (named[:8] == SAFER).sum() >= 6
    assert (named[-8:] == LESS_SAFE).any() or (named[-8:] == CANNOT_TELL).any()
    rng = np.random.default_rng(1)
    unsure = fits(recorded, [rng.random(town.segments) for _ in range(20)])
    assert (unsure == CANNOT_TELL).mean() > 0.5
    assert set(np.unique(named)) <= {SAFER, FITS, LESS_SAFE, CANNOT_TELL}
