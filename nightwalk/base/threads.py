"""Blocks of rows on several threads of one process; kernels let go of the interpreter's lock (rule 9)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["in_threads", "spans"]

T = TypeVar("T")


def spans(count: int, parts: int) -> list[tuple[int, int]]:
    """Return first and last + 1 of `parts` neighbouring spans of rows 0 to count, as equal as may be."""
    ends = [count * k // parts for k in range(parts + 1)]
    return list(pairwise(ends))


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="nightwalk")


def in_threads(function: Callable[[int], T], threads: int) -> list[T]:
    """Return function(0) to function(threads - 1), each on a thread of its own; one thread is this one."""
    if threads == 1:
        return [function(0)]
    return list(_pool(threads).map(function, range(threads)))
