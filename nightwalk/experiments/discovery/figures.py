"""What a discovery looks like: the cases in the two inputs that tell most, with the box."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from nightwalk.outputs.drawing import COLOURS, GREY, INK, axes, drawn, look, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nightwalk.experiments.discovery.discover import Discovery
    from nightwalk.outputs.drawing import Drawn

__all__ = ["box_figure", "draw_box"]


def draw_box(found: Discovery, ax: Axes | None = None) -> Axes:
    """Draw the cases over the two inputs found most often; failures are crosses, the box is shaded.

    Args:
        found: The discovery.
        ax: Where to draw; a new figure by default.
    """
    first, second = _pair(found)
    x, y = (found.inputs[name].to_numpy(float) for name in (first, second))
    with look():
        ax = axes(ax, height=4.2)
        ax.scatter(
            x[~found.failed], y[~found.failed], s=14, color=COLOURS[0], marker="o", alpha=0.7, label="holds"
        )
        ax.scatter(x[found.failed], y[found.failed], s=22, color=COLOURS[1], marker="x", label="fails")
        ax.set(xlabel=plain(first), ylabel=plain(second))
        _shade(ax, found, first, second)
        ax.legend(loc="upper left", bbox_to_anchor=(0.0, 1.12), ncols=2)
    return ax


def box_figure(found: Discovery) -> Drawn:
    """Return the drawing of `draw_box` for a page."""
    ax = draw_box(found)
    first, second = _pair(found)
    with look():
        return drawn(
            ax.figure,  # type: ignore[arg-type]
            alt=f"Cases that hold and cases that fail, by {first} and {second}.",
            caption="Each mark is a case; the shaded part is inside the limits of these two inputs.",
        )


def _pair(found: Discovery) -> tuple[str, str]:
    """Return the two inputs to draw: limited ones first."""
    limited = [one.name for one in found.limits]
    names = [*limited, *(str(name) for name in found.inputs if name not in limited)]
    return names[0], names[min(1, len(names) - 1)]


def _shade(ax: Axes, found: Discovery, first: str, second: str) -> None:
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    ends = []
    for name, low, high in ((first, left, right), (second, bottom, top)):
        a, b = found.box.limits.get(name, (low, high))
        ends.append((low if isinf(a) else a, high if isinf(b) else b))
    (x0, x1), (y0, y1) = ends
    ax.fill_between([x0, x1], y0, y1, color=GREY, alpha=0.35, edgecolor=INK, zorder=0)
    ax.set(xlim=(left, right), ylim=(bottom, top))
