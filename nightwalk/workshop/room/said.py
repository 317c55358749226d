"""What people with a phone do: join, mark, suggest, vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from nightwalk.workshop.room.access import Role
from nightwalk.workshop.room.action import Action
from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.room.fields import choice, text, whole
from nightwalk.workshop.room.marks import MOODS, REASONS, Mark
from nightwalk.workshop.room.proposal import Measure
from nightwalk.workshop.room.state import STANCES, Idea
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from nightwalk.workshop.room.action import Rules
    from nightwalk.workshop.room.state import State

__all__ = ["Join", "MarkStreet", "SuggestMeasure", "UnmarkStreet", "Vote"]

MOST_DEVICES = 400
MOST_MARKS = 40  # of one device
MOST_IDEAS = 10  # of one device
LAST_SEGMENT = 10**9
EVERYBODY = frozenset({Role.FACILITATOR, Role.PARTICIPANT})


@dataclass(frozen=True, kw_only=True)
class Join(Action):
    """Come in."""

    roles: ClassVar[frozenset[Role]] = EVERYBODY

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse more devices than a room holds."""
        del rules
        if device not in state.devices and len(state.devices) >= MOST_DEVICES:
            raise RoomError(_("The room is full: {n} phones have joined.").format(n=MOST_DEVICES))

    def apply(self, state: State, device: str, when: float) -> None:
        """Count the device."""
        state.devices.setdefault(device, when)


@dataclass(frozen=True, kw_only=True)
class MarkStreet(Action):
    """Say how a street feels; a second time replaces the first."""

    roles: ClassVar[frozenset[Role]] = frozenset({Role.PARTICIPANT})

    segment: int = whole(0, LAST_SEGMENT)
    mood: str = choice(*MOODS)
    light: str = choice("day", "dark", default="dark")
    reason: str = choice("", *REASONS, default="")

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse streets that do not exist and too many marks."""
        _known_street(rules, self.segment)
        mine = sum(owner == device for owner, _segment in state.marks)
        if (device, self.segment) not in state.marks and mine >= MOST_MARKS:
            raise RoomError(_("You have {n} marks; take one out first.").format(n=MOST_MARKS))

    def apply(self, state: State, device: str, when: float) -> None:
        """Keep the mark."""
        del when
        mark = Mark(device, self.segment, self.mood, self.light, self.reason)
        state.marks[device, self.segment] = mark


@dataclass(frozen=True, kw_only=True)
class UnmarkStreet(Action):
    """Take a mark back."""

    roles: ClassVar[frozenset[Role]] = frozenset({Role.PARTICIPANT})

    segment: int = whole(0, LAST_SEGMENT)

    def apply(self, state: State, device: str, when: float) -> None:
        """Forget the mark, if there is one."""
        del when
        state.marks.pop((device, self.segment), None)


@dataclass(frozen=True, kw_only=True)
class SuggestMeasure(Action):
    """Suggest a kind of intervention for a street."""

    roles: ClassVar[frozenset[Role]] = frozenset({Role.PARTICIPANT})

    segment: int = whole(0, LAST_SEGMENT)
    kind: str = text(40)

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse unknown kinds and streets and too many suggestions."""
        _known_street(rules, self.segment)
        rules.check(Measure(self.kind, (self.segment,)))
        mine = sum(owner == device for owner, _segment in state.ideas)
        if (device, self.segment) not in state.ideas and mine >= MOST_IDEAS:
            raise RoomError(_("You have made {n} suggestions; that is the most.").format(n=MOST_IDEAS))

    def apply(self, state: State, device: str, when: float) -> None:
        """Keep the suggestion."""
        del when
        state.ideas[device, self.segment] = Idea(device, self.segment, self.kind)


@dataclass(frozen=True, kw_only=True)
class Vote(Action):
    """Say what one thinks of a proposal; a second time replaces the first."""

    roles: ClassVar[frozenset[Role]] = frozenset({Role.PARTICIPANT})

    proposal: str = text(8)
    stance: str = choice(*STANCES)

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse votes while the vote is closed."""
        del rules, device
        state.open_proposal(self.proposal)
        if not state.voting:
            raise RoomError(_("The vote is not open yet."))

    def apply(self, state: State, device: str, when: float) -> None:
        """Keep the vote."""
        del when
        state.votes.setdefault(self.proposal, {})[device] = self.stance


def _known_street(rules: Rules, segment: int) -> None:
    if not rules.has(segment):
        raise RoomError(f"There is no street number {segment} in this town.")
