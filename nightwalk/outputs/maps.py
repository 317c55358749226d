"""Maps of streets: colour and width both show the value, and every map says where its data come from."""

from __future__ import annotations

from math import cos, floor, log10, radians
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.outputs.drawing import GREY, INK, axes, look, own_numbers, plain
from nightwalk.outputs.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Colormap, Normalize
    from matplotlib.figure import Figure

    from nightwalk.outputs.shapes import StreetShapes

__all__ = ["add_colour_bar", "add_guessed_key", "attribution_line", "map_streets", "shared_limits"]

_METRES_PER_DEGREE = 111_320.0
_HIGHLIGHT = "#E6007E"
_BED = "#dedede"
PALEST = 0.15
_GAPS = (1.0, (0.9, 1.3))  # dashes of white over a street whose light is guessed, in line widths


def attribution_line(city: Mapping[str, Any]) -> str:
    """Return the line that stands under every map: source, date of the data, share of guessed lighting."""
    source = city.get("attribution") or "\N{COPYRIGHT SIGN} OpenStreetMap contributors"
    date = city.get("data_date") or _("date unknown")
    guessed = city.get("guessed_lit_share")
    if guessed is None:
        light = _("lit guessed not known where")
    else:
        light = _("lit guessed on {share} of street length", share=f"{100 * guessed:.0f} %")
    return f"{source}, {date} \N{MIDDLE DOT} {light}"


def shared_limits(*values: np.ndarray, diverging: bool = False) -> tuple[float, float]:
    """Return one colour scale for several maps: all but the extreme 2 % of the values lie inside."""
    together = np.concatenate([np.asarray(v, float).ravel() for v in values])
    together = together[np.isfinite(together)]
    if not together.size:
        return (-1.0, 1.0) if diverging else (0.0, 1.0)
    if diverging:
        reach = float(np.quantile(np.abs(together), 0.98)) or float(np.abs(together).max()) or 1.0
        return -reach, reach
    low, high = (float(q) for q in np.quantile(together, [0.02, 0.98]))
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def map_streets(
    shapes: StreetShapes,
    values: np.ndarray,
    *,
    label: str,
    attribution: str,
    ax: Axes | None = None,
    limits: tuple[float, float] | None = None,
    diverging: bool = False,
    light: bool = False,
    title: str = "",
    highlight: np.ndarray | None = None,
    colour_bar: bool = True,
    sure: np.ndarray | None = None,
    guessed: np.ndarray | None = None,
) -> Axes:
    """Draw one value per street; high values darker and wider, streets without a value grey.

    Args:
        shapes: The streets.
        values: Shape (S,), in shown units (per cent, lux); NaN where there is none.
        label: What the colours mean, with the unit.
        attribution: The line of `attribution_line`; empty only where the figure carries it already.
        ax: Where to draw; a new figure by default.
        limits: Both ends of the colour scale; from the values by default.
        diverging: Whether zero is the middle and both directions count.
        light: Whether the values are light: high values are bright instead of dark.
        title: Heading of the map.
        highlight: Segment ids to outline.
        colour_bar: Whether this map gets its own colour bar.
        sure: Shape (S,), 0-1; the less sure a value is, the paler its street is drawn.
        guessed: Shape (S,), whether the light of a street is guessed: these are drawn broken.

    Returns:
        The axes; its last collection is what a shared colour bar needs.
    """
    values = np.asarray(values, float)
    low, high = limits or shared_limits(values, diverging=diverging)
    with look():
        ax = axes(ax, height=6.0)
        _frame(ax, shapes)
        width = _width(ax, shapes)
        if highlight is not None and len(highlight):
            _draw(ax, shapes, shapes.rows(highlight), width=width * 2.5 + 2.2, color=_HIGHLIGHT)
        _draw(ax, shapes, np.arange(len(values)), width=width * 0.8, color=_BED)
        _draw(ax, shapes, np.flatnonzero(np.isnan(values)), width=width * 0.8, color=GREY)
        if guessed is not None and guessed.any():
            _draw_gaps(ax, shapes, np.flatnonzero(guessed), width=width * 2.6)
        lines = _draw_values(ax, shapes, values, (low, high), diverging=diverging, light=light, sure=sure)
        _scale_bar(ax, shapes)
        ax.set_title(plain(title))
        if attribution:
            ax.set_xlabel(plain(attribution), fontsize=6.5, loc="left")
        if colour_bar:
            add_colour_bar(lines, [ax], label)
    return ax


def add_colour_bar(lines: ScalarMappable, where: list[Axes], label: str) -> None:
    """Put one colour bar below one map or below several that share it."""
    made = where[0].figure
    bar = made.colorbar(lines, ax=where, location="bottom", shrink=0.6, aspect=40, pad=0.03, extend="both")
    bar.set_label(plain(label))
    bar.outline.set_linewidth(0.4)
    own_numbers(bar.ax.xaxis)


def add_guessed_key(figure: Figure) -> None:
    """Say below the maps of a figure that broken lines are streets whose light is guessed."""
    from matplotlib.lines import Line2D

    line = Line2D([], [], color=INK, linewidth=1.6, linestyle=(0, (1.6, 1.2)))
    figure.legend([line], [_("light guessed")], loc="outside lower right", fontsize=6.5)


def _draw_values(
    ax: Axes,
    shapes: StreetShapes,
    values: np.ndarray,
    limits: tuple[float, float],
    *,
    diverging: bool,
    light: bool,
    sure: np.ndarray | None = None,
) -> Any:
    from matplotlib.colors import Normalize

    there = np.flatnonzero(~np.isnan(values))
    norm = Normalize(*limits)
    strength = np.clip(np.asarray(norm(values[there])), 0.0, 1.0)
    strength = np.abs(2 * strength - 1) if diverging else strength
    order = np.argsort(strength, kind="stable")  # the strongest on top
    width = _width(ax, shapes) * (0.7 + 1.8 * strength[order])
    if light:  # bright lines need a dark edge on white paper
        _draw(ax, shapes, there[order], width=width + 0.5, color=INK)
    colours = _colours(diverging=diverging, light=light)
    lines = _draw(ax, shapes, there[order], width=width, norm=norm, cmap=colours)
    lines.set_array(values[there[order]])
    if sure is not None:
        lines.set_alpha(np.clip(sure[there[order]], PALEST, 1.0))
        lines.set_capstyle("butt")  # round ends would overlap, and show as dots
    return lines


def _draw_gaps(ax: Axes, shapes: StreetShapes, rows: np.ndarray, *, width: float) -> None:
    """Draw white gaps above all else, so that the last collection is still that of the values."""
    gaps = _draw(ax, shapes, rows, width=width, color="white")
    gaps.set(linestyle=_GAPS, capstyle="butt", zorder=gaps.get_zorder() + 1)


def _draw(
    ax: Axes,
    shapes: StreetShapes,
    rows: np.ndarray,
    *,
    width: float | np.ndarray,
    color: str | None = None,
    norm: Normalize | None = None,
    cmap: Colormap | None = None,
) -> Any:
    from matplotlib.collections import LineCollection

    lines = shapes.lines()
    made = LineCollection(
        [lines[row] for row in rows], linewidths=width, colors=color, norm=norm, cmap=cmap, capstyle="round"
    )
    made.set_rasterized(True)
    ax.add_collection(made, autolim=False)
    return made


def _colours(*, diverging: bool, light: bool) -> Colormap:
    from matplotlib import colormaps
    from matplotlib.colors import LinearSegmentedColormap

    if diverging:
        return colormaps["PuOr_r"]
    if light:
        return colormaps["cividis"]
    kept = colormaps["cividis_r"](np.linspace(0.05, 1.0, 256))
    return LinearSegmentedColormap.from_list("nightwalk", kept)


def _width(ax: Axes, shapes: StreetShapes) -> float:
    """Return a line width, in points, that suits the number of streets and the size of the map."""
    inches = min(ax.bbox.width, ax.bbox.height) / ax.figure.dpi
    return float(np.clip(16.0 * inches / np.sqrt(max(len(shapes.id), 1)), 0.3, 1.6))


def _metres_per_unit(shapes: StreetShapes) -> tuple[float, float]:
    """Return metres per unit along x and along y."""
    from pyproj import CRS

    if not CRS(shapes.crs).is_geographic:
        return 1.0, 1.0
    return _METRES_PER_DEGREE * cos(radians(float(shapes.xy[:, 1].mean()))), _METRES_PER_DEGREE


def _frame(ax: Axes, shapes: StreetShapes) -> None:
    low, high = shapes.xy.min(axis=0), shapes.xy.max(axis=0)
    margin = 0.02 * (high - low).max()
    foot = 0.08 * (high - low).max()  # room for the scale bar
    along, up = _metres_per_unit(shapes)
    ax.set(xlim=(low[0] - margin, high[0] + margin), ylim=(low[1] - foot, high[1] + margin))
    ax.set_aspect(up / along)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def _scale_bar(ax: Axes, shapes: StreetShapes) -> None:
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    along, _ = _metres_per_unit(shapes)
    metres = _round_length((right - left) * along / 4)
    x, y = left + 0.02 * (right - left), bottom + 0.01 * (top - bottom)
    ax.plot([x, x + metres / along], [y, y], color=INK, linewidth=2.0, solid_capstyle="butt", zorder=5)
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    ax.text(x, y + 0.012 * (top - bottom), text, fontsize=7, va="bottom", zorder=5)


def _round_length(metres: float) -> float:
    power = 10.0 ** floor(log10(max(metres, 1e-9)))
    return float(max(step * power for step in (1, 2, 5) if step * power <= max(metres, power)))
