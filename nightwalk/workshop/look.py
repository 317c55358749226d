"""Colours of the map for a light and for a dark room; safe for colour-blind eyes, with width as second channel."""

from __future__ import annotations

from typing import Any

from nightwalk.workshop.views.layers import LEVELS

__all__ = ["look_of", "ramp"]

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
TEXT = 12  # pixels, names on the map
THIN, THICK = 0.65, 1.75  # width at both ends of a ramp, 1 = an ordinary street

# Lightness falls (light room) or rises (dark room) steadily along the first and the last ramp; a change
# is blue or orange around nothing, with equal lightness at equal distance.
LIGHT: dict[str, Any] = {
    "ground": "#f5f3ee", "casing": "#c3c0b8", "plain": "#cfccc4", "ink": "#20242b", "accent": "#0a5bd3",
    "walker": "#1c2f4a", "uneasy": "#a02c1e", "pleasant": "#0b6b5d", "inside": "#ffffff",
    "feeling": ("#dcdad2", "#f0c878", "#e08a4c", "#b8443f", "#5c1248"),
    "change": ("#08529c", "#4f93c9", "#b9d3e6", "#f0d0ae", "#dc8a3c", "#9a4a06"),
    "amount": ("#dcdad2", "#9fc4c9", "#4f96ae", "#22628f", "#172f5c"),
}  # fmt: skip
DARK: dict[str, Any] = {
    "ground": "#0f141b", "casing": "", "plain": "#303a47", "ink": "#e8eaee", "accent": "#5ec8ff",
    "walker": "#ffffff", "uneasy": "#ff9d7a", "pleasant": "#6fd8c0", "inside": "#10151c",
    "feeling": ("#3a4a61", "#74588a", "#c45b78", "#f29457", "#ffe98f"),
    "change": ("#7cc4ff", "#3f86c4", "#2c4a66", "#5e4530", "#c47a30", "#ffb45e"),
    "amount": ("#334152", "#2f6d86", "#38a0a8", "#86d3ac", "#eaf7bd"),
}  # fmt: skip


def look_of(kind: str, *, dark: bool, hatch: bool = False, text: int = TEXT) -> dict[str, Any]:
    """Return everything the map needs to draw a layer of one kind: colours, widths, hatching, size of names."""
    chosen = DARK if dark else LIGHT
    plain = {name: value for name, value in chosen.items() if isinstance(value, str)}
    return {
        **plain,
        "ramp": ramp(chosen[kind]),
        "widths": _widths(kind),
        "hatch": hatch,
        "font": FONT,
        "text": text,
    }


def ramp(stops: tuple[str, ...], count: int = LEVELS) -> list[str]:
    """Return so many colours between the stops."""
    return [_between(stops, k / (count - 1) * (len(stops) - 1)) for k in range(count)]


def _between(stops: tuple[str, ...], place: float) -> str:
    at = min(int(place), len(stops) - 2)
    share = place - at
    one, other = (bytes.fromhex(stops[k][1:]) for k in (at, at + 1))
    mixed = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _widths(kind: str) -> list[float]:
    shares = [k / (LEVELS - 1) for k in range(LEVELS)]
    if kind == "change":
        shares = [abs(2 * share - 1) for share in shares]
    return [round(THIN + (THICK - THIN) * share, 3) for share in shares]
