"""A session: the state, its log and the rules, behind one door."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import nightwalk.workshop.room.led
import nightwalk.workshop.room.proposed
import nightwalk.workshop.room.said  # noqa: F401 - importing files the actions
from nightwalk import RunError
from nightwalk.workshop.room.access import Keys, Role
from nightwalk.workshop.room.action import action_of
from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.room.journal import Journal
from nightwalk.workshop.room.limits import Buckets
from nightwalk.workshop.room.state import State
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nightwalk.workshop.room.action import Rules

__all__ = ["Person", "Session"]

PACE, AT_ONCE = 3.0, 30.0  # actions a second, and at once, of one device
HEAD = "nightwalk workshop 1"


@dataclass(frozen=True)
class Person:
    """Somebody at a page: a device without a name, and what it may do."""

    device: str
    role: Role


class Session:
    """One evening; everything done is checked, written down, and only then done.

    Args:
        path: The log; an existing one is replayed.
        town: What the log must be about, such as the town's checksum.
        rules: What the room asks of the town.
        clock: Gives seconds since 1970.

    Raises:
        RunError: if the log is about another town, or damaged.
    """

    def __init__(self, path: Path, town: str, rules: Rules, clock: Callable[[], float] = time.time) -> None:
        self.rules, self._clock = rules, clock
        self.state = State()
        self.changes = 0  # grows with everything done; pages look at it
        self._paces = Buckets(PACE, AT_ONCE)
        self._journal = Journal(path)
        self.keys = self._begin(town)

    def act(self, person: Person, record: Mapping[str, object]) -> None:
        """Do what a client asks for, or refuse it.

        Raises:
            NightwalkError: in one sentence for the person who asked.
        """
        now = self._clock()
        if not self._paces.take(person.device, now):
            raise RoomError(_("That was too fast; wait a moment."))
        action = action_of(record)
        if person.role not in action.roles:
            raise RoomError(_("Only the facilitator may do that."))
        action.check(self.state, self.rules, person.device)
        self._journal.note({"at": round(now, 3), "by": person.device, **action.record()})
        action.apply(self.state, person.device, now)
        self.changes += 1

    def _begin(self, town: str) -> Keys:
        records = self._journal.records()
        if not records:
            keys = Keys.new()
            self._journal.note({"log": HEAD, "town": town, "keys": keys.stated()})
            return keys
        head, *done = records
        if head.get("log") != HEAD or head.get("town") != town:
            raise RunError(
                f"{self._journal.path} belongs to another town or program; give another folder for this session."
            )
        for record in done:
            self._replay(record)
        return Keys.read(head["keys"])

    def _replay(self, record: dict[str, Any]) -> None:
        when, device = record.pop("at"), record.pop("by")
        action_of(record).apply(self.state, device, when)
        self.changes += 1
