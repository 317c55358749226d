"""Measures reach what is published of them, by the channel they declare, and without it nothing is left.

Effects are measured as in `nightwalk validate` (docs/validation-method.md): the treated half of a small town against
its control, pooled over seeds with a 95 % interval. Crimes are mixed as usual; there are more of them, by as many more
searches, so that a few seeds show an effect.
"""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.model.parameters import Parameters
from nightwalk.outputs.compare import compare
from nightwalk.outputs.pooled import pooled
from nightwalk.scenarios.interventions import VictimSupportUnit
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import simulate_many
from nightwalk.validation.facts import facts
from nightwalk.validation.lived import Stay, live
from nightwalk.validation.measures import MEASURES
from nightwalk.validation.mutation import small_town
from nightwalk.validation.worlds import BEAT_WEEKS

pytestmark = pytest.mark.slow

LIGHTING = "SF27: all hours, net of control"
PATROL = "SF38: crime on the beat, first 12 weeks, net of control"
CAMERAS = "SF37: crime in view, net of control"
CAMERAS_FEAR = "SF37: unsafe after dark, residents of the area"
GREENING = "SF39: unsafe in the streets treated, ln ratio"
DECLARED = {
    LIGHTING: ("alpha_L",), PATROL: ("alpha_P",), CAMERAS: ("alpha_C", "alpha_C_violent"), GREENING: ("beta_I",),
}  # fmt: skip
BESIDES = {
    LIGHTING: ("beta_DL",),
    PATROL: ("beta_P", "guardian_calm"),
    CAMERAS: ("beta_C",),
    GREENING: ("k_GI",),
}
"""By what else a measure acts: people who feel safer walk elsewhere and crime follows; efficacy follows disorder."""

CLOSE = 0.05  # how far from the published centre an interval may stay
TRACE = 0.005  # what a benefit may keep by slow ways
NEAR_ZERO = 1.0  # percentage points: what SF37 accepts as no change of fear
SEEDS, RESIDENTS = range(1, 6), 2000
YEAR, SEASON = 365, 7 * BEAT_WEEKS  # days
TIMES = {
    "street_crime": 7.5,
    "vandalism": 7.5,
    "vehicle_crime": 7.5,
    "offender_share": 2.5,
    "searches_per_day": 3.0,
}
MUCH_CRIME = {
    "spin_up": 56.0,
    **{name: times * Parameters.declared()[name].default for name, times in TIMES.items()},
}


def measured(*keys, days, off=()):
    """The effects pooled over seeds, by key, with some parameters at zero from the spin-up on."""
    given = {**MUCH_CRIME, **dict.fromkeys(off, 0.0)}
    columns = small_town().columns_folder()
    found = [live(Stay("small town", columns, seed, RESIDENTS, days, None, keys, given)) for seed in SEEDS]
    join = {one.key: one.join for one in MEASURES}
    return {key: pooled(np.array([one.statistics[key] for one in found]), join[key]) for key in keys}


@pytest.fixture(scope="module")
def effects():
    """A year of every measure."""
    return measured(*DECLARED, CAMERAS_FEAR, days=YEAR)


def fact_of(key):
    """The row of the facts that a key names."""
    fact, quantity = key.split(": ", 1)
    return facts()[fact].number(quantity)


def reaches(effect, key):
    """Whether there is an effect and its interval holds the published centre or comes close to it."""
    centre = float(fact_of(key).published)
    return effect.excludes_zero and effect.low - CLOSE <= centre <= effect.high + CLOSE


def test_lighting_reaches_its_published_effect(effects):
    """Welsh, Farrington & Douglas 2022: -14 % of all crime."""
    assert reaches(effects[LIGHTING], LIGHTING), effects[LIGHTING]


def test_foot_patrol_reaches_its_published_effect(effects):
    """Ratcliffe 2011: -23 % on the beat in 12 weeks."""
    assert reaches(effects[PATROL], PATROL), effects[PATROL]


def test_cameras_reach_their_published_effect(effects):
    """Piza 2019: -13 % of all crime in view."""
    assert reaches(effects[CAMERAS], CAMERAS), effects[CAMERAS]


def test_cameras_act_on_property_and_theft_rather_than_violence():
    """Piza 2019: violence not significant."""
    on_property, on_violence = (
        measured(CAMERAS, days=SEASON, off=(other,))[CAMERAS].value
        for other in ("alpha_C_violent", "alpha_C")
    )
    assert on_property < -CLOSE < on_violence


def test_greening_eases_concern_close_by_as_far_as_is_accepted(effects):
    """Branas 2018 (US trial, -.86), reduced for Europe (assumed): -.9 to 0."""
    effect, row = effects[GREENING], fact_of(GREENING)
    assert effect.excludes_zero
    assert row.holds(effect.low)
    assert row.holds(effect.high)


@pytest.mark.xfail(
    strict=True,
    reason="ln -0.27 (-0.28 to -0.25) in the small town against -0.35, itself assumed: beta_I keeps its prior",
)
def test_greening_reaches_its_published_effect(effects):
    """Branas 2018 (US trial, -.86), reduced for Europe (assumed): -.35."""
    assert reaches(effects[GREENING], GREENING), effects[GREENING]


@pytest.mark.parametrize("key", DECLARED, ids=lambda key: key[:4])
def test_without_the_declared_channel_nothing_of_the_benefit_is_left(key):
    """Rules 14 and 22.

    What is left of a patrol that deters nobody is some more crime, since people who feel safer walk there: that is no
    benefit. What is left of greening is the slow way by efficacy.
    """
    left = measured(key, days=SEASON, off=DECLARED[key])[key]
    assert abs(left.value) < CLOSE, left
    assert left.high > -TRACE, left


@pytest.mark.parametrize("key", DECLARED, ids=lambda key: key[:4])
def test_without_any_channel_there_is_no_effect_at_all(key):
    """The luck is the same in both worlds: not one crime more or fewer, not one answer another."""
    left = measured(key, days=SEASON, off=DECLARED[key] + BESIDES[key])[key]
    assert left == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)


def test_cameras_hardly_change_fear(effects):
    """Lorenc 2013: little evidence of any effect."""
    effect = effects[CAMERAS_FEAR]
    assert -NEAR_ZERO < effect.low < effect.high < NEAR_ZERO


def test_a_victim_support_unit_hardly_changes_the_fear_of_the_town():
    """VIP 2025: no overall benefit; the unit must not be ranked on population fear, even where crime is frequent."""
    today = Scenario(
        small_town(), "Today", days=SEASON, parameters=MUCH_CRIME, population=Population(residents=RESIDENTS)
    )  # fmt: skip
    runs = simulate_many([today, today.plus(VictimSupportUnit(), name="Unit")], SEEDS)
    (row,) = compare(runs, of="unsafe_after_dark").table().to_dict("records")
    assert -NEAR_ZERO < 100.0 * row["low"] < 100.0 * row["high"] < NEAR_ZERO
