"""What programmes have in common: hours, days of the week, and perhaps lamps of their own."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from nightwalk.agents.crowd import Drawn
from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import Uniform, quantity
from nightwalk.scenarios.about import Cost
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.strength import HOURS_PER_DAY, WEEK, Hours

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["Programme"]

LATEST = 29  # an outing of the day may end until 5 in the morning


@dataclass(frozen=True, kw_only=True)
class Programme(Intervention, filed=False):
    """Something that goes on in some hours, draws people and may bring lamps of its own."""

    first_hour: int = quantity(17, unit="h", low=0, high=23, source="chosen")
    last_hour: int = quantity(22, unit="h", low=0, high=24, source="chosen")
    weekdays: tuple[int, ...] = WEEK
    level: float = quantity(0.0, unit="lx", low=0.0, high=50.0, source="chosen; 0 = no lamps of its own")
    spacing: float = quantity(60.0, unit="m", low=10.0, high=200.0, source="assumed; between light towers")
    tower_cost: float = quantity(
        10000.0, unit="EUR per light tower and season", low=0.0, high=1e5, prior=Uniform(5000.0, 15000.0),
        source="cost book (New York, 400 towers for six months)",
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.gone > LATEST:
            raise ScenarioError(
                f"{self.title} runs from {self.first_hour} to {self.gone % HOURS_PER_DAY} h; it must end "
                f"by {LATEST - HOURS_PER_DAY} in the morning."
            )

    @property
    def until(self) -> int:
        """The hour it ends, over 24 past midnight."""
        return self.last_hour if self.last_hour > self.first_hour else self.last_hour + HOURS_PER_DAY

    @property
    def gone(self) -> int:
        """The hour in which nobody is left, over 24 past midnight."""
        return self.until

    @property
    def hours(self) -> Hours:
        """The hours in which somebody is there."""
        late = self.gone > HOURS_PER_DAY
        return Hours(self.first_hour, self.gone - HOURS_PER_DAY if late else self.gone, self.weekdays)

    def lit(self, now: Conditions) -> Conditions:
        """Return the conditions under its own lamps."""
        return now.at_least("lux", self.where, self.level)

    def gathering(self, people_per_hour: float, leaving: int = 0) -> Drawn | None:
        """Return so many people in each of the chosen streets, None where there are none."""
        if people_per_hour <= 0:
            return None
        return Drawn(self.where.segments, people_per_hour, self.first_hour, self.until, leaving)

    def towers(self, city: City) -> float:
        """Return the light towers its own lamps need."""
        length = float(city.streets.length[self.where.segments].sum())
        return float(ceil(length / self.spacing)) if self.level > 0 else 0.0

    def cost(self, city: City) -> Cost:
        """Return what it costs, with the hire of its own lamps for a season of each year."""
        usual, towers = super().cost(city), self.placed(city).towers(city)
        return Cost(usual.capital, usual.yearly.plus(self.price("tower_cost", towers)))
