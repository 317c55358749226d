"""A day planned in blocks of rows and on threads: the same legs, in one trail; legs after midnight are kept."""

import pickle
from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from nightwalk.agents.crowd import Drawn
from nightwalk.agents.legs import NEW, Plan
from nightwalk.agents.outings import opening
from nightwalk.agents.ways import WAYS
from nightwalk.model import planning
from nightwalk.model.conditions import Selection
from nightwalk.model.demand import CLASSES
from nightwalk.model.planning import World, planned
from nightwalk.model.routes import felt_routes
from nightwalk.model.simulation import Simulation, spin_up

SMALL = 64  # rows in a block: a town of 500 has many


@pytest.fixture
def out_late(city, setup_of, act):
    """A setup with lamps and a programme from eight in the evening until three in the morning."""
    where = Selection(np.array([3, 20, 41]), np.arange(len(city.areas.name)))
    lamps = act(city, lambda now: now.at_least("lux", where, 40.0), selection=where, from_day=2)
    programme = act(city, drawn=Drawn(where.segments, 80.0, 20, 27), selection=where)
    return setup_of(city, days=4, acts=(lamps, programme))


@pytest.fixture
def simulate(start):
    """Run a setup from the shared start; the models are closed after."""
    made = []

    def run(setup, *, at_rest=start, **how):
        made.append(Simulation(setup, start_from=at_rest, **how))
        made[-1].run()
        return made[-1]

    yield run
    for simulation in made:
        simulation.close()


def everything(simulation):
    """All a run leaves, by name, as bytes."""
    state, left = simulation.state, {}
    for field in fields(state):
        value = getattr(state, field.name)
        parts = value._asdict() if hasattr(value, "_asdict") else {"": value}
        for name, part in parts.items():
            left[f"{field.name} {name}"] = pickle.dumps(part)
    legs = state.carried
    in_order = np.lexsort((legs.way, legs.person, legs.hour))
    for name, column in legs._asdict().items():
        left[f"carried {name}"] = column[in_order].tobytes()
    for name, column in simulation.scratch.street._asdict().items():
        left[f"street {name}"] = column.tobytes()
    for name, table in simulation.tables("x").items():
        left[name] = table.to_pandas().to_csv()
    return left


def assert_same(one, other):
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


@pytest.mark.parametrize("threads", [2, 3])
def test_any_number_of_threads_gives_the_same_bytes(out_late, simulate, monkeypatch, threads):
    monkeypatch.setattr(planning, "BLOCK", SMALL)
    one, several = simulate(out_late), simulate(out_late, threads=threads)
    assert (len(one.scratch.books), len(several.scratch.books)) == (1, threads)
    assert len(one.state.carried.hour) > 0
    assert_same(everything(one), everything(several))


def test_more_threads_than_blocks_give_the_same_bytes(out_late, simulate):
    """A town of 750 people is planned in three blocks of the usual size: residents, visitors, a crowd."""
    assert_same(everything(simulate(out_late)), everything(simulate(out_late, threads=5)))


def test_the_spin_up_is_the_same_on_threads(city, setup_of, monkeypatch):
    monkeypatch.setattr(planning, "BLOCK", SMALL)
    setup = setup_of(city)
    setup.reference = setup.reference.with_values({"spin_up": 14.0})
    one, several = (spin_up(setup, setup.reference, 2, threads=threads).state for threads in (1, 3))
    for name, a, b in zip(one.people._fields, one.people, several.people, strict=True):
        assert a.tobytes() == b.tobytes(), name
    for name, a, b in zip(one.routes._fields, one.routes, several.routes, strict=True):
        assert a.tobytes() == b.tobytes(), name
    assert one.expected.tobytes() == several.expected.tobytes()


@pytest.mark.parametrize("block", [1, 17])
def test_the_size_of_the_blocks_and_of_the_first_room_changes_nothing(out_late, simulate, monkeypatch, block):
    """Books begin without room and grow; in blocks of one person they do so again and again."""
    usual = everything(simulate(out_late))
    monkeypatch.setattr(planning, "BLOCK", block)
    assert_same(usual, everything(simulate(out_late)))


@pytest.fixture
def midnight(out_late, start):
    """A town before a midnight of the run, and what planning then reads."""
    simulation = Simulation(out_late, start_from=start)
    for _ in range(48):
        simulation.step()
    before = simulation.today
    opens = opening(simulation.town.places.opens, before.day.weekday, before.day.clock, simulation.values)
    yield simulation, World(before.cues, before.efficacy, before.day._replace(hour=48 * 60), opens, 1.0)
    simulation.close()


def passed(legs, trail, leg):
    return trail[legs.begin[leg] : legs.end[leg]].tolist()


def segments_of(routes, way):
    route = routes.ways[way // WAYS, way % WAYS]
    return routes.segments[routes.start[route] : routes.start[route + 1]].tolist()


@pytest.mark.parametrize("threads", [1, 3])
def test_trails_are_exactly_the_segments_of_the_ways(out_late, start, monkeypatch, threads):
    monkeypatch.setattr(planning, "BLOCK", SMALL)
    simulation = Simulation(out_late, start_from=start, threads=threads)
    routes_of_day, kinds = {}, Counter()
    for _ in range(3 * 24):
        simulation.step()
        if simulation.clock.slot != 1:
            continue
        legs, trail, routes = simulation.today.legs, simulation.today.trail, simulation.state.routes
        routes_of_day[simulation.clock.day] = routes
        there = {}  # what each person walks through in each hour
        for leg, way in enumerate(legs.way):
            if way >= 0:
                assert passed(legs, trail, leg) == segments_of(routes, way)
                route = routes.ways[way // WAYS, way % WAYS]
                assert (legs.near[leg], legs.detour[leg]) == (routes.near[route], routes.detour[route])
                there.setdefault((legs.hour[leg], legs.person[leg]), []).extend(passed(legs, trail, leg))
                kinds["walk"] += 1
        for leg, way in enumerate(legs.way):
            if way < 0:
                walked = -1 - way in there.get((legs.hour[leg], legs.person[leg]), ())
                assert passed(legs, trail, leg) == ([] if walked else [-1 - way])
                kinds["stay on its way" if walked else "stay"] += 1
    simulation.close()
    assert len(kinds) == 3, "all three were seen"
    assert len({id(routes) for routes in routes_of_day.values()}) > 1, "the routes were renewed on the way"


def test_the_legs_of_a_day_are_sorted_by_the_hour(midnight):
    simulation, world = midnight
    legs, begins, _ = planned(simulation, world)
    assert (np.diff(legs.hour) >= 0).all()
    for hour in range(30):
        assert (legs.hour[begins[hour] : begins[hour + 1]] == hour).all()
    assert begins[0] == 0
    assert begins[-1] == len(legs.hour)


@pytest.mark.parametrize("threads", [1, 2])
def test_legs_after_midnight_are_carried_and_walked_next_day_with_the_routes_then_valid(
    midnight, start, monkeypatch, threads
):
    """A way is known by its set, so that it outlives a renewal of the routes."""
    monkeypatch.setattr(planning, "BLOCK", SMALL)
    simulation, world = midnight
    simulation.scratch.books = [planning.Book(simulation.town.city.segments, 6) for _ in range(threads)]
    state, old, p = simulation.state, simulation.state.routes, simulation.values
    home = np.flatnonzero(state.people.routes[: state.residents, 1] >= 0)[:200].astype(np.int32)
    ways = state.people.routes[home, 1] * WAYS + 2  # the way that feels best after dark
    hours = (home % 4).astype(np.int32)
    state.carried = Plan(hours, home, ways.astype(np.int32), np.full(200, NEW, dtype=np.int32))
    felt = simulation.town.city.streets.length * (
        1 + 5 * np.random.default_rng(2).random((2, CLASSES, simulation.town.city.segments))
    )
    state.routes = felt_routes(
        simulation.town.streets, state.wants, old, felt, limit=p.walk_limit, near_home=p.near_home
    )
    new = state.routes
    legs, begins, trail = planned(simulation, world)
    others = 0
    for person, hour, way in zip(home, hours, ways, strict=True):
        mine = np.flatnonzero(legs.person == person)
        leg = mine[0]
        assert (legs.hour[leg], legs.way[leg]) == (hour, way)
        assert passed(legs, trail, leg) == segments_of(new, way)
        others += segments_of(new, way) != segments_of(old, way)
        assert (legs.hour[mine[1:]] > hour).all(), "nobody sets out before being home"
    assert others > 20
    late = legs.hour >= 24
    assert late.any()
    rows = np.arange(begins[24], begins[-1])
    for column, kept in zip(
        (legs.hour[rows] - 24, legs.person[rows], legs.way[rows]), state.carried, strict=False
    ):
        np.testing.assert_array_equal(column, kept)
    assert (state.carried.tried == NEW).all(), "what it was tried on is another day's trail"


def test_who_walked_past_midnight_arrives(out_late, start):
    """Every leg of the night is walked in its hour of the next day, once."""
    simulation = Simulation(out_late, start_from=start)
    for _ in range(3):
        for _ in range(24):
            simulation.step()
        late = simulation.state.carried
        expected = Counter(zip(late.hour.tolist(), late.person.tolist(), late.way.tolist(), strict=True))
        walks = simulation.state.people.walks.copy()
        assert len(expected) > 0
        for _ in range(6):
            simulation.step()
        legs = simulation.today.legs
        night = slice(0, simulation.today.begins[6])
        found = Counter(zip(*(c[night].tolist() for c in (legs.hour, legs.person, legs.way)), strict=True))
        assert all(found[leg] == count for leg, count in expected.items())
        out = np.array([person for (_, person, way) in expected if way >= 0])
        assert (simulation.state.people.walks[out] > walks[out]).all()
        for _ in range(18):
            simulation.step()
    simulation.close()


def test_the_more_people_are_usually_about_the_more_set_out(midnight):
    """Planning feels the streets with the people expected in them."""
    simulation, world = midnight
    simulation.values = simulation.values.copy()
    simulation.values["beta_N_women"] = simulation.values["beta_N_men"] = 1.0
    walked = []
    for expected in (0.0, 5.0, simulation.values.N_crowd):
        simulation.state.expected[:], simulation.state.carried = expected, None
        walked.append(len(planned(simulation, world)[0].hour))
    assert walked[0] < walked[1] < walked[2]
