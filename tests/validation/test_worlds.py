"""The worlds: what is done, where and when; and the beat."""

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.model.city import grid_town
from nightwalk.model.simulation import spin_up
from nightwalk.scenarios.interventions import Beautification, FootPatrol, StreetLighting
from nightwalk.validation.ground import ground_of
from nightwalk.validation.lived import Stay, live
from nightwalk.validation.worlds import (
    BEAT_HOURS,
    BEAT_METRES,
    BEAT_WEEKS,
    HOT,
    LIGHTING_LEVEL,
    TODAY,
    WORLDS,
    base_scenario,
    beat,
)
from nightwalk.validation.year import Watched, Year

FEW = {"spin_up": 14.0}


@pytest.fixture(scope="module")
def today():
    """Two weeks in a town large enough for a ring and a control."""
    base = replace(base_scenario(grid_town(10, 10, residents=400), 400, 14), parameters=FEW)
    sim = Watched(base, start_from=spin_up(base, base.reference, 1))
    sim.run()
    yield Year(sim, ground_of(base.city))
    sim.close()


@pytest.fixture
def base(today):
    return replace(today.sim.setup, days=365)


def made(name, base, today):
    return WORLDS[name].scenario(name, base, replace_days(today, base.days)).placed()


def replace_days(year, days):
    """The same year, said to have lasted so long."""
    other = Year(year.sim, year.ground)
    other.days = days
    return other


def test_nothing_is_done_today_nor_at_the_local_level(base, today):
    for name in (TODAY, "level"):
        assert WORLDS[name].scenario(name, base, today).interventions == ()
    assert [name for name, world in WORLDS.items() if world.at_level] == ["level"]
    assert next(iter(WORLDS)) == TODAY, "the others need today's year"


@pytest.mark.parametrize(("name", "kind"), [("lighting", StreetLighting), ("greening", Beautification)])
def test_the_treated_half_is_treated_for_the_whole_year(name, kind, base, today):
    (one,) = made(name, base, today)
    assert isinstance(one, kind)
    assert np.array_equal(one.where.segments, np.flatnonzero(today.ground.treated))
    assert one.from_day == 0
    if name == "lighting":
        assert one.level == LIGHTING_LEVEL


def test_patrols_follow_one_another_with_the_hours_of_philadelphia(base, today):
    patrols = made("patrol", base, today)
    length = 7 * BEAT_WEEKS
    assert all(isinstance(one, FootPatrol) for one in patrols)
    assert [(one.from_day, one.until_day) for one in patrols] == [
        (k * length, (k + 1) * length) for k in range(4)
    ]
    metres = base.city.streets.length[beat(today)].sum()
    assert patrols[0].hours_per_week == pytest.approx(BEAT_HOURS * metres / BEAT_METRES)
    assert np.array_equal(patrols[0].where.segments, beat(today))


def test_the_beat_is_hot_and_treated_and_no_longer_than_needed(today):
    rows = beat(today)
    assert today.ground.treated[rows].all()
    assert 0 < len(rows) < HOT * today.ground.treated.sum(), "crime is concentrated"


def test_without_a_local_level_the_world_at_that_level_is_today(today):
    columns = today.sim.town.city.columns_folder()
    keys = ("SF02: unsafe after dark", "SF14: between-area share of the latent answer")
    found = live(Stay("grid town", columns, 1, 100, 14, None, keys))
    fitted = live(Stay("grid town", columns, 1, 100, 14, 0.4, keys))
    assert found.statistics[keys[0]] != fitted.statistics[keys[0]]
    assert fitted.statistics[keys[0]] == pytest.approx([0.4], abs=0.03)
