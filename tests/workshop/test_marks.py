"""Marks are shown as cells of at least five devices, and tell of nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nightwalk.workshop.room.marks import FEWEST, Mark, cells

PLACES = {k: (37.0 * k, 53.0 * (k % 7)) for k in range(40)}
MARKS = st.builds(
    Mark,
    device=st.integers(0, 12).map(str),
    segment=st.integers(0, 39),
    mood=st.sampled_from(["uneasy", "pleasant"]),
    light=st.just("dark"),
)


@given(st.lists(MARKS, max_size=120))
def test_every_cell_shown_has_five_devices_and_no_mark_is_shown_twice(marks):
    shown = cells(marks, PLACES.__getitem__)
    assert all(cell.devices >= FEWEST for cell in shown)
    assert sum(cell.uneasy + cell.pleasant for cell in shown) <= len(marks)


def test_four_devices_are_not_shown_however_often_they_mark():
    marks = [Mark(str(d), s, "uneasy", "dark") for d in range(4) for s in range(40)]
    assert cells(marks, PLACES.__getitem__) == []


def test_many_marks_in_one_street_make_a_small_cell_around_it():
    marks = [Mark(str(d), 3, "uneasy" if d else "pleasant", "dark") for d in range(6)]
    (cell,) = cells(marks, PLACES.__getitem__)
    assert (cell.uneasy, cell.pleasant, cell.devices) == (5, 1, 6)
    assert abs(cell.x - PLACES[3][0]) <= cell.size / 2
    assert cell.size == 100.0
