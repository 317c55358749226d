"""Layers of the map: one colour class a street, with a legend that speaks of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from nightwalk.workshop.views.preview import Guess

__all__ = [
    "LEVELS",
    "NONE",
    "Layer",
    "change_layer",
    "feeling_classes",
    "feeling_layer",
    "footfall_layer",
    "gap_layer",
    "guessed_layer",
    "light_layer",
]

LEVELS = 24  # colour classes
NONE = 255  # no colour
MOST_UNSAFE = 0.8  # upper end of the scale of shares, the same in every hour, group and world
MOST_CHANGE = 0.2  # share: end of the scale of changes
MOST_GAP = 0.6
MOST_PEOPLE = 200.0  # passers an hour
MOST_LUX = 30.0

Kind = Literal["feeling", "change", "amount"]


@dataclass(frozen=True, eq=False)
class Layer:
    """What the map shows.

    Attributes:
        title: Heading of the legend.
        kind: Which ramp: how unsafe, a change to and fro, or an amount.
        values: Colour classes, uint8 (S,); `NONE` stays uncoloured.
        low: Value at the lower end of the ramp.
        high: Value at the upper end.
        told: What a street's tip says, with ``{n}`` for the value.
        none: What the tip of an uncoloured street says.
        ends: Words at both ends of the legend.
        hatch: Whether guessed light is hatched.
        log: Whether the scale grows by factors.
        words: What ``{word}`` stands for below, about and above the middle of the scale.
        note: What the legend adds.
    """

    title: str
    kind: Kind
    values: np.ndarray
    low: float
    high: float
    told: str
    none: str
    ends: tuple[str, str]
    hatch: bool = False
    log: bool = False
    words: tuple[str, str, str] = ("", "", "")
    note: str = ""


def _classes(values: np.ndarray, low: float, high: float) -> np.ndarray:
    share = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.minimum((share * LEVELS).astype(np.uint8), LEVELS - 1)


def feeling_classes(unsafe: np.ndarray) -> np.ndarray:
    """Return the colour classes of shares who would feel unsafe, 0-1, uint8 of the same shape."""
    return _classes(unsafe, 0.0, MOST_UNSAFE)


def feeling_layer(unsafe: np.ndarray, who: str, when: str, *, dark: bool) -> Layer:
    """Show how many of a hundred people would feel unsafe; `unsafe` is a share 0-1, float64 (S,)."""
    return Layer(
        title=_("How unsafe it feels to {who}, {when}").format(who=who, when=when),
        kind="feeling",
        values=feeling_classes(unsafe),
        low=0.0,
        high=100 * MOST_UNSAFE,
        told=_("of 100 such people, about {n} would feel unsafe"),
        none="",
        ends=(_("nobody of 100"), _("80 of 100")),
        hatch=dark,
    )


def gap_layer(by_day: np.ndarray, after_dark: np.ndarray, who: str) -> Layer:
    """Show how many more of a hundred would feel unsafe after dark than by day."""
    return Layer(
        title=_("What darkness adds for {who}").format(who=who),
        kind="feeling",
        values=_classes(after_dark - by_day, 0.0, MOST_GAP),
        low=0.0,
        high=100 * MOST_GAP,
        told=_("of 100 such people, about {n} more would feel unsafe after dark than by day"),
        none="",
        ends=(_("no difference"), _("60 more of 100")),
        hatch=True,
    )


def change_layer(change: np.ndarray, shown: np.ndarray, who: str, how_sure: str) -> Layer:
    """Show the change of a share, float64 (S,), where `shown`, bool (S,); other streets stay uncoloured."""
    values = np.where(shown, _classes(change, -MOST_CHANGE, MOST_CHANGE), NONE).astype(np.uint8)
    return Layer(
        title=_("What changes for {who} ({how_sure})").format(who=who, how_sure=how_sure),
        kind="change",
        values=values,
        low=-100 * MOST_CHANGE,
        high=100 * MOST_CHANGE,
        told=_("of 100 such people, {n} {word} would feel unsafe"),
        none=_("no change we could be sure of"),
        ends=(_("20 fewer of 100"), _("20 more of 100")),
        words=(_("fewer"), "", _("more")),
        note=_("Streets whose range includes no change stay uncoloured."),
    )


def guessed_layer(guess: Guess, who: str) -> Layer:
    """Show a first guess: streets whose range includes no change stay uncoloured."""
    return change_layer(guess.after - guess.before, guess.sure, who, _("a first guess"))


def footfall_layer(people: np.ndarray, when: str) -> Layer:
    """Show how many people pass in the hour, float64 (S,); residents and visitors only."""
    most = float(np.log1p(MOST_PEOPLE))
    return Layer(
        title=_("How many people pass, {when}").format(when=when),
        kind="amount",
        values=_classes(np.log1p(people), 0.0, most),
        low=0.0,
        high=most,
        told=_("about {n} people pass in this hour"),
        none="",
        ends=(_("nobody"), _("200 an hour")),
        log=True,
    )


def light_layer(lux: np.ndarray) -> Layer:
    """Show the light after dark, lx, float64 (S,); guessed values are hatched."""
    return Layer(
        title=_("Light after dark"),
        kind="amount",
        values=_classes(lux, 0.0, MOST_LUX),
        low=0.0,
        high=MOST_LUX,
        told=_("about {n} lux"),
        none="",
        ends=(_("dark"), _("30 lux")),
        hatch=True,
    )
