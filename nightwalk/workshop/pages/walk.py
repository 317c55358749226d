"""The walk home on a page: one invented person, one way, today and with the proposal, case by case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import run

from nightwalk import NightwalkError
from nightwalk.workshop.look import look_of
from nightwalk.workshop.pages.parts import Choice, act, box, say
from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.views.layers import feeling_classes
from nightwalk.workshop.views.walk_home import CHOICES
from nightwalk.workshop.words import _, spoken

if TYPE_CHECKING:
    import numpy as np
    from nicegui.element import Element

    from nightwalk.workshop.pages.picks import Picks
    from nightwalk.workshop.pages.visit import Visit
    from nightwalk.workshop.views.walk_home import Replay

__all__ = ["WalkHome", "draw_walk"]


class WalkHome:
    """The card on the facilitator's page that begins a replay; the maps of all pages follow it.

    Args:
        visit: The page.
        picks: Knows the street clicked last: that is home.
    """

    def __init__(self, visit: Visit, picks: Picks) -> None:
        self.visit, self.stage, self.picks = visit, visit.stage, picks
        self._place = box("card stack")
        visit.watch(lambda: walk_asked(visit), self._draw)

    async def _draw(self) -> None:
        found = await run.io_bound(spoken(self._replay))
        self._place.clear()
        self._place.set_visibility(self.stage.showing.proposal != TODAY)
        with self._place:
            say(_("The walk home"), "h2")
            if isinstance(found, str):
                say(found, look="warn")
            elif found is not None:
                draw_walk(self.visit, found)
                Choice(CHOICES, self.stage.showing.case, self._choose, _("Which case"))
            else:
                say(_("Click a street on the map: one invented person walks there from the stop, in both worlds."),
                    look="soft")  # fmt: skip
            with box("line"):
                act(_("Walk to the street clicked last"), self._begin, icon="directions_walk")
                if self.stage.showing.home >= 0:
                    act(_("Stop"), lambda: self.stage.show(home=-1), "quiet", icon="stop")

    def _replay(self) -> Replay | str | None:
        try:
            return self.stage.replay()
        except NightwalkError as refused:
            return str(refused)

    def _begin(self) -> None:
        self.stage.show(home=self.picks.last, world="both")

    def _choose(self, case: str) -> None:
        self.stage.show(case=case)


def walk_asked(visit: Visit) -> tuple[object, ...]:
    """Return what a drawn walk depends on."""
    stage = visit.stage
    one = visit.state.proposals.get(stage.showing.proposal)
    return stage.showing, repr(one and one.measures), id(stage.guesser), visit.is_dark


def draw_walk(visit: Visit, found: Replay) -> None:
    """Draw a walk as two strips of streets, with what it says in words."""
    case = found.case(visit.stage.showing.case)
    begins = _("from the stop") if found.way.from_stop else _("from the far end of the neighbourhood")
    text = _("An invented person, {who}, walks {metres} m home {begins}, {when}.")
    said = text.format(
        who=found.who, metres=round(found.way.length.sum()), begins=begins, when=visit.stage.when()
    )
    say(said)
    for label, chances in ((_("Today"), case.today), (_("With the proposal"), case.after)):
        with box("line spread"):
            say(label, "h3")
            say(
                _("unsafe with a chance of {n} of 100").format(n=round(100 * found.mean(chances))),
                "span",
                "small",
            )
        _strip(visit, found.way.length, chances)
    helped, count = found.helped, len(found.cases)
    say(_("With {n} of {all} sets of plausible numbers this walk feels safer, with {rest} it does not.").format(
        n=helped, all=count, rest=count - helped), look="said")  # fmt: skip
    say(
        _("The same way in both worlds; nobody is met by chance, and nothing is remembered."),
        look="soft small",
    )


def _strip(visit: Visit, length: np.ndarray, chances: np.ndarray) -> Element:
    colours = look_of("feeling", dark=visit.is_dark)["ramp"]
    with box("strip").props('role="img"') as strip:
        strip._props["aria-label"] = ", ".join(f"{100 * one:.0f}" for one in chances)  # noqa: SLF001
        for metres, level in zip(length, feeling_classes(chances), strict=True):
            box("", "i").style(f"flex-grow: {metres:.1f}; background: {colours[level]}")
    return strip
