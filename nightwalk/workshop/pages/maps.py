"""The map on a page: one or two street maps, the legend, the marks, the people walking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from nicegui import run

from nightwalk import NightwalkError
from nightwalk.workshop.look import TEXT, look_of
from nightwalk.workshop.pages.parts import box, say
from nightwalk.workshop.pages.streetmap import StreetMap
from nightwalk.workshop.picture import picture
from nightwalk.workshop.room.marks import FEWEST, cells
from nightwalk.workshop.views.layers import feeling_classes
from nightwalk.workshop.words import _, spoken

if TYPE_CHECKING:
    from nicegui.element import Element
    from nicegui.elements.mixins.text_element import TextElement

    from nightwalk.workshop.pages.visit import Visit
    from nightwalk.workshop.views.layers import Layer

__all__ = ["Maps", "legend"]


MAPS = 2  # today and the proposal


class Maps:
    """What the room sees of the town; follows what the facilitator shows.

    Args:
        visit: The page.
        both: Whether there is room for two maps side by side.
        text: Size of names, pixels.
    """

    def __init__(self, visit: Visit, *, both: bool = True, text: int = TEXT) -> None:
        self.visit, self.stage, self._text = visit, visit.stage, text
        with box("maps") as self.frame:
            self.left, self._left_badge, self._left_half = self._half(_("Map of the town"))
            self.right, self._right_badge, self._right_half = self._half(_("Map with the proposal"))
        self._both = both
        self._right_half.set_visibility(False)
        self._ready = 0
        for one in (self.left, self.right):
            one.on_ready(self._count_ready)
        self._legend: Element | None = None
        visit.watch(self._asked, self._colour)
        visit.watch(self._walk_asked, self._walk)
        visit.watch(lambda: (self._ready, self.stage.version, visit.is_dark), self._details)

    def legend_here(self) -> None:
        """Put the legend here."""
        self._legend = box("legend")

    @property
    def two(self) -> bool:
        """Whether two maps are shown."""
        return self._both and self.stage.showing.world == "both" and self.visit.state.model_shown

    def _half(self, label: str) -> tuple[StreetMap, TextElement, Element]:
        with box("half") as half:
            shown = StreetMap(
                label,
                dark=self.visit.is_dark,
                names=self.visit.state.names_shown,
                linked=True,
                text=self._text,
            ).classes("fill")
            badge = say("", "div", "badge")
            say(source_line(self.stage.city), "div", "source")
        return shown, badge, half

    def _count_ready(self) -> None:
        self._ready += 1

    def _asked(self) -> tuple[object, ...]:
        return self._ready, self.visit.state.model_shown, self.stage.version, self.visit.is_dark

    async def _colour(self) -> None:
        if self._ready < MAPS:
            return
        self._right_half.set_visibility(self.two)
        self._left_badge.set_visibility(self.two)
        if not self.visit.state.model_shown:
            self.left.blank()
            self._tell(None)
            return
        world = "today" if self.two else self._world()
        layer = await run.io_bound(spoken(self._layer), world)
        if layer is not None:
            self.left.colour(layer)
            self._tell(layer)
        if self.two:
            self._left_badge.set_text(_("Today"))
            proposal = self.visit.state.proposal(self.stage.showing.proposal)
            self._right_badge.set_text(proposal.title)
            after = await run.io_bound(spoken(self._layer), "after")
            if after is not None:
                self.right.colour(after)

    def _world(self) -> str:
        world = self.stage.showing.world
        return "after" if world == "both" else world

    def _layer(self, world: str) -> Layer | None:
        try:
            return picture(self.stage, world)
        except NightwalkError:
            return None  # a proposal that was removed meanwhile

    def _details(self) -> None:
        if self._ready < MAPS:
            return
        showing, state = self.stage.showing, self.visit.state
        city = self.stage.city
        middle = city.midpoints
        place = dict(zip(city.streets.id.tolist(), middle.tolist(), strict=True))
        shown = cells(state.marks.values(), lambda one: tuple(place[one])) if showing.cells else []
        for one in (self.left, self.right):
            one.room(dark=self.visit.is_dark)
            one.names(state.names_shown)
            one.cells(shown, city)
            one.walkers(self.stage.footfall_bytes() if showing.walkers and state.model_shown else b"")
        self.left.measured(self.stage.measured() if self._world() != "today" and not self.two else [])
        self.right.measured(self.stage.measured())

    def _walk_asked(self) -> tuple[object, ...]:
        showing = self.stage.showing
        return self._ready, showing.home, showing.case, *self._asked()

    async def _walk(self) -> None:
        """Replay the walk home: today on the left or only map, with the proposal on the right."""
        if self._ready < MAPS:
            return
        found = await run.io_bound(spoken(self.stage.replay)) if self.visit.state.model_shown else None
        nothing = np.empty((0, 2)), np.empty(0, np.uint8)
        for one, world in ((self.left, "today" if self.two else self._world()), (self.right, "after")):
            if found is None:
                one.route(*nothing, self.stage.city)
                continue
            points, place = found.way.points(self.stage.city)
            case = found.case(self.stage.showing.case)
            chances = case.today if world == "today" else case.after
            one.route(points, feeling_classes(chances)[place], self.stage.city)

    def _tell(self, layer: Layer | None) -> None:
        if self._legend is None:
            return
        self._legend.clear()
        with self._legend:
            if layer is None:
                say(_("The model is hidden. The map shows your streets and nothing else."), look="small")
                say(
                    _("Marks appear where at least {n} phones agree on a place.").format(n=FEWEST),
                    look="soft small",
                )
            else:
                legend(layer, dark=self.visit.is_dark)


def legend(layer: Layer, *, dark: bool) -> None:
    """Draw a legend: a wedge, because width shows the value as well as colour."""
    colours = ", ".join(look_of(layer.kind, dark=dark)["ramp"])
    say(layer.title, "h3")
    wedge = box(f"wedge {'both' if layer.kind == 'change' else ''}").props('role="img"')
    wedge.style(f"background: linear-gradient(90deg, {colours})")
    wedge._props["aria-label"] = f"{layer.ends[0]} - {layer.ends[1]}"  # noqa: SLF001
    with box("ends"):
        for end in layer.ends:
            say(end, "span")
    if layer.note:
        say(layer.note, look="soft small")
    if layer.hatch:
        with box("line soft small"):
            box("hatch")
            say(_("light is guessed there"), "span")


def source_line(city: object) -> str:
    """Return where the map comes from."""
    date = getattr(city, "data_date", "")
    credit = str(getattr(city, "attribution", ""))
    return _("{credit}, map of {date}").format(credit=credit, date=date) if date else credit
