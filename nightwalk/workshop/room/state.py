"""Everything a session knows; it changes through actions only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.room.proposal import TODAY, Proposal
from nightwalk.workshop.room.script import STEPS, Step
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from nightwalk.workshop.room.marks import Mark

__all__ = ["STANCES", "Idea", "Note", "State"]

STANCES = ("for", "unsure", "against")


@dataclass(frozen=True)
class Idea:
    """What a device suggests for a street: a kind of intervention."""

    device: str
    segment: int
    kind: str


@dataclass(frozen=True)
class Note:
    """A line of the minutes."""

    about: str
    text: str


def _first() -> dict[str, Proposal]:
    return {TODAY: Proposal(TODAY, "")}


@dataclass
class State:
    """The state of a session.

    Attributes:
        devices: Joined devices and when they joined, in seconds since 1970.
        marks: By device and segment.
        ideas: By device and segment.
        proposals: By key; the first is today's town.
        made: Proposals made so far, removed ones too.
        votes: Stance by proposal and device.
        notes: Lines of the minutes.
        budget: What a proposal may cost in the first year, EUR of 2024.
        step: Which step of the script it is.
        since: When it began, in seconds since 1970.
        model_shown: Whether the room sees the model's map.
        voting: Whether the vote is open.
        names_shown: Whether street names are shown.
        results: What the last run of a proposal said, by key.
    """

    devices: dict[str, float] = field(default_factory=dict)
    marks: dict[tuple[str, int], Mark] = field(default_factory=dict)
    ideas: dict[tuple[str, int], Idea] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=_first)
    made: int = 0
    votes: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    budget: float = 250_000.0
    step: int = 0
    since: float = 0.0
    model_shown: bool = False
    voting: bool = False
    names_shown: bool = True
    results: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def now(self) -> Step:
        """The step of the script the room is at."""
        return STEPS[self.step]

    def proposal(self, key: str) -> Proposal:
        """Return a proposal.

        Raises:
            RoomError: if there is none with that key.
        """
        if key not in self.proposals:
            raise RoomError(_("There is no proposal {key!r} any more.").format(key=key))
        return self.proposals[key]

    def open_proposal(self, key: str) -> Proposal:
        """Return a proposal that may be changed.

        Raises:
            RoomError: if there is none with that key, or it is today's town.
        """
        found = self.proposal(key)
        if found.locked:
            raise RoomError(_("Today's town is locked, to compare with; make a proposal first."))
        return found

    def tally(self, key: str) -> dict[str, int]:
        """Return how many devices are for, unsure of or against a proposal."""
        votes = list(self.votes.get(key, {}).values())
        return {stance: votes.count(stance) for stance in STANCES}
