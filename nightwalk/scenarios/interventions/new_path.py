"""A path that is not there today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import Uniform, quantity
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.planned import PlannedPath, rows_of
from nightwalk.scenarios.about import About, Cost
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.where import Where

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["NewPath"]

ITS_ENDS = Where(everywhere=True)  # a stand-in until the path is laid


@dataclass(frozen=True, kw_only=True)
class NewPath(Intervention):
    """Open a straight path between the crossings nearest to two points.

    Every scenario of a study runs on the town with the paths of all of them, closed where they are not its own,
    so that streets, people and luck stay the same.

    Attributes:
        from_point: Longitude and latitude of one end, degrees.
        to_point: Of the other.
    """

    about: ClassVar[About] = About(
        title="New path",
        module="spatial",
        grade="D",
        source="assumed; the effect emerges from the ways people take",
        note="A short cut is used by everybody: an unlit, narrow one can take people out of livelier streets.",
        acts_on=("closed", "lux", "entrapment"),
        unit="m2",
        payer="city",
        life_years=30.0,
    )

    where: Where = ITS_ENDS
    from_point: tuple[float, ...] = ()
    to_point: tuple[float, ...] = ()
    level: float = quantity(5.0, unit="lx", low=0.0, high=50.0, source="EN 13201-2 P4; 0 = no lamps")
    width: float = quantity(3.0, unit="m", low=1.0, high=20.0, source="chosen")
    spacing: float = quantity(30.0, unit="m", low=10.0, high=80.0, source="cost book: 33 points per km")
    decay_years: float = quantity(
        20.0, unit="years", low=2.0, high=40.0, source="assumed; life of the paving"
    )
    capital_cost: float = quantity(
        250.0, unit="EUR per m2", low=0.0, high=5000.0, prior=Uniform(100.0, 400.0),
        source="cost book (hard landscaping), assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        1.5, unit="EUR per m2", low=0.0, high=100.0, prior=Uniform(0.5, 4.0), source="cost book, from memory",
    )  # fmt: skip
    lamp_cost: float = quantity(
        2500.0, unit="EUR per lamp point", low=0.0, high=50000.0, prior=Uniform(1500.0, 4500.0),
        source="cost book (vendor text)",
    )  # fmt: skip
    lamp_care: float = quantity(
        60.0, unit="EUR per lamp point and year", low=0.0, high=5000.0, prior=Uniform(30.0, 120.0), source="assumed",
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.where != ITS_ENDS and not self.where.is_placed:
            raise ScenarioError("A new path lies between its two ends; leave out its where.")
        for name in ("from_point", "to_point"):
            point = getattr(self, name)
            if len(point) != 2 or not all(isinstance(degrees, (int, float)) for degrees in point):
                raise ScenarioError(
                    f"{name} of a new path is {list(point)}; give longitude and latitude, such as [24.94, 60.17]."
                )

    def paths(self) -> tuple[PlannedPath, ...]:
        """Return the path."""
        (west, south), (east, north) = self.from_point, self.to_point
        return (PlannedPath((west, south), (east, north)),)

    def placed(self, city: City, group: int = -1) -> Self:
        """Return the path bound to its segments in a city that holds it."""
        rows = rows_of(city, *self.paths())
        its_own = Where(segment=tuple(city.streets.id[rows].tolist()))
        return replace(self, where=its_own.bound(city, rows, group))

    def effect(self, now: Conditions) -> Conditions:
        """Open the path, light it, and hem people in where it is narrow."""
        opened = now.at_most("closed", self.where, 0.0).at_least("lux", self.where, self.level)
        assumed = Assumptions()
        if self.width >= assumed.narrow_width:
            return opened
        return opened.at_least("entrapment", self.where, assumed.entrapment_narrow)

    def amount(self, city: City) -> float:
        """Return its ground in m2."""
        return float(city.streets.length[self.where.segments].sum() * self.width)

    def cost(self, city: City) -> Cost:
        """Return paving, and lamps where it is lit, and their care."""
        usual, length = super().cost(city), city.streets.length[self.placed(city).where.segments].sum()
        points = float(length / self.spacing) if self.level > 0 else 0.0
        lamps, care = self.price("lamp_cost", points), self.price("lamp_care", points)
        return Cost(usual.capital.plus(lamps), usual.yearly.plus(care))
