"""What a calibration looks like: how far each parameter moved, which go together, and what was expected of cells."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.calibration.identify import STAYED
from nightwalk.outputs.drawing import COLOURS, GREY, INK, axes, figure, look, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nightwalk.calibration.identify import Learnt
    from nightwalk.calibration.measurement.scale import Scale
    from nightwalk.calibration.predictive import Forecast

__all__ = ["Pair", "draw_cells", "draw_contraction", "draw_marginals", "draw_pairs", "strongest"]

ACROSS = 5  # small figures beside each other
ROW = 0.19  # inches of a line
BINS = 30
SHOWN = (0.5, 99.5)  # per cent of the prior between which it is drawn
PAIRS_ACROSS, PAIRS = 3, 6
WEAKEST = 0.3  # correlation from which a pair is shown
BLUE, ORANGE, GREEN = COLOURS[:3]


class Pair(NamedTuple):
    """Two parameters and how their draws go together."""

    one: str
    other: str
    correlation: float


def draw_contraction(learnt: Sequence[Learnt], combined: Sequence[Learnt], *, ax: Axes | None = None) -> Axes:
    """Draw posterior over prior standard deviation of parameters and of sums and products, best known on top."""
    rows = sorted([*learnt, *combined], key=lambda one: -one.contraction)
    with look():
        ax = axes(ax, height=0.8 + ROW * len(rows))
        colours = [GREEN if one in combined else GREY if one.contraction >= STAYED else BLUE for one in rows]
        ax.barh(range(len(rows)), [one.contraction for one in rows], 0.7, color=colours)
        ax.set_yticks(range(len(rows)), [plain(one.name) for one in rows])
        ax.set_ylim(-0.6, len(rows) - 0.4)
        ax.axvline(STAYED, color=INK, linewidth=0.8, linestyle="--")
        ax.set_xlim(0.0, max(1.05, *(one.contraction for one in rows)))
        ax.set_xlabel("posterior / prior standard deviation")
        ax.tick_params(axis="y", length=0)
    return ax


def draw_marginals(scale: Scale, draws: np.ndarray) -> Figure:
    """Draw prior and posterior of every fitted parameter, each to its own height.

    Args:
        scale: what was fitted, with its priors.
        draws: float64 (D, K).
    """
    down = -(-len(scale.names) // ACROSS)
    with look():
        made = figure(height=0.5 + 0.95 * down)
        grid = made.subplots(down, ACROSS, squeeze=False).ravel()
        for ax, name, column in zip(grid, scale.names, draws.T, strict=False):
            _marginal(ax, scale.prior_grid(name), column)
            ax.set_title(plain(name), fontsize=7.5, fontweight="normal")
        for ax in grid[len(scale.names) :]:
            ax.set_axis_off()
    return made


def _marginal(ax: Axes, prior: np.ndarray, posterior: np.ndarray) -> None:
    low, high = np.percentile(prior, SHOWN)
    ends = min(low, posterior.min()), max(high, posterior.max())
    for values, colour, alpha in ((prior, GREY, 0.6), (posterior, BLUE, 0.75)):
        height, edges = np.histogram(values, np.linspace(values.min(), values.max(), BINS + 1))
        ax.fill_between(
            edges[:-1], height / height.max(), step="post", color=colour, alpha=alpha, linewidth=0
        )
    ax.set_xlim(*ends)
    ax.set_ylim(0.0, 1.1)
    ax.set_yticks([])
    ax.locator_params(axis="x", nbins=3)
    ax.spines["left"].set_visible(False)
    ax.tick_params(labelsize=7)


def strongest(names: Sequence[str], draws: np.ndarray) -> list[Pair]:
    """Return the pairs of parameters whose draws go together most, the strongest first."""
    with np.errstate(invalid="ignore", divide="ignore"):
        table = np.atleast_2d(np.corrcoef(draws.T))
    pairs = [Pair(names[i], names[j], float(table[i, j])) for i, j in combinations(range(len(names)), 2)]
    told = [one for one in pairs if abs(one.correlation) >= WEAKEST]
    return sorted(told, key=lambda one: -abs(one.correlation))[:PAIRS]


def draw_pairs(names: Sequence[str], draws: np.ndarray, pairs: Sequence[Pair]) -> Figure:
    """Draw the draws of some pairs of parameters, float64 (D, K)."""
    down = -(-len(pairs) // PAIRS_ACROSS)
    columns = dict(zip(names, draws.T, strict=True))
    with look():
        made = figure(height=0.3 + 1.9 * down)
        grid = made.subplots(down, PAIRS_ACROSS, squeeze=False).ravel()
        for ax, pair in zip(grid, pairs, strict=False):
            ax.scatter(columns[pair.one], columns[pair.other], s=4, color=BLUE, alpha=0.4, linewidths=0)
            ax.set_xlabel(plain(pair.one))
            ax.set_ylabel(plain(pair.other))
            ax.set_title(f"r = {pair.correlation:.2f}", fontsize=8, fontweight="normal")
            ax.locator_params(nbins=4)
            ax.tick_params(labelsize=7)
        for ax in grid[len(pairs) :]:
            ax.set_axis_off()
    return made


def draw_cells(
    labels: Sequence[str], found: Sequence[float], expected: Sequence[Forecast], *, ax: Axes | None = None
) -> Axes:
    """Draw what was found in each cell on the interval that was expected, in per cent."""
    line = np.arange(len(labels))
    share = 100.0 * np.array(found)
    low, mean, high = (
        100.0 * np.array([getattr(one, end) for one in expected]) for end in ("low", "mean", "high")
    )
    inside = np.array([one.inside for one in expected])
    with look():
        ax = axes(ax, height=0.8 + ROW * len(labels))
        ax.hlines(line, low, high, color=GREY, linewidth=4)
        ax.plot(mean, line, "|", color=INK, markersize=7)
        ax.plot(share[inside], line[inside], "D", color=BLUE, markersize=4, label="found, inside")
        ax.plot(share[~inside], line[~inside], "X", color=ORANGE, markersize=6, label="found, outside")
        ax.set_yticks(line, [plain(one) for one in labels])
        ax.set_ylim(len(labels) - 0.4, -0.6)
        ax.set_xlim(left=0.0)
        ax.set_xlabel("%")
        ax.tick_params(axis="y", length=0)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=7.5)
    return ax
