"""A walk home replayed: one invented person on one way, today and with a proposal, under many sets of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.workshop.engine import expit, levels
from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.views.panel import members
from nightwalk.workshop.words import Words, _

if TYPE_CHECKING:
    from nightwalk import City, Scenario
    from nightwalk.workshop.engine import People
    from nightwalk.workshop.views.panel import View
    from nightwalk.workshop.views.preview import Guesser
    from nightwalk.workshop.views.worlds import Moment

__all__ = ["CHOICES", "Case", "Replay", "Way", "replay", "way_home"]

NEAREST, FARTHEST = 400.0, 2000.0  # metres: a way is no shorter, where there is a longer one, and no longer
LEAST = 0.005  # share: a smaller change is none
AGES = (
    _("aged 16 to 34"), _("aged 35 to 49"), _("aged 50 to 64"), _("aged 65 to 74"), _("aged 75 or over"),
)  # fmt: skip
CHOICES = Words({"most": _("Helps most"), "middle": _("In the middle"), "least": _("Helps least")})


@dataclass(frozen=True, eq=False)
class Way:
    """A way through the town.

    Attributes:
        rows: Streets in the order they are walked, int64 (L,).
        onward: Whether each is walked from its first point to its last, bool (L,).
        length: Of each, metres, float64 (L,).
        from_stop: Whether it begins at a stop; else at the far end of the neighbourhood.
    """

    rows: np.ndarray
    onward: np.ndarray
    length: np.ndarray
    from_stop: bool

    def points(self, city: City) -> tuple[np.ndarray, np.ndarray]:
        """Return the points walked, float64 (P, 2) metres, and the place in `rows` of the street of each."""
        streets, parts = city.streets, []
        for row, onward in zip(self.rows, self.onward, strict=True):
            xy = streets.xy[streets.xy_start[row] : streets.xy_start[row + 1]]
            parts.append(xy if onward else xy[::-1])
        return np.concatenate(parts), np.repeat(np.arange(len(parts)), [len(one) for one in parts])


@dataclass(frozen=True, eq=False)
class Case:
    """The walk under one set of numbers: chance (0-1) of feeling unsafe in each street, float64 (L,)."""

    seed: int
    today: np.ndarray
    after: np.ndarray


@dataclass(frozen=True, eq=False)
class Replay:
    """One person's walk under every set of numbers.

    Attributes:
        people: The panel that the person is of.
        person: Which row.
        way: The way.
        cases: From the set in which the proposal helps most to the one in which it helps least.
    """

    people: People
    person: int
    way: Way
    cases: tuple[Case, ...]

    @property
    def who(self) -> str:
        """The invented person, in words."""
        text = _("a woman, {age}") if self.people.sex[self.person] else _("a man, {age}")
        said = text.format(age=_(AGES[int(self.people.age[self.person])]))
        return _("{who}, with a disability").format(who=said) if self.people.disability[self.person] else said

    def mean(self, chances: np.ndarray) -> float:
        """Return the mean along the way, weighted by length."""
        return float(np.average(chances, weights=self.way.length))

    @property
    def helped(self) -> int:
        """In how many sets the walk feels safer."""
        return sum(self.mean(one.after) - self.mean(one.today) <= -LEAST for one in self.cases)

    def case(self, which: str) -> Case:
        """Return one of `CHOICES`; the last is a case without improvement wherever there is one."""
        place = {"most": 0, "middle": len(self.cases) // 2, "least": len(self.cases) - 1}[which]
        return self.cases[place]


def replay(guesser: Guesser, scenario: Scenario, moment: Moment, group: str, home: int) -> Replay:
    """Return the walk home to a street, with a proposal and without.

    The person is the one of the group who is in its middle by how unsafe they feel anywhere; the way is the
    shortest in both worlds. Nothing is remembered and nobody is met by chance.

    Args:
        guesser: Knows the town and the sets of numbers.
        scenario: The proposal.
        moment: The hour.
        group: One of `GROUPS`.
        home: Row of the street.

    Raises:
        RoomError: if no way leads there.
    """
    way = way_home(guesser.town.city, home)
    person = _typical(guesser.views[0], group)
    cases = [_case(guesser, scenario, moment, view, person, way) for view in guesser.views]
    change = [np.average(one.after - one.today, weights=way.length) for one in cases]
    ordered = tuple(cases[k] for k in np.argsort(change, kind="stable"))
    return Replay(guesser.views[0].people, person, way, ordered)


def _case(
    guesser: Guesser, scenario: Scenario, moment: Moment, view: View, person: int, way: Way
) -> Case:  # fmt: skip
    world = guesser.world(scenario, moment, view)
    calm = np.zeros_like(world.efficacy)
    today, after = (
        _chances(people, efficacy, view, person, cue[:, way.rows])
        for people, efficacy, cue in (
            (view.people, calm, world.before), (world.people, world.efficacy, world.after)
        )
    )  # fmt: skip
    return Case(view.seed, today, after)


def _chances(people: People, efficacy: np.ndarray, view: View, person: int, cue: np.ndarray) -> np.ndarray:
    own = levels(people, efficacy, view.values)[person]
    return expit(own + people.v[person] * cue[people.sex[person]])


def _typical(view: View, group: str) -> int:
    mine = np.flatnonzero(members(view.people)[group])
    if len(mine) == 0:
        raise RoomError(_("Nobody of that group lives here; choose another one."))
    own = levels(view.people, np.zeros(int(view.people.area.max()) + 1), view.values)[mine]
    return int(mine[np.argsort(own, kind="stable")[len(mine) // 2]])


def way_home(city: City, home: int) -> Way:
    """Return the shortest way to a street from the nearest stop that is a walk away, else from afar.

    Raises:
        RoomError: if no way leads there.
    """
    from scipy.sparse.csgraph import dijkstra

    row_of, graph = _network(city)
    end = int(city.streets.u[home])
    metres, back = dijkstra(graph, directed=False, indices=end, limit=FARTHEST, return_predecessors=True)
    reached = np.isfinite(metres) & (metres > 0)
    if not reached.any():
        raise RoomError(_("No way leads to that street; choose another one."))
    stops = reached & (city.nodes.transit > 0) & (metres >= NEAREST)
    if stops.any():
        start = int(np.where(stops, metres, np.inf).argmin())
    else:
        start = int(np.where(reached, metres, -1.0).argmax())
    nodes = [start]
    while nodes[-1] != end:
        nodes.append(int(back[nodes[-1]]))
    rows = np.array([row_of[min(a, b), max(a, b)] for a, b in pairwise(nodes)])
    return Way(rows, city.streets.u[rows] == nodes[:-1], city.streets.length[rows], bool(stops.any()))


def _network(city: City) -> tuple[dict[tuple[int, int], int], object]:
    """Return the shortest street between each two neighbouring nodes, and the streets as a sparse matrix of metres."""
    from scipy.sparse import csr_array

    streets, count = city.streets, len(city.nodes.x)
    low, high = np.minimum(streets.u, streets.v), np.maximum(streets.u, streets.v)
    built = np.flatnonzero((low != high) & (np.arange(city.segments) < city.built))
    order = built[np.lexsort((streets.length[built], high[built], low[built]))]
    pairs = np.stack([low[order], high[order]], axis=1)
    first = np.ones(len(order), dtype=bool)
    first[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    rows = order[first]
    graph = csr_array((streets.length[rows], (low[rows], high[rows])), shape=(count, count))
    return {(int(low[row]), int(high[row])): int(row) for row in rows}, graph
