"""The room on the facilitator's page: who joined, what they marked and voted, paper sheets, minutes."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from nightwalk.workshop.pages.parts import Choice, act, box, say
from nightwalk.workshop.room.marks import FEWEST
from nightwalk.workshop.words import Words, _, people

if TYPE_CHECKING:
    from nightwalk.workshop.pages.picks import Picks
    from nightwalk.workshop.pages.visit import Visit

__all__ = ["NOTES", "STANCE_WORDS", "join_box", "room_tab", "tallies"]

NOTES = Words({
    "disagreement": _("Somebody disagrees"), "absent": _("Who was not here"), "decision": _("We agreed"),
    "other": _("Something else"),
})  # fmt: skip
STANCE_WORDS = Words({"for": _("for"), "unsure": _("unsure"), "against": _("against")})
QR_SCALE = 4


def room_tab(visit: Visit, picks: Picks, address: str) -> None:
    """Show everything about the people in the room."""
    with box("card line"):
        join_box(visit, address)
    with box("card stack") as counts:
        pass
    visit.watch(lambda: visit.stage.session.changes, lambda: _counts(visit, counts))
    with box("card stack"):
        _paper(visit, picks)
    with box("card stack"):
        _minutes(visit)


def join_box(visit: Visit, address: str, scale: int = QR_SCALE) -> None:
    """Show how phones come in: a QR code drawn here, and a short code."""
    import segno

    code = visit.stage.session.keys.code
    svg = segno.make(f"{address}/enter?key={code}", error="m").svg_inline(scale=scale, border=2, light="#fff")
    ui.html(svg, sanitize=False)
    with box("join"):
        say(_("Join with a phone"), "h2")
        say(address, look="small")
        say(code, "div", "code")


def _counts(visit: Visit, where: ui.element) -> None:
    state = visit.state
    where.clear()
    with where:
        say(_("{n} joined").format(n=people(len(state.devices))), "h2")
        moods = Counter(mark.mood for mark in state.marks.values())
        say(_("{uneasy} uneasy and {pleasant} pleasant marks; places show from {n} phones on.").format(
            uneasy=moods["uneasy"], pleasant=moods["pleasant"], n=FEWEST))  # fmt: skip
        ideas = Counter(idea.kind for idea in state.ideas.values())
        if ideas:
            told = ", ".join(f"{kind.replace('-', ' ')} ({n})" for kind, n in ideas.most_common(4))
            say(_("Suggested from the phones: {ideas}.").format(ideas=told))
        with box("line"):
            text = _("Close the vote") if state.voting else _("Open the vote")
            act(text, lambda: visit.do("open-vote", on=not state.voting), icon="how_to_vote")
        tallies(visit)


def tallies(visit: Visit) -> None:
    """Show the votes on each proposal."""
    for one in visit.state.proposals.values():
        tally = visit.state.tally(one.key)
        if one.locked or not sum(tally.values()):
            continue
        with box("item"):
            say(one.title, "span", "grow")
            say(", ".join(f"{n} {STANCE_WORDS[stance]}" for stance, n in tally.items()), "span", "soft")


def _paper(visit: Visit, picks: Picks) -> None:
    say(_("For people without a phone"), "h2")
    chosen = {"mood": "uneasy", "light": "dark"}
    with box("line"):
        act(_("Print the sheet"), lambda: ui.navigate.to("/workshop/sheet.html", new_tab=True), icon="print")
        sheet = ui.number(_("Sheet number"), value=1, min=1, max=999, format="%.0f").props("dense outlined")
    with box("line"):
        _chooser(chosen, "mood", {"uneasy": _("Uneasy"), "pleasant": _("Pleasant")}, _("How it feels"))
        _chooser(chosen, "light", {"dark": _("After dark"), "day": _("By day")}, _("When"))
    told = say("", look="soft")
    picks.follow(lambda: told.set_text(picks.told()))

    def enter() -> None:
        done = [
            visit.do("enter-paper-mark", sheet=int(sheet.value or 1), segment=one, **chosen)
            for one in picks.ids
        ]
        if done:
            picks.clear()

    act(_("Enter for the chosen streets"), enter, "wide")


def _chooser(chosen: dict[str, str], name: str, options: dict[str, str], label: str) -> None:
    def take(value: str) -> None:
        chosen[name] = value
        shown.set(value)

    shown = Choice(options, chosen[name], take, label)


def _minutes(visit: Visit) -> None:
    say(_("Minutes"), "h2")
    about = ui.select(dict(NOTES), value="disagreement", label=_("What it is about")).props("dense outlined")
    text = ui.textarea(_("In one or two sentences")).props("dense outlined autogrow maxlength=600")

    def keep() -> None:
        if visit.do("write-note", about=about.value, text=text.value or ""):
            text.set_value("")

    act(_("Write it down"), keep, "main", icon="edit_note")
    notes = box("")
    visit.watch(lambda: len(visit.state.notes), lambda: _notes(visit, notes))
    with box("line"):
        act(
            _("Minutes"),
            lambda: ui.navigate.to("/workshop/minutes.html", new_tab=True),
            "quiet",
            icon="description",
        )
        act(
            _("Everything in one file"),
            lambda: ui.navigate.to("/workshop/evening.zip"),
            "quiet",
            icon="archive",
        )
        act(_("Marks for a map"), lambda: ui.navigate.to("/workshop/marks.geojson"), "quiet", icon="download")


def _notes(visit: Visit, where: ui.element) -> None:
    where.clear()
    with where:
        for place, note in enumerate(visit.state.notes):
            with box("item"):
                with box("grow"):
                    say(NOTES[note.about], "h3")
                    say(note.text, look="small")
                act(
                    "",
                    partial(visit.do, "remove-note", place=place),
                    "quiet",
                    label=_("Take out"),
                    icon="close",
                )
