"""A proposal: a named list of measures that can be undone and done again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from nightwalk.workshop.words import _

__all__ = ["MOST_MEASURES", "TODAY", "Measure", "Proposal"]

TODAY = "today"  # the locked proposal without measures
MOST_MEASURES = 30
MOST_UNDONE = 100


@dataclass(frozen=True)
class Measure:
    """One intervention as the room states it.

    Attributes:
        kind: Its name in the catalogue.
        segments: Ids of the streets; empty = the whole town.
        settings: The numbers that differ from the defaults.
    """

    kind: str
    segments: tuple[int, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A named list of measures with what came before and after it.

    Attributes:
        key: Short name in the log: ``a``, ``b``, ...
        name: What the room calls it; empty until it is named.
        measures: What is proposed, in order.
        before: Earlier lists, the newest last.
        after: Lists that were undone, the newest last.
    """

    key: str
    name: str
    measures: tuple[Measure, ...] = ()
    before: tuple[tuple[Measure, ...], ...] = ()
    after: tuple[tuple[Measure, ...], ...] = ()

    @property
    def title(self) -> str:
        """Its name, or what it is called until the room gives it one."""
        if self.locked:
            return _("Today")
        return self.name or _("Proposal {letter}").format(letter=self.key.upper())

    @property
    def locked(self) -> bool:
        """Whether it is today's town, which nobody may change."""
        return self.key == TODAY

    def changed(self, measures: tuple[Measure, ...]) -> Proposal:
        """Return it with other measures; what was undone is forgotten."""
        before = (*self.before, self.measures)[-MOST_UNDONE:]
        return replace(self, measures=measures, before=before, after=())

    def undone(self) -> Proposal:
        """Return it as it was one change ago."""
        if not self.before:
            return self
        return replace(
            self, measures=self.before[-1], before=self.before[:-1], after=(*self.after, self.measures)
        )

    def redone(self) -> Proposal:
        """Return it with the last undone change done again."""
        if not self.after:
            return self
        return replace(
            self, measures=self.after[-1], before=(*self.before, self.measures), after=self.after[:-1]
        )
