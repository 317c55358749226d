"""Closed streets: people go round, nobody is locked out, and what is only planned is no street."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.model.city import grid_town
from nightwalk.model.conditions import Selection
from nightwalk.model.demand import demand
from nightwalk.model.hierarchy import UNREACHED
from nightwalk.model.parameters import Parameters
from nightwalk.model.routes import shortest_routes
from nightwalk.model.town import town_of
from tests.model.graphs import multigraphs, networkx_of
from tests.model.test_tracing import streets_of

FACTOR = Parameters().mobility.closed_weight


def passed(routes, way):
    """The segments of a way, in order."""
    return routes.segments[routes.start[way] : routes.start[way + 1]].tolist()


@given(multigraphs(measures=1, cost=st.integers(1, 9)), st.data())
def test_a_way_passes_a_closed_street_only_where_the_way_round_is_many_times_as_long(graph, data):
    nodes, pairs, metres = graph
    shut = np.array(data.draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs))))
    target = data.draw(st.integers(0, nodes - 1))
    wants, rows = demand(np.arange(nodes), np.full(nodes, target), np.zeros(nodes, dtype=int))
    streets = streets_of(nodes, pairs, metres[:, 0].astype(float))
    before = shortest_routes(streets, wants, limit=1e4, near_home=0.0)
    under = streets._replace(passage=np.where(shut, FACTOR, 1.0))
    after = shortest_routes(under, wants, limit=1e4 * FACTOR, near_home=0.0)
    open_only = networkx_of(nodes, pairs[~shut], metres[~shut, 0])
    for origin in range(nodes):
        old, new = before.ways[rows[origin], 0], after.ways[rows[origin], 0]
        assert (old >= 0) == (new >= 0), "who could get there still can"
        if new < 0:
            continue
        weight = metres[passed(after, new), 0] @ np.where(shut, FACTOR, 1.0)[passed(after, new)]
        assert after.length[new] >= before.length[old], "a closure shortens no way"
        if nx.has_path(open_only, origin, target):
            round_ = nx.dijkstra_path_length(open_only, origin, target, weight="cost")
            assert weight <= round_
            if round_ < FACTOR:  # every street is a metre long at least
                assert not shut[passed(after, new)].any()
                assert after.length[new] == round_


def test_no_cost_runs_over_however_much_is_closed():
    declared = Parameters.declared()
    longest = (
        declared["walk_limit"].high * declared["closed_weight"].high * (1 + declared["detour_weight"].high)
    )
    assert longest * 1000.0 < UNREACHED


@pytest.fixture
def shut(city):
    """The streets of the town's middle, but the main street."""
    return np.flatnonzero(np.isin(city.streets.name, ["Street 3", "Avenue C"]))


def of(city, rows):
    return Selection(rows, np.empty(0, np.int64))


def test_people_walk_round_a_closure_and_back_again_when_it_has_ended(run, act, city, shut, start):
    closure = act(
        city,
        lambda now: now.at_least("closed", of(city, shut), 1.0),
        from_day=2,
        until_day=4,
        selection=of(city, shut),
    )
    through = []
    for days in (2, 4, 6):
        simulation = run(closure, days=days)
        routes, streets = simulation.state.routes, city.streets
        inside = np.isin(routes.segments, shut)
        through.append(int(inside.sum()))
        if days == 4:
            ends = np.unique(np.append(streets.u[shut], streets.v[shut]))
            wants = simulation.state.wants
            for q in np.flatnonzero(routes.ways[:, 0] >= 0):
                within = [s for way in routes.ways[q] for s in passed(routes, way) if s in shut]
                assert not within or {wants.origin[q], wants.target[q]} & set(ends.tolist())
            walked = simulation.today.trail[: simulation.today.legs.end.max()]  # the rest is room to grow
            assert np.isin(walked, shut).mean() < 0.02
    assert through[1] < 0.1 * through[0]
    assert through[2] == pytest.approx(through[0], rel=0.1)
    reached = [(run(*acts, days=3).state.people.routes >= 0).sum() for acts in ((), (closure,))]
    assert reached[0] == reached[1], "every place is still in reach"


def test_a_closure_of_every_street_leaves_everybody_as_they_were(run, act, city):
    everywhere = np.arange(city.segments)
    all_shut = act(city, lambda now: now.at_least("closed", of(city, everywhere), 1.0))
    one, other = run(days=3), run(all_shut, days=3)
    for name in ("walks", "outings", "episodes", "detour"):
        np.testing.assert_array_equal(getattr(one.state.people, name), getattr(other.state.people, name))


def test_what_is_only_planned_is_walked_by_nobody_and_no_place_of_crime(setup_of, p):
    from nightwalk.model.simulation import Simulation, spin_up
    from tests.model.city.test_planned import between

    city = grid_town()
    second = city.with_paths([between(city, (0.0, 0.0), (500.0, 300.0))])
    often = Parameters().with_values({"spin_up": 14.0, "vandalism": 200.0, "vehicle_crime": 100.0})
    today = setup_of(second, reference=often)
    start = spin_up(today, often, 1)
    start.state.base_rate[:] = 1.0
    simulation = Simulation(today, start_from=start)
    seen = []
    for _ in range(24 * 7):
        simulation.step()
        seen.extend(crime[1] for crime in simulation.state.week)
    street = simulation.scratch.street
    assert len(seen) > 20
    assert max(seen) < second.built
    assert not street.passers[:, second.built :].any()
    table = simulation.tables("today")["streets"].to_pandas()
    for name in ("lux", "unsafe_dark", "place_cue_day"):
        assert np.flatnonzero(np.isnan(table[name])).tolist() == list(range(second.built, second.segments))
    town = town_of(second, p)
    assert not town.length[second.built :].any()
    assert not np.isin(simulation.state.around.segment, np.arange(second.built, second.segments)).any()
    simulation.close()


def test_the_town_of_today_is_the_same_with_a_plan_in_the_drawer(p):
    """Ways, places and neighbourhoods are those of the town without the plan."""
    from nightwalk.agents.population import Population
    from nightwalk.model.people import populate
    from tests.model.city.test_planned import between

    city = grid_town()
    second = city.with_paths([between(city, (0.0, 0.0), (500.0, 300.0))])
    (one, a), (other, b) = (
        (town_of(x, p), populate(town_of(x, p), Population(), p, 1)) for x in (city, second)
    )
    assert one.radius == other.radius
    for name in ("node", "weight", "opens"):
        np.testing.assert_array_equal(getattr(one.places, name), getattr(other.places, name))
    for name in ("home", "dest", "routes", "area"):
        np.testing.assert_array_equal(getattr(a.people, name), getattr(b.people, name))
    np.testing.assert_array_equal(a.around.segment, b.around.segment)
    np.testing.assert_array_equal(a.around.distance, b.around.distance)
    ways = [
        shortest_routes(town.streets, state.wants, limit=p.walk_limit, near_home=p.near_home)
        for town, state in ((one, a), (other, b))
    ]
    np.testing.assert_array_equal(ways[0].segments, ways[1].segments)
