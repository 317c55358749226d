"""The street map as an element of a page: one canvas, no tiles, nothing from outside."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import numpy as np
from nicegui.element import Element

from nightwalk.workshop.look import TEXT, look_of
from nightwalk.workshop.views.layers import Layer
from nightwalk.workshop.words import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nightwalk import City
    from nightwalk.workshop.room.marks import Cell

__all__ = ["StreetMap", "packed"]

GUESSED = 1  # flag of a street whose light is guessed
IMPUTED = 2  # LightSource of a street whose light nobody has looked at
WALKERS = 260  # dots on the map


def packed(city: City) -> bytes:
    """Return the streets as the map reads them: count, first points, metres from the middle, flags."""
    streets = city.streets
    west, south, east, north = city.bounds
    xy = streets.xy - [(west + east) / 2, (south + north) / 2]
    head = np.array([city.segments, *streets.xy_start], dtype="<u4")
    flags = np.where(streets.light_source == IMPUTED, GUESSED, 0).astype("u1")
    return head.tobytes() + xy.astype("<f4").tobytes() + flags.tobytes()


class StreetMap(Element, component="../web/streetmap.js"):
    """A map of streets coloured by a layer.

    Args:
        label: What it is, for people who cannot see it.
        dark: Whether the room is dark.
        names: Whether street names are shown.
        linked: Whether it moves together with the other linked maps of the page.
        text: Size of names, pixels.
    """

    def __init__(
        self, label: str, *, dark: bool, names: bool = True, linked: bool = False, text: int = TEXT
    ) -> None:
        super().__init__()
        self._letters = text
        self._dark, self._layer = (
            dark,
            Layer("", "feeling", np.empty(0, np.uint8), 0.0, 1.0, "", "", ("", "")),
        )
        self._props.update(
            src="/workshop/streets.bin",
            label=label,
            lasso=False,
            linked=linked,
            look=look_of("feeling", dark=dark, text=text),
        )
        self.names(names)

    def on_ready(self, then: Callable[[], Any]) -> None:
        """Call when it can show something."""
        said = spoken(then)
        self.on("ready", lambda _event: said(), [])

    def on_pick(self, then: Callable[[int, bool], Any]) -> None:
        """Call with the row of a street clicked, -1 for none, and whether to add it."""
        said = spoken(then)
        self.on(
            "pick",
            lambda event: said(_row(event.args.get("row")), event.args.get("more") is True),
            ["row", "more"],
        )

    def on_lasso(self, then: Callable[[list[int]], Any]) -> None:
        """Call with the rows of the streets drawn around."""
        said = spoken(then)
        self.on("lasso", lambda event: said([_row(one) for one in event.args.get("rows", [])]), ["rows"])

    def colour(self, layer: Layer) -> None:
        """Show a layer."""
        self._layer = layer
        self._relook()
        legend = {
            "low": layer.low, "high": layer.high, "text": layer.told, "none": layer.none, "log": layer.log,
            "words": layer.words,
        }  # fmt: skip
        self.run_method("setValues", b64encode(layer.values.tobytes()).decode(), legend)

    def blank(self) -> None:
        """Show the streets without any colour."""
        self.run_method("setValues", "", {})

    def room(self, *, dark: bool) -> None:
        """Draw for a dark or a light room."""
        self._dark = dark
        self._relook()

    def picked(self, rows: Iterable[int]) -> None:
        """Frame the streets that are chosen."""
        self.run_method("setPicked", list(rows))

    def measured(self, rows: Iterable[int]) -> None:
        """Put a band around the streets a proposal touches."""
        self.run_method("setMeasured", list(rows))

    def cells(self, shown: Iterable[Cell], city: City) -> None:
        """Show cells of marks."""
        west, south, east, north = city.bounds
        middle = (west + east) / 2, (south + north) / 2
        self.run_method("setCells", [
            {"x": one.x - middle[0], "y": one.y - middle[1], "size": one.size,
             "uneasy": one.uneasy, "pleasant": one.pleasant}
            for one in shown
        ])  # fmt: skip

    def walkers(self, footfall: bytes) -> None:
        """Let dots walk where people are about; none for an empty footfall."""
        self.run_method("setWalkers", b64encode(footfall).decode(), WALKERS if footfall else 0)

    def route(self, points: np.ndarray, classes: np.ndarray, city: City) -> None:
        """Walk a line of points, metres, float64 (P, 2), each with a colour class, again and again; none to stop."""
        west, south, east, north = city.bounds
        xy = (points - [(west + east) / 2, (south + north) / 2]).astype("<f4")
        self.run_method("setRoute", *(b64encode(one.tobytes()).decode() for one in (xy, classes)))

    def lasso(self, *, on: bool) -> None:
        """Let dragging draw around streets instead of moving the map."""
        self._props["lasso"] = on

    def names(self, shown: bool) -> None:
        """Show street names, or hide them."""
        self._props["names"] = f"/workshop/names.json?{shown:d}" if shown else ""

    def show(self, rows: Iterable[int]) -> None:
        """Move to some streets; to the whole town for none."""
        self.run_method("show", list(rows))

    def zoom(self, factor: float) -> None:
        """Zoom around the middle."""
        self.run_method("zoom", factor)

    def _relook(self) -> None:
        self._props["look"] = look_of(
            self._layer.kind, dark=self._dark, hatch=self._layer.hatch, text=self._letters
        )


def _row(value: object) -> int:
    """Return a row a browser sent; -1 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
