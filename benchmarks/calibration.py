"""The measurement layer of a calibration, processor seconds on one core.

Invented answers of a known truth to four items, 14 parameters: fitted, with 400 draws of the posterior. Without audits
the light of every respondent is integrated over, as for a national survey; 8,207 people is the size of the British
teaching file.
"""

from __future__ import annotations

from benchmarks.rows import Options, Row
from benchmarks.worlds import Stopwatch

__all__ = ["TITLE", "measure"]

TITLE = "Calibration"
SIZES = ((8207, False, 20.0), (10_000, False, None), (10_000, True, None))  # people, audited, most seconds
SMALL = 300


def measure(options: Options) -> list[Row]:
    """Return the seconds of a fit by number of respondents."""
    return [
        _row(options.pick(people, SMALL), audited=audited, at_most=None if options.quick else most)
        for people, audited, most in SIZES
    ]


def _row(people: int, *, audited: bool, at_most: float | None) -> Row:
    from nightwalk.calibration.synthetic import repeat

    with Stopwatch() as watch:
        repeat(1, count=people, audited=audited)
    figure = f"{people:,} respondents, {'streets audited' if audited else 'no audits'}"
    return Row(figure=figure, value=watch.cpu, unit="s", at_most=at_most, beside={"clock, s": watch.wall})
