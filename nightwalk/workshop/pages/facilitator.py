"""The facilitator's page: the map on the left, the evening, the proposals, the results and the room on the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from nightwalk.workshop.pages.guide import guide, remaining
from nightwalk.workshop.pages.hours import hours
from nightwalk.workshop.pages.maps import Maps
from nightwalk.workshop.pages.parts import Choice, act, box, say
from nightwalk.workshop.pages.people import room_tab
from nightwalk.workshop.pages.picks import Picks
from nightwalk.workshop.pages.propose import Desk
from nightwalk.workshop.pages.results import Results
from nightwalk.workshop.pages.streetcard import StreetCard
from nightwalk.workshop.pages.tongues import tongues
from nightwalk.workshop.pages.visit import Visit
from nightwalk.workshop.pages.walk import WalkHome
from nightwalk.workshop.picture import choices
from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.showing import WORLDS
from nightwalk.workshop.views.panel import GROUPS
from nightwalk.workshop.words import Words, _, phones

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nicegui.element import Element

    from nightwalk.workshop.room.session import Person
    from nightwalk.workshop.stage import Stage

__all__ = ["facilitator_page"]

TABS = Words({"guide": _("Evening"), "propose": _("Propose"), "results": _("Results"), "room": _("Room")})
EXPLAINING = ("guide", "results")  # tabs in which a click explains a street; in the others it chooses only
ZOOM = 1.4


def facilitator_page(stage: Stage, person: Person, address: str) -> None:
    """Build the page."""
    visit, picks = Visit(stage, person, dark=False), Picks(stage.city)
    _top(visit)
    with box("desk", "main"):
        with box("town"):
            upper = box("dock upper")
            with box("").style("position: relative; min-height: 0"):
                maps = Maps(visit)
                _zoom(maps)
                _worlds(visit)
                card = StreetCard(visit, picks)
            with box("dock lower"):
                _lower(visit, maps)
            with upper:
                _upper(visit, picks, maps)
        with box("side", "aside"):
            _tabs(visit, picks, address, card)
    for shown in (maps.left, maps.right):
        picks.on(shown)


def _top(visit: Visit) -> None:
    with box("top", "header"):
        say(_("Nightwalk workshop"), "h1")
        say(visit.stage.city.name, "span", "soft grow")
        remaining(visit)
        told = say("", "span", "soft")
        visit.watch(lambda: len(visit.state.devices), lambda: told.set_text(
            phones(len(visit.state.devices))))  # fmt: skip
        with box("line"):
            say(_("Code"), "span", "soft")
            say(visit.stage.session.keys.code, "span", "code")
        act(_("Projector"), lambda: ui.navigate.to("/screen", new_tab=True), "quiet", icon="cast")
        tongues()
        visit.room_switch()


def _upper(visit: Visit, picks: Picks, maps: Maps) -> None:
    stage = visit.stage
    _search(picks, visit)
    _menu(choices(stage), stage.showing.layer, _("Show"), lambda value: stage.show(layer=value))
    _menu(GROUPS, stage.showing.group, _("For whom"), lambda value: stage.show(group=value))

    def draw(value: str) -> None:
        drawing.set(value)
        for shown in (maps.left, maps.right):
            shown.lasso(on=value == "draw")

    modes = {"click": _("Click"), "draw": _("Draw around")}
    drawing = Choice(modes, "click", draw, _("How to choose streets"))
    told = say("", "span", "soft small")
    clear = act(_("Clear"), picks.clear, "quiet", label=_("Choose no street"))

    def chosen() -> None:
        told.set_text(picks.told() if picks.rows else "")
        clear.set_visibility(bool(picks.rows))

    picks.follow(chosen)


def _menu(options: Mapping[str, str], value: str, label: str, then: Callable[[str], None]) -> None:
    menu = ui.select(dict(options), value=value, label=label, on_change=lambda event: then(str(event.value)))
    menu.props("dense outlined").classes("menu")


def _zoom(maps: Maps) -> None:
    with box("over float").style("top: .7rem; right: .7rem; padding: .1rem; display: grid"):
        for icon, label, then in (
            ("add", _("Closer"), lambda: maps.left.zoom(ZOOM)),
            ("remove", _("Further"), lambda: maps.left.zoom(1 / ZOOM)),
            ("fit_screen", _("Whole town"), lambda: maps.left.show(())),
        ):
            act("", then, "quiet", label=label, icon=icon)


def _search(picks: Picks, visit: Visit) -> None:
    def names() -> list[str]:
        return (
            sorted({str(one) for one in visit.stage.city.streets.name if one})
            if visit.state.names_shown
            else []
        )

    found = (
        ui.select(names(), with_input=True, label=_("Find a street"), clearable=True)
        .props("dense outlined use-input")
        .classes("find")
    )
    found.on_value_change(lambda event: picks.named(str(event.value)) if event.value else None)
    visit.watch(lambda: visit.state.names_shown, lambda: found.set_options(names()))


def _lower(visit: Visit, maps: Maps) -> None:
    maps.legend_here()
    hours(visit)


def _worlds(visit: Visit) -> None:
    stage = visit.stage
    with box("over").style("top: .7rem; left: .7rem") as worlds:
        world = Choice(WORLDS, stage.showing.world, lambda value: stage.show(world=value), _("Which town"))

    def follow() -> None:
        worlds.set_visibility(stage.showing.proposal != TODAY)
        world.set(stage.showing.world)

    visit.watch(lambda: stage.showing, follow)


def _tabs(visit: Visit, picks: Picks, address: str, card: StreetCard) -> None:
    panels: dict[str, Element] = {}

    def choose(chosen: str) -> None:
        for key, panel in panels.items():
            panel.set_visibility(key == chosen)
            card.wanted = chosen in EXPLAINING
            buttons[key].props(f'role="tab" aria-selected="{"true" if key == chosen else "false"}"')

    with box("tabs").props('role="tablist"'):
        buttons = {key: act(text, partial(choose, key)) for key, text in TABS.items()}
    for key in TABS:
        panels[key] = box("stack", "section")
    with panels["guide"]:
        guide(visit)
    with panels["propose"]:
        Desk(visit, picks)
    with panels["results"]:
        Results(visit, leads=True)
        WalkHome(visit, picks)
    with panels["room"]:
        room_tab(visit, picks, address)

    choose("guide")
