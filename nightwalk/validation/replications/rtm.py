"""D13: the arithmetic of risk terrain modelling: relative risk values and the score of a cell."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from nightwalk.validation.replications.rule import against

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nightwalk.validation.rows import Row

__all__ = ["LEEDS", "cell_score", "d13", "relative_risk"]

LEEDS = {"bus stops": 3.0617, "detached houses": 2.1578}  # beta, negative binomial, cells of 250 m
PRINTED = {"bus stops": 21.3638, "detached houses": 8.6521}
TOP_CELL = 184.8
LAST_DIGIT = 5e-5  # of a beta as printed
SOURCE = "RTM demonstration for Leeds (Model_report.html)"


def relative_risk(betas: Mapping[str, float]) -> dict[str, float]:
    """Return the relative risk value exp(beta) of each risk factor.

    >>> round(relative_risk({"bus stops": 3.0617})["bus stops"], 4)
    21.3638
    """
    return {factor: exp(beta) for factor, beta in betas.items()}


def cell_score(betas: Mapping[str, float], factors: Iterable[str]) -> float:
    """Return how many times the risk of a cell without any factor a cell with some has: exp(sum of their betas).

    Raises:
        KeyError: for a factor without a beta.
    """
    return exp(sum(betas[factor] for factor in factors))


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
