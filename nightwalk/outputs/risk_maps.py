"""Maps of a risk and how sure it is: colour shows the value, paleness the width of its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.outputs.drawing import axes, drawn, look
from nightwalk.outputs.maps import map_streets

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nightwalk.outputs.drawing import Drawn
    from nightwalk.outputs.shapes import StreetShapes

__all__ = ["CAPTION", "draw_risk", "map_risk", "sureness"]

CAPTION = "Full colour: the 95 % interval is narrow beside the value; pale: the value is hardly known."
TINY = 1e-12


def sureness(mean: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return how sure each value is, 0-1: 1 / (1 + half the width of the interval / the value).

    >>> sureness(np.array([2.0]), np.array([0.0]), np.array([4.0])).tolist()
    [0.5]
    """
    return np.asarray(1.0 / (1.0 + (high - low) / 2.0 / np.maximum(mean, TINY)))


def map_risk(
    shapes: StreetShapes, mean: np.ndarray, low: np.ndarray, high: np.ndarray, *, label: str, attribution: str,
    ax: Axes | None = None, title: str = "",
) -> Axes:  # fmt: skip
    """Draw a risk by street.

    Args:
        shapes: The streets.
        mean: Shape (S,), the values.
        low: Lower end of each interval.
        high: Upper end.
        label: What the colours mean, with the unit.
        attribution: The line under every map.
        ax: Where to draw; a new figure by default.
        title: Heading.
    """
    sure = sureness(mean, low, high)
    sure = sure / max(float(sure.max(initial=0.0)), TINY)
    return map_streets(
        shapes,
        mean,
        label=f"{label}; pale = hardly known",
        attribution=attribution,
        ax=ax,
        title=title,
        sure=sure,
    )


def draw_risk(
    shapes: StreetShapes, mean: np.ndarray, low: np.ndarray, high: np.ndarray, *, label: str, attribution: str,
    title: str,
) -> Drawn:  # fmt: skip
    """Return the map of a risk as a finished figure; arguments as `map_risk`."""
    with look():
        ax = map_risk(
            shapes,
            mean,
            low,
            high,
            label=label,
            attribution=attribution,
            title=title,
            ax=axes(None, height=6.0),
        )
        alt = f"Map of streets: {label}, from {mean.min():.2g} to {mean.max():.2g}."
        return drawn(ax.figure, alt=alt, caption=CAPTION, is_map=True)  # type: ignore[arg-type]
