"""A walk home: one way, one invented person, every set of numbers, the bad cases too."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk import NightwalkError, Parameters
from nightwalk.workshop.engine import town_of
from nightwalk.workshop.room.proposal import Measure, Proposal
from nightwalk.workshop.views.measures import scenario_of
from nightwalk.workshop.views.panel import DRAWS, GROUPS, view_of
from nightwalk.workshop.views.preview import Guesser
from nightwalk.workshop.views.walk_home import CHOICES, replay, way_home
from nightwalk.workshop.views.worlds import Moment

EVENING = Moment(21, 1.0)


@pytest.fixture(scope="module")
def guesser(town):
    made = town_of(town, Parameters().values())
    return Guesser(
        made, [view_of(made, seed) for seed in range(1, DRAWS + 1)], np.full((24, town.segments), 4.0)
    )


def lamps(town, rows):
    ids = tuple(int(one) for one in town.streets.id[rows])
    return scenario_of(town, Proposal("a", "", (Measure("street-lighting", ids, {"level": 30.0}),)))


def test_a_way_is_walked_street_by_street(town):
    for home in (0, 17, town.segments - 1):
        way = way_home(town, home)
        points, place = way.points(town)
        steps = np.hypot(*np.diff(points, axis=0).T)
        assert steps.max() < 150  # no jump between two streets
        assert steps.sum() == pytest.approx(way.length.sum(), rel=0.02)
        assert place.tolist() == sorted(place)
        last = town.nodes.x[town.streets.u[home]], town.nodes.y[town.streets.u[home]]
        assert points[-1] == pytest.approx(last)


def test_more_light_on_the_way_never_makes_it_feel_less_safe_and_may_do_nothing(town, guesser):
    way = way_home(town, 17)
    found = replay(guesser, lamps(town, way.rows), EVENING, "women", 17)
    assert len(found.cases) == DRAWS >= 20
    change = [found.mean(one.after) - found.mean(one.today) for one in found.cases]
    assert change == sorted(change)
    assert change[0] < 0
    assert change[-1] == 0  # light that does nothing to fear is one of the sets, and it is shown
    assert 0 < found.helped < DRAWS
    assert {one: found.case(one).seed for one in CHOICES}["least"] == found.cases[-1].seed
    assert "woman" in found.who


def test_nothing_changes_where_nothing_is_done_on_the_way(town, guesser):
    way = way_home(town, 17)
    elsewhere = np.setdiff1d(np.arange(town.segments), way.rows)[:3]
    found = replay(guesser, lamps(town, elsewhere), EVENING, "everyone", 17)
    assert found.helped == 0
    assert all(np.array_equal(one.today, one.after) for one in found.cases)


@pytest.mark.parametrize("group", list(GROUPS))
def test_everybody_can_walk_home(town, guesser, group):
    found = replay(guesser, lamps(town, [1]), EVENING, group, 5)
    assert all(((one.today > 0) & (one.today < 1)).all() for one in found.cases)


def test_an_island_has_no_way(town):
    from dataclasses import replace

    streets = replace(town.streets, u=town.streets.u.copy(), v=town.streets.v.copy())
    streets.v[:] = streets.u  # nothing is connected
    with pytest.raises(NightwalkError, match="No way leads"):
        way_home(replace(town, streets=streets), 3)
