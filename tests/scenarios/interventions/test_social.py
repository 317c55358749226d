"""Social and digital measures: who is reached, when they act, what they cost, what they refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.agents.residents import blank_people
from nightwalk.base.errors import QuantityError, ScenarioError
from nightwalk.model.city.columns import UseKind
from nightwalk.scenarios.interventions import (
    ArtsAndYouth,
    Beautification,
    BusinessTraining,
    DataSharing,
    FootPatrol,
    LocalSanctions,
    NeighbourhoodProgramme,
    NeighbourhoodWatch,
    ReportingPlatform,
    StudentCampaign,
    VictimSupportUnit,
    Wardens,
    YouthEarlyIntervention,
)
from nightwalk.scenarios.where import TOWN, Where, streets

MAIN = streets("Main Street")


@pytest.fixture
def residents():
    """Ten residents of every age group, every other one on a low income."""
    people = blank_people(50)
    people.age[:] = np.repeat(np.arange(5), 10)
    people.low_income[:] = np.arange(50) % 2
    return people


def applied(one, town, now, group=-1):
    for part in one.placed(town, group).parts():
        now = part.apply(now, 1.0)
    return now


def test_by_default_everybody_is_reached_alike(residents):
    assert (NeighbourhoodProgramme(where=MAIN, reach=0.3).chances(residents) == 0.3).all()
    assert not Beautification(where=MAIN).chances(residents).any()


def test_a_student_campaign_reaches_the_youngest_only(residents):
    chances = StudentCampaign(where=MAIN, reach=0.4).chances(residents)
    assert (chances == np.where(residents.age == 0, 0.4, 0.0)).all()


def test_the_platform_is_adopted_unequally_by_age_and_income(residents):
    platform = ReportingPlatform(adoption=0.2, older_ratio=0.5, low_income_ratio=0.25)
    chances = platform.chances(residents)
    assert chances.mean() == pytest.approx(0.2)
    young, old = chances[residents.age < 3], chances[residents.age >= 3]
    assert old.mean() == pytest.approx(0.5 * young.mean())
    rich, poor = chances[residents.low_income == 0], chances[residents.low_income == 1]
    assert poor.mean() == pytest.approx(0.25 * rich.mean())


def test_equal_ratios_give_equal_adoption_and_nobody_adopts_more_than_surely(residents):
    equal = ReportingPlatform(adoption=0.2, older_ratio=1.0, low_income_ratio=1.0)
    assert np.allclose(equal.chances(residents), 0.2)
    assert ReportingPlatform(adoption=1.0, older_ratio=0.2).chances(residents).max() == 1.0


def test_a_warden_counts_less_than_an_officer(town, now):
    hours = {"where": MAIN, "hours_per_week": 20.0}
    officers, wardens = (
        applied(one, town, now) for one in (FootPatrol(**hours), Wardens(**hours, worth=0.6))
    )
    beat = MAIN.placed(town).segments
    assert (wardens.guardian[beat] < officers.guardian[beat]).all()
    assert np.allclose(wardens.guardian[beat], 0.6 * officers.guardian[beat])
    cost = [one.cost(town).yearly.value for one in (FootPatrol(**hours), Wardens(**hours))]
    assert cost[1] / cost[0] == pytest.approx(25.0 / 45.0)


def test_a_watch_scales_with_those_who_take_part_and_looks_out_when_they_are_at_home(town, now):
    some, all_of_them = (NeighbourhoodWatch(where=MAIN, coverage=share) for share in (0.25, 1.0))
    half, full = (applied(one, town, now, group=len(town.areas.name)) for one in (some, all_of_them))
    assert np.allclose(half.efficacy, 0.25 * full.efficacy)
    assert np.allclose(half.manager, 0.25 * full.manager)
    looks_out = some.placed(town).also()[0]
    assert [h for h in range(24) if looks_out.strength(200, h, 0)] == [*range(8), *range(18, 24)]


def test_training_acts_where_there_are_shops_in_opening_hours(town, now):
    training = BusinessTraining(where=TOWN, trained=0.5, presence=0.6)
    placed = training.placed(town)
    shops = town.uses.kind[np.isin(town.uses.segment, placed.selection.segments)]
    assert set(shops) & {UseKind.SHOP, UseKind.LEISURE, UseKind.NIGHTLIFE}
    after = placed.apply(now, 1.0)
    raised = np.flatnonzero(after.manager != now.manager)
    assert set(raised) == set(placed.selection.segments)
    assert np.allclose(after.manager[raised], 0.3)
    assert [h for h in range(24) if placed.strength(90, h, 0)] == [*range(9, 20)]
    assert placed.strength(90, 12, 6) == 0.0, "closed on Sundays"
    assert placed.amount(town) == pytest.approx(0.5 * np.isin(town.uses.kind, (1, 2, 3)).sum() / 10.0)


def test_training_without_shops_is_refused(town):
    none = Where(
        segment=tuple(town.streets.id[~np.isin(town.streets.id, town.streets.id[town.uses.segment])][:3])
    )
    with pytest.raises(ScenarioError, match="no shop in the chosen streets"):
        BusinessTraining(where=none).placed(town)


def test_what_was_made_together_lasts_longer_than_what_was_bought():
    made, bought = (kind(where=MAIN, upkeep=0.0).wear(700) for kind in (ArtsAndYouth, Beautification))
    assert made > bought


def test_early_intervention_shows_after_its_months_and_may_harm(town, now):
    soon = YouthEarlyIntervention(delay_months=6.0, upkeep=1.0)
    assert [soon.envelope(day) for day in (0, 182, 183, 400)] == [0.0, 0.0, 1.0, 1.0]
    helped = applied(replace(soon, reached=0.2, reduction=0.05), town, now)
    harmed = applied(replace(soon, reached=0.2, reduction=-0.1), town, now)
    assert (helped.offending, harmed.offending) == pytest.approx((0.99, 1.02))


def test_sanctions_deter_in_their_streets_and_move_the_trust_of_who_lives_there(town, now):
    fined = LocalSanctions(where=streets(area="North West"), deterrence=0.1, authority_trust=-0.2)
    after = applied(fined, town, now)
    placed = fined.placed(town).selection
    assert np.flatnonzero(after.sanction).tolist() == placed.segments.tolist()
    assert np.flatnonzero(after.authority_trust).tolist() == placed.areas.tolist()


def test_two_units_have_the_places_of_both(town, now):
    one = VictimSupportUnit()
    assert one.capacity == 40.0
    both = applied(one, town, applied(one, town, now, group=4), group=5)
    assert both.support_places == 80.0
    assert one.cost(town).yearly.value == 300.0 * 40.0 * 12.0


def test_shared_and_reported_records_are_known_sooner(town, now):
    late = replace(now, delay=14.0)
    shared = applied(DataSharing(lag=0.5), town, late)
    assert shared.delay == 7.0
    assert applied(ReportingPlatform(lag=0.5), town, shared, group=4).delay == 3.5


def test_a_map_nobody_sees_raises_no_concern(town, now):
    seen, unseen = (
        applied(ReportingPlatform(concern_shift=0.1, public_map=shown), town, now, group=4).concern
        for shown in (True, False)
    )
    assert seen[4] == pytest.approx(0.1)
    assert not unseen.any()


@pytest.mark.parametrize("kind", [DataSharing, YouthEarlyIntervention])
def test_what_acts_on_the_town_takes_no_where(kind):
    with pytest.raises(ScenarioError, match="acts on the whole town; leave out its where"):
        kind(where=MAIN)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: ReportingPlatform(adoption=1.2), "expected 0 to 1 share of residents"),
        (lambda: VictimSupportUnit(lawyers=-1), "VictimSupportUnit.lawyers is -1 people; expected 0 to 200"),
        (lambda: LocalSanctions(where=MAIN, deterrence=2.0), "expected 0 to 0.3 log hazard"),
        (lambda: Wardens(where=MAIN, worth=2.0), "Wardens.worth is 2 ratio to an officer; expected 0 to 1"),
        (lambda: NeighbourhoodWatch(where=MAIN, coverage="all"), "not a number"),
        (lambda: BusinessTraining(where=MAIN, trained=-0.1), "BusinessTraining.trained"),
    ],
)
def test_a_number_outside_its_range_is_refused(make, sentence):
    with pytest.raises(QuantityError, match=sentence):
        make()


def test_wardens_refuse_an_allocation_in_their_own_name():
    with pytest.raises(ScenarioError, match=r"Wardens.allocation is 'hot spots'"):
        Wardens(where=MAIN, allocation="hot spots")
