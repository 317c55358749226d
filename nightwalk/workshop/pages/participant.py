"""A phone's page: tap a street, say how it feels; later compare, suggest, vote."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from nightwalk.workshop.pages.guide import remaining
from nightwalk.workshop.pages.maps import Maps
from nightwalk.workshop.pages.parts import Choice, act, box, say
from nightwalk.workshop.pages.people import STANCE_WORDS
from nightwalk.workshop.pages.tongues import tongues
from nightwalk.workshop.pages.visit import Visit
from nightwalk.workshop.views.card import kind_of_street
from nightwalk.workshop.views.measures import offered
from nightwalk.workshop.words import Words, _

if TYPE_CHECKING:
    from nightwalk.workshop.room.session import Person
    from nightwalk.workshop.stage import Stage

__all__ = ["participant_page"]

REASON_WORDS = Words({
    "light": _("Light"), "people": _("People"), "care": _("Care, litter, noise"),
    "memory": _("Something that happened"),
})  # fmt: skip
MOOD_WORDS = Words({"uneasy": _("Uneasy here"), "pleasant": _("Pleasant here")})
PROPOSING = 3  # step of the script from which phones may suggest measures


def participant_page(stage: Stage, person: Person) -> None:
    """Build the page."""
    visit = Visit(stage, person, dark=False)
    visit.do("join")
    with box("phone", "main"):
        with box("top", "header"):
            say(stage.city.name, "h1", "grow")
            remaining(visit)
            visit.room_switch()
        maps = Maps(visit, both=False)
        with box("sheet stack", "section") as sheet:
            pass
    _Phone(visit, maps, sheet)


class _Phone:
    """What the lower half of the phone shows: the street tapped, or what is asked for now."""

    def __init__(self, visit: Visit, maps: Maps, sheet: ui.element) -> None:
        self.visit, self.stage, self.maps, self.sheet = visit, visit.stage, maps, sheet
        self.row = -1
        self.light = "dark"
        maps.left.on_pick(lambda row, _more: self._tap(row))
        visit.watch(self._asked, self._draw)

    @property
    def segment(self) -> int:
        """Id of the street tapped."""
        return int(self.stage.city.streets.id[self.row])

    def _asked(self) -> tuple[object, ...]:
        state, mine = self.visit.state, self.visit.person.device
        votes = tuple(votes.get(mine) for votes in state.votes.values())
        marks = tuple(mark for (device, _segment), mark in state.marks.items() if device == mine)
        names = tuple(one.title for one in state.proposals.values())
        return (
            self.row,
            self.light,
            state.step,
            state.voting,
            state.model_shown,
            votes,
            marks,
            names,
            len(state.ideas),
        )

    def _tap(self, row: int) -> None:
        self.row = row if 0 <= row < self.stage.city.segments else -1
        self.maps.left.picked([self.row] if self.row >= 0 else [])

    def _draw(self) -> None:
        self.sheet.clear()
        with self.sheet:
            if self.row >= 0:
                self._street()
            else:
                say(_(self.visit.state.now.title), "h2")
                say(_(self.visit.state.now.ask))
            if self.visit.state.voting:
                self._votes()
            if self.row < 0:
                self._mine()
                tongues()
            if self.visit.state.model_shown:
                self.maps.legend_here()
            say(
                _("Marks carry no name. A place is shown only when at least five phones marked around it."),
                look="soft small",
            )

    def _street(self) -> None:
        with box("line spread"):
            say(self._name(), "h2", "grow")
            act("", lambda: self._tap(-1), "quiet", label=_("Close"), icon="close")
        mine = self.visit.state.marks.get((self.visit.person.device, self.segment))
        Choice({"dark": _("After dark"), "day": _("By day")}, self.light, self._when, _("When"))
        with box("moods"):
            for mood, text in MOOD_WORDS.items():
                pressed = "true" if mine is not None and mine.mood == mood else "false"
                act(text, partial(self._mark, mood, ""), f"mood {mood}").props(f'aria-pressed="{pressed}"')
        if mine is not None:
            say(_("Why? You may leave it out."), "h3")
            Choice(REASON_WORDS, mine.reason, lambda reason: self._mark(mine.mood, reason), _("Why"))
            act(
                _("Take the mark back"),
                lambda: self.visit.do("unmark-street", segment=self.segment),
                "quiet",
                icon="undo",
            )
        if self.visit.state.step >= PROPOSING:
            self._suggest()

    def _name(self) -> str:
        name = str(self.stage.city.streets.name[self.row]) if self.visit.state.names_shown else ""
        town = self.stage.guesser.town if self.stage.guesser else None
        return name or (kind_of_street(town, self.row).capitalize() if town else _("A street"))

    def _when(self, light: str) -> None:
        self.light = light
        mine = self.visit.state.marks.get((self.visit.person.device, self.segment))
        if mine is not None:
            self._mark(mine.mood, mine.reason)

    def _mark(self, mood: str, reason: str) -> None:
        self.visit.do("mark-street", segment=self.segment, mood=mood, light=self.light, reason=reason)

    def _suggest(self) -> None:
        idea = self.visit.state.ideas.get((self.visit.person.device, self.segment))
        titles = {entry.kind: _(entry.title) for entry in offered()}
        chosen = ui.select(titles, value=idea.kind if idea else None, label=_("What would help here?")).props(
            "outlined"
        )
        chosen.on_value_change(
            lambda event: self.visit.do("suggest-measure", segment=self.segment, kind=event.value)
        )

    def _votes(self) -> None:
        say(_("What do you think?"), "h2")
        for one in self.visit.state.proposals.values():
            if one.locked:
                continue
            say(one.title, "h3")
            mine = self.visit.state.votes.get(one.key, {}).get(self.visit.person.device, "")
            words = {stance: text.capitalize() for stance, text in STANCE_WORDS.items()}
            Choice(
                words,
                mine,
                partial(self._vote, one.key),
                one.title,
            )

    def _vote(self, key: str, stance: str) -> None:
        self.visit.do("vote", proposal=key, stance=stance)

    def _mine(self) -> None:
        marks = [
            m
            for (device, _segment), m in self.visit.state.marks.items()
            if device == self.visit.person.device
        ]
        if marks:
            say(_("You marked {n} streets. Thank you.").format(n=len(marks)), look="soft")
