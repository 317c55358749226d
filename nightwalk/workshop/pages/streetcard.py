"""The card of a street on a page: why it feels so, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import run

from nightwalk.workshop.pages.parts import act, box, say
from nightwalk.workshop.views.card import card_of
from nightwalk.workshop.views.panel import GROUPS
from nightwalk.workshop.words import Words, _, spoken

if TYPE_CHECKING:
    from nicegui.element import Element

    from nightwalk.workshop.pages.picks import Picks
    from nightwalk.workshop.pages.visit import Visit
    from nightwalk.workshop.views.card import Card

__all__ = ["StreetCard", "draw_card"]

PLACE = "top: .7rem; right: 4rem; width: 310px; max-height: calc(100% - 1.4rem); overflow: auto"

SIGNS = {-1: "▾", 0: "•", 1: "▴"}
PULLS = Words({-1: _("makes it feel safer"), 0: _("as elsewhere"), 1: _("makes it feel less safe")})


class StreetCard:
    """The card of the street clicked last, over the map.

    Args:
        visit: The page.
        picks: Knows the street clicked last.
    """

    def __init__(self, visit: Visit, picks: Picks) -> None:
        self.visit, self.stage, self.picks = visit, visit.stage, picks
        self.wanted = True
        self._closed = -1
        self._place = box("over float stack").style(PLACE)
        visit.watch(self._asked, self._draw)

    @property
    def row(self) -> int:
        """Which street it is about, -1 for none."""
        shown = (
            self.wanted
            and self.stage.showing.world != "both"
            and self.picks.last != self._closed
            and self.visit.state.model_shown
        )
        return self.picks.last if shown and self.stage.guesser is not None else -1

    def _asked(self) -> tuple[object, ...]:
        return self.row, self.stage.showing, self.visit.state.names_shown, id(self.stage.guesser)

    def _close(self) -> None:
        self._closed = self.picks.last

    async def _draw(self) -> None:
        self._place.set_visibility(self.row >= 0)
        if self.row < 0:
            return
        numbers = await run.io_bound(spoken(_numbers), self.visit, self.row)
        if numbers is None:
            return  # the server is stopping
        self._place.clear()
        with self._place:
            with box("line spread"):
                say(_("Why it feels so"), "span", "soft small")
                act("", self._close, "quiet", label=_("Close"), icon="close")
            draw_card(self.visit, self.row, numbers)


def _numbers(visit: Visit, row: int) -> tuple[float, float, float]:
    stage = visit.stage
    assert stage.guesser is not None
    moment, group = stage.moment(), stage.showing.group
    low, high = stage.guesser.spread(moment, group, row)
    return 100 * float(stage.guesser.today(moment, group)[row]), 100 * low, 100 * high


def draw_card(visit: Visit, row: int, numbers: tuple[float, float, float]) -> None:
    """Draw the card of one street here; `numbers` are middle, low and high of 100 people."""
    stage = visit.stage
    assert stage.guesser is not None
    moment = stage.moment()
    card: Card = card_of(
        stage.guesser.town, row, moment, stage.guesser.footfall[moment.hour], stage.guesser.views[0],
        named=visit.state.names_shown,
    )  # fmt: skip
    say(card.title, "h2")
    say(card.subtitle, look="soft small")
    middle, low, high = numbers
    who = GROUPS[stage.showing.group]
    text = _(
        "{when}: of 100 such people ({who}), about {n} would feel unsafe; {low} to {high} over plausible numbers."
    )
    ends = {"n": round(middle), "low": round(low), "high": round(high)}
    say(text.format(when=stage.when(), who=who, **ends))
    for reason in card.reasons:
        with box("item"):
            sign: Element = say(SIGNS[reason.pull], "span", "grade")
            sign._props["title"] = PULLS[reason.pull]  # noqa: SLF001
            with box("grow"):
                say(f"{reason.part}: {PULLS[reason.pull]}", "h3")
                say(reason.says, look="small")
