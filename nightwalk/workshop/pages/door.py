"""The door: where a code is typed in."""

from __future__ import annotations

from nightwalk.workshop.pages.parts import box, say
from nightwalk.workshop.pages.tongues import tongues
from nightwalk.workshop.words import _

__all__ = ["door_page"]


def door_page(*, wrong: bool) -> None:
    """Build the page; `wrong` says that a code did not fit."""
    with box("door", "main"), box("card stack", "form").props('method="get" action="/enter"'):
        say(_("Nightwalk workshop"), "h1")
        say(_("Type the code you see on the big screen."))
        if wrong:
            say(_("That code does not fit. Look again, or ask the facilitator."), look="warn")
        field = box("", "input").props('name="key" maxlength="64" autocomplete="off" autofocus required')
        field._props["aria-label"] = _("Code")  # noqa: SLF001
        with box("act main wide", "button").props('type="submit"'):
            say(_("Come in"), "span")
        tongues()
        say(_("No name, no account. You can leave at any time."), look="soft small")
