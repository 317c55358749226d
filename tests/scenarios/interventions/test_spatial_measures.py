"""Smart lighting, night activation, play areas, events, closures, gates and new paths do what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.agents.perceive import calm_of, company_effect, crush_of, felt_penalty
from nightwalk.base.errors import QuantityError, ScenarioError
from nightwalk.model.city import grid_town
from nightwalk.model.conditions import base_conditions
from nightwalk.model.cues import cues_of, guards_of, park_of
from nightwalk.model.parameters import Parameters
from nightwalk.scenarios.interventions import (
    AlleyGating,
    EventCrowdManagement,
    NewPath,
    NightActivation,
    PlayAreas,
    SmartLighting,
    SpaceActivation,
    StreetClosure,
    StreetLighting,
)
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.toml import read_scenario
from nightwalk.scenarios.where import Where, streets

MAIN, FIRST = streets("Main Street"), streets("Street 1")
ENDS = {"from_point": (8.99999, 50.0), "to_point": (9.00698, 50.0027)}
UNMANAGED = {"stewards": 0.0, "capacity": 1.0, "leaving_hours": 1}


@pytest.fixture(scope="module")
def place():
    return grid_town(residents=200)


@pytest.fixture
def before(place):
    return base_conditions(place)


@pytest.fixture(scope="module")
def p():
    return Parameters().values()


def folded(*kinds, place, now):
    """The conditions under interventions in full, at eight on the evening of the first day."""
    for one in kinds:
        for part in one.placed(place).parts():
            now = part.apply(now, part.strength(0, 20, 0))
    return now


def dark_cue(now, place, p):
    return cues_of(now, park_of(place), p).dark[0]


# Smart lighting


def test_a_walker_under_smart_lamps_feels_a_little_less_than_under_full_ones(place, before, p):
    full = folded(StreetLighting(where=MAIN, level=20.0), place=place, now=before)
    smart = folded(SmartLighting(where=MAIN, level=20.0, outages=0.0), place=place, now=before)
    rows = MAIN.placed(place).segments
    lost = dark_cue(smart, place, p)[rows] - dark_cue(full, place, p)[rows]
    assert (lost > 0).all()
    gained = dark_cue(before, place, p)[rows] - dark_cue(full, place, p)[rows]
    never = folded(SmartLighting(where=MAIN, level=20.0, outages=0.0, dimmed_to=0.0), place=place, now=before)
    assert (dark_cue(never, place, p) > dark_cue(smart, place, p))[rows].all()
    assert (gained > 0).all()


def test_by_day_and_outside_its_hours_smart_light_is_street_light(place, before, p):
    late = SmartLighting(where=MAIN, level=20.0, outages=0.0, dim_from=23, dim_until=5)
    (dims,) = late.placed(place).also()
    assert [hour for hour in range(24) if dims.strength(3, hour, 3)] == [0, 1, 2, 3, 4, 23]
    always = SmartLighting(where=MAIN).placed(place).also()[0]
    assert all(always.strength(3, hour, 3) == 1.0 for hour in range(24))
    street = folded(StreetLighting(where=MAIN, level=20.0), place=place, now=before)
    assert folded(late, place=place, now=before).same_as(street)
    cues = [
        cues_of(now, park_of(place), p)
        for now in (before, folded(SmartLighting(where=MAIN), place=place, now=before))
    ]
    np.testing.assert_array_equal(cues[0].always, cues[1].always)


def test_crimes_with_a_victim_see_the_walkers_light_and_the_others_the_dimmed_one(place, before, p):
    smart = folded(SmartLighting(where=MAIN, level=20.0, outages=0.0), place=place, now=before)
    rows, none = MAIN.placed(place).segments, np.zeros(len(place.areas.name))
    met, alone = guards_of(smart, none, place, p).penalty
    np.testing.assert_array_equal(met[rows], felt_penalty(smart.lux, smart.dimmed, smart.uniformity, p)[rows])
    np.testing.assert_allclose(alone[rows], 3.0 / (3.0 + 20.0 * 0.25 * (1 - 0.5 * smart.uniformity[rows])))
    assert (alone >= met).all()
    bright = folded(StreetLighting(where=MAIN, level=20.0), place=place, now=before)
    met, alone = guards_of(bright, none, place, p).penalty
    np.testing.assert_array_equal(met, alone)


def test_without_the_channel_of_light_nothing_is_left_of_smart_lighting(place, before, p):
    blind = p.copy()
    blind.beta_DL = blind.alpha_L = 0.0
    smart = folded(SmartLighting(where=MAIN, level=20.0), place=place, now=before)
    np.testing.assert_array_equal(dark_cue(smart, place, blind), dark_cue(before, place, blind))


def test_lamps_that_are_out_darken_the_chosen_streets_evenly(place, before):
    whole, broken = (
        folded(SmartLighting(where=MAIN, level=20.0, outages=share), place=place, now=before)
        for share in (0.0, 0.3)
    )
    rows = MAIN.placed(place).segments
    np.testing.assert_allclose(broken.lux[rows], 0.7 * whole.lux[rows])
    spared = np.setdiff1d(np.arange(place.segments), rows)
    np.testing.assert_array_equal(broken.lux[spared], before.lux[spared])


def test_street_and_smart_lighting_in_one_street_commute(place, before):
    pair = StreetLighting(where=MAIN, level=20.0), SmartLighting(where=MAIN, level=10.0, outages=0.0)
    one, other = (folded(*order, place=place, now=before) for order in (pair, pair[::-1]))
    assert one.same_as(other)
    assert one.dimmed[MAIN.placed(place).segments].tolist() == [0.25] * len(MAIN.placed(place).segments)


def test_smart_lamps_cost_controls_and_save_energy(place):
    where = Where(everywhere=True)
    smart, plain = (kind(where=where, level=50.0).cost(place) for kind in (SmartLighting, StreetLighting))
    points = place.streets.length.sum() / 30.0
    assert smart.capital.value == pytest.approx(plain.capital.value + 150.0 * points)
    assert smart.yearly.value == pytest.approx(plain.yearly.value * (1 - 0.67 * 0.4))


# Programmes


def test_a_night_activation_is_a_space_activation_by_night_with_its_own_lamps(place, before):
    night = NightActivation(where=FIRST, level=20.0, stewarded=False).placed(place)
    assert [hour for hour in range(24) if night.strength(1, hour, 1)] == [0, 18, 19, 20, 21, 22, 23]
    assert night.crowd()[1:] == (15.0, 18, 25, 0)
    rows, after = night.selection.segments, folded(night, place=place, now=before)
    assert (after.lux[rows] == 20.0).all()
    assert (after.social[rows] > before.social[rows]).all()
    calm = folded(replace(night, stewarded=True), place=place, now=before)
    np.testing.assert_array_equal(calm.social, before.social)
    day = SpaceActivation(where=FIRST, first_hour=18, last_hour=1, level=20.0, stewarded=False)
    assert folded(day, place=place, now=before).same_as(after)


def test_how_many_a_night_draws_is_not_known():
    drawn = np.array([NightActivation(where=MAIN).drawn(seed).people_per_hour for seed in range(1, 100)])
    assert 5.0 <= drawn.min() < 8.0 < 27.0 < drawn.max() <= 30.0


def test_families_come_in_the_afternoon_and_the_place_is_tidier_day_and_night(place, before):
    play = PlayAreas(where=FIRST).placed(place)
    rows, (tidy,) = play.selection.segments, play.also()
    assert [hour for hour in range(24) if play.strength(0, hour, 0)] == [15, 16, 17, 18, 19]
    assert tidy.strength(0, 3, 0) == 1.0
    assert play.crowd()[1:] == (8.0, 15, 20, 0)
    after = play.apply(tidy.apply(before, 1.0), 1.0)
    np.testing.assert_allclose(after.incivility[rows], np.maximum(before.incivility[rows] - 0.05, 0.0))
    assert (after.manager[rows] == 0.2).all()
    assert play.cost(place).capital.value == 300.0 * 250.0


def test_its_own_lamps_are_hired_by_the_tower_and_season(place):
    length = place.streets.length[FIRST.placed(place).segments].sum()
    dark, lit = (NightActivation(where=FIRST, level=level).cost(place) for level in (0.0, 15.0))
    assert dark.capital == lit.capital == (0.0, 0.0, 0.0)
    assert lit.yearly.value - dark.yearly.value == 10000.0 * np.ceil(length / 60.0)


# Events


def test_an_event_is_on_its_evenings_until_the_last_have_left():
    event = EventCrowdManagement(where=MAIN, from_day=5, days=(0, 3), leaving_hours=3)
    on = [(day, hour) for day in range(12) for hour in range(24) if event.strength(day, hour, day % 7)]
    evening = [(0, hour) for hour in range(19, 24)] + [(1, 0), (1, 1)]
    assert on == [(5 + shift + day, hour) for shift in (0, 3) for day, hour in evening]
    weekly = EventCrowdManagement(where=MAIN, from_day=2, every=7)
    assert [day for day in range(30) if weekly.strength(day, 20, day % 7)] == [2, 9, 16, 23]
    assert not weekly.turning_days


def test_the_visitors_of_an_event_come_at_once_and_leave_over_the_hours_given(place):
    event = EventCrowdManagement(where=FIRST, visitors=600.0, leaving_hours=3).placed(place)
    count = len(event.selection.segments)
    assert event.crowd()[1:] == (600.0 / count, 19, 23, 3)
    assert EventCrowdManagement(where=FIRST, visitors=0).placed(place).crowd() is None


def felt_by(now, place, n, p, woman):
    """Z after dark at the height of night life in the main street with n people in each segment."""
    cues, s = cues_of(now, park_of(place), p), MAIN.placed(place).segments[0]
    company = company_effect(calm_of(n, cues.room[0, s], p), crush_of(n, cues.room[0, s], p), woman, p)
    return cues.always[0, s] + cues.dark[0, s] + cues.social[0, s] + company


@pytest.mark.parametrize("woman", [False, True])
def test_a_full_event_without_stewards_feels_less_safe_than_an_empty_street_and_with_them_less_so(
    place, before, p, woman
):
    """Rule 24."""
    bare = folded(EventCrowdManagement(where=MAIN, **UNMANAGED), place=place, now=before)
    well = folded(
        EventCrowdManagement(where=MAIN, stewards=2.0, capacity=3.0, level=20.0), place=place, now=before
    )
    empty, full = felt_by(before, place, 0.0, p, woman), felt_by(bare, place, 2500.0, p, woman)
    managed = felt_by(well, place, 2500.0, p, woman)
    assert full > empty > managed
    for one in ({"stewards": 2.0}, {"capacity": 3.0}, {"level": 20.0}):
        partly = folded(EventCrowdManagement(where=MAIN, **{**UNMANAGED, **one}), place=place, now=before)
        assert felt_by(partly, place, 2500.0, p, woman) < full


def test_a_crowd_is_loud_unless_stewards_are_seen_everywhere(place, before):
    rows = MAIN.placed(place).segments
    loud, half, calm = (
        folded(EventCrowdManagement(where=MAIN, stewards=density), place=place, now=before)
        for density in (0.0, 1.0, 2.0)
    )
    assert (loud.social[rows] > half.social[rows]).all()
    assert (half.social[rows] > before.social[rows]).all()
    np.testing.assert_array_equal(calm.social, before.social)
    assert (half.guardian[rows] == 0.5).all()
    assert (calm.guardian[rows] == 1.0).all()


def test_stewards_are_paid_by_the_hour_cameras_are_bought_and_lamps_hired(place):
    length = place.streets.length[FIRST.placed(place).segments].sum()
    event = EventCrowdManagement(where=FIRST, days=(0, 1), stewards=2.0, leaving_hours=1)
    assert event.cost(place).yearly.value == pytest.approx(25.0 * 2.0 * length / 100.0 * 5 * 2)
    assert event.cost(place).capital.value == 0.0
    equipped = replace(event, cameras=1.0, level=20.0, spacing=30.0).cost(place)
    assert equipped.capital.value == 8000.0 * np.ceil(length / 120.0)
    hire = equipped.yearly.value - event.cost(place).yearly.value
    assert hire == pytest.approx(10000.0 * np.ceil(length / 30.0))


@pytest.mark.parametrize(
    ("days", "every", "evenings"),
    [((0, 1), 0, 2.0), ((), 7, 365.25 / 7), ((0,), 7, 365.25 / 7), ((0, 3, 3, 14), 7, 365.25 / 7 + 1.0)],
)
def test_every_evening_of_a_year_is_counted_once(days, every, evenings):
    assert EventCrowdManagement(where=FIRST, days=days, every=every).evenings == pytest.approx(evenings)


# Closures and gates


def test_gates_take_property_crime_only_off_and_never_more_than_guardians_may(place, before, p):
    gated = folded(AlleyGating(where=MAIN), place=place, now=before)
    rows, none = MAIN.placed(place).segments, np.zeros(len(place.areas.name))
    plain, hard = (guards_of(now, none, place, p).guarded for now in (before, gated))
    np.testing.assert_array_equal(plain[:2], hard[:2])
    np.testing.assert_allclose(hard[2, rows], plain[2, rows] - 0.3)
    thrice = folded(*[AlleyGating(where=MAIN, hardening=1.0)] * 3, place=place, now=before)
    np.testing.assert_allclose(guards_of(thrice, none, place, p).guarded[2, rows], np.log(p.commit_floor))
    closed = folded(StreetClosure(where=MAIN), place=place, now=before)
    np.testing.assert_array_equal(guards_of(closed, none, place, p).guarded, plain)
    assert closed.closed[rows].tolist() == [1.0] * len(rows)


def test_a_barrier_stands_wherever_a_closed_street_meets_an_open_one(place):
    one = Where(segment=(int(place.streets.id[0]),))
    assert StreetClosure(where=one).placed(place).amount(place) == 2.0
    assert StreetClosure(where=Where(everywhere=True)).placed(place).amount(place) == 0.0


# New paths


def test_a_path_opens_on_its_day_with_light_and_hems_in_where_it_is_narrow(place):
    path = NewPath(**ENDS, level=10.0, width=2.0, from_day=3)
    ground = place.with_paths(path.paths())
    placed, now = path.placed(ground), base_conditions(ground)
    rows = placed.selection.segments
    assert rows.tolist() == list(range(ground.built, ground.segments))
    assert placed.apply(now, placed.strength(2, 20, 0)).closed[rows].all()
    after = placed.apply(now, placed.strength(3, 20, 0))
    assert not after.closed.any()
    assert (after.lux[rows] == 10.0).all()
    assert (after.entrapment[rows] == 0.4).all()
    wide = replace(path, width=4.0).placed(ground).apply(now, 1.0)
    np.testing.assert_array_equal(wide.entrapment, now.entrapment)
    length = ground.streets.length[rows].sum()
    cost, points = placed.cost(ground), length / 30.0
    assert cost.capital.value == pytest.approx(length * 2.0 * 250.0 + points * 2500.0)
    assert cost.yearly.value == pytest.approx(length * 2.0 * 1.5 + points * 60.0)
    unlit = replace(placed, level=0.0).cost(ground)
    assert unlit.yearly.value == pytest.approx(length * 2.0 * 1.5)


def test_what_is_planned_is_nobodys_to_choose(place):
    ground = place.with_paths(NewPath(**ENDS).paths())
    np.testing.assert_array_equal(Where(everywhere=True).placed(ground).segments, np.arange(place.segments))
    with pytest.raises(ScenarioError, match="No street of Grid town is left"):
        Where(segment=(int(ground.streets.id[-1]),)).placed(ground)


# Files and mistakes

TEXT = """
[scenario]
name = "Evenings"
city = "grid-town"
days = 30

[[intervention]]
kind = "smart-lighting"
where = { street = "Main Street" }
dimmed_to = "30 %"
dim_from = 22

[[intervention]]
kind = "night-activation"
where = { street = "Street 1" }
level = "15 lx"
stewarded = false

[[intervention]]
kind = "play-areas"
where = { street = "Street 2" }
area = 500

[[intervention]]
kind = "event-crowd-management"
where = { street = "Main Street" }
days = [0, 3]
every = 7
visitors = 3000

[[intervention]]
kind = "street-closure"
where = { street = "Underpass" }

[[intervention]]
kind = "alley-gating"
where = { street = "Avenue A" }

[[intervention]]
kind = "new-path"
from_point = [9.0, 50.0]
to_point = [9.00698, 50.0027]
width = "2 m"
"""


def test_scenario_files_go_both_ways(tmp_path):
    read = read_scenario(TEXT, tmp_path)
    assert [one.kind for one in read.interventions] == [
        "smart-lighting", "night-activation", "play-areas", "event-crowd-management", "street-closure", "alley-gating",
        "new-path",
    ]  # fmt: skip
    assert read.interventions[3].days == (0, 3)
    assert read.interventions[0].dimmed_to == 0.3
    again = read_scenario(read.to_toml(), tmp_path)
    assert again.interventions == read.interventions
    assert isinstance(again, Scenario)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: EventCrowdManagement(where=MAIN, days=()), "takes place on days .*give every = 7"),
        (lambda: EventCrowdManagement(where=MAIN, days=(-1,)), "count them from from_day on"),
        (
            lambda: EventCrowdManagement(where=MAIN, last_hour=2, leaving_hours=4),
            "must end by 5 in the morning",
        ),
        (lambda: NightActivation(where=MAIN, last_hour=6), "must end by 5 in the morning"),
        (NewPath, r"from_point of a new path is \[\]; give longitude and latitude, such as"),
        (lambda: NewPath(from_point=(9.0,), to_point=(9.0, 50.0)), "from_point of a new path"),
        (lambda: NewPath(**ENDS, where=MAIN), "lies between its two ends; leave out its where"),
    ],
)
def test_what_makes_no_sense_is_refused(make, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        make()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: SmartLighting(where=MAIN, outages=0.5), "SmartLighting.outages is 0.5 share of lamp points"),
        (
            lambda: EventCrowdManagement(where=MAIN, leaving_hours=0),
            "leaving_hours is 0 h; expected 1 to 6 h",
        ),
        (lambda: AlleyGating(where=MAIN, hardening=-0.1), "AlleyGating.hardening is -0.1 log hazard"),
        (lambda: PlayAreas(where=MAIN, reduction=0.9), "PlayAreas.reduction is 0.9 index 0-1"),
        (lambda: NewPath(**ENDS, width=0.2), "NewPath.width is 0.2 m; expected 1 to 20 m"),
    ],
)
def test_a_number_outside_its_range_is_refused(make, sentence):
    with pytest.raises(QuantityError, match=sentence):
        make()
