"""The outings of a day: how many, when, where to."""

from collections import Counter

import numpy as np
import pytest

from nightwalk.agents.columns import LEISURE, TOURIST, WORK, WORKER
from nightwalk.agents.outings import LAST_SLOT, is_open
from nightwalk.base.streams import Decision, poisson, uniforms
from tests.agents.planning import places_of

SATURDAY = 5


def test_outings_are_pairs_out_and_back(planned, willing, town):
    legs = planned(willing)
    people = town.state.people
    assert len(legs.hour) > 500
    np.testing.assert_array_equal(legs.person[::2], legs.person[1::2])
    assert (legs.hour[1::2] > legs.hour[::2]).all()
    for i, out, back in zip(legs.person[::2], legs.way[::2], legs.way[1::2], strict=True):
        assert set(places_of(people, i, out)) & set(places_of(people, i, back))


def test_everybody_is_back_before_five(but, planned, willing):
    late = but(willing, stay_leisure=8.0, stay_friend=8.0, stay_spread=1.5, share_disc=0.8)
    legs = planned(late)
    assert legs.hour.max() <= LAST_SLOT
    assert legs.hour[::2].max() <= 23, "a day's outings begin on that day"
    assert (legs.hour > 23).any()


@pytest.mark.parametrize("weekday", [0, 6])
def test_people_set_out_for_open_places_and_leave_before_they_close(planned, willing, town, opened, weekday):
    legs = planned(willing, weekday=weekday)
    state, hours = town.state, opened(weekday)
    for i, out, back, route in zip(
        legs.person[::2], legs.hour[::2], legs.hour[1::2], legs.way[::2], strict=True
    ):
        served = []
        for purpose in places_of(state.people, i, route):
            place = state.people.dest[i, purpose]
            opens = is_open(hours, place, purpose, out)
            last = purpose == WORK or back == out + 1 or is_open(hours, place, purpose, back - 1)
            served.append(opens and last)
        assert any(served)


def test_nobody_leaves_before_being_home_from_last_night(planned, willing, town):
    n = len(town.state.people.kind)
    until_six = np.full(n, 6, dtype=np.int32)
    usual, late = planned(willing), planned(willing, abroad=until_six)
    assert usual.hour.min() <= 6
    assert late.hour.min() > 6


def test_the_number_of_outings_is_the_poisson_count_of_the_persons_rate(planned, willing, town):
    people, n = town.state.people, town.state.residents
    people.outings[:] = 0
    scale = 1.3
    always = np.full_like(town.town.places.opens, (1 << 24) - 1)
    planned(willing, scale=scale, opens=always)
    u = uniforms(5, Decision.OUTINGS, n)
    mean = 0.5 * scale * people.rate[:n]
    wanted = np.array([min(poisson(m, x), int(willing.outings_max)) for m, x in zip(mean, u, strict=True)])
    made = people.outings[:n]
    reach = (people.routes[:n] >= 0).all(axis=1)
    assert (made <= wanted).all()
    np.testing.assert_array_equal(made[reach & (wanted <= 1)], wanted[reach & (wanted <= 1)])
    assert wanted.mean() == pytest.approx(mean.mean(), abs=4 * np.sqrt(mean.mean() / n))


def test_a_higher_rate_never_means_fewer_outings(planned, willing, town):
    people, n = town.state.people, town.state.residents
    counts = []
    for scale in (0.0, 0.5, 1.0, 2.0):
        people.outings[:] = 0
        planned(willing, scale=scale)
        counts.append(people.outings[:n].copy())
    assert counts[0].sum() == 0
    assert counts[1].sum() < counts[2].sum() < counts[3].sum()


def test_older_people_have_no_work_to_go_to(but, planned, willing, town):
    people, n = town.state.people, town.state.residents
    people.age[:n] = 4
    all_work = but(willing, share_disc=0.4, share_shop=0.0, share_leisure=0.0)
    legs = planned(all_work)
    friend_only = [3 in places_of(people, i, r) for i, r in zip(legs.person, legs.way, strict=True)]
    assert all(friend_only)


def test_workers_come_on_weekdays_inside_the_opening_hours(visited, willing, town, opened):
    legs, state = visited(willing), town.state
    kinds = state.people.kind[legs.person]
    assert set(kinds) == {1, 2, 3}
    pairs = Counter(legs.person[kinds == WORKER].tolist())
    assert set(pairs.values()) == {2}
    hours = opened(0)
    for i in pairs:
        begin, end = np.sort(legs.hour[legs.person == i])
        assert all(is_open(hours, state.people.dest[i, 0], WORK, h) for h in range(begin, end))
    weekend = visited(willing, weekday=SATURDAY)
    assert WORKER not in set(state.people.kind[weekend.person])
    assert len(weekend.person) > 0


def test_visitors_are_there_with_their_probability(but, visited, willing, town):
    people = town.state.people
    visitor = (people.kind != 0) & (people.routes[:, 0] >= 0)
    worker = visitor & (people.kind == WORKER)
    there = np.isin(np.arange(len(people.kind)), visited(willing).person)
    n = (visitor & ~worker).sum()
    sd = np.sqrt(0.21 / n)
    assert there[visitor & ~worker].mean() == pytest.approx(willing.visitor_presence, abs=4 * sd)
    assert there[worker].mean() == pytest.approx(
        willing.visitor_presence * 7 / 5, abs=4 * np.sqrt(0.25 / worker.sum())
    )
    assert len(visited(but(willing, visitor_presence=0.0)).person) == 0


def test_visitors_leave_where_they_came_in(visited, willing, town):
    legs, state = visited(willing), town.state
    for i, count in Counter(legs.person.tolist()).items():
        mine = legs.person == i
        order = np.argsort(legs.hour[mine], kind="stable")
        slots = [places_of(state.people, i, r) for r in legs.way[mine][order]]
        if count == 2:
            assert all(0 in s for s in slots)
        else:
            assert count == 3
            assert all(k in s for k, s in enumerate(slots)), "entry, first place, second place, entry"
            assert (np.diff(legs.hour[mine][order]) > 0).all()
    assert 3 in Counter(legs.person.tolist()).values()


@pytest.mark.parametrize("slot", [1, 2])
def test_who_cannot_walk_to_the_second_place_or_back_from_it_visits_one_place(visited, willing, town, slot):
    """Both the way between the places and the way from the second to the exit are needed."""
    people = town.state.people
    usual = visited(willing)
    both = [i for i, count in Counter(usual.person.tolist()).items() if count == 3]
    assert len(both) > 10
    for i in both[::2]:
        people.routes[i, slot] = -1
    legs = visited(willing)
    for i in both[::2]:
        hours, ways = legs.hour[legs.person == i], legs.way[legs.person == i]
        assert [0 in places_of(people, i, way) for way in ways] == [True, True], "there and back by one way"
        assert hours.tolist() == usual.hour[usual.person == i][[0, 2]].tolist()
    assert all((legs.person == i).sum() == 3 for i in both[1::2])


def test_tourists_shop_and_guests_do_not(town):
    people, weight = town.state.people, town.town.places.weight
    for kind, wanted in ((TOURIST, 1), (2, LEISURE)):
        second = people.dest[(people.kind == kind) & (people.dest[:, 1] >= 0), 1]
        assert len(second) > 3
        assert (weight[second, wanted] > 0).all()
