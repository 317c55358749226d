"""Every text a person in the room reads passes through here; languages join in this one place."""

from __future__ import annotations

__all__ = ["_", "euros", "in_streets", "people", "street_count"]


def _(text: str) -> str:
    """Return a text in the language of the page; so far there is English only."""
    return text


def people(count: float) -> str:
    """Return a number of people in words fit for a sentence."""
    return _("1 person") if round(count) == 1 else _("{n} people").format(n=f"{count:,.0f}")


def street_count(count: int) -> str:
    """Return how many streets are chosen, in words."""
    if count == 0:
        return _("No street chosen")
    return _("1 street chosen") if count == 1 else _("{n} streets chosen").format(n=count)


def in_streets(count: int) -> str:
    """Return where a measure acts, in words; 0 is the whole town."""
    if count == 0:
        return _("whole town")
    return _("1 street") if count == 1 else _("{n} streets").format(n=count)


def euros(amount: float) -> str:
    """Return an amount of money."""
    return f"€{amount:,.0f}"
