"""How every figure looks and how it becomes bytes: no global state, no dates, the same bytes twice."""

from __future__ import annotations

import io
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nightwalk.outputs.language import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = [
    "COLOURS",
    "GREY",
    "INK",
    "MARKERS",
    "Drawn",
    "axes",
    "drawn",
    "figure",
    "look",
    "own_numbers",
    "plain",
    "sheet",
    "short",
]

INK = "#222222"
GREY = "#b9b9b9"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # Okabe & Ito 2008
MARKERS = ("o", "s", "D", "^", "v", "P")
PAGE_WIDTH = 7.1  # inches between the margins of an A4 page
_DPI = 170
_LEGEND = 36  # letters of a name; three of them stand side by side
_STYLE: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.edgecolor": "#666666",
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "nightwalk",
}


@dataclass(frozen=True)
class Drawn:
    """A finished figure.

    Attributes:
        alt: What it shows, for those who cannot see it.
        caption: How to read it.
        png: The figure as PNG.
        svg: The figure as SVG, text as text.
        is_map: Whether it is a map (shown as PNG) or a chart (shown as SVG).
    """

    alt: str
    caption: str
    png: bytes
    svg: str
    is_map: bool

    def inline_svg(self) -> Markup:
        """Return the SVG for use inside an HTML page: no prologue, no metadata, no repeated ids."""
        from markupsafe import Markup

        body = self.svg[self.svg.index("<svg") :]
        body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
        return Markup(re.sub(r'<g id="[^"]*"', "<g", body))  # noqa: S704  drawn by us, its text escaped


@contextmanager
def look() -> Iterator[None]:
    """Draw in the house look inside the block; matplotlib's settings are as before afterwards."""
    import matplotlib as mpl

    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # names in any script
        yield


def figure(width: float = PAGE_WIDTH, height: float = 3.5) -> Figure:
    """Return an empty figure, in inches, drawn without pyplot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(made)
    return made


def axes(ax: Axes | None, *, height: float = 3.5) -> Axes:
    """Return the given axes or those of a new figure."""
    return ax if ax is not None else figure(height=height).add_subplot()


def sheet(ax: Axes) -> Figure:
    """Return the figure some axes stand on."""
    made = ax.get_figure(root=True)
    assert made is not None
    return made


def own_numbers(axis: Axis) -> None:
    """Write the numbers along an axis as the language spoken writes them."""
    from matplotlib.ticker import ScalarFormatter

    class Spoken(ScalarFormatter):
        def __call__(self, x: float, pos: int | None = None) -> str:
            return number(super().__call__(x, pos))

    axis.set_major_formatter(Spoken())


def drawn(made: Figure, *, alt: str, caption: str, is_map: bool = False) -> Drawn:
    """Render a figure to PNG and SVG without dates or version numbers."""
    picture, text = io.BytesIO(), io.StringIO()
    options: dict[str, Any] = {"dpi": _DPI}
    made.savefig(picture, format="png", metadata={"Software": None}, **options)
    made.savefig(text, format="svg", metadata={"Date": None, "Creator": None}, **options)
    return Drawn(alt, caption, picture.getvalue(), text.getvalue(), is_map)


def plain(text: str) -> str:
    """Return a name fit for a figure: no mathematics between dollar signs, no control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in text).replace("$", r"\$")


def short(name: str) -> str:
    """Return a scenario's name fit for a legend."""
    return plain(name if len(name) <= _LEGEND else f"{name[: _LEGEND - 1]}\N{HORIZONTAL ELLIPSIS}")
