"""The guided evening: what to say now, how much time is left, what the room sees."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from nicegui import ui

from nightwalk.workshop.pages.parts import act, box, say
from nightwalk.workshop.room.script import STEPS, minutes_in_all
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from nightwalk.workshop.pages.visit import Visit

__all__ = ["guide", "remaining", "switches"]

SECOND = 1.0


def guide(visit: Visit) -> None:
    """Show the steps of the evening; the facilitator goes from one to the next."""
    with box("card stack") as card:
        pass
    with box("card stack"):
        say(_("What the room sees"), "h2")
        switches(visit)

    def draw() -> None:
        card.clear()
        state = visit.state
        with card:
            say(
                _("Step {k} of {n}: {title}").format(
                    k=state.step + 1, n=len(STEPS), title=_(state.now.title)
                ),
                "h2",
            )
            say(_(state.now.say), look="said")
            say(_("On the phones: {ask}").format(ask=_(state.now.ask)), look="soft")
            with box("line"):
                if state.step:
                    act(_("Back"), lambda: visit.do("go-to-step", step=state.step - 1), icon="chevron_left")
                if state.step + 1 < len(STEPS):
                    follow = STEPS[state.step + 1].title
                    act(
                        _("Next: {title}").format(title=follow),
                        lambda: visit.do("go-to-step", step=state.step + 1),
                        "main",
                    )
            if not state.since:
                act(_("Begin the evening"), lambda: visit.do("go-to-step", step=0), icon="timer")
            _plan(state.step)

    visit.watch(lambda: (visit.state.step, visit.state.since), draw)


def _plan(now: int) -> None:
    for place, step in enumerate(STEPS):
        with box("item"):
            say("✓" if place < now else str(place + 1), "span", "grade")
            say(step.title, "span", "grow")
            say(_("{n} min").format(n=step.minutes), "span", "soft")
    say(_("{n} minutes in all. The order matters: own marks first, so that nobody follows the model.").format(
        n=minutes_in_all()), look="soft small")  # fmt: skip


def switches(visit: Visit) -> None:
    """Show the switches of what the room sees."""
    stage = visit.stage
    model = ui.switch(_("The model's map"), on_change=lambda event: _switch(visit, "show-model", event.value))
    cells = ui.switch(_("Marks of the room"), on_change=lambda event: stage.show(cells=event.value is True))
    walkers = ui.switch(_("People walking"), on_change=lambda event: stage.show(walkers=event.value is True))
    names = ui.switch(_("Street names"), on_change=lambda event: _switch(visit, "show-names", event.value))
    say(_("Dots are drawn from the modelled footfall of residents and visitors; no dot is a person. Hide street names "
          "where a name would stick to a place."), look="soft small")  # fmt: skip

    def follow() -> None:
        state, showing = visit.state, stage.showing
        for one, value in (
            (model, state.model_shown), (cells, showing.cells), (walkers, showing.walkers), (names, state.names_shown),
        ):  # fmt: skip
            one.set_value(value)

    visit.watch(lambda: (visit.state.model_shown, visit.state.names_shown, stage.showing), follow)


def _switch(visit: Visit, action: str, value: object) -> None:
    now = visit.state.model_shown if action == "show-model" else visit.state.names_shown
    if value is not now:
        visit.do(action, on=value is True)


def remaining(visit: Visit, look: str = "step time") -> None:
    """Show the step and the time left in it."""
    told = say("", "div", look).props('role="timer"')

    def tick() -> None:
        state = visit.state
        if not state.since:
            told.set_text(_(state.now.title))
            return
        left = round(state.since + 60 * state.now.minutes - time.time())
        clock = f"{abs(left) // 60}:{abs(left) % 60:02d}"
        told.set_text(
            f"{_(state.now.title)} · {clock if left >= 0 else _('{clock} over').format(clock=clock)}"
        )

    tick()
    ui.timer(SECOND, tick)
