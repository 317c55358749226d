"""Where a measure fails, in plain sentences."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nightwalk.experiments.discovery.box import Box
    from nightwalk.experiments.discovery.discover import Discovery, Limit

__all__ = ["SURE", "box_words", "certainty_words", "limit_words", "sentence"]

SURE = 0.8  # of the draws: a limit found less often is called unsure (assumed)


def sentence(found: Discovery, subject: str) -> str:
    """Return what was found, as one sentence.

    Args:
        found: The discovery.
        subject: What fails, such as ``Lamps``.
    """
    share = f"{found.failed.mean():.0%} of {len(found.failed)} cases"
    if not found.limits:
        return f"{subject} fails in {share}, and no range of the inputs tells where."
    return (
        f"{subject} fails in {share}, mostly when {box_words(found.box)}: {found.coverage:.0%} of the failures "
        f"lie there, and {found.density:.0%} of the cases there fail."
    )


def box_words(box: Box) -> str:
    """Return the limits of a box as in ``trust is below 0.2 and level is at least 0.3``."""
    return " and ".join(limit_words(name, *pair) for name, pair in box.limits.items()) or "anything holds"


def limit_words(name: str, low: float, high: float) -> str:
    """Return one limit in words."""
    if isinf(low):
        return f"{name} is at most {high:.3g}"
    return f"{name} is at least {low:.3g}" if isinf(high) else f"{name} is between {low:.3g} and {high:.3g}"


def certainty_words(found: Discovery) -> list[str]:
    """Return how sure it is, a sentence for each limit and one for the whole."""
    again = found.again
    whole = (
        f"In cases drawn again and judged by those left out, the box covers {again.coverage:.0%} of the failures, and "
        f"{again.density:.0%} of the cases in it fail: expect these, not the shares above."
    )
    return [*map(_sure, found.limits), whole]


def _sure(limit: Limit) -> str:
    said = "" if limit.found >= SURE else " Do not rely on it."
    ends = [
        f"{pair[0]:.3g} to {pair[1]:.3g}"
        for end, pair in ((limit.low, limit.low_range), (limit.high, limit.high_range))
        if not isinf(end)
    ]
    return (
        f"That {limit_words(limit.name, limit.low, limit.high)} was found in {limit.found:.0%} of the draws "
        f"(limit {' and '.join(ends)} in 95 % of them; chance alone {max(limit.quasi_p, 1e-4):.2g}).{said}"
    )
