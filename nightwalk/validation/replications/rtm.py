"""D13: the arithmetic of risk terrain modelling: relative risk values and the score of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.model.register.risk_terrain import cell_score, relative_risk
from nightwalk.validation.replications.rule import against

if TYPE_CHECKING:
    from nightwalk.validation.rows import Row

__all__ = ["LEEDS", "d13"]

LEEDS = {"bus stops": 3.0617, "detached houses": 2.1578}  # beta, negative binomial, cells of 250 m
PRINTED = {"bus stops": 21.3638, "detached houses": 8.6521}
TOP_CELL = 184.8
LAST_DIGIT = 5e-5  # of a beta as printed
SOURCE = "RTM demonstration for Leeds (Model_report.html)"


def d13(seeds: int = 1, *, quick: bool = False) -> list[Row]:
    """Return the rows of D13; nothing in them is random.

    Args:
        seeds: Not used.
        quick: Not used.
    """
    del seeds, quick
    found = relative_risk(LEEDS)
    rows = [
        against("D13", f"relative risk value of {factor}", [found[factor]], printed, unit="ratio", source=SOURCE,
                tolerance=printed * LAST_DIGIT)
        for factor, printed in PRINTED.items()
    ]  # fmt: skip
    top = cell_score(LEEDS, LEEDS)
    rows.append(
        against("D13", "score of the top cell", [top], TOP_CELL, unit="ratio", source=SOURCE, tolerance=0.05)
    )
    return rows
