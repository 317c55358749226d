"""The bars of the first page: how many feel unsafe before and after; hatched where it rests on judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.outputs.drawing import COLOURS, GREY, INK, axes, look, own_numbers, plain, short
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import _
from nightwalk.outputs.wording import group_name

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["ASKED", "draw_levels"]

ASKED = (("all", "everyone"), ("sex", "women"), ("sex", "men"))
_HATCH = "////"
_THICK = 0.8  # of the room of one group, shared by its bars
_ROOM = 1.25  # the axis goes on behind the longest bar, for its number


def draw_levels(
    levels: pd.DataFrame,
    rows: pd.DataFrame,
    scenarios: Sequence[str],
    *,
    ax: Axes | None = None,
    doubtful: Container[str] = frozenset(),
) -> Axes:
    """Draw the share who feel unsafe after dark, for everyone, women and men, one bar per scenario.

    Args:
        levels: What `compare.levels` gives.
        rows: What `compare.comparisons` gives; its intervals become the whiskers.
        scenarios: Scenarios, the first one first.
        ax: Where to draw; a new figure by default.
        doubtful: Scenarios whose bars are hatched.
    """
    thick = _THICK / len(scenarios)
    with look():
        ax = axes(ax)
        for place, name in enumerate(scenarios):
            value, low, high = _shares(levels, rows, name)
            y = np.arange(len(ASKED)) + (place - (len(scenarios) - 1) / 2) * thick
            colour, hatch = COLOURS[place % len(COLOURS)], _HATCH if name in doubtful else None
            ax.barh(y, value, thick * 0.9, color=colour, hatch=hatch, edgecolor="white", label=short(name))
            ax.hlines(y, low, high, color=INK, linewidth=1.2)
            _numbers(ax, value, np.fmax(high, value), y)
        _finish(ax, len(scenarios))
    return ax


def _shares(levels: pd.DataFrame, rows: pd.DataFrame, name: str) -> tuple[np.ndarray, ...]:
    """Return level and ends of the interval of the change around it, cut to 0-100 per cent, each of shape (3,)."""
    key = ["indicator", "split", "group"]
    groups = [(HEADLINE, *group) for group in ASKED]
    value = levels[levels["scenario"] == name].set_index(key)["value"].reindex(groups).to_numpy(float)
    change = rows[rows["scenario"] == name].set_index(key).reindex(groups)
    ends = [(change["before"] + change[end]).to_numpy(float) for end in ("low", "high")]
    return 100.0 * value, *(np.clip(100.0 * end, 0.0, 100.0) for end in ends)


def _numbers(ax: Axes, value: np.ndarray, end: np.ndarray, y: np.ndarray) -> None:
    for share, x, height in zip(value, end, y, strict=True):
        if not np.isnan(share):
            said = INDICATORS[HEADLINE].level(share / 100.0)
            ax.annotate(said, (x, height), (3, 0), textcoords="offset points", va="center", fontsize=7)


def _finish(ax: Axes, scenarios: int) -> None:
    ax.set_yticks(range(len(ASKED)), [plain(group_name(*group)) for group in ASKED])
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0.0, _ROOM * max(ax.dataLim.x1, 1.0))
    ax.set_xlabel(f"{_(INDICATORS[HEADLINE].label)}, %")
    ax.grid(axis="x", color=GREY, linewidth=0.3)
    ax.set_axisbelow(True)
    own_numbers(ax.xaxis)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=min(scenarios, 3), fontsize=8)
