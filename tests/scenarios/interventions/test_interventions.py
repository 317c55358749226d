"""Each intervention changes what it says it changes, where it says, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightwalk.base.errors import QuantityError, ScenarioError
from nightwalk.base.quantity import Fixed, Normal, Uniform, quantities, quantity
from nightwalk.model.city import grid_town
from nightwalk.model.conditions import base_conditions
from nightwalk.model.parameters import Parameters
from nightwalk.scenarios import interventions
from nightwalk.scenarios.about import is_price
from nightwalk.scenarios.catalogue import catalogue
from nightwalk.scenarios.intervention import KINDS, Intervention
from nightwalk.scenarios.interventions import (
    CCTV,
    AwarenessCampaign,
    Beautification,
    FootPatrol,
    MediaNarrative,
    NeighbourhoodProgramme,
    SpaceActivation,
    StreetLighting,
)
from nightwalk.scenarios.where import Where, streets
from tests.scenarios.kinds import ACTING, MAIN, PATH, PLACEBOS


@pytest.fixture(scope="module")
def place():
    return grid_town(residents=200).with_paths(PATH.paths())


@pytest.fixture
def before(place):
    return base_conditions(place, groups=1, delay=7.0)


def changed(before, after):
    return {
        f.name for f in fields(before) if not np.array_equal(getattr(before, f.name), getattr(after, f.name))
    }


def folded(one, place, now, share=1.0):
    placed = one.placed(place, len(place.areas.name) if one.reach is not None else -1)
    for part in placed.parts():
        now = part.apply(now, share)
    return now


@pytest.mark.parametrize("one", ACTING, ids=lambda one: one.kind)
def test_it_changes_what_it_declares(one, place, before):
    assert changed(before, folded(one, place, before)) <= set(one.about.acts_on)
    assert changed(before, folded(one, place, before))


@pytest.mark.parametrize("one", ACTING, ids=lambda one: one.kind)
def test_half_the_strength_lies_between(one, place, before):
    half, full = folded(one, place, before, 0.5), folded(one, place, before)
    for name in changed(before, full) - {"guardian"}:
        old, mid, new = (np.asarray(getattr(c, name)) for c in (before, half, full))
        assert np.allclose(mid, (old + new) / 2)


@pytest.mark.parametrize("one", PLACEBOS, ids=lambda one: one.kind)
def test_what_does_nothing_changes_no_byte(one, place, before):
    now = before
    for part in one.placed(place).parts():
        now = part.apply(now, part.strength(0, 19, 4))
    assert now.same_as(before)


@pytest.mark.parametrize("one", ACTING, ids=lambda one: one.kind)
def test_without_strength_the_same_object_comes_back(one, place, before):
    assert folded(one, place, before, 0.0) is before


@pytest.mark.parametrize("one", ACTING, ids=lambda one: one.kind)
def test_fidelity_of_governance_scales_it(one, place, before):
    assert folded(one, place, replace(before, fidelity=0.0)).same_as(replace(before, fidelity=0.0))


@pytest.mark.parametrize("one", ACTING, ids=lambda one: one.kind)
def test_streets_that_were_not_chosen_stay(one, place, before):
    placed = one.placed(place)
    spared = np.setdiff1d(np.arange(place.segments), placed.selection.segments)
    spared = np.setdiff1d(spared, getattr(placed, "ring", []))
    after = folded(one, place, before)
    for name in ("lux", "incivility", "guardian", "cameras", "manager", "sanction", "social"):
        assert np.array_equal(getattr(before, name)[spared], getattr(after, name)[spared])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(2, 50), st.floats(2, 50), st.floats(0, 1))
def test_more_level_never_lowers_the_lux(place, before, one, other, share):
    low, high = sorted((one, other))
    dim, bright = (folded(StreetLighting(where=MAIN, level=x), place, before, share) for x in (low, high))
    assert (bright.lux >= dim.lux).all()
    assert (dim.lux >= before.lux).all()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 2000), st.sampled_from(["fixed", "recorded"]))
def test_a_patrol_is_a_share_of_the_hour(place, before, hours, allocation):
    known = np.linspace(0.0, 3.0, place.segments)
    after = folded(
        FootPatrol(where=MAIN, hours_per_week=hours, allocation=allocation),
        place,
        replace(before, recorded=known),
    )
    assert (after.guardian >= 0).all()
    assert (after.guardian <= 1).all()


def test_recorded_allocation_follows_the_records_and_is_fixed_without_any(place, before):
    fixed, recorded = (FootPatrol(where=MAIN, allocation=kind) for kind in ("fixed", "recorded"))
    assert folded(recorded, place, before).same_as(folded(fixed, place, before))
    rows = fixed.placed(place).selection.segments
    known = np.zeros(place.segments)
    known[rows[0]] = 4.0
    after = folded(recorded, place, replace(before, recorded=known))
    assert after.guardian[rows[0]] == after.guardian.max()
    assert after.guardian[rows[1]] == 0.0


def test_a_patrol_that_has_just_passed_still_counts(place, before):
    """Koper 1995: a visit deters for longer than it lasts; an officer who never leaves adds nothing by it."""
    seen, present = (
        folded(FootPatrol(where=MAIN, hours_per_week=20, lasting=minutes), place, before).guardian
        for minutes in (0.0, 15.0)
    )
    rows = MAIN.placed(place).segments
    visit = (place.streets.length[rows] + 100.0) / (4000.0 / 60.0)  # min, 50 m of sight at either end
    assert np.allclose(present[rows], 1.0 - (1.0 - seen[rows]) * np.exp(-seen[rows] * 15.0 / visit))
    assert (present[rows] > seen[rows]).all()
    always = FootPatrol(where=MAIN, hours_per_week=5000, lasting=15.0)
    assert folded(always, place, before).guardian[rows].max() == 1.0


def test_a_patrol_is_felt_around_its_beat_and_wears_off(place, before):
    patrol = FootPatrol(where=streets("Street 1"), hours_per_week=40).placed(place)
    after = patrol.apply(before, 1.0)
    near, beat = patrol.ring, patrol.selection.segments
    assert len(near)
    assert not set(near) & set(beat)
    assert np.allclose(after.guardian[near], patrol.ring_share * after.guardian[beat].mean())
    assert patrol.envelope(56) == pytest.approx(0.5 * patrol.envelope(0))


def test_evenings_are_louder_unless_stewarded(place, before):
    calm, loud = (SpaceActivation(where=MAIN, stewarded=kept) for kept in (True, False))
    assert not {"social", "nightlife"} & changed(before, folded(calm, place, before))
    assert (folded(loud, place, before).social >= before.social).all()
    noisy = loud.placed(place).also()[0]
    assert [h for h in range(24) if noisy.strength(0, h, 0)] == [18, 19, 20, 21]


def test_efficacy_of_an_activation_holds_round_the_clock(place):
    together = SpaceActivation(where=MAIN).placed(place).also()[-1]
    assert together.strength(0, 3, 0) == 1.0
    assert SpaceActivation(where=MAIN).strength(0, 3, 0) == 0.0


def test_an_activation_draws_people_for_its_hours(place):
    drawn = SpaceActivation(where=MAIN, first_hour=20, last_hour=1).placed(place).crowd()
    assert drawn[1:] == (15.0, 20, 25, 0)
    assert set(place.streets.name[drawn.segments]) == {"Main Street"}
    assert SpaceActivation(where=MAIN, people_per_hour=0).placed(place).crowd() is None


def test_a_programme_reaches_a_group_of_its_own(place, before):
    row = len(place.areas.name)
    after = NeighbourhoodProgramme(where=MAIN).placed(place, row).apply(before, 1.0)
    assert np.flatnonzero(after.trust).tolist() == [row]
    assert (after.efficacy[np.unique(place.streets.area[MAIN.placed(place).segments])] > 0).all()


def test_cameras_see_the_chosen_streets_in_full_and_those_nearby_in_part(place, before):
    cameras = CCTV(where=streets("Street 1"), monitored=False, radius=80.0).placed(place)
    seen, middle = cameras.apply(before, 1.0).cameras, place.midpoints
    chosen = cameras.selection.segments
    distance = np.linalg.norm(middle[:, None] - middle[chosen], axis=2).min(axis=1)
    assert np.allclose(seen, np.maximum(0.0, 1.0 - distance / 80.0))
    assert (seen[chosen] == 1.0).all()
    assert 0.0 < seen[cameras.ring].min() < seen[cameras.ring].max() < 1.0


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(10, 200), st.floats(10, 200), st.booleans(), st.booleans())
def test_a_wider_view_never_covers_less(place, before, one, other, monitored, combined):
    low, high = (
        folded(CCTV(where=MAIN, radius=x, monitored=monitored, combined=combined), place, before).cameras
        for x in sorted((one, other))
    )
    assert (high >= low - 1e-12).all()


def test_watching_and_a_package_are_worth_more_and_two_views_of_a_street_are_one(place, before):
    chosen = MAIN.placed(place).segments
    for monitored, combined, gain in ((0, 0, 1.0), (1, 0, 1.3), (0, 1, 1.3), (1, 1, 1.69)):
        cameras = CCTV(where=MAIN, monitored=bool(monitored), combined=bool(combined))
        after = folded(cameras, place, before)
        assert np.allclose(after.cameras[chosen], gain)
        assert folded(cameras, place, after).same_as(after)
        less = CCTV(where=MAIN, monitored=False)
        assert folded(less, place, after).same_as(after)


def test_cameras_are_counted_along_the_street_and_watching_is_most_of_the_bill(place):
    watched, recorded = (CCTV(where=MAIN, monitored=kept) for kept in (True, False))
    cameras = np.ceil(place.streets.length[MAIN.placed(place).segments].sum() / 120.0)
    assert watched.cost(place).capital.value == 8000.0 * cameras
    assert watched.cost(place).yearly.value == 6500.0 * cameras
    assert recorded.cost(place).yearly.value == pytest.approx(0.4 * 6500.0 * cameras)


def test_a_campaign_shifts_those_it_reaches_and_nobody_else(place, before):
    row = len(place.areas.name)
    after = AwarenessCampaign(where=MAIN, concern_shift=-0.1).placed(place, row).apply(before, 1.0)
    shifts = {name: getattr(after, name) - getattr(before, name) for name in changed(before, after)}
    assert all(np.flatnonzero(shift).tolist() == [row] for shift in shifts.values())
    moved = {"carrying": -0.05, "reporting": 0.15, "trust": 0.05, "concern": -0.1}
    assert {name: shift[row] for name, shift in shifts.items()} == pytest.approx(moved)


def test_a_campaign_brings_a_tenth_more_reports():
    p = Parameters().values()
    assault = 1.0 - p.share_robbery - p.share_pickpocket
    shares = np.array([p.share_robbery, p.share_pickpocket, assault])
    usual = shares @ [p.pi_robbery, p.pi_pickpocket, p.pi_assault]
    logit = np.log(usual / (1.0 - usual)) + AwarenessCampaign(where=MAIN).reporting
    assert 1.0 / (1.0 + np.exp(-logit)) == pytest.approx(1.1 * usual, rel=0.01)


def test_a_campaign_may_calm_or_alarm_and_does_neither_unless_told(place, before):
    campaign = AwarenessCampaign(where=MAIN)
    assert "concern" not in changed(before, folded(campaign, place, before))
    assert quantities(campaign)["concern_shift"].prior == Normal(0.0, 0.15)
    drawn = np.array([campaign.drawn(seed).concern_shift for seed in range(1, 200)])
    assert 0.4 < (drawn > 0).mean() < 0.6
    assert drawn.std() == pytest.approx(0.15, rel=0.15)


def test_everybody_reached_comes_to_one_session_a_year(place):
    everywhere = Where(everywhere=True)
    campaign = AwarenessCampaign(where=everywhere, reach=0.5, group_size=20.0)
    assert campaign.placed(place).amount(place) == pytest.approx(0.5 * place.homes.residents.sum() / 20.0)
    north_west = AwarenessCampaign(where=streets(area="North West"), reach=0.5, group_size=20.0)
    assert 0 < north_west.cost(place).yearly.value < campaign.cost(place).yearly.value


def test_media_act_on_the_whole_town(before):
    with pytest.raises(ScenarioError, match="whole town"):
        MediaNarrative(where=MAIN)
    assert MediaNarrative().reduction == 0.1


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: StreetLighting(where=MAIN, level=500.0),
            "StreetLighting.level is 500 lx; expected 2 to 50 lx",
        ),
        (
            lambda: MediaNarrative(reduction=0.5),
            "MediaNarrative.reduction is 0.5 share; expected 0 to 0.25 share",
        ),
        (lambda: StreetLighting(where=MAIN, level="10"), "not a number"),
        (lambda: CCTV(where=MAIN, radius=500.0), "CCTV.radius is 500 m; expected 10 to 200 m"),
        (lambda: CCTV(where=MAIN, active_gain=0.5), "CCTV.active_gain is 0.5 ratio; expected 1 to 2 ratio"),
        (
            lambda: AwarenessCampaign(where=MAIN, concern_shift=2.0),
            "AwarenessCampaign.concern_shift is 2 logit; expected -0.6 to 0.6 logit",
        ),
        (
            lambda: AwarenessCampaign(where=MAIN, reach=1.5),
            "AwarenessCampaign.reach is 1.5 share of residents; expected 0 to 1 share of residents",
        ),
    ],
)
def test_a_number_outside_its_range_is_refused(make, sentence):
    with pytest.raises(QuantityError, match=sentence):
        make()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: StreetLighting(where="Main Street"), "use streets"),
        (lambda: StreetLighting(where=MAIN, from_day=-1), "the first day is 0"),
        (lambda: StreetLighting(where=MAIN, from_day=5, until_day=5), "not after its first"),
        (lambda: FootPatrol(where=MAIN, allocation="hot spots"), "'fixed' or 'recorded'"),
        (lambda: FootPatrol(where=MAIN, weekdays=(9,)), "weekdays"),
        (lambda: StreetLighting(where=MAIN).selection, "has no place yet"),
    ],
)
def test_what_makes_no_sense_is_refused(make, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        make()


def test_the_envelope_is_ramp_times_fidelity_times_upkeep():
    lamps = StreetLighting(where=MAIN, from_day=10, until_day=30, ramp_days=4, fidelity=0.5)
    shown = [lamps.strength(day, 3, 0) for day in (9, 10, 11, 13, 29, 30)]
    assert shown == [0.0, 0.125, 0.25, 0.5, 0.5, 0.0]
    left = Beautification(where=MAIN, upkeep=0.0, decay_years=1.5).envelope(548)
    assert left == pytest.approx(np.exp(-548 / (1.5 * 365.25)))


def test_lamps_cost_less_where_there_are_lamps(place):
    dark, lit = (StreetLighting(where=Where(lit=word), level=50.0) for word in ("no", "yes"))
    each = [one.cost(place).capital.value / one.placed(place).amount(place) for one in (dark, lit)]
    assert each == pytest.approx([2500.0, 400.0])
    quoted = StreetLighting(where=Where(lit="no"), level=50.0, capital_cost=3000.0).cost(place).capital
    assert quoted.low == quoted.value == quoted.high


@pytest.mark.parametrize("one", ACTING, ids=lambda one: one.kind)
def test_costs_have_a_range_around_them(one, place):
    for money in one.cost(place):
        assert 0 <= money.low <= money.value <= money.high
    assert sum(money.value for money in one.cost(place)) > 0


@pytest.mark.parametrize("one", ACTING, ids=lambda one: one.kind)
def test_effect_sizes_left_at_their_default_are_drawn_alike_in_every_scenario(one):
    drawn, again, other = one.drawn(7), replace(one, name="elsewhere").drawn(7), one.drawn(8)
    varied = [
        n for n, q in quantities(one).items() if not is_price(q.unit) and not isinstance(q.prior, Fixed)
    ]
    assert replace(again, name=one.name) == drawn
    assert all(getattr(drawn, name) != getattr(other, name) for name in varied)
    kept = replace(one, **{name: getattr(other, name) for name in varied})
    assert kept.drawn(7) == kept


def test_prices_are_never_drawn_those_of_a_kind_of_ones_own_neither():
    @dataclass(frozen=True, kw_only=True)
    class Kiosk(Intervention, filed=False):
        """A kind with a price and an effect size of its own."""

        rent: float = quantity(
            9.0, unit="EUR per day", low=0.0, high=99.0, prior=Uniform(5.0, 20.0), source="x"
        )
        presence: float = quantity(0.5, unit="share", low=0.0, high=1.0, prior=Uniform(0.2, 0.8), source="x")

    drawn = Kiosk(where=MAIN).drawn(3)
    assert (drawn.rent, drawn.presence != 0.5) == (9.0, True)


@pytest.mark.parametrize("kind", KINDS)
def test_the_catalogue_says_every_price_with_its_range_and_source(kind):
    (entry,) = catalogue(kind)
    said = {number.name: number for number in entry.parameters}
    prices = {name: q for name, q in quantities(KINDS[kind]).items() if is_price(q.unit) and q.default > 0}
    assert prices
    assert all((said[name].default, said[name].source) == (q.default, q.source) for name, q in prices.items())


@pytest.mark.parametrize("one", ACTING, ids=lambda one: one.kind)
def test_what_is_bought_lasts_for_years_and_where_nothing_is_bought_nothing_lasts(one, place):
    assert (one.cost(place).capital.value > 0) == (one.about.life_years > 0)


def test_every_kind_is_filed_under_its_name():
    assert {"street-lighting", "space-activation", "beautification"} <= set(KINDS)
    assert KINDS["media-narrative"] is MediaNarrative
    assert (KINDS["cctv"], KINDS["awareness-campaign"]) == (CCTV, AwarenessCampaign)


def test_every_kind_that_ships_is_tried_here():
    """A council alone has nothing to deliver; it is tried with governance."""
    shipped = {kind for kind, one in KINDS.items() if one.__module__.startswith(interventions.__name__)}
    assert {one.kind for one in PLACEBOS} == shipped
    assert {one.kind for one in ACTING} == shipped - {"local-council"}
