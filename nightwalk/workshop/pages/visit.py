"""One open page: who is there, what they do, and what is drawn again when something changes."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from nicegui import ui

from nightwalk import NightwalkError
from nightwalk.workshop.pages.parts import act
from nightwalk.workshop.words import _, language, speaking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nightwalk.workshop.room.session import Person
    from nightwalk.workshop.room.state import State
    from nightwalk.workshop.stage import Stage

__all__ = ["Visit"]

GLANCE = 0.15  # seconds between two looks at what changed
_NEVER = object()


class Visit:
    """A page somebody has open.

    Args:
        stage: What all pages share.
        person: Who is there.
        dark: Whether the room is dark.
    """

    def __init__(self, stage: Stage, person: Person, *, dark: bool) -> None:
        self.stage, self.person, self.language = stage, person, language()
        ui.query("html").props(f'lang="{self.language}"')
        self.dark = ui.dark_mode(dark)
        self._watched: list[tuple[Callable[[], object], Callable[[], Any]]] = []
        self._seen: list[object] = []
        self._busy = False
        ui.timer(GLANCE, self._look)

    @property
    def state(self) -> State:
        """What the session knows."""
        return self.stage.session.state

    def do(self, action: str, **given: Any) -> bool:
        """Do something in the room; say a refusal to the person and return whether it was done."""
        return self.attempt(lambda: self.stage.session.act(self.person, {"do": action, **given}))

    def attempt(self, what: Callable[[], Any]) -> bool:
        """Do something that may be refused; say a refusal to the person and return whether it was done."""
        with speaking(self.language):
            try:
                what()
            except NightwalkError as refused:
                ui.notify(
                    str(refused), type="warning", position="top", multi_line=True, close_button=_("Close")
                )
                return False
            return True

    def watch(self, asked: Callable[[], object], then: Callable[[], Any | Awaitable[Any]]) -> None:
        """Call `then` now and whenever what `asked` returns has changed."""
        self._watched.append((asked, then))
        self._seen.append(_NEVER)

    def room_switch(self) -> None:
        """Show the switch between a light and a dark room."""
        act("", self.dark.toggle, "quiet", label=_("Light or dark room"), icon="contrast")

    @property
    def is_dark(self) -> bool:
        """Whether the page is drawn for a dark room."""
        return bool(self.dark.value)

    async def _look(self) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            self.stage.look()
            for place, (asked, then) in enumerate(self._watched):
                now = asked()
                if now != self._seen[place]:
                    self._seen[place] = now
                    done = then()
                    if inspect.isawaitable(done):
                        await done
        finally:
            self._busy = False
