"""Compressed rows."""

from itertools import pairwise

import numpy as np

from nightwalk.base.rows import row_starts


def test_rows_begin_where_those_before_end():
    row = np.array([3, 0, 3, 1, 3])
    starts = row_starts(row, 5)
    assert starts.dtype == np.int64
    assert starts.tolist() == [0, 1, 2, 2, 5, 5]
    order = np.argsort(row, kind="stable")
    assert [order[a:b].tolist() for a, b in pairwise(starts)] == [[1], [3], [], [0, 2, 4], []]


def test_no_entries_leave_every_row_empty():
    assert row_starts(np.empty(0, dtype=np.int32), 2).tolist() == [0, 0, 0]
