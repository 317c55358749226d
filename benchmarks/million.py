"""The same year with a million residents.

As the case above, in one thread. With visitors there are half as many agents again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.year import rows_of_a_year

if TYPE_CHECKING:
    from benchmarks.rows import Options, Row

__all__ = ["TITLE", "measure"]

TITLE = "A year of a million people"
MOST_SECONDS, MOST_GIBI = 360.0, 4.0


def measure(options: Options) -> list[Row]:
    """Return the seconds of the year, the memory, and what comes before it."""
    return rows_of_a_year(options, 1_000_000, at_most=MOST_SECONDS, most_memory=MOST_GIBI)
