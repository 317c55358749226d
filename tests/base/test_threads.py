"""Rows in spans, and functions on threads."""

import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.base.threads import in_threads, spans


@given(count=st.integers(0, 10_000), parts=st.integers(1, 40))
def test_spans_are_neighbours_cover_all_rows_and_are_as_equal_as_may_be(count, parts):
    found = spans(count, parts)
    assert len(found) == parts
    assert found[0][0] == 0
    assert found[-1][1] == count
    assert all(a[1] == b[0] for a, b in pairwise(found))
    sizes = [last - first for first, last in found]
    assert min(sizes) >= 0
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("threads", [1, 2, 3, 5])
def test_results_come_in_the_order_of_the_numbers(threads):
    assert in_threads(lambda k: 10 * k, threads) == [10 * k for k in range(threads)]


@pytest.mark.parametrize("threads", [2, 3, 5])
def test_each_call_has_a_thread_of_its_own(threads):
    together = threading.Barrier(threads, timeout=30)

    def meet(_):
        together.wait()
        return threading.get_ident()

    met = in_threads(meet, threads)
    assert len(set(met)) == threads
    assert threading.get_ident() not in met


def test_one_thread_is_the_one_that_asks():
    assert in_threads(lambda _: threading.get_ident(), 1) == [threading.get_ident()]


@pytest.mark.parametrize("threads", [1, 3])
def test_what_goes_wrong_in_a_thread_is_raised_and_the_next_call_works(threads):
    def fail(k):
        raise ValueError(f"thread {k}")

    with pytest.raises(ValueError, match="thread 0"):
        in_threads(fail, threads)
    assert in_threads(lambda k: k, threads) == list(range(threads))
