"""The few parts every page is made of: words, buttons, choices between some words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from nightwalk.workshop.words import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nicegui.element import Element

__all__ = ["Choice", "act", "box", "say"]


def say(text: str, tag: str = "p", look: str = "") -> TextElement:
    """Write words."""
    return TextElement(tag=tag, text=text).classes(look)


def box(look: str, tag: str = "div") -> Element:
    """Open a box; use it in a ``with`` block."""
    return ui.element(tag).classes(look)


def act(text: str, then: Callable[[], Any], look: str = "", *, label: str = "", icon: str = "") -> Element:
    """Show a button.

    Args:
        text: What it says.
        then: What it does.
        look: main, quiet, wide or a combination.
        label: What it says to people who cannot see it, if `text` alone does not.
        icon: Name of a symbol in front.
    """
    button = TextElement(tag="button", text=text).classes(f"act {look}").props('type="button"')
    if label:
        button._props["aria-label"] = button._props["title"] = label  # noqa: SLF001
    if icon:
        with button:
            ui.icon(icon).props('aria-hidden="true"').classes("icon")
    speaking = spoken(then)
    return button.on("click", lambda _event: speaking(), [])


class Choice:
    """Some words of which one is chosen, as a row of buttons.

    Args:
        options: What each option says, by value.
        value: The chosen one.
        then: Called with the value of a button pressed.
        name: What is chosen, for people who cannot see it.
        look: Classes of the row.
        each: Classes of the buttons.
    """

    def __init__(
        self, options: Mapping[str, str], value: str, then: Callable[[str], Any], name: str, *, look: str = "pick",
        each: str = "",
    ) -> None:  # fmt: skip
        self._buttons: dict[str, Element] = {}
        with box(look).props('role="group"') as row:
            row._props["aria-label"] = name  # noqa: SLF001
            for key, text in options.items():
                self._buttons[key] = act(text, partial(then, key), each)
        self.set(value)

    def set(self, value: str) -> None:
        """Show another one as chosen."""
        for key, button in self._buttons.items():
            button.props(f'aria-pressed="{"true" if key == value else "false"}"')
