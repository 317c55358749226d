"""The strip of hours under the map: what time it is, and whether it is dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from nightwalk.workshop.pages.parts import Choice, box, say
from nightwalk.workshop.showing import LIGHTS
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from nightwalk.workshop.pages.visit import Visit

__all__ = ["hours"]

LAST_HOUR = 23
THROTTLE = 0.15  # seconds between two hours while the thumb moves
DAY_SKY, NIGHT_SKY = (246, 200, 95), (30, 42, 74)


def hours(visit: Visit) -> None:
    """Show the slider of hours over a strip of sky, and the choice between sun, day and dark."""
    stage = visit.stage
    moved: list[int] = []

    def to(hour: object) -> None:
        if isinstance(hour, (int, float)) and 0 <= hour <= LAST_HOUR:
            moved.append(int(hour))
            stage.show(hour=int(hour))

    with box("hours"):
        with box("line spread"):
            clock = say("", "h2")
            light = Choice(LIGHTS, stage.showing.light, lambda value: stage.show(light=value), _("Light"))
        with box(""):
            box("sky").style(f"background: linear-gradient(90deg, {_sky(stage.sun())})")
            slider = ui.slider(min=0, max=LAST_HOUR, step=1, value=stage.showing.hour)
            slider.props(f'aria-label="{_("Hour of the day")}"')
            slider.on("update:model-value", lambda event: to(event.args), throttle=THROTTLE)

    def follow() -> None:
        clock.set_text(stage.when())
        if stage.showing.hour not in moved:  # set elsewhere; what was set here is where the thumb is
            slider.set_value(stage.showing.hour)
        moved[:] = [stage.showing.hour]
        light.set(stage.showing.light)

    visit.watch(lambda: (stage.showing.hour, stage.showing.light), follow)


def _sky(darkness: list[float]) -> str:
    parts = (
        tuple(round(day + (night - day) * dark) for day, night in zip(DAY_SKY, NIGHT_SKY, strict=True))
        for dark in darkness
    )
    return ", ".join(f"rgb{part}" for part in parts)
