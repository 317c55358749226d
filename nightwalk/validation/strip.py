"""A row as a small drawing: the accepted range as a band, every seed as a dot, the value as a mark."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from nightwalk.validation.rows import FAILS
from nightwalk.validation.words import accepted, seeds, value

if TYPE_CHECKING:
    from nightwalk.validation.rows import Row

__all__ = ["HEIGHT", "WIDTH", "strip"]

WIDTH, HEIGHT, EDGE = 190, 26, 5  # pixels
MARGIN = 0.1  # of what is shown, on either side
FLAT = 0.1  # of the value, shown around it where there is nothing else
THIN = 1.5  # pixels, a band of no width
CROWDED = 6  # seeds that are shifted up and down so as not to hide each other
MARK = 4.5  # pixels


def strip(row: Row) -> str:
    """Return the drawing as inline SVG; empty where there is nothing to draw."""
    shown = [one for one in (row.value, *row.each) if isfinite(one)]
    if not shown:
        return ""
    scale = _Scale([*shown, *(one for one in row.accepted if isfinite(one))])
    parts = [_band(row, scale), _interval(row, scale), *_dots(row, scale), _mark(row, scale)]
    said = f"{value(row)}, seeds {seeds(row) or 'one'}, accepted {accepted(row)}"
    return (
        f'<svg class="strip" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{said}"><title>{said}</title>{"".join(parts)}</svg>'
    )


class _Scale:
    """From numbers to pixels."""

    def __init__(self, values: list[float]) -> None:
        low, high = min(values), max(values)
        around = MARGIN * (high - low) or FLAT * abs(high) or FLAT
        self.low, self.width = low - around, high - low + 2 * around

    def __call__(self, value: float) -> float:
        share = (value - self.low) / self.width
        return EDGE + (WIDTH - 2 * EDGE) * min(max(share, 0.0), 1.0)


def _band(row: Row, x: _Scale) -> str:
    low, high = row.accepted
    if not (isfinite(low) or isfinite(high)):
        return ""
    left, right = (x(low) if isfinite(low) else 0.0), (x(high) if isfinite(high) else float(WIDTH))
    ends = "".join(
        f'<path d="M{x(end):.1f} 0V{HEIGHT}" class="end"/>' for end in row.accepted if isfinite(end)
    )
    return (
        f'<rect x="{left:.1f}" width="{max(right - left, THIN):.1f}" height="{HEIGHT}" class="band"/>{ends}'
    )


def _interval(row: Row, x: _Scale) -> str:
    low, high = row.interval
    if not (isfinite(low) and isfinite(high)):
        return ""
    return f'<path d="M{x(low):.1f} {HEIGHT / 2:g}H{x(high):.1f}" class="interval"/>'


def _dots(row: Row, x: _Scale) -> list[str]:
    apart = 4 if len(row.each) > CROWDED else 0
    return [
        f'<circle cx="{x(one):.1f}" cy="{HEIGHT / 2 + apart * (i % 3 - 1):g}" r="2.6" class="seed"/>'
        for i, one in enumerate(row.each)
        if isfinite(one)
    ]


def _mark(row: Row, x: _Scale) -> str:
    if not isfinite(row.value):
        return ""
    at, top, m = x(row.value), HEIGHT / 2 - MARK, MARK
    if row.verdict == FAILS:
        return f'<path d="M{at - m:.1f} {top:g}l{2 * m:g} {2 * m:g}m0 {-2 * m:g}l{-2 * m:g} {2 * m:g}" class="fails"/>'
    return f'<path d="M{at:.1f} {top:g}l{m:g} {m:g}l{-m:g} {m:g}l{-m:g} {-m:g}z" class="holds"/>'
