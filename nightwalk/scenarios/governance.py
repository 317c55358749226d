"""The table [governance] of a scenario: how a town delivers what it plans (rule 2, grade D)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import ScenarioError
from nightwalk.base.quantity import Uniform, check_quantities, quantity
from nightwalk.model.conditions import Selection
from nightwalk.scenarios.delivery import agreement, delay_ratio, kept_at_election
from nightwalk.scenarios.draws import drawn_from_priors
from nightwalk.scenarios.steps import FACTORS, as_number, step_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nightwalk.agents.columns import People
    from nightwalk.model.conditions import Conditions
    from nightwalk.model.setup import Measure
    from nightwalk.scenarios.intervention import Intervention

__all__ = ["AS_PLANNED", "Governance", "Standing", "measures_of"]

AS_PLANNED = "No [governance] table: every measure is delivered as planned (fidelity 1)."
STATED = "Measures are delivered in part, late, and less so after elections, as the table [governance] says."
_NO_ROWS = np.empty(0, dtype=np.int64)
NOWHERE = Selection(_NO_ROWS, _NO_ROWS)  # conditions of the town have no rows


@dataclass(frozen=True, kw_only=True)
class Governance:
    """How much of a plan the town delivers, how late it learns of crime, and what an election undoes.

    It sets fidelity, delay and upkeep, and is no force of its own: without measures it changes nothing.
    The four factors are 0 to 1, or a word of the five steps none, some, half, most, full.

    Attributes:
        elections: Days of elections, not before the scenario starts.
    """

    base_fidelity: float = quantity(
        0.7, unit="share", low=0.0, high=1.0, prior=Uniform(0.4, 1.0), source="assumed"
    )
    commitment: float = quantity(0.5, unit="share", low=0.0, high=1.0, source="stated; grade D")
    capacity: float = quantity(0.5, unit="share", low=0.0, high=1.0, source="stated; grade D")
    diversity: float = quantity(0.5, unit="share", low=0.0, high=1.0, source="stated; grade D")
    memory: float = quantity(0.5, unit="share", low=0.0, high=1.0, source="stated; grade D")
    election_loss: float = quantity(0.5, unit="share", low=0.0, high=1.0, source="assumed")
    elections: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        for name in FACTORS:
            object.__setattr__(self, name, as_number(name, getattr(self, name)))
        check_quantities(self)
        for day in self.elections:
            if not isinstance(day, date) or isinstance(day, datetime):
                raise ScenarioError(
                    f"elections in [governance] holds {day!r}; write dates without quotes, such as [2027-05-23]."
                )
        object.__setattr__(self, "elections", tuple(sorted(self.elections)))

    @property
    def agreement(self) -> float:
        """What a local council lives on, 0-1."""
        return agreement(self.commitment, self.capacity, self.diversity)

    def drawn(self, seed: int) -> Governance:
        """Return it with the base fidelity drawn from its prior where it was left at its default."""
        return drawn_from_priors(self, "governance", seed)

    def lapses(self, start: date) -> tuple[tuple[int, float], ...]:
        """Return the day of the horizon and what is kept, of each election at which something is lost."""
        kept = kept_at_election(self.memory, self.election_loss)
        return tuple(((day - start).days, kept) for day in self.elections if kept < 1.0)

    def check(self, start: date) -> None:
        """Refuse an election before the scenario starts.

        Raises:
            ScenarioError: with the day.
        """
        if self.elections and self.elections[0] < start:
            raise ScenarioError(
                f"An election in [governance] is on {self.elections[0]}, before the scenario starts on {start}; "
                "leave it out."
            )

    def as_usual(self, now: Conditions) -> Conditions:
        """Return the conditions with the fidelity and the delay of the town without a council."""
        slower = now.scaled("delay", NOWHERE, delay_ratio(self.capacity))
        return slower.scaled("fidelity", NOWHERE, self.base_fidelity)

    def after_election(self, now: Conditions) -> Conditions:
        """Return the conditions with what an election leaves of the fidelity."""
        return now.scaled("fidelity", NOWHERE, kept_at_election(self.memory, self.election_loss))

    def described(self) -> dict[str, Any]:
        """Return what run.json says of it: numbers, the nearest step of each factor, the grade."""
        return {
            "says": STATED,
            "base_fidelity": self.base_fidelity,
            **{name: step_of(name, getattr(self, name)) for name in FACTORS},
            "election_loss": self.election_loss,
            "kept_at_election": kept_at_election(self.memory, self.election_loss),
            "elections": [day.isoformat() for day in self.elections],
            "grade": "D",
        }


@dataclass(frozen=True)
class Standing:
    """A change of the town's conditions that holds from a day of the horizon on; satisfies `model.setup.Measure`."""

    change: Callable[[Conditions], Conditions]
    from_day: int = 0
    selection: Selection = field(default=NOWHERE, compare=False)
    on_report: bool = False
    key: int = 0

    @property
    def turning_days(self) -> tuple[int, ...]:
        """The day it begins."""
        return (self.from_day,)

    def chances(self, residents: People) -> np.ndarray:
        """Reach nobody as a person."""
        return np.zeros(len(residents.kind))

    def strength(self, day: int, hour: int, weekday: int) -> float:
        """Return 1 from the first day on."""
        del hour, weekday
        return float(day >= self.from_day)

    def apply(self, now: Conditions, strength: float) -> Conditions:
        """Return the conditions changed to that strength."""
        return now.towards(self.change(now), strength)

    def crowd(self) -> None:
        """Draw nobody."""


def measures_of(
    interventions: Sequence[Intervention], governance: Governance | None, start: date
) -> tuple[Measure, ...]:
    """Return what the simulation folds: the table, councils, elections, then everything else (rule 2)."""
    councils = [one for one in interventions if one.about.module == "governance"]
    others = [one for one in interventions if one.about.module != "governance"]
    usual = (Standing(governance.as_usual),) if governance else ()
    lapses = governance.lapses(start) if governance else ()
    elections = [Standing(governance.after_election, day) for day, _ in lapses] if governance else []
    return (*usual, *_parts(councils), *elections, *_parts(others))


def _parts(interventions: Sequence[Intervention]) -> list[Measure]:
    return [part for one in interventions for part in one.parts()]
