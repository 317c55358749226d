"""What the facilitator does with the evening: steps, what is shown, paper marks, minutes, results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nightwalk.workshop.room.action import Action
from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.room.fields import choice, flag, settings, text, whole
from nightwalk.workshop.room.marks import MOODS, REASONS, Mark
from nightwalk.workshop.room.said import LAST_SEGMENT
from nightwalk.workshop.room.script import STEPS
from nightwalk.workshop.room.state import Note
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.workshop.room.action import Rules
    from nightwalk.workshop.room.state import State

__all__ = [
    "ABOUT", "EnterPaperMark", "GoToStep", "KeepResult", "OpenVote", "RemoveNote", "ShowModel", "ShowNames",
    "WriteNote",
]  # fmt: skip

ABOUT = ("disagreement", "absent", "decision", "other")
MOST_NOTES = 200
MOST_SHEETS = 999


@dataclass(frozen=True, kw_only=True)
class GoToStep(Action):
    """Go to a step of the script; it says what is shown."""

    step: int = whole(0, len(STEPS) - 1)

    def apply(self, state: State, device: str, when: float) -> None:
        """Begin the step."""
        del device
        state.step, state.since = self.step, when
        state.model_shown, state.voting = state.now.model, state.now.vote


@dataclass(frozen=True, kw_only=True)
class _Switch(Action):
    """Something that is on or off."""

    on: bool = flag()


@dataclass(frozen=True, kw_only=True)
class ShowModel(_Switch):
    """Show the model's map to the room, or hide it."""

    def apply(self, state: State, device: str, when: float) -> None:
        """Switch it."""
        del device, when
        state.model_shown = self.on


@dataclass(frozen=True, kw_only=True)
class ShowNames(_Switch):
    """Show street names, or hide them."""

    def apply(self, state: State, device: str, when: float) -> None:
        """Switch it."""
        del device, when
        state.names_shown = self.on


@dataclass(frozen=True, kw_only=True)
class OpenVote(_Switch):
    """Open the vote, or close it."""

    def apply(self, state: State, device: str, when: float) -> None:
        """Switch it."""
        del device, when
        state.voting = self.on


@dataclass(frozen=True, kw_only=True)
class EnterPaperMark(Action):
    """Enter a mark from the paper sheet of somebody without a phone."""

    sheet: int = whole(1, MOST_SHEETS)
    segment: int = whole(0, LAST_SEGMENT)
    mood: str = choice(*MOODS)
    light: str = choice("day", "dark", default="dark")
    reason: str = choice("", *REASONS, default="")

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse streets that do not exist."""
        del state, device
        if not rules.has(self.segment):
            raise RoomError(f"There is no street number {self.segment} in this town.")

    def apply(self, state: State, device: str, when: float) -> None:
        """Keep it as the mark of that sheet."""
        owner = f"{device}/paper-{self.sheet}"
        state.devices.setdefault(owner, when)
        state.marks[owner, self.segment] = Mark(owner, self.segment, self.mood, self.light, self.reason)


@dataclass(frozen=True, kw_only=True)
class WriteNote(Action):
    """Write a line of the minutes."""

    about: str = choice(*ABOUT)
    text: str = text(600)

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse empty lines and endless minutes."""
        del rules, device
        if not self.text:
            raise RoomError(_("The note is empty."))
        if len(state.notes) >= MOST_NOTES:
            raise RoomError(_("The minutes hold {n} notes; that is the most.").format(n=MOST_NOTES))

    def apply(self, state: State, device: str, when: float) -> None:
        """Add it."""
        del device, when
        state.notes.append(Note(self.about, self.text))


@dataclass(frozen=True, kw_only=True)
class RemoveNote(Action):
    """Take a line out of the minutes."""

    place: int = whole(0, MOST_NOTES - 1)

    def apply(self, state: State, device: str, when: float) -> None:
        """Take it out, if it is there."""
        del device, when
        if self.place < len(state.notes):
            del state.notes[self.place]


@dataclass(frozen=True, kw_only=True)
class KeepResult(Action):
    """Keep what a finished run of a proposal said, for the minutes and after a restart."""

    proposal: str = text(8)
    verdict: str = text(1200)
    numbers: Mapping[str, Any] = settings()

    def apply(self, state: State, device: str, when: float) -> None:
        """Keep it beside the proposal, if that is still there."""
        del device, when
        if self.proposal in state.proposals:
            state.results[self.proposal] = {"verdict": self.verdict, **self.numbers}
