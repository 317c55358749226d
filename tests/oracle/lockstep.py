"""Run kernel and twin from one start and find the first day, column and row in which they differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.columns import People
from nightwalk.model.renewal import DAY_HOUR
from nightwalk.model.simulation import Simulation
from tests.oracle.twin import TwinModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightwalk.model.setup import Setup
    from nightwalk.model.start import Start

__all__ = ["DayLeft", "kernel_days", "twin_days", "where_they_differ"]

KNOWN_WEEKS = 21  # the engine keeps
EXACT = 0.0
CLOSE = 1e-9


@dataclass
class DayLeft:
    """Everything a day leaves, by name: columns of people, of streets, of areas, and what happened by hour."""

    columns: dict[str, np.ndarray] = field(default_factory=dict)
    # hour, family, segment, offender, victim, recorded
    crimes: list[tuple[int, ...]] = field(default_factory=list)
    tables: dict[str, Any] = field(default_factory=dict)  # of the engine, after the last day


class Watched(Simulation):
    """The engine, with a note of every hour's presence and crimes."""

    present: list[np.ndarray]
    crimes: list[tuple[int, ...]]

    def remember(self, crimes: int) -> None:
        """Note, then go on."""
        self.present.append(self.scratch.street.present.copy())
        rows, known = self.scratch.crimes, self.scratch.recorded
        for c in range(crimes):
            columns = (rows.family, rows.segment, rows.offender, rows.victim, known)
            self.crimes.append((self.clock.hour, *(int(column[c]) for column in columns)))
        super().remember(crimes)


def kernel_days(setup: Setup, start: Start) -> list[DayLeft]:
    """Return what each day of a kernel run leaves."""
    sim = Watched(setup, start_from=start)
    return list(_kernel_days(sim, setup.days))


def _kernel_days(sim: Watched, days: int) -> Iterator[DayLeft]:
    for day in range(days):
        sim.present, sim.crimes, routes = [], [], sim.state.routes
        for _ in range(24):
            sim.step()
        state, street = sim.state, sim.scratch.street
        now = sim.today.conditions[DAY_HOUR]
        columns = {name: column.copy() for name, column in state.people._asdict().items()}
        columns |= {
            "presence": np.array(sim.present), "expected": state.expected.copy(), "matched": state.matched.copy(),
            "boost": state.boost.copy(), "incivility": state.incivility.copy(), "efficacy": state.efficacy.copy(),
            "efficacy with measures": np.array(sim.today.efficacy), "area_unsafe": state.area_unsafe.copy(),
            "area_incivility": state.area_incivility.copy(), "media": np.array([state.media]),
            "weekly_reports": np.array(state.weekly_reports), "known_weeks": np.array(state.known_weeks),
            "recorded": sim.agenda.base.recorded, "delay": np.array([now.delay]), "looks": now.incivility,
            "passers": street.passers.copy(), "street episodes": street.episodes.copy(),
            "street reports": street.reports.copy(), "routes renewed": np.array([int(state.routes is not routes)]),
            "ways": state.routes.ways, "segments of ways": state.routes.segments,
            "victim support": state.support.copy(),
        }  # fmt: skip
        yield DayLeft(columns, sim.crimes, sim.tables("world") if day == days - 1 else {})
    sim.close()


def twin_days(setup: Setup, start: Start, values: Any = None) -> Iterator[DayLeft]:
    """Run the twin and yield what each day leaves.

    Args:
        setup: as for the kernel.
        start: as for the kernel.
        values: other parameter values for the twin's rules, to see the comparison fail.
    """
    twin = TwinModel(setup, start, values)
    segments = len(twin.area)
    for _ in range(setup.days):
        presence, before, renewals = (
            np.zeros((24, segments), dtype=np.int64),
            len(twin.crimes),
            twin.atlas.renewals,
        )
        for slot in range(24):
            twin.step()
            presence[slot, list(twin.present)] = list(twin.present.values())
        columns = {
            name: np.array([getattr(person, name) for person in twin.people]) for name in People._fields
        }
        boost, reports = np.zeros(segments), np.zeros(segments, dtype=np.int64)
        boost[list(twin.boost)] = list(twin.boost.values())
        reports[list(twin.complaints)] = list(twin.complaints.values())
        expected, routes, now = twin.expected, twin.atlas.state.routes, twin.atlas.conditions[DAY_HOUR]
        columns |= {
            "presence": presence, "expected": np.array(expected), "matched": np.array(twin.matched),
            "boost": boost, "incivility": np.array(twin.incivility), "efficacy": np.array(twin.efficacy),
            "efficacy with measures": np.array(twin.efficacy_now), "area_unsafe": np.array(twin.area_unsafe),
            "area_incivility": np.array(twin.area_incivility), "media": np.array([twin.media]),
            "weekly_reports": np.array(twin.weekly_reports), "known_weeks": np.array(twin.known_weeks[-KNOWN_WEEKS:]),
            "recorded": np.array(twin.recorded), "delay": np.array([now.delay]), "looks": now.incivility,
            "passers": np.array(twin.passers), "street episodes": np.array(twin.episodes),
            "street reports": reports, "routes renewed": np.array([twin.atlas.renewals - renewals]),
            "ways": routes.ways, "segments of ways": routes.segments,
            "victim support": np.array([twin.cases, twin.turned_away, twin.cases_before]),
        }  # fmt: skip
        crimes = [
            (c.hour, c.family, c.segment, c.offender, -1 if c.victim is None else c.victim.row, c.recorded)
            for c in twin.crimes[before:]
        ]
        yield DayLeft(columns, crimes)
    twin.close()


def where_they_differ(kernel: list[DayLeft], twin: Iterator[DayLeft]) -> str:
    """Return the first day and what differs in it, one line each; nothing where all agrees.

    Whole numbers and events must be equal, other numbers within 1e-9 (absolute or relative).
    """
    for day, (ours, theirs) in enumerate(zip(kernel, twin, strict=True)):
        lines = [
            line
            for name in ours.columns
            for line in _difference(name, ours.columns[name], theirs.columns[name])
        ]
        if ours.crimes != theirs.crimes:
            lines.append(f"crimes: kernel {ours.crimes}, twin {theirs.crimes}")
        if lines:
            return "\n".join([f"day {day} differs in", *lines])
    return ""


def _difference(name: str, kernel: np.ndarray, twin: np.ndarray) -> Iterator[str]:
    if kernel.shape != twin.shape:
        yield f"{name}: shape {kernel.shape} and {twin.shape}"
        return
    near = EXACT if np.issubdtype(kernel.dtype, np.integer) else CLOSE
    same = np.isclose(kernel, twin, rtol=near, atol=near)
    if not same.all():
        row = tuple(int(k) for k in np.argwhere(~same)[0])
        yield f"{name}, row {row}: kernel {kernel[row]!r}, twin {twin[row]!r} ({int((~same).sum())} rows differ)"
