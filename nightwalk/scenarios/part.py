"""A second effect of an intervention, in hours of its own, and how far any effect moves the conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nightwalk.scenarios.strength import ALWAYS, Hours

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from nightwalk.agents.columns import People
    from nightwalk.model.conditions import Conditions
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.where import Where

__all__ = ["Part", "applied"]


@dataclass(frozen=True)
class Part:
    """A second effect of an intervention that keeps hours of its own."""

    owner: Intervention
    change: Callable[[Conditions], Conditions]
    hours: Hours = ALWAYS
    within: Hours = ALWAYS

    @property
    def selection(self) -> Where:
        """The rows of its owner."""
        return self.owner.selection

    @property
    def key(self) -> int:
        """The number of its owner."""
        return self.owner.key

    @property
    def on_report(self) -> bool:
        """Whether its owner reaches victims who report."""
        return self.owner.on_report

    @property
    def turning_days(self) -> tuple[int, ...]:
        """The days of its owner."""
        return self.owner.turning_days

    def chances(self, residents: People) -> np.ndarray:
        """Return the chances of its owner."""
        return self.owner.chances(residents)

    def strength(self, day: int, hour: int, weekday: int) -> float:
        """Return the envelope of its owner in hours that lie in both ranges, else 0."""
        works = self.hours.include(hour, weekday) and self.within.include(hour, weekday)
        return self.owner.envelope(day) if works else 0.0

    def apply(self, now: Conditions, strength: float) -> Conditions:
        """Return the conditions changed to that strength."""
        return applied(self.owner, self.change, now, strength)

    def crowd(self) -> None:
        """Draw nobody."""


def applied(
    owner: Intervention, change: Callable[[Conditions], Conditions], now: Conditions, strength: float
) -> Conditions:
    """Return the conditions changed to a strength (0-1) times the town's fidelity, which governance alone is spared."""
    share = strength if owner.about.module == "governance" else strength * now.fidelity
    return now if share <= 0.0 else now.towards(change(now), share)
