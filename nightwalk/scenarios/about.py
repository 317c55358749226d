"""What is known of a kind of intervention: title, evidence, what it acts on, what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["About", "Cost", "Range", "is_price"]


@dataclass(frozen=True, kw_only=True)
class About:
    """What is known of a kind of intervention, for the catalogue, the report and the workshop cards.

    Attributes:
        title: Its name in plain words.
        module: digital, spatial, social or governance (the four CITISENSE modules).
        grade: Strength of the evidence, A (systematic reviews) to D (assumption).
        source: Where the effect comes from.
        note: What a planner should know before choosing it.
        acts_on: The conditions it changes.
        unit: What the cost is counted in.
        payer: Who usually pays: city, police, region, owners.
        life_years: How long what is bought lasts, for yearly instalments; 0 = nothing is bought.
        privacy: What it does to the privacy of people; "" = nothing beyond the usual.
        proportionality: What would be milder, and when it is too much.
        stigma: Whom it may mark.
    """

    title: str
    module: Literal["digital", "spatial", "social", "governance"] = "spatial"
    grade: Literal["A", "B", "C", "D"] = "D"
    source: str = "assumed"
    note: str = ""
    acts_on: tuple[str, ...] = ()
    unit: str = ""
    payer: str = ""
    life_years: float = 0.0
    privacy: str = ""
    proportionality: str = ""
    stigma: str = ""


class Range(NamedTuple):
    """A number with its 95 % range."""

    value: float
    low: float
    high: float

    def plus(self, other: Range) -> Range:
        """Return the sum, as if both were high or low together."""
        return Range(self.value + other.value, self.low + other.low, self.high + other.high)


class Cost(NamedTuple):
    """What an intervention costs, in euros of 2024."""

    capital: Range
    yearly: Range


def is_price(unit: str) -> bool:
    """Say whether a declared number is a price, by its unit: EUR. Prices are no effect sizes and are not drawn."""
    return unit.startswith("EUR")
