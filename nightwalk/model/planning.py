"""Planning everybody's day at midnight, in blocks of rows, and sorting the legs into the hours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from nightwalk.agents.crowd import plan_crowd
from nightwalk.agents.legs import NEW, Legs, Plan, lay, measure
from nightwalk.agents.outings import DAY_SLOTS, Day, Opening
from nightwalk.agents.participate import expect
from nightwalk.agents.perceive import Cues
from nightwalk.agents.plan import decide_outings
from nightwalk.agents.wishes import Wishes, draw_residents, draw_visitors
from nightwalk.base.rows import row_starts
from nightwalk.base.threads import in_threads, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from nightwalk.model.simulation import Simulation

__all__ = ["BLOCK", "Book", "World", "planned", "with_room"]

Columns = TypeVar("Columns", bound=tuple[np.ndarray, ...])

BLOCK = 8192  # rows planned at a time: their ways are laid while the processor's cache still holds them


class World(NamedTuple):
    """What planning reads besides people, routes and expectations."""

    cues: Cues  # one row for each distinct conditions of the day
    efficacy: np.ndarray  # float64 (A,) z
    day: Day
    opening: Opening
    fidelity: float  # 0-1, share of the measures delivered as planned


class Book:
    """Room for the plans of some blocks of people; it grows and is used again every day."""

    def __init__(self, segments: int, most_outings: int) -> None:
        self.most = max(1, most_outings)
        rows = BLOCK * max(2 * self.most, 3, DAY_SLOTS)
        self.plan = Plan(*(np.empty(rows, dtype=np.int32) for _ in Plan._fields))
        self.place, self.cue = np.empty(rows, dtype=np.int64), np.empty((2, segments))
        self.wishes = Wishes(*(np.empty(0, dtype=kind) for kind in ("i4", "i4", "i4", "i4", "i8", "i8")))
        self.tried, self.walked = Shelf(), Shelf()
        self.trail, self.end = np.empty(0, dtype=np.int32), 0

    def write(self, sim: Simulation, world: World, blocks: Sequence[Block]) -> None:
        """Fill `walked` with the legs of some blocks of people, in the order of the blocks."""
        self.tried.count = self.walked.count = self.end = 0
        wished = [0]
        for block in blocks:
            wished.append(self._draw(sim, world, block, wished[-1]))
        total = self._expect(sim, world)
        for block, first, last in zip(blocks, wished[:-1], wished[1:], strict=True):
            self._decide(sim, world, block, first, last, total)

    def carry(self, sim: Simulation, late: Plan) -> None:
        """Add legs that last night's plan left for after midnight."""
        self._lay(sim, late, len(late.hour), self.walked)

    def _draw(self, sim: Simulation, world: World, block: Block, wished: int) -> int:
        if block.draw is None:
            return wished
        self.wishes = with_room(self.wishes, wished + BLOCK * self.most)
        given = (block.first, block.last, world.opening, world.day, sim.scratch.abroad)
        wished, legs = block.draw(sim.state.people, *given, self.wishes, wished, self.tried.count, self.plan)
        self._lay(sim, self.plan, legs, self.tried)
        return wished

    def _expect(self, sim: Simulation, world: World) -> np.ndarray:
        """Return the sum of Z along every leg tried, float64 (K,)."""
        legs = self.tried.legs()
        order = by_hour(legs.hour, legs.person, sim.state.people.sex)
        total = np.empty(len(order))
        expect(
            sim.state.people, legs, order, beginnings(legs.hour), self.trail, world.cues, world.day,
            sim.state.expected, self.cue, sim.values, total,
        )  # fmt: skip
        return total

    def _decide(
        self, sim: Simulation, world: World, block: Block, first: int, last: int, total: np.ndarray
    ) -> None:
        if block.plan is not None:
            legs = block.plan(self.plan)
        else:
            legs = decide_outings(
                sim.state.people, sim.state.residents, self.wishes, first, last, self.tried.legs(), total,
                world.efficacy, world.opening, world.day, sim.scratch.abroad, sim.values, sim.seed_key, self.plan,
            )  # fmt: skip
        self._lay(sim, self.plan, legs, self.walked)

    def _lay(self, sim: Simulation, plan: Plan, count: int, shelf: Shelf) -> None:
        routes = sim.state.routes
        order = by_hour(plan.hour[:count], plan.person[:count], sim.state.people.sex)
        shelf.make_room(shelf.count + count)
        self.place = longer(self.place, count)
        self.trail = longer(self.trail, self.end + measure(plan, count, routes, shelf.columns, shelf.count))
        self.end = lay(
            plan, order, self.place, routes, self.tried.columns, shelf.columns, shelf.count, self.trail, self.end
        )  # fmt: skip
        shelf.count += count


class Shelf:
    """Legs, and room for more."""

    def __init__(self) -> None:
        kinds = ("i1", "i4", "i4", "i8", "i8", "i4", "f8", "f8")
        self.columns = Legs(*(np.empty(0, dtype=kind) for kind in kinds))
        self.count = 0

    def make_room(self, needed: int) -> None:
        """Have room for so many legs."""
        self.columns = with_room(self.columns, needed)

    def legs(self) -> Legs:
        """Return the legs there are."""
        return Legs(*(column[: self.count] for column in self.columns))


def longer(column: np.ndarray, needed: int) -> np.ndarray:
    """Return the column, or a longer one with the same beginning."""
    if needed <= len(column):
        return column
    out = np.empty(max(needed, 2 * len(column)), dtype=column.dtype)
    out[: len(column)] = column
    return out


def with_room(columns: Columns, needed: int) -> Columns:
    """Return a named tuple of columns, or one with longer columns of the same beginning."""
    if needed <= len(columns[0]):
        return columns
    return type(columns)(*(longer(column, needed) for column in columns))


def by_hour(hour: np.ndarray, person: np.ndarray, sex: np.ndarray) -> np.ndarray:
    """Return the order of legs by hour, then sex, whose cues lie together, then row; int64 (K,)."""
    return np.argsort((2 * hour + sex[person]).astype(np.int8), kind="stable")


def beginnings(hour: np.ndarray) -> np.ndarray:
    """Return where each hour begins in that order, int64 (31,)."""
    return row_starts(hour, DAY_SLOTS)


class Block(NamedTuple):
    """Neighbouring rows of people who plan alike."""

    first: int
    last: int
    draw: Callable[..., tuple[int, int]] | None  # draws wishes; where there is none, `plan` plans at once
    plan: Callable[[Plan], int] | None = None


def planned(sim: Simulation, world: World) -> tuple[Legs, np.ndarray, np.ndarray]:
    """Plan residents, visitors and crowds.

    Returns:
        The day's legs sorted by hour, int64 (31,) first leg of each hour, and the trail of segments;
        legs after midnight are carried to the next day.
    """
    state, books, abroad = sim.state, sim.scratch.books, sim.scratch.abroad
    abroad[:] = -1
    if state.carried is not None:
        np.maximum.at(abroad, state.carried.person, state.carried.hour)
    blocks = list(_blocks(sim, world))
    parts = [blocks[first:last] for first, last in spans(len(blocks), len(books))]
    in_threads(lambda k: books[k].write(sim, world, parts[k]), len(books))
    if state.carried is not None:
        books[0].carry(sim, state.carried)
    legs, trail = _joined(books)
    order, begins = by_hour(legs.hour, legs.person, state.people.sex), beginnings(legs.hour)
    legs = Legs(*(column[order] for column in legs))
    late = slice(begins[24], None)
    new = np.full(len(order) - int(begins[24]), NEW, dtype=np.int32)
    state.carried = Plan(
        legs.hour[late].astype(np.int32) - 24, legs.person[late].copy(), legs.way[late].copy(), new
    )
    return legs, begins, trail


def _blocks(sim: Simulation, world: World) -> Iterator[Block]:
    """Yield the people in the order of the rows."""
    state, p, seed = sim.state, sim.values, sim.seed_key
    residents = _drawing(draw_residents, state.outing_scale, p, seed)
    visitors = _drawing(draw_visitors, p, seed)
    for first, last in _rows(0, state.residents):
        yield Block(first, last, residents)
    for first, last in _rows(state.residents, state.residents + state.visitors):
        yield Block(first, last, visitors)
    for crowd in sim.agenda.crowds:
        drawn = crowd.drawn
        strength = world.fidelity * crowd.measure.strength(
            sim.clock.day - sim.first_day, drawn.begin, world.day.weekday
        )
        hours = drawn.begin, drawn.end, drawn.stay(p), drawn.leaving
        for first, last in _rows(crowd.first, crowd.last):
            segment = crowd.segment[first - crowd.first : last - crowd.first]
            given = (state.people, first, last, segment, strength * drawn.presence(p), *hours, world.day)
            yield Block(first, last, None, partial(plan_crowd, *given, sim.scratch.abroad, seed))


def _drawing(kernel: Any, *numbers: Any) -> Callable[..., tuple[int, int]]:
    def draw(*given: Any) -> tuple[int, int]:
        people, first, last, opening, day, abroad, *out = given
        return kernel(people, first, last, opening, day, abroad, *numbers, *out)  # type: ignore[no-any-return]

    return draw


def _rows(first: int, last: int) -> list[tuple[int, int]]:
    return [(begin, min(begin + BLOCK, last)) for begin in range(first, last, BLOCK)]


def _joined(books: Sequence[Book]) -> tuple[Legs, np.ndarray]:
    if len(books) == 1:
        return books[0].walked.legs(), books[0].trail
    ends = np.cumsum([0, *(book.end for book in books)])
    moved = []
    for book, before in zip(books, ends, strict=False):
        legs = book.walked.legs()
        moved.append(legs._replace(begin=legs.begin + before, end=legs.end + before))
    trail = np.concatenate([book.trail[: book.end] for book in books])
    return Legs(*(np.concatenate(columns) for columns in zip(*moved, strict=True))), trail
