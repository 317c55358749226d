"""Drawings of a sensitivity analysis: ranked bars, the Morris plane, how the indices settle with more runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.outputs.drawing import COLOURS, GREY, INK, MARKERS, axes, look, plain
from nightwalk.outputs.indicators import indicator

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nightwalk.experiments.analysis import Analysis

__all__ = ["draw_convergence", "draw_plane", "draw_ranking", "index_label"]

SHOWN = 20  # numbers in a drawing of bars
NAMED = 8  # numbers named in the plane and followed over runs
BAR = 0.21  # inches
LABELS = {
    "sobol": "total share of the variance",
    "pawn": "PAWN: median distance between distributions",
    "delta": "Delta: part of the distribution that moves",
}


def index_label(analysis: Analysis, of: str, outcome: str = "difference") -> str:
    """Return what the ranking index is, with its unit."""
    if analysis.method in LABELS:
        return LABELS[analysis.method]
    unit = "EUR a year" if outcome == "cost" else indicator(of).change_unit
    return f"mean absolute effect over the plausible range ({unit})"


def draw_ranking(analysis: Analysis, of: str, outcome: str = "difference", ax: Axes | None = None) -> Axes:
    """Draw the largest indices of one outcome as bars with their intervals."""
    rows = analysis.ranking(outcome).dropna(subset=["value"]).head(SHOWN)[::-1]
    scale = _scale(analysis, of, outcome)
    with look():
        ax = axes(ax, height=0.9 + BAR * max(len(rows), 1))
        places = range(len(rows))
        ax.barh(places, rows["value"] * scale, color=COLOURS[0], height=0.62)
        ax.hlines(places, rows["low"] * scale, rows["high"] * scale, color=INK, linewidth=1.0)
        ax.set_yticks(places, [plain(name) for name in rows["factor"]])
        ax.set_xlim(left=0.0)
        ax.set_xlabel(index_label(analysis, of, outcome))
    return ax


def draw_plane(analysis: Analysis, of: str, ax: Axes | None = None) -> Axes:
    """Draw the Morris plane of the difference: how much a number matters, and how much that depends on others."""
    mine = analysis.indices[analysis.indices["outcome"] == "difference"]
    wide = mine.pivot_table("value", "factor", "index", sort=False).sort_values("mu_star", ascending=False)
    scale = _scale(analysis, of, "difference")
    with look():
        ax = axes(ax, height=3.4)
        ax.scatter(wide["mu_star"] * scale, wide["sigma"] * scale, s=16, color=COLOURS[0], zorder=3)
        ends = max(float(wide[["mu_star", "sigma"]].max().max()) * scale, 1e-9)
        ax.plot([0.0, ends], [0.0, ends], color=GREY, linewidth=0.8)
        for name, row in wide.head(NAMED).iterrows():
            ax.annotate(
                plain(str(name)), (row["mu_star"] * scale, row["sigma"] * scale), xytext=(4, 3),
                textcoords="offset points", fontsize=7.5,
            )  # fmt: skip
        ax.set_xlabel(index_label(analysis, of))
        ax.set_ylabel("spread of the effects: interaction and curvature")
    return ax


def draw_convergence(analysis: Analysis, of: str, ax: Axes | None = None) -> Axes:
    """Draw the largest indices of the difference as they were with fewer runs."""
    names = analysis.ranking().dropna(subset=["value"])["factor"].head(len(MARKERS))
    scale = _scale(analysis, of, "difference")
    with look():
        ax = axes(ax, height=2.8)
        for name, colour, marker in zip(names, COLOURS, MARKERS, strict=False):
            mine = analysis.convergence[analysis.convergence["factor"] == name]
            ax.plot(
                mine["runs"],
                mine["value"] * scale,
                color=colour,
                marker=marker,
                markersize=4,
                label=plain(name),
            )
        ax.set_ylim(bottom=0.0)
        ax.set_xlabel("points run")
        ax.set_ylabel(index_label(analysis, of).partition(" (")[0])
        if len(names):
            ax.legend(fontsize=7.5, loc="upper left", bbox_to_anchor=(1.01, 1.0))
    return ax


def _scale(analysis: Analysis, of: str, outcome: str) -> float:
    """Return the shown number over the stored one: effects have the unit of the outcome, shares have none."""
    return indicator(of).scale if analysis.method == "morris" and outcome != "cost" else 1.0
