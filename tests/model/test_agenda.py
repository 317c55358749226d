"""The fold of measures: nothing from nothing, by day and hour, who is reached."""

import numpy as np
import pytest

from nightwalk.base.streams import Decision, uniforms
from nightwalk.model.agenda import recorded
from nightwalk.model.conditions import Selection
from nightwalk.model.simulation import Simulation


def brighter(where):
    return lambda now: now.at_least("lux", where, 30.0)


def tables_of(simulation):
    return {name: table.to_pandas() for name, table in simulation.tables("x").items()}


def same_tables(one, other):
    return all(a.equals(b) for a, b in zip(tables_of(one).values(), tables_of(other).values(), strict=True))


def test_a_null_measure_leaves_every_byte(run, act, city):
    base = run(days=31)
    idle = act(city, lambda now: now, until_day=20)
    tired = act(city, lambda now: now.scaled("lux", Selection(np.arange(9), np.arange(1)), 1.0), from_day=3)
    nulled = run(idle, tired, days=31)
    assert same_tables(base, nulled)
    for name, column, other in zip(
        base.state.people._fields, base.state.people, nulled.state.people, strict=True
    ):
        np.testing.assert_array_equal(column, other, err_msg=name)


def test_a_null_measure_leaves_every_byte_of_a_vandalised_town(city, setup_of, act):
    """Damage must be seen on the same day with and without measures."""
    runs = []
    for acts in ((), (act(city, lambda now: now),)):
        setup = setup_of(city, days=21, acts=acts)
        setup.reference = setup.reference.with_values({"vandalism": 200.0})
        runs.append(Simulation(setup, seed=1))
        runs[-1].run()
    assert same_tables(*runs)


def test_a_measure_that_has_not_begun_or_has_ended_does_nothing(run, act, city):
    where = Selection(np.arange(city.segments), np.arange(4))
    later = run(act(city, brighter(where), from_day=50))
    never = run(act(city, brighter(where), from_day=2, until_day=2))
    assert same_tables(run(), later)
    assert same_tables(run(), never)
    assert not same_tables(run(), run(act(city, brighter(where), from_day=2)))


def test_before_its_first_day_the_worlds_are_one(run, act, city):
    where = Selection(np.arange(city.segments), np.arange(4))
    base, treated = run(days=14), run(act(city, brighter(where), from_day=9), days=14)
    series = [tables_of(s)["series"] for s in (base, treated)]
    before = [s[s.day < 8].value.to_numpy() for s in series]
    np.testing.assert_array_equal(*before)
    assert not np.array_equal(*(s.value.to_numpy() for s in series))


def test_a_measure_works_in_its_hours(run, act, city):
    where = Selection(np.array([4, 5]), np.empty(0, np.int64))
    simulation = run(act(city, lambda now: now.at_least("guardian", where, 1.0), hours=range(18, 22)), days=1)
    seen = np.array([now.guardian[4] for now in simulation.today.conditions])
    assert np.flatnonzero(seen).tolist() == [18, 19, 20, 21]


def test_light_changes_on_exactly_the_chosen_streets(run, act, city):
    where = Selection(np.array([1, 4, 30]), np.empty(0, np.int64))
    base, treated = run(), run(act(city, brighter(where)))
    lux = [tables_of(s)["streets"].lux.to_numpy() for s in (base, treated)]
    changed = np.flatnonzero(lux[0] != lux[1])
    assert set(changed) == {s for s in (1, 4, 30) if city.streets.lux[s] < 30.0}
    cue = [tables_of(s)["streets"].place_cue_dark.to_numpy() for s in (base, treated)]
    assert (cue[1][changed] < cue[0][changed]).all()


def test_the_base_city_is_never_changed(run, act, city):
    lux = city.streets.lux.copy()
    run(act(city, brighter(Selection(np.arange(city.segments), np.arange(4)))))
    np.testing.assert_array_equal(city.streets.lux, lux)


@pytest.mark.parametrize("reach", [0.0, 0.25, 0.8])
def test_the_share_reached_is_near_the_reach(run, act, city, reach):
    trusting = act(city, reach=reach, group=len(city.areas.name))
    where = trusting.selection
    trusting.change = lambda now: now.moved_towards("trust", where, 0.5)
    people = run(trusting).state.people
    residents = slice(0, 500)
    assert set(people.shift_trust[residents]) <= {0.0, 0.5}
    reached = people.shift_trust[residents] == 0.5
    assert reached.mean() == pytest.approx(reach, abs=4 * np.sqrt(0.25 / 500))
    assert not people.shift_trust[500:].any(), "visitors are not reached"


def test_only_people_of_the_chosen_areas_are_reached(run, act, city):
    where = Selection(np.empty(0, np.int64), np.array([1, 2]), group=4)
    programme = act(city, lambda now: now.moved_towards("concern", where, -0.5), reach=0.9, selection=where)
    people = run(programme).state.people
    assert set(people.area[people.shift_concern != 0]) == {1, 2}


def test_ratios_multiply_and_the_shift_ends_with_the_measure(run, act, city):
    where = Selection(np.empty(0, np.int64), np.arange(4), group=4)

    def support(now):
        return now.scaled("memory_half_life", where, 0.8).scaled("carrying", where, 0.9)

    on = run(act(city, support, reach=1.0, selection=where)).state.people
    assert set(on.half_life[:500]) == {0.8}
    assert set(on.carrying[:500]) == {0.9}
    off = run(act(city, support, reach=1.0, selection=where, until_day=3)).state.people
    assert set(off.half_life) == {1.0}


def test_everybody_of_an_area_feels_its_efficacy(run, act, city):
    where = Selection(np.empty(0, np.int64), np.array([0]))
    base, treated = run(days=1), run(act(city, lambda now: now.moved_towards("efficacy", where, 1.0)), days=1)
    change = treated.state.people.unsafe[:500] - base.state.people.unsafe[:500]
    home = base.state.people.area[:500]
    np.testing.assert_allclose(change, np.where(home == 0, -base.values.omega_G, 0.0), atol=1e-9)


def test_who_is_reached_does_not_depend_on_the_other_measures(run, act, city):
    where = Selection(np.empty(0, np.int64), np.arange(4), group=4)
    programme = act(city, lambda now: now.moved_towards("trust", where, 0.5), reach=0.5, selection=where)
    alone = run(programme, days=1).state.people.shift_trust.copy()
    beside = run(act(city, key=7), programme, days=1).state.people.shift_trust
    np.testing.assert_array_equal(alone, beside)


def test_a_larger_reach_contains_the_smaller(run, act, city):
    where = Selection(np.empty(0, np.int64), np.arange(4), group=4)
    reached = []
    for reach in (0.3, 0.6):
        programme = act(
            city, lambda now: now.moved_towards("trust", where, 0.5), reach=reach, selection=where
        )
        reached.append(run(programme, days=1).state.people.shift_trust[:500] > 0)
    assert (reached[1] >= reached[0]).all()
    assert (uniforms(1, Decision.REACHED, 500) < 0.3).sum() == reached[0].sum()


def test_media_tone_moves_concern_in_the_run(run, act, city):
    base = run(days=28)
    quiet = run(
        act(city, lambda now: now.scaled("media_tone", Selection(np.empty(0, int), np.empty(0, int)), 0.5)),
        days=28,
    )
    assert quiet.state.media == pytest.approx(0.5 * base.state.media, rel=0.1)
    n = base.state.residents
    assert quiet.state.people.concern[:n].mean() < base.state.people.concern[:n].mean()


def test_what_is_known_is_four_weeks_lagged_and_smoothed(start, town):
    state = start.state.copy()
    state.known_weeks = [np.full(town.city.segments, float(week)) for week in range(1, 9)]
    np.testing.assert_allclose(recorded(state, town, 0.0), 5 + 6 + 7 + 8)
    np.testing.assert_allclose(recorded(state, town, 14.0), 3 + 4 + 5 + 6)
    spike = np.zeros(town.city.segments)
    spike[10] = 12.0
    state.known_weeks = [spike]
    known = recorded(state, town, 0.0)
    near = town.near_other[town.near_start[10] : town.near_start[11]]
    assert set(np.flatnonzero(known)) == {10, *near.tolist()}
    count = np.diff(town.near_start)
    np.testing.assert_allclose(known[near], 12.0 / (1 + count[near]))
