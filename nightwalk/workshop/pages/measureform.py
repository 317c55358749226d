"""Choosing a measure: cards by module with cost and evidence, then a form with its numbers."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from nicegui import ui

from nightwalk import NightwalkError
from nightwalk.workshop.pages.parts import act, box, say
from nightwalk.workshop.room.proposal import Measure
from nightwalk.workshop.views.measures import intervention_of, is_town_wide, offered, yes_or_no
from nightwalk.workshop.words import Words, _, euros

if TYPE_CHECKING:
    from nicegui.elements.mixins.text_element import TextElement

    from nightwalk.workshop.engine import Entry, Number
    from nightwalk.workshop.pages.picks import Picks
    from nightwalk.workshop.pages.visit import Visit

__all__ = ["ICONS", "MeasureForm"]

MODULES = Words({
    "spatial": _("Space: light, care, green"), "social": _("People: presence, neighbours"),
    "digital": _("Digital: cameras, media"), "governance": _("Governance: trust, delivery"),
})  # fmt: skip
ICONS = {
    "street-lighting": "lightbulb", "beautification": "park", "space-activation": "storefront",
    "foot-patrol": "local_police", "neighbourhood-programme": "diversity_3", "awareness-campaign": "campaign",
    "cctv": "videocam", "media-narrative": "newspaper", "data-sharing": "hub", "event-crowd-management": "groups",
    "reporting-platform": "add_alert", "smart-lighting": "sensors", "alley-gating": "fence", "play-areas": "toys",
    "street-closure": "block", "arts-and-youth": "palette", "business-training": "store", "local-sanctions": "gavel",
    "neighbourhood-watch": "visibility", "night-activation": "nightlife", "student-campaign": "school",
    "victim-support-unit": "support_agent", "wardens": "badge", "youth-early-intervention": "child_care",
    "local-council": "account_balance",
}  # fmt: skip
GRADES = Words({
    "A": _("strong evidence"), "B": _("good evidence"), "C": _("weak evidence"), "D": _("expert judgement only"),
})  # fmt: skip
BEHIND = frozenset({"ramp_days", "fidelity", "upkeep", "decay_years", "from_day"})  # shown behind "More"
MOST_SLIDERS = 3  # shown at once
STEPS = 100  # of a slider


class MeasureForm:
    """The cards of measures and the form of the chosen one.

    Args:
        visit: The facilitator's page.
        picks: The streets chosen on the map.
    """

    def __init__(self, visit: Visit, picks: Picks) -> None:
        self.visit, self.stage, self.picks = visit, visit.stage, picks
        self.kind = ""
        self.settings: dict[str, Any] = {}
        self._cards, self._form = box("card stack"), box("card stack")
        self._told: TextElement | None = None
        picks.follow(self._tell)
        visit.watch(lambda: (self.locked, self.kind), self._draw_cards)
        visit.watch(lambda: (self.locked, self.kind), self._draw_form)

    @property
    def locked(self) -> bool:
        """Whether the proposal on the desk is today's town."""
        known = self.visit.state.proposals.get(self.stage.showing.proposal)
        return known is None or known.locked

    def cost(self) -> float:
        """Return what the measure in the form costs, 0 where it cannot be made yet."""
        if not self.kind or not (self.picks.ids or is_town_wide(self.kind)):
            return 0.0
        try:
            return self.stage.session.rules.cost((self._measure(),))
        except NightwalkError:
            return 0.0

    def _measure(self) -> Measure:
        ids = () if is_town_wide(self.kind) else tuple(self.picks.ids)
        return Measure(self.kind, ids, dict(self.settings))

    def _draw_cards(self) -> None:
        self._cards.clear()
        shown = not self.locked and not self.kind
        self._cards.set_visibility(shown)
        if not shown:
            return
        with self._cards:
            say(_("Add a measure"), "h2")
            for module, entries in groupby(offered(), key=lambda one: one.module):
                say(MODULES[module], "h3")
                with box("kinds"):
                    for entry in entries:
                        self._card(entry)

    def _card(self, entry: Entry) -> None:
        with act("", lambda: self._take_kind(entry.kind), "kind").mark(entry.kind):
            with box("line", "span"):
                ui.icon(ICONS.get(entry.kind, "bolt")).props('aria-hidden="true"')
                say(_(entry.title), "b")
            say(_price(entry), "span", "soft small")
            with box("line soft small", "span"):
                say(entry.grade, "span", "grade")
                say(GRADES[entry.grade], "span")

    def _take_kind(self, kind: str) -> None:
        self.kind = kind
        self.settings = {}

    def _draw_form(self) -> None:
        self._form.clear()
        self._told = None
        self._form.set_visibility(bool(self.kind) and not self.locked)
        if not self.kind or self.locked:
            return
        (entry,) = (one for one in offered() if one.kind == self.kind)
        with self._form:
            act(_("All measures"), lambda: self._take_kind(""), "quiet", icon="chevron_left")
            say(_(entry.title), "h2")
            say(entry.purpose)
            say(_(entry.note), look="pale small")
            shown = [one for one in entry.parameters if one.name not in BEHIND and one.low < one.high]
            for number in shown[:MOST_SLIDERS]:
                self._slider(number)
            for name in yes_or_no(self.kind):
                self._switch(name)
            if shown[MOST_SLIDERS:]:
                with ui.expansion(_("More numbers")).classes("small"):
                    for number in shown[MOST_SLIDERS:]:
                        self._slider(number)
            self._told = say("", look="soft")
            self._tell()
            act(_("Add to the proposal"), self._add, "main wide", icon="add")

    def _tell(self) -> None:
        if self._told is not None:
            self._told.set_text(self._where())

    def _where(self) -> str:
        if self.kind and is_town_wide(self.kind):
            return _("It acts on the whole town.")
        return self.picks.told() if self.picks.rows else _("Choose streets on the map first.")

    def _slider(self, number: Number) -> None:
        name = number.name.replace("_", " ").capitalize()
        step = (number.high - number.low) / STEPS
        step = max(round(step), 1) if isinstance(number.default, int) or step > 1 else step
        with box("line spread"):
            say(name, "h3")
            told = say("", "span", "soft small")

        def take(value: float) -> None:
            self.settings[number.name] = value
            told.set_text(f"{value:g} {number.unit}")

        told.set_text(f"{number.default:g} {number.unit}")
        slider = ui.slider(min=number.low, max=number.high, step=step, value=number.default)
        slider.props(f'aria-label="{name}"').on_value_change(lambda event: take(event.value))

    def _switch(self, name: str) -> None:
        default = bool(getattr(intervention_of(Measure(self.kind)), name))

        def take(value: bool) -> None:
            self.settings[name] = value

        ui.switch(name.replace("_", " ").capitalize(), value=default).on_value_change(
            lambda event: take(event.value)
        )

    def _add(self) -> None:
        if not self.picks.ids and not is_town_wide(self.kind):
            ui.notify(_("Choose streets on the map first: click them, or draw around them."), position="top")
            return
        one = self._measure()
        if self.visit.do(
            "add-measure",
            proposal=self.stage.showing.proposal,
            kind=one.kind,
            segments=list(one.segments),
            settings=one.settings,
        ):
            self.picks.clear()
            self.kind = ""


def _price(entry: Entry) -> str:
    parts = []
    if entry.capital.value:
        parts.append(_("{n} once").format(n=euros(entry.capital.value)))
    if entry.yearly.value:
        parts.append(_("{n} a year").format(n=euros(entry.yearly.value)))
    return _("{price} per {unit}").format(price=" + ".join(parts), unit=entry.unit)
