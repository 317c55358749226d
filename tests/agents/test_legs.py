"""Legs and the segments they pass, laid side by side."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.agents.legs import NEW
from nightwalk.agents.ways import WAYS
from tests.agents.planning import Track, four_routes, laid, plan_of

STREET_OF_WAY = ([0, 1], [0, 1], [0, 2], [3], [3], [3])  # of `four_routes`
NEAR, DETOUR = (1, 1, 1, 1, 1, 1), (0.0, 0.0, 60.0, 0.0, 0.0, 0.0)
LENGTH = (200.0, 200.0, 260.0, 100.0, 100.0, 100.0)


def passed(legs, trail, leg):
    """Streets of a leg, in order."""
    return trail[legs.begin[leg] : legs.end[leg]].tolist()


def test_a_leg_passes_the_streets_of_its_way_in_order(routes):
    ways = np.arange(2 * WAYS)
    legs, trail = laid(routes, 20, ways + 10, ways)
    for leg, streets in enumerate(STREET_OF_WAY):
        assert passed(legs, trail, leg) == streets
    assert (legs.hour == 20).all()
    np.testing.assert_array_equal(legs.person, ways + 10)
    np.testing.assert_array_equal(legs.way, ways)
    assert legs.near.tolist() == list(NEAR)
    assert legs.detour.tolist() == list(DETOUR)
    assert legs.length.tolist() == list(LENGTH)


def test_time_in_the_open_is_one_street_and_no_walk(routes):
    legs, trail = laid(routes, [18, 19], [4, 4], [-1 - 2, -1 - 2])
    assert [passed(legs, trail, leg) for leg in (0, 1)] == [[2], [2]]
    assert legs.near.tolist() == [0, 0]
    assert legs.detour.tolist() == legs.length.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("case", "hours", "persons", "ways", "streets"),
    [
        ("its own walk passes it", [20, 20], [5, 5], [0, -1 - 1], []),
        ("its own walk passes another street", [20, 20], [5, 5], [2, -1 - 1], [1]),
        ("somebody else walks there", [20, 20], [4, 5], [0, -1 - 1], [1]),
        ("the walk was an hour before", [19, 20], [5, 5], [0, -1 - 1], [1]),
    ],
)
def test_a_stay_in_a_street_its_own_walk_passes_counts_once(routes, case, hours, persons, ways, streets):
    legs, trail = laid(routes, hours, persons, ways)
    assert passed(legs, trail, 0) == STREET_OF_WAY[ways[0]], case
    assert passed(legs, trail, 1) == streets, case


def test_a_whole_visit_in_the_open(routes):
    """There, three hours in street 1, back: the first of the hours is spent where the walk ended."""
    legs, trail = laid(routes, [18, 18, 19, 20, 21], 7, [0, -2, -2, -2, 0])
    assert [passed(legs, trail, leg) for leg in range(5)] == [[0, 1], [], [1], [1], [0, 1]]


def test_a_leg_tried_before_is_not_laid_again():
    track = Track(four_routes())
    tried = track.lay(plan_of([9, 18, 20], [0, 0, 1], [0, 2, 3]))
    end, before = track.end, track.trail.copy()
    plan = plan_of([8, 16, 20, 21], [0, 0, 1, 1], [0, 1, 3, 0])
    plan.tried[:] = [0, NEW, 2, NEW]
    legs = track.lay(plan, tried)
    np.testing.assert_array_equal(track.trail[:end], before, err_msg="what was laid stays")
    assert track.end == end + 4, "two new legs of two streets"
    assert [passed(legs, track.trail, leg) for leg in range(4)] == [STREET_OF_WAY[way] for way in plan.way]
    assert [legs.begin[0], legs.begin[2]] == [tried.begin[0], tried.begin[2]]
    assert legs.hour.tolist() == [8, 16, 20, 21], "a shifted leg has its own hour"
    assert legs.near.tolist() == [NEAR[way] for way in plan.way]
    assert legs.detour.tolist() == [DETOUR[way] for way in plan.way]
    assert legs.length.tolist() == [LENGTH[way] for way in plan.way]


@st.composite
def plans(draw):
    """Legs of persons whose rows stand together, by way or in the open."""
    count = draw(st.integers(0, 30))
    hours = draw(st.lists(st.integers(0, 29), min_size=count, max_size=count))
    persons = sorted(draw(st.lists(st.integers(0, 5), min_size=count, max_size=count)))
    ways = draw(st.lists(st.integers(-4, 2 * WAYS - 1), min_size=count, max_size=count))
    return hours, persons, ways


@given(plans(), plans())
def test_legs_lie_side_by_side_by_the_hour_whatever_was_laid_before(first, second):
    track, legs = Track(four_routes()), []
    for hours, persons, ways in (first, second):
        begin = track.end
        legs.append(track.lay(plan_of(np.array(hours, dtype=int), persons, ways)))
        order = np.argsort(hours, kind="stable")
        assert (np.diff(legs[-1].begin[order]) >= 0).all()
        assert (legs[-1].begin >= begin).all()
    for (hours, persons, ways), found in zip((first, second), legs, strict=True):
        for leg, way in enumerate(ways):
            own = leg > 0 and persons[leg - 1] == persons[leg] and hours[leg - 1] == hours[leg]
            walked = passed(found, track.trail, leg - 1) if own else []
            expected = STREET_OF_WAY[way] if way >= 0 else [s for s in (-1 - way,) if s not in walked]
            assert passed(found, track.trail, leg) == expected
