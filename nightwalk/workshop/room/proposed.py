"""What the facilitator does with proposals: make, name, change, undo, remove."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nightwalk.workshop.room.action import Action
from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.room.fields import number, rows, settings, text, whole
from nightwalk.workshop.room.proposal import MOST_MEASURES, Measure, Proposal
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.workshop.room.action import Rules
    from nightwalk.workshop.room.state import State

__all__ = [
    "AddMeasure", "Duplicate", "Propose", "RedoChange", "RemoveMeasure", "RemoveProposal", "Rename", "SetBudget",
    "UndoChange",
]  # fmt: skip

MOST_PROPOSALS = 12
MOST_BUDGET = 1e9
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _next_key(state: State) -> str:
    round_, letter = divmod(state.made, len(LETTERS))
    return LETTERS[letter] + (str(round_ + 1) if round_ else "")


def _with_room(state: State) -> None:
    if len(state.proposals) > MOST_PROPOSALS:
        raise RoomError(_("There are {n} proposals; remove one first.").format(n=MOST_PROPOSALS))


@dataclass(frozen=True, kw_only=True)
class Propose(Action):
    """Begin an empty proposal."""

    title: str = text(60, default="")

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse more proposals than a room can compare."""
        del rules, device
        _with_room(state)

    def apply(self, state: State, device: str, when: float) -> None:
        """Add it."""
        del device, when
        _added(state, self.title, ())


@dataclass(frozen=True, kw_only=True)
class Duplicate(Action):
    """Begin a proposal with the measures of another."""

    proposal: str = text(8)

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse more proposals than a room can compare."""
        del rules, device
        state.proposal(self.proposal)
        _with_room(state)

    def apply(self, state: State, device: str, when: float) -> None:
        """Add the copy."""
        del device, when
        _added(state, "", state.proposal(self.proposal).measures)


def _added(state: State, title: str, measures: tuple[Measure, ...]) -> None:
    key = _next_key(state)
    state.proposals[key] = Proposal(key, title, measures)
    state.made += 1


@dataclass(frozen=True, kw_only=True)
class _OnProposal(Action):
    """What changes one proposal."""

    proposal: str = text(8)

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse to change today's town or a proposal that is gone."""
        del rules, device
        state.open_proposal(self.proposal)


@dataclass(frozen=True, kw_only=True)
class Rename(_OnProposal):
    """Give a proposal another title."""

    title: str = text(60)

    def apply(self, state: State, device: str, when: float) -> None:
        """Rename it."""
        del device, when
        found = state.open_proposal(self.proposal)
        state.proposals[self.proposal] = replace(found, name=self.title or found.name)


@dataclass(frozen=True, kw_only=True)
class RemoveProposal(_OnProposal):
    """Take a proposal away, with its votes and its result."""

    def apply(self, state: State, device: str, when: float) -> None:
        """Forget it."""
        del device, when
        state.proposals.pop(self.proposal, None)
        state.votes.pop(self.proposal, None)
        state.results.pop(self.proposal, None)


@dataclass(frozen=True, kw_only=True)
class AddMeasure(_OnProposal):
    """Add a measure to a proposal, within the budget."""

    kind: str = text(40)
    segments: tuple[int, ...] = rows()
    settings: Mapping[str, Any] = settings()

    @property
    def measure(self) -> Measure:
        """The measure it adds."""
        return Measure(self.kind, self.segments, dict(self.settings))

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse what cannot be made, and what the budget does not hold."""
        super().check(state, rules, device)
        measures = state.open_proposal(self.proposal).measures
        if len(measures) >= MOST_MEASURES:
            raise RoomError(_("A proposal holds {n} measures; take one out first.").format(n=MOST_MEASURES))
        rules.check(self.measure)
        over = rules.cost((*measures, self.measure)) - state.budget
        if over > 0:
            raise RoomError(
                _("That is €{over:,.0f} over the budget; choose fewer streets or take something out.").format(
                    over=over
                )
            )

    def apply(self, state: State, device: str, when: float) -> None:
        """Add it at the end."""
        del device, when
        found = state.open_proposal(self.proposal)
        _changed(state, found.changed((*found.measures, self.measure)))


@dataclass(frozen=True, kw_only=True)
class RemoveMeasure(_OnProposal):
    """Take a measure out of a proposal."""

    place: int = whole(0, MOST_MEASURES - 1)

    def apply(self, state: State, device: str, when: float) -> None:
        """Take it out, if it is there."""
        del device, when
        found = state.open_proposal(self.proposal)
        kept = tuple(one for k, one in enumerate(found.measures) if k != self.place)
        if kept != found.measures:
            _changed(state, found.changed(kept))


@dataclass(frozen=True, kw_only=True)
class UndoChange(_OnProposal):
    """Take the last change of a proposal back."""

    def apply(self, state: State, device: str, when: float) -> None:
        """Go one change back."""
        del device, when
        _changed(state, state.open_proposal(self.proposal).undone())


@dataclass(frozen=True, kw_only=True)
class RedoChange(_OnProposal):
    """Do the last undone change again, within the budget."""

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse what a lowered budget does not hold any more."""
        super().check(state, rules, device)
        if rules.cost(state.open_proposal(self.proposal).redone().measures) > state.budget:
            raise RoomError(_("The budget does not hold that any more."))

    def apply(self, state: State, device: str, when: float) -> None:
        """Go one change forward."""
        del device, when
        _changed(state, state.open_proposal(self.proposal).redone())


@dataclass(frozen=True, kw_only=True)
class SetBudget(Action):
    """Say what a proposal may cost in its first year."""

    amount: float = number(0.0, MOST_BUDGET)

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse a budget that a proposal already exceeds."""
        del device
        dearest = max(rules.cost(one.measures) for one in state.proposals.values())
        if self.amount < dearest:
            raise RoomError(
                _("A proposal already costs €{n:,.0f}; the budget cannot be less.").format(n=dearest)
            )

    def apply(self, state: State, device: str, when: float) -> None:
        """Set it."""
        del device, when
        state.budget = self.amount


def _changed(state: State, proposal: Proposal) -> None:
    """Keep a changed proposal; what a run said of the old one no longer holds."""
    state.proposals[proposal.key] = proposal
    state.results.pop(proposal.key, None)
