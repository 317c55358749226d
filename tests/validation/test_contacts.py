"""SF37 and SF40 on years made by hand, and on a short one that was lived."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from nightwalk.model.city import grid_town
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import spin_up
from nightwalk.scenarios.interventions import CCTV, AwarenessCampaign
from nightwalk.scenarios.where import Where
from nightwalk.validation.contacts import CONTACTS, contrast, raising
from nightwalk.validation.facts import facts
from nightwalk.validation.ground import Ground, ground_of
from nightwalk.validation.worlds import CAMERAS, CAMPAIGN, TODAY, WORLDS, base_scenario
from nightwalk.validation.year import Watched, Year

TREATED, RING, CONTROL = 0, 1, 2
GROUND = Ground(0.0, *(np.arange(3) == part for part in (TREATED, RING, CONTROL)))
FEW = {"spin_up": 14.0}


def lived(*, treated=0, ring=0, control=0, unsafe=(), concern=(), reached=()):
    """A year of three streets, one of each kind, with so many crimes in each."""
    where = np.repeat([TREATED, RING, CONTROL], [treated, ring, control])
    return SimpleNamespace(
        ground=GROUND, values=Parameters().values(), crimes=SimpleNamespace(segment=where),
        unsafe=lambda item: {"after_dark": np.array(unsafe, dtype=float)}[item],
        at_home=np.array([True, True, False]), residents=SimpleNamespace(concern=np.array(concern, dtype=float)),
        sim=SimpleNamespace(agenda=SimpleNamespace(members={7: np.array(reached, dtype=int)})),
    )  # fmt: skip


@pytest.mark.parametrize("one", CONTACTS, ids=lambda one: one.key)
def test_each_measure_is_a_quantity_of_its_fact_in_a_world_there_is(one):
    assert one.quantity in [quantity.name for quantity in facts()[one.fact].quantities]
    assert one.worlds[0] == TODAY
    assert set(one.worlds) <= set(WORLDS)


def test_the_contrast_is_of_the_same_people_in_both_years():
    today = lived(concern=(1.0, -2.0, 0.5))
    campaign = lived(concern=(1.3, -1.9, 0.5), reached=(0,))
    assert contrast(today, campaign) == pytest.approx(0.3 - 0.05)


def test_about_half_the_draws_raise_concern_and_a_campaign_that_alarms_by_itself_more():
    today, calm = lived(concern=(0, 0, 0)), lived(concern=(0, 0, 0), reached=(0, 1))
    alarming = lived(concern=(1, 1, 0), reached=(0, 1))
    assert raising(today, calm) == pytest.approx(0.5, abs=0.12)
    assert raising(today, alarming) == 1.0


@pytest.fixture(scope="module")
def base():
    return replace(base_scenario(grid_town(residents=300), 300, 15), parameters=FEW)


def test_the_worlds_put_cameras_on_the_treated_half_and_a_campaign_everywhere(base):
    ground = ground_of(base.city)
    today = SimpleNamespace(ground=ground, sim=SimpleNamespace(town=SimpleNamespace(city=base.city)))
    cameras, campaign = (WORLDS[name].scenario(name, base, today).placed()[0] for name in (CAMERAS, CAMPAIGN))
    assert isinstance(cameras, CCTV)
    assert cameras.monitored
    assert np.array_equal(cameras.where.segments, np.flatnonzero(ground.treated))
    assert not ground.control[cameras.ring].any()
    assert isinstance(campaign, AwarenessCampaign)
    assert campaign.concern_shift == 0.0
    assert len(campaign.where.segments) == base.city.segments


def test_a_shift_that_alarms_the_reached_shows_in_a_year_that_was_lived(base):
    start = spin_up(base, base.reference, 1)
    everywhere = Where(everywhere=True)
    scenarios = [base] + [
        base.plus(AwarenessCampaign(where=everywhere, concern_shift=shift, ramp_days=0.0))
        for shift in (0.0, 0.5)
    ]
    years = [Year(Watched(one, start_from=start), ground_of(base.city)) for one in scenarios]
    for year in years:
        year.sim.run()
    today, calm, alarming = years
    assert contrast(today, calm) == pytest.approx(0.0, abs=0.02)
    kept = 1.0 - today.values.susceptibility
    assert 0.9 * 0.5 * kept < contrast(today, alarming) < 0.5
    for year in years:
        year.sim.close()
