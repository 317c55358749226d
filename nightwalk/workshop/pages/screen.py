"""The projector's page: the map large, the step, the code; it follows the facilitator and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.workshop.pages.guide import remaining
from nightwalk.workshop.pages.maps import Maps
from nightwalk.workshop.pages.parts import box, say
from nightwalk.workshop.pages.people import join_box, tallies
from nightwalk.workshop.pages.results import guess_words
from nightwalk.workshop.pages.visit import Visit
from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.words import _, people

if TYPE_CHECKING:
    from nicegui.element import Element

    from nightwalk.workshop.room.session import Person
    from nightwalk.workshop.stage import Stage

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
        with box("grow").style("position: relative; min-height: 0"):
            maps = Maps(visit, text=LARGE)
            with box("over float").style("left: 1.2rem; bottom: 1.2rem"):
                maps.legend_here()
            with box("over stack").style("right: 1.2rem; top: 1.2rem; max-width: 34ch"):
                with box("float join") as joining:
                    join_box(visit, address, QR_SCALE)
                with box("float stack") as told_now:
                    pass
    visit.watch(lambda: visit.state.step, lambda: joining.set_visibility(visit.state.step <= 1))
    visit.watch(lambda: stage.version, lambda: _tell(visit, told_now))


def _tell(visit: Visit, where: Element) -> None:
    stage, state = visit.stage, visit.state
    where.clear()
    with where:
        if not state.model_shown:
            say(_(state.now.ask), "h2")
            return
        say(stage.when(), "h2")
        key = stage.showing.proposal
        if key != TODAY and state.proposal(key).measures and stage.guesser is not None:
            say(state.proposal(key).title, "h3")
            words = stage.verdict(key) or guess_words(stage.guesses(key)["everyone"], stage.when())
            say(str(words), look="said")
        if state.voting:
            tallies(visit)
