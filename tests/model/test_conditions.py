"""Conditions: frozen columns, four changes, what commutes."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.base.errors import ScenarioError
from nightwalk.model.city import grid_town
from nightwalk.model.conditions import AREA, GROUP, SEGMENT, TOWN, Selection, base_conditions

BASE = base_conditions(grid_town(3, 3), groups=2)
SIZE = len(BASE.lux)
VALUE = st.floats(0.0, 20.0)
NAMES = ("at_least", "at_most", "scaled", "moved_towards")

# Which two changes of one column on the same streets may be made in either order.
COMMUTE = {
    ("at_least", "at_least"): True,
    ("at_least", "at_most"): False,
    ("at_least", "scaled"): False,
    ("at_least", "moved_towards"): False,
    ("at_most", "at_most"): True,
    ("at_most", "scaled"): False,
    ("at_most", "moved_towards"): False,
    ("scaled", "scaled"): True,
    ("scaled", "moved_towards"): False,
    ("moved_towards", "moved_towards"): False,
}


def rows(*segments):
    return Selection(np.array(segments, dtype=np.int64), np.array([0, 2], dtype=np.int64), group=5)


def changed(now, name, where, value, column="lux"):
    how = getattr(now, name)
    return how(column, where, value, 0.5) if name == "moved_towards" else how(column, where, value)


@pytest.mark.parametrize("pair", COMMUTE)
def test_the_table_of_what_commutes(pair):
    """Where the table says yes, on a grid of values always; where it says no, a counterexample exists."""
    where = rows(*range(SIZE))
    values = (0.0, 0.3, 1.0, 2.5, 7.0, 18.0)
    same = []
    for a in values:
        for b in values:
            one = changed(changed(BASE, pair[0], where, a), pair[1], where, b)
            other = changed(changed(BASE, pair[1], where, b), pair[0], where, a)
            same.append(np.allclose(one.lux, other.lux, rtol=1e-12))
    assert all(same) == COMMUTE[pair]


@given(a=VALUE, b=VALUE, first=st.sampled_from(NAMES), second=st.sampled_from(NAMES))
def test_changes_of_different_streets_commute(a, b, first, second):
    here, there = rows(0, 1), rows(2, 3)
    one = changed(changed(BASE, first, here, a), second, there, b)
    other = changed(changed(BASE, second, there, b), first, here, a)
    assert one.same_as(other)


@given(a=VALUE, b=st.floats(0.0, 1.0), first=st.sampled_from(NAMES), second=st.sampled_from(NAMES))
def test_changes_of_different_columns_commute(a, b, first, second):
    where = rows(0, 3)
    one = changed(changed(BASE, first, where, a), second, where, b, "incivility")
    other = changed(changed(BASE, second, where, b, "incivility"), first, where, a)
    assert one.same_as(other)


@given(level=VALUE, name=st.sampled_from(("at_least", "at_most")))
def test_a_bound_twice_is_a_bound_once(level, name):
    once = changed(BASE, name, rows(0, 1, 2), level)
    assert changed(once, name, rows(0, 1, 2), level).same_as(once)


@given(level=VALUE)
def test_only_the_chosen_rows_of_the_column_change(level):
    now = BASE.at_least("lux", rows(1, 4), level)
    assert (now.lux[[1, 4]] >= level).all()
    others = np.setdiff1d(np.arange(SIZE), [1, 4])
    np.testing.assert_array_equal(now.lux[others], BASE.lux[others])
    assert all(getattr(now, f.name) is getattr(BASE, f.name) for f in fields(BASE) if f.name != "lux")


def test_moved_towards_closes_a_share_of_the_distance():
    now = BASE.moved_towards("lux", rows(0), 20.0, 0.25)
    assert now.lux[0] == pytest.approx(BASE.lux[0] + 0.25 * (20.0 - BASE.lux[0]))
    assert BASE.moved_towards("lux", rows(0), 20.0).lux[0] == pytest.approx(20.0)


def test_area_group_and_town_values_have_their_own_rows():
    efficacy = BASE.moved_towards("efficacy", rows(0), 1.0)
    assert efficacy.efficacy.tolist() == [1.0, 0.0, 1.0, 0.0]
    reached = BASE.moved_towards("trust", rows(0), 1.0)
    assert reached.trust.tolist() == [0.0] * 5 + [1.0]
    nobody_reached = BASE.moved_towards("trust", Selection(np.array([0]), np.array([3])), 1.0)
    assert nobody_reached.trust.tolist() == [0.0, 0.0, 0.0, 1.0, 0.0, 0.0], "everybody of the area"
    assert BASE.scaled("media_tone", rows(0), 0.9).media_tone == pytest.approx(0.9)


@given(level=VALUE, strength=st.floats(0.0, 1.0))
def test_half_a_measure_lies_between_none_and_all(level, strength):
    after = BASE.at_least("lux", rows(0, 1, 2), level)
    now = BASE.towards(after, strength)
    np.testing.assert_allclose(now.lux, BASE.lux + strength * (after.lux - BASE.lux))
    assert now.incivility is BASE.incivility


def test_no_strength_is_the_same_object_and_full_strength_the_other():
    after = BASE.at_least("lux", rows(0), 50.0)
    assert BASE.towards(after, 0.0) is BASE
    assert BASE.towards(after, 1.0) is after
    assert BASE.at_least("lux", rows(), 50.0) is BASE, "nothing chosen, nothing changed"


@pytest.mark.parametrize("column", SEGMENT + AREA + GROUP)
def test_columns_are_frozen_before_and_after_a_change(column):
    after = BASE.at_least(column, rows(0, 2), 9.0)
    for now in (BASE, after, BASE.towards(after, 0.5)):
        with pytest.raises(ValueError, match="read-only"):
            getattr(now, column)[0] = 1.0
    with pytest.raises(AttributeError):
        after.lux = None


def test_the_city_cannot_be_changed_through_its_conditions():
    city = grid_town(3, 3)
    now = base_conditions(city)
    assert not np.shares_memory(now.lux, city.streets.lux)
    assert now.same_as(base_conditions(city))
    assert not now.same_as(now.scaled("lux", rows(0), 2.0))


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("luks", "There is no condition 'luks' an intervention may change. Nearest: 'lux'."),
        ("recorded", "There is no condition 'recorded' an intervention may change."),
        ("people", "There is no condition 'people' an intervention may change."),
    ],
)
def test_an_unknown_column_is_refused(column, said):
    with pytest.raises(ScenarioError) as refused:
        BASE.at_least(column, rows(0), 1.0)
    assert str(refused.value).startswith(said.rstrip("."))


def test_the_kinds_of_columns_cover_the_conditions():
    assert {f.name for f in fields(BASE)} == {*SEGMENT, *AREA, *GROUP, *TOWN, "recorded"}
