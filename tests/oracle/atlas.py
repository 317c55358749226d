"""What twin and engine share (rule 9): route tables and the fold of the measures, as plain lists."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.model.renewal import DARK_HOUR, DAY_HOUR, renew_routes
from tests.oracle.streets import guarded, street_parts

if TYPE_CHECKING:
    from nightwalk.agents.perceive import Cues
    from nightwalk.model.conditions import Conditions
    from nightwalk.model.state import State
    from nightwalk.model.town import Town
    from tests.oracle.streets import Guarded, StreetParts
    from tests.oracle.twin import TwinModel

__all__ = ["Atlas"]


class Atlas:
    """The shared tables of a run; `state` is a copy that only feeds the shared code, never the rules."""

    def __init__(self, state: State, town: Town, engine_values: Any) -> None:
        self.state, self.town, self.engine_values = state, town, engine_values
        self._parts: dict[int, tuple[Conditions, StreetParts]] = {}
        self._guarded: tuple[Conditions | None, list[float], Guarded | None] = None, [], None
        self.conditions: list[Conditions] = []  # of the day, one per slot
        self.renewals = 0
        self._list_routes()

    @property
    def blank(self) -> bool:
        """Whether no routes were traced yet."""
        return len(self.segments) == 0

    def _list_routes(self) -> None:
        """List the routes by way, set * WAYS + way: ways that are the same route share one list."""
        routes = self.state.routes
        start, flat = routes.start.tolist(), routes.segments.tolist()
        near, detour, length = routes.near.tolist(), routes.detour.tolist(), routes.length.tolist()
        segments = [flat[a:b] for a, b in pairwise(start)]
        ways = routes.ways.ravel().tolist()
        self.segments = [segments[route] if route >= 0 else [] for route in ways]
        self.near = [near[route] if route >= 0 else 0 for route in ways]
        self.detour = [detour[route] if route >= 0 else 0.0 for route in ways]
        self.length = [length[route] if route >= 0 else 0.0 for route in ways]

    def renew(self, model: TwinModel, cues: list[Cues]) -> None:
        """Trace the shared routes again for the presence the twin expects."""
        for hour in (DAY_HOUR, DARK_HOUR):
            self.state.expected[0, hour] = model.expected[0][hour]
        self.renewals += 1
        closed = self.conditions[DAY_HOUR].closed
        renew_routes(self.state, self.town, cues[DAY_HOUR], cues[DARK_HOUR], closed, self.engine_values)
        self._list_routes()
        people = self.state.people
        for person, sets, places in zip(
            model.people, people.routes.tolist(), people.dest.tolist(), strict=True
        ):
            person.routes, person.dest = sets, places

    def refold(self, model: TwinModel, column: str, values: list[float]) -> None:
        """Make the twin's incivility or records the new base of the fold."""
        new = np.array(values)
        new.setflags(write=False)
        model.agenda._rebased(**{column: new})

    def parts(self, model: TwinModel, now: Conditions) -> StreetParts:
        """Return the parts of Z under some conditions."""
        if id(now) not in self._parts:
            self._parts[id(now)] = now, street_parts(now, model.park, model.values)
        return self._parts[id(now)][1]

    def forget_parts(self) -> None:
        """Let go of the parts of conditions that no longer hold."""
        self._parts = {id(now): self._parts[id(now)] for now in self.conditions if id(now) in self._parts}

    def guarded(self, model: TwinModel, slot: int) -> Guarded:
        """Return what stands against crime in a slot of the day."""
        now = self.conditions[slot]
        if self._guarded[0] is not now or self._guarded[1] != model.efficacy_now:
            against = guarded(now, self.parts(model, now), model.efficacy_now, model.area, model.values)
            self._guarded = now, model.efficacy_now, against
        return self._guarded[2]
