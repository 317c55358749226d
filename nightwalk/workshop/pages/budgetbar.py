"""The budget: what a proposal has spent, what the measure in the form would add, and where it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from nightwalk.workshop.pages.parts import box, say
from nightwalk.workshop.words import _, euros

if TYPE_CHECKING:
    from nightwalk.workshop.pages.visit import Visit

__all__ = ["draw_budget"]

STEP = 10_000  # EUR


def draw_budget(visit: Visit, spent: float, wanted: float) -> None:
    """Draw the budget here; `wanted` is what the measure in the form would cost."""
    budget = visit.state.budget
    over = spent + wanted > budget
    with box("line spread"):
        say(_("Budget for the first year"), "h2")
        amount = ui.number(value=budget, min=0, step=STEP, prefix="€", format="%.0f").style("width: 150px")
        amount.props(f'dense outlined debounce=700 aria-label="{_("Budget in euros")}"')
        amount.on_value_change(lambda event: _set(visit, event.value))
    with box("budget"):
        box("spent").style(f"width: {_percent(spent, budget)}%")
        box("over" if over else "next").style(f"width: {_percent(wanted, budget)}%")
    say(_("{spent} spent, {left} left").format(spent=euros(spent), left=euros(budget - spent)), look="soft")
    if over:
        say(_("The measure below would go over the budget."), look="warn small")


def _set(visit: Visit, amount: float | None) -> None:
    if amount is not None and amount != visit.state.budget:
        visit.do("set-budget", amount=float(amount))


def _percent(part: float, whole: float) -> float:
    return round(100 * min(part, whole) / whole, 1) if whole > 0 else 0.0
