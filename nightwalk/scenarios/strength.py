"""How strongly an intervention acts in an hour: days, programme hours, ramp, wear."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from nightwalk.base.errors import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ALWAYS",
    "DAYS_PER_YEAR",
    "HOURS_PER_DAY",
    "WEEK",
    "WEEKS_PER_YEAR",
    "Hours",
    "habituated",
    "ramped",
    "worn",
]

WEEK = (0, 1, 2, 3, 4, 5, 6)
DAYS_PER_YEAR = 365.25
WEEKS_PER_YEAR = 52.18
DAYS_PER_WEEK = 7.0
HOURS_PER_DAY = 24


@dataclass(frozen=True)
class Hours:
    """The hours of the week something goes on; the last hour is the one at whose start it ends."""

    first: int = 0
    last: int = HOURS_PER_DAY
    weekdays: tuple[int, ...] = WEEK  # Monday is 0

    def __post_init__(self) -> None:
        if not self.weekdays or not set(self.weekdays) <= set(WEEK):
            raise ScenarioError(
                f"weekdays is {list(self.weekdays)}; give numbers from 0 (Monday) to 6 (Sunday)."
            )

    def include(self, hour: int, weekday: int) -> bool:
        """Say whether it goes on in that hour; past midnight counts to the evening before."""
        if self.first < self.last:
            return weekday in self.weekdays and self.first <= hour < self.last
        if hour >= self.first:
            return weekday in self.weekdays
        return hour < self.last and (weekday - 1) % len(WEEK) in self.weekdays

    @property
    def per_week(self) -> int:
        """Number of hours a week."""
        return ((self.last - self.first - 1) % HOURS_PER_DAY + 1) * len(self.weekdays)


ALWAYS = Hours()


def ramped(age: int, days: float) -> float:
    """Return the share (0-1) reached on day `age` (0 = the first) of a ramp of so many days."""
    return 1.0 if days <= 0 else min(1.0, (age + 1) / days)


def worn(age: int, upkeep: float, years: float, lapses: Iterable[tuple[int, float]] = ()) -> float:
    """Return what is left (0-1) where a share `upkeep` is kept up and the rest decays over `years` (e-folding).

    Args:
        age: days since the start.
        upkeep: share kept up, 0-1.
        years: time in which what is not kept up falls to 37 %.
        lapses: ages at which part of the upkeep is given up and begins to decay, with the share kept (0-1).
    """
    days = years * DAYS_PER_YEAR
    decaying = (1.0 - upkeep) * exp(-age / days)
    for when, kept in lapses:
        if 0 <= when <= age:
            decaying += upkeep * (1.0 - kept) * exp(-(age - when) / days)
            upkeep *= kept
    return upkeep + decaying


def habituated(age: int, half_life_weeks: float) -> float:
    """Return what is left (0-1) of a deterrent that people get used to."""
    return float(0.5 ** (age / (half_life_weeks * DAYS_PER_WEEK)))
