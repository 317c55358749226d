"""What a simulation needs to be told: the town, the people, the measures, the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy as np

    from nightwalk.agents.columns import People
    from nightwalk.agents.crowd import Drawn
    from nightwalk.agents.population import Population
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions, Selection
    from nightwalk.model.parameters import Parameters
    from nightwalk.model.register.street_crime import StreetCrime

__all__ = ["Measure", "Setup"]


class Measure(Protocol):
    """An intervention whose place is resolved: a pure function from conditions to conditions."""

    @property
    def selection(self) -> Selection:
        """The rows it acts on."""
        ...

    @property
    def on_report(self) -> bool:
        """Whether those it reaches are victims of street crime who report it and find a place (victim support)."""
        ...

    @property
    def key(self) -> int:
        """Number of the draw who is reached: the same whatever other measures there are."""
        ...

    @property
    def turning_days(self) -> tuple[int, ...]:
        """Days of the horizon on which it starts, is complete, or has ended: routes are traced again (rule 20)."""
        ...

    def chances(self, residents: People) -> np.ndarray:
        """Return the chance (0-1) that each resident of its areas is reached as a person, float64 (N,)."""
        ...

    def strength(self, day: int, hour: int, weekday: int) -> float:
        """Return ramp x fidelity x upkeep x schedule, 0-1, in that hour of the horizon."""
        ...

    def apply(self, now: Conditions, strength: float) -> Conditions:
        """Return the conditions changed to that strength."""
        ...

    def crowd(self) -> Drawn | None:
        """Return whom it draws; None where it draws nobody."""
        ...


class Setup(Protocol):
    """A scenario as the simulation sees it."""

    @property
    def city(self) -> City:
        """The town."""
        ...

    @property
    def start(self) -> date:
        """First day of the horizon."""
        ...

    @property
    def days(self) -> int:
        """Length of the horizon."""
        ...

    @property
    def population(self) -> Population:
        """Counts and margins of the people."""
        ...

    @property
    def level(self) -> float | None:
        """Share (0-1) of residents who feel unsafe after dark today, from a local survey; None = not known."""
        ...

    @property
    def reference(self) -> Parameters:
        """The parameters the base level is known for: defaults with what the scenario file sets."""
        ...

    @property
    def crime(self) -> StreetCrime | None:
        """What a risk register says of the streets; None = street-level crime is not known (rule 28)."""
        ...

    def measures(self) -> Sequence[Measure]:
        """Return the interventions in the order they fold."""
        ...
