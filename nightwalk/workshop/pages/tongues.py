"""Which language a page speaks: what its owner chose, else what the browser asks for, else English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from nightwalk.workshop.words import ENGLISH, _, language, languages

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["TONGUE", "asked_for", "tongues"]

TONGUE = "nightwalk_language"


def asked_for(request: Request) -> str:
    """Return the language of a request."""
    chosen = request.cookies.get(TONGUE, "")
    if chosen in languages():
        return chosen
    wanted = (one.partition(";")[0] for one in request.headers.get("accept-language", "").split(","))
    known = (one.strip().partition("-")[0].lower() for one in wanted)
    return next((one for one in known if one in languages()), ENGLISH)


def tongues() -> None:
    """Show the choice of languages; the page loads again in the one chosen."""
    menu = ui.select(
        dict(languages()),
        value=language(),
        on_change=lambda event: ui.navigate.to(f"/speak?lang={event.value}"),
    )
    menu.props(f'dense borderless options-dense aria-label="{_("Language")}"').classes("tongues")
