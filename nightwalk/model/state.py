"""Everything that changes while a run goes on; copied when scenarios part from a shared spin-up."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from nightwalk.agents.columns import Offenders, People, Ties
    from nightwalk.agents.legs import Plan
    from nightwalk.agents.ways import Routes
    from nightwalk.model.demand import Demand
    from nightwalk.model.surroundings import Around

__all__ = ["State"]


@dataclass
class State:
    """Columns and counters of a run. Residents come first, then visitors, then drawn crowds."""

    people: People
    residents: int
    visitors: int
    offenders: Offenders
    ties: Ties
    points: np.ndarray  # int32 (P,) nodes people live or enter at
    around: Around  # segments within walking distance of the points
    wants: Demand
    routes: Routes
    closed: np.ndarray  # float64 (S,) 0-1, as it was when the shortest routes were traced
    expected: np.ndarray  # float64 (2, 24, S) people expected by weekday/weekend and hour
    matched: np.ndarray  # int64 (2, 24) matching hours seen so far
    boost: np.ndarray  # float64 (S,) near-repeat boost
    incivility: np.ndarray  # float64 (S,) physical incivility
    upkeep: np.ndarray  # float64 (S,) monthly maintenance that keeps incivility at rest
    efficacy: np.ndarray  # float64 (A,) collective efficacy, z
    efficacy_0: np.ndarray  # float64 (A,) at rest
    area_unsafe: np.ndarray  # float64 (A,) share unsafe at the last monthly update
    area_incivility: np.ndarray  # float64 (A,)
    base_rate: np.ndarray  # float64 (5,) p_c by family
    hazards: np.ndarray  # float64 (5,) hazard ratios met since the base rate was last solved
    outing_scale: float
    support: np.ndarray  # float64 (3,) people: cases of victim support, turned away, cases before this month
    hour: int = 0
    media: float = 1.0
    usual_reports: float = 0.0
    weekly_reports: list[float] = field(default_factory=list)
    known_weeks: list[np.ndarray] = field(default_factory=list)  # float64 (S,) known to the authority
    week: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)
    carried: Plan | None = None  # legs after midnight

    def copy(self) -> State:
        """Return an independent copy; what never changes is shared."""
        shared = {
            id(part): part
            for part in (
                self.offenders,
                self.ties,
                self.around,
                self.wants,
                self.routes,
                self.closed,
                self.points,
            )
        }
        return copy.deepcopy(self, dict(shared))
