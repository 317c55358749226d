"""Choose pieces for a purse: the largest gain that capital and yearly budget allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import RunError
from nightwalk.model.conditions import AREA

if TYPE_CHECKING:
    from nightwalk.experiments.plan.pieces import Pieces
    from nightwalk.model.city import City
    from nightwalk.scenarios.intervention import Intervention

__all__ = ["Purse", "best_rows", "gains_of", "measures"]

ROUNDING = 1e-6  # of a piece: the linear program takes it whole
CENT = 0.01  # EUR


@dataclass(frozen=True)
class Purse:
    """What may be spent.

    Attributes:
        capital: EUR, once.
        yearly: EUR a year; None = the capital has to pay for the first year, too.
    """

    capital: float
    yearly: float | None = None

    def __post_init__(self) -> None:
        if not (self.capital >= 0 and (self.yearly is None or self.yearly >= 0)):
            raise RunError(
                f"The budget is {self.capital:g} and {self.yearly} EUR a year; give amounts from 0 on."
            )
        if self.capital == 0 and not self.yearly:
            raise RunError("There is no money to spend; give --budget, --yearly or both.")

    def part(self, share: float) -> Purse:
        """Return a share of it."""
        return Purse(share * self.capital, None if self.yearly is None else share * self.yearly)

    def spent(self, capital: np.ndarray, yearly: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what counts against each of the two budgets; without a yearly one, nothing against the second."""
        return (capital + yearly, np.zeros_like(yearly)) if self.yearly is None else (capital, yearly)

    def allows(self, capital: float, yearly: float) -> bool:
        """Say whether it pays for so much."""
        once, a_year = (float(part) for part in self.spent(np.array(capital), np.array(yearly)))
        return once <= self.capital + CENT and a_year <= (self.yearly or 0.0) + CENT

    def __str__(self) -> str:
        if self.yearly is None:
            return f"EUR {self.capital:,.0f} for capital and the first year"
        return f"EUR {self.capital:,.0f} once and EUR {self.yearly:,.0f} a year"


def gains_of(pieces: Pieces, of_street: np.ndarray) -> np.ndarray:
    """Return the gain of each piece, (n,): the sum over its streets of `of_street` (doses, S)."""
    return np.array([
        of_street[dose, rows].sum() for dose, rows in zip(pieces.dose, pieces.rows, strict=True)
    ])  # fmt: skip


def best_rows(pieces: Pieces, gain: np.ndarray, purse: Purse) -> np.ndarray:
    """Return the rows of pieces that gain nearly the most together.

    Gains add up; pieces that change the same condition of one place, or of one
    area, exclude each other: two programmes do not make a neighbourhood twice as close. The linear program with the
    two budgets leaves few pieces in part: these are dropped, and what is left of the money goes to the pieces with
    most gain for it. Where that alone does better, it is taken.
    """
    worth = np.flatnonzero(gain > 0)
    if not len(worth):
        return worth
    clashes = _clashes(pieces, worth)
    whole = _whole(pieces, gain, purse, worth, clashes)
    filled = [_filled(pieces, gain, purse, worth, clashes, first) for first in (whole, np.zeros_like(whole))]
    best = max(filled, key=lambda taken: float(gain[worth][taken].sum()))
    return np.asarray(worth[best])


def _whole(pieces: Pieces, gain: np.ndarray, purse: Purse, worth: np.ndarray, clashes: Any) -> np.ndarray:
    """Return the pieces that the linear program takes whole, bool (w,)."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    once, a_year = (part[worth] for part in purse.spent(pieces.capital, pieces.yearly))
    limits = vstack([once[None, :], a_year[None, :], clashes], format="csr")
    most = np.concatenate([[purse.capital, purse.yearly or 0.0], np.ones(clashes.shape[0])])
    found = linprog(
        -gain[worth] / gain[worth].max(), A_ub=limits, b_ub=most, bounds=(0.0, 1.0), method="highs-ds"
    )
    return np.asarray(found.x > 1.0 - ROUNDING)


def _filled(
    pieces: Pieces, gain: np.ndarray, purse: Purse, worth: np.ndarray, clashes: Any, first: np.ndarray
) -> np.ndarray:
    """Return the first pieces with those added that the rest of the money pays for, most gain for it first."""
    taken, columns = first.copy(), clashes.tocsc()
    full = clashes @ taken.astype(float) > 0
    capital, yearly = pieces.capital[worth], pieces.yearly[worth]
    spent = np.array([capital[taken].sum(), yearly[taken].sum()])
    order = np.argsort(-gain[worth] / np.maximum(capital + yearly, CENT), kind="stable")
    for i in order[~taken[order]].tolist():
        mine = columns.indices[columns.indptr[i] : columns.indptr[i + 1]]
        more = spent + np.array([capital[i], yearly[i]])
        if purse.allows(*more.tolist()) and not full[mine].any():
            taken[i], full[mine], spent = True, True, more
    return taken


def _clashes(pieces: Pieces, rows: np.ndarray) -> Any:
    """Return a sparse row for each place, or area, and condition there that several of the pieces would change."""
    from scipy.sparse import csr_array

    members: dict[tuple[str, int], list[int]] = {}
    for number, row in enumerate(rows.tolist()):
        for condition in sorted(pieces.doses[pieces.dose[row]].conditions):
            where = pieces.areas[row].tolist() if condition in AREA else [int(pieces.place[row])]
            for one in where:
                members.setdefault((condition, one), []).append(number)
    several = sorted({tuple(columns) for columns in members.values() if len(columns) > 1})
    line = np.repeat(np.arange(len(several)), [len(columns) for columns in several])
    column = np.array([one for columns in several for one in columns], dtype=np.int64)
    return csr_array((np.ones(len(column)), (line, column)), shape=(len(several), len(rows)))


def measures(pieces: Pieces, rows: np.ndarray, city: City) -> tuple[Intervention, ...]:
    """Return the pieces as measures: those of one dose together, unless that would change what they cost."""
    made: list[Intervention] = []
    for i, dose in enumerate(pieces.doses):
        mine = rows[pieces.dose[rows] == i]
        if not len(mine):
            continue
        together = dose.on(np.sort(city.streets.id[np.concatenate([pieces.rows[row] for row in mine])]))
        apart = [dose.on(city.streets.id[pieces.rows[row]]) for row in mine]
        bill = together.cost(city)
        same = np.allclose(
            [bill.capital.value, bill.yearly.value],
            [pieces.capital[mine].sum(), pieces.yearly[mine].sum()],
            rtol=1e-6,
        )
        made += [together] if same else apart
    return tuple(made)
