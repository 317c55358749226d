"""What the facilitator shows the room: layer, people, hour, proposal."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.words import Words, _

__all__ = ["LAYERS", "LIGHTS", "RECORDED", "SOURCES", "WORLDS", "Showing"]

LAYERS = Words(
    {
        "feeling": _("How it feels"),
        "gap": _("What darkness adds"),
        "footfall": _("Who passes"),
        "light": _("Light"),
        "recorded": _("Recorded crime"),
        "fit": _("Feeling and record"),
    }
)
LIGHTS = Words({"sun": _("As the sun has it"), "day": _("By day"), "dark": _("After dark")})
WORLDS = Words(
    {
        "today": _("Today"),
        "after": _("With the proposal"),
        "change": _("What changes"),
        "both": _("Side by side"),
    }
)
SOURCES = Words({"guess": _("First guess"), "run": _("Simulation")})
RECORDED = ("recorded", "fit")  # layers that need a register


@dataclass(frozen=True)
class Showing:
    """What the facilitator shows the room.

    Attributes:
        layer: One of `LAYERS`.
        group: One of `GROUPS`.
        hour: 0-23.
        light: One of `LIGHTS`.
        proposal: Key of the proposal looked at.
        world: One of `WORLDS`.
        source: One of `SOURCES`.
        walkers: Whether dots walk on the map.
        cells: Whether the marks are shown.
        home: Row of the street to which a walk home is replayed, -1 for none.
        case: Which case of it, one of `CHOICES`.
    """

    layer: str = "feeling"
    group: str = "everyone"
    hour: int = 21
    light: str = "sun"
    proposal: str = TODAY
    world: str = "today"
    source: str = "guess"
    walkers: bool = False
    cells: bool = True
    home: int = -1
    case: str = "middle"
