"""The projector's page: the map large, the step, the code; it follows the facilitator and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import run

from nightwalk import NightwalkError
from nightwalk.workshop.pages.guide import remaining
from nightwalk.workshop.pages.maps import Maps
from nightwalk.workshop.pages.parts import box, say
from nightwalk.workshop.pages.people import join_box, tallies
from nightwalk.workshop.pages.results import guess_words
from nightwalk.workshop.pages.visit import Visit
from nightwalk.workshop.pages.walk import draw_walk
from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.words import _, people, spoken

if TYPE_CHECKING:
    from nicegui.element import Element

    from nightwalk.workshop.room.session import Person
    from nightwalk.workshop.stage import Stage
    from nightwalk.workshop.views.walk_home import Replay

__all__ = ["screen_page"]

QR_SCALE = 7
LARGE = 17  # pixels, names on the map


def screen_page(stage: Stage, person: Person, address: str) -> None:
    """Build the page."""
    visit = Visit(stage, person, dark=True)
    with box("wall", "main"):
        with box("top", "header"):
            say(stage.city.name, "h1", "grow")
            remaining(visit)
            told = say("", "span", "soft")
            visit.watch(lambda: len(visit.state.devices), lambda: told.set_text(
                _("{n} here").format(n=people(len(visit.state.devices)))))  # fmt: skip
            visit.room_switch()
        with box("body"):
            with box("grow").style("position: relative; min-height: 0"):
                maps = Maps(visit, text=LARGE)
                with box("over float").style("left: 1.2rem; bottom: 1.2rem"):
                    maps.legend_here()
            with box("told stack"):
                with box("join") as joining:
                    join_box(visit, address, QR_SCALE)
                with box("stack") as told_now:
                    pass
    visit.watch(lambda: visit.state.step, lambda: joining.set_visibility(visit.state.step <= 1))
    visit.watch(lambda: stage.version, lambda: _tell(visit, told_now))


async def _tell(visit: Visit, where: Element) -> None:
    stage, state = visit.stage, visit.state
    words, walk = await run.io_bound(spoken(_found), visit) or ("", None)
    where.clear()
    with where:
        if not state.model_shown:
            say(_(state.now.ask), "h2")
            return
        say(stage.when(), "h2")
        if words:
            say(state.proposal(stage.showing.proposal).title, "h3")
            say(words, look="said")
        if walk is not None:
            draw_walk(visit, walk)
        if state.voting:
            tallies(visit)


def _found(visit: Visit) -> tuple[str, Replay | None]:
    """Return what is known of the proposal on show, in words, and the walk home that is replayed."""
    stage, key = visit.stage, visit.stage.showing.proposal
    try:
        if key == TODAY or not visit.state.proposal(key).measures or stage.guesser is None:
            return "", None
        words = stage.verdict(key) or guess_words(stage.guesses(key)["everyone"], stage.when())
        return words, stage.replay()
    except NightwalkError:
        return "", None  # a proposal that was removed meanwhile, or a street no way leads to
