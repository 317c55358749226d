"""Which route sets are asked for, each once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.model.demand import CLASSES, demand


def test_requests_share_their_sets():
    origin, target = np.array([1, 1, 4, -1, 1]), np.array([9, 9, 9, 9, -1])
    wants, rows = demand(origin, target, np.array([0, 0, 0, 0, 0]))
    assert rows.tolist() == [0, 0, 1, -1, -1]
    assert (wants.origin[rows[0]], wants.target[rows[0]], wants.person_class[rows[0]]) == (1, 9, 0)
    other_class = demand(np.array([1, 1]), np.array([9, 9]), np.array([0, 3]))[1]
    assert other_class.tolist() == [0, 1]
    assert demand(np.array([-1]), np.array([3]), np.array([0]))[1].tolist() == [-1]


@given(st.lists(st.tuples(st.integers(-1, 6), st.integers(-1, 6), st.integers(0, CLASSES - 1)), max_size=40))
def test_sets_come_in_the_order_they_are_first_asked_for_and_can_be_read_by_destination(asked):
    columns = np.array(asked, dtype=np.int32).reshape(-1, 3).T
    wants, rows = demand(*columns)
    sets = list(zip(*(column.tolist() for column in wants[:3]), strict=True))
    assert sets == list(dict.fromkeys(one for one in asked if min(one[:2]) >= 0))
    assert [sets[row] if row >= 0 else None for row in rows] == [
        one if min(one[:2]) >= 0 else None for one in asked
    ]
    assert sorted(wants.by_target.tolist()) == list(range(len(sets)))
    assert (np.diff(wants.target[wants.by_target]) >= 0).all()
