"""Charts of differences and of courses over days, with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nightwalk.outputs.answers import answer_of
from nightwalk.outputs.drawing import COLOURS, GREY, INK, MARKERS, axes, look, own_numbers, plain, short
from nightwalk.outputs.indicators import INDICATORS
from nightwalk.outputs.language import _, number
from nightwalk.outputs.paired import mean_interval
from nightwalk.outputs.verdicts import UNTOLD
from nightwalk.outputs.wording import group_name, ranged, verdict, written

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from nightwalk.outputs.ensemble import Ensemble

__all__ = [
    "ROW_HEIGHT", "dodges", "draw_acceptability", "draw_differences", "draw_over_time", "draw_relative",
    "group_labels",
]  # fmt: skip

ROW_HEIGHT = 0.23
_WORTH = "#eef1f4"


def draw_differences(
    rows: pd.DataFrame, *, ax: Axes | None = None, mixed: bool = False, doubtful: Container[str] = frozenset()
) -> Axes:
    """Draw differences with intervals, one line per group, or per indicator where `mixed`.

    Args:
        rows: Rows of `Comparison.table`, all of one indicator, or of several that are all shares.
        ax: Where to draw; a new figure by default.
        mixed: Whether lines are indicators of everyone instead of groups of one indicator.
        doubtful: Scenarios that rest on judgement: hollow marks, broken bars.
    """
    rows = _told(rows)
    first = INDICATORS[rows["indicator"].iloc[0]]
    labels = [_(INDICATORS[n].label) for n in rows["indicator"]] if mixed else group_labels(rows)
    shown = rows.assign(
        label=labels, **{key: rows[key] * first.scale for key in ("difference", "low", "high")}
    )
    with look():
        ax = axes(ax, height=1.2 + ROW_HEIGHT * shown["label"].nunique())
        worth = [INDICATORS[n].smallest_worthwhile * first.scale for n in shown["indicator"]]
        _forest(ax, shown.assign(worth=worth), doubtful=doubtful)
        ax.set_xlabel("\n".join((_("Change in {unit}", unit=_(first.change_unit)), _key(shown))))
    return ax


def draw_relative(
    rows: pd.DataFrame, *, ax: Axes | None = None, legend: bool = True, doubtful: Container[str] = frozenset()
) -> Axes:
    """Draw differences of indicators with different units as per cent of the level before."""
    rows = _told(rows)
    before = rows["before"].where(rows["before"] != 0)
    shown = rows.assign(label=[_(INDICATORS[name].label) for name in rows["indicator"]])
    for key in ("difference", "low", "high"):
        shown[key] = 100 * rows[key] / before.abs()
    worth = np.array([INDICATORS[name].smallest_worthwhile for name in rows["indicator"]])
    with look():
        ax = axes(ax, height=1.2 + ROW_HEIGHT * shown["label"].nunique())
        _forest(ax, shown.assign(worth=100 * worth / before.abs()), legend=legend, doubtful=doubtful)
        ax.set_xlabel("\n".join((_("Change in % of the level before"), _key(shown))))
    return ax


def group_labels(rows: pd.DataFrame) -> list[str]:
    """Return what each row's group is called, with its split unless the name says it."""
    return [group_name(split, group) for split, group in zip(rows["split"], rows["group"], strict=True)]


def dodges(count: int) -> np.ndarray:
    """Return how far the marks of several scenarios are moved apart on one line, shape (count,)."""
    return (np.arange(count) - (count - 1) / 2) * (0.8 / max(count, 2))


def draw_over_time(ensemble: Ensemble, measure: str, *, above: Axes, below: Axes | None) -> None:
    """Draw a daily share over the horizon, and the paired difference to the first scenario below it."""
    daily = ensemble.frame("series")
    daily = daily[daily["measure"] == measure].set_index(["day", "scenario", "seed"])["value"]
    daily = daily.unstack(["scenario", "seed"])  # noqa: PD010  a repeated row is an error here
    base = daily[ensemble.scenarios[0]] if ensemble.scenarios[0] in daily else daily.iloc[:, :0]
    for place, name in enumerate(n for n in ensemble.scenarios if n in daily):
        _band(above, daily[name], place, name)
        if below is not None and place:
            _difference(below, daily[name] - base, place)
    above.legend(loc="best", fontsize=7.5)
    above.set_ylabel(_wrapped(f"{_(INDICATORS[measure].label)}, %", 22))
    last = below if below is not None else above
    last.set_xlabel(_("Day"))
    last.locator_params(axis="x", integer=True)
    own_numbers(above.yaxis)
    if below is not None:
        below.axhline(0.0, color=INK, linewidth=0.8)
        below.set_ylabel(_("Difference,\npoints"))
        own_numbers(below.yaxis)


def draw_acceptability(curve: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of runs in which a scenario is worth its cost, by what one is ready to pay.

    Args:
        curve: What `costs.acceptability` gives.
        ax: Where to draw; a new figure by default.
    """
    amounts = sorted(curve["willingness"].unique())
    with look():
        ax = axes(ax, height=2.6)
        for place, (name, part) in enumerate(curve.groupby("scenario", sort=False), start=1):
            mark: Any = {"marker": MARKERS[place % len(MARKERS)], "color": COLOURS[place % len(COLOURS)]}
            ax.plot(range(len(amounts)), 100 * part["share"], label=short(str(name)), markersize=4, **mark)
        ax.set_xticks(range(len(amounts)), [number(f"{amount:,.0f}") for amount in amounts])
        ax.set(ylim=(-4, 104), xlabel=_("EUR a year for one person moved"), ylabel=_("Runs worth it, %"))
        ax.grid(axis="y", color=GREY, linewidth=0.3)
        ax.legend(loc="best", fontsize=7.5)
    return ax


def _band(ax: Axes, seeds: pd.DataFrame, place: int, name: str) -> None:
    values = 100 * seeds.to_numpy(float)
    colour = COLOURS[place % len(COLOURS)]
    style = ("-", "--", "-.", ":")[place % 4]
    ax.plot(seeds.index, np.nanmean(values, axis=1), style, color=colour, linewidth=1.6, label=short(name))
    low, high = np.nanquantile(values, [0.1, 0.9], axis=1)
    ax.fill_between(seeds.index.to_numpy(), low, high, color=colour, alpha=0.15, linewidth=0)


def _difference(ax: Axes, change: pd.DataFrame, place: int) -> None:
    mean, _error, half, _seeds = mean_interval(100 * change.to_numpy(float))
    colour = COLOURS[place % len(COLOURS)]
    style = ("-", "--", "-.", ":")[place % 4]
    ax.plot(change.index, mean, style, color=colour, linewidth=1.6)
    ax.fill_between(change.index.to_numpy(), mean - half, mean + half, color=colour, alpha=0.18, linewidth=0)


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows without the differences that are not to be told, such as those of too few crimes."""
    ends = ["difference", "low", "high"]
    return rows.assign(**{name: rows[name].mask(rows["verdict"].isin(UNTOLD)) for name in ends})


def _forest(
    ax: Axes, rows: pd.DataFrame, *, legend: bool = True, doubtful: Container[str] = frozenset()
) -> None:
    """Draw labelled intervals; columns label, scenario, difference, low, high, worth in shown units."""
    labels = list(dict.fromkeys(rows["label"]))
    line = {label: len(labels) - 1 - place for place, label in enumerate(labels)}
    for label, worth in dict(zip(rows["label"], rows["worth"], strict=True)).items():
        ax.fill_betweenx([line[label] - 0.5, line[label] + 0.5], -worth, worth, color=_WORTH, linewidth=0)
    ax.axvline(0.0, color=INK, linewidth=0.8)
    names = list(dict.fromkeys(rows["scenario"]))
    for place, (name, dodge) in enumerate(zip(names, dodges(len(names)), strict=True)):
        part = rows[rows["scenario"] == name]
        mark = _mark(place, hollow=name in doubtful)
        _marks(ax, part, part["label"].map(line).to_numpy(float) - dodge, mark)
        ax.plot([], [], label=short(name), **mark)
    _fit(ax, rows, labels)
    if legend and len(names) > 1:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=min(len(names), 3), fontsize=8)


def _marks(ax: Axes, rows: pd.DataFrame, y: np.ndarray, mark: dict[str, Any]) -> None:
    broken: Literal["dashed", "solid"] = "dashed" if "markerfacecolor" in mark else "solid"
    ax.hlines(y, rows["low"], rows["high"], color=mark["color"], linewidth=1.8, linestyles=broken)
    ax.plot(rows["difference"], y, **mark)
    for height, entry in zip(y, rows.itertuples(), strict=True):
        there = not np.isnan(entry.difference)
        text, colour = (_numbers(entry), INK) if there else (verdict(answer_of(entry)), "#666666")
        at: Any = {"xycoords": ("axes fraction", "data"), "fontsize": 6.2, "va": "center", "color": colour}
        ax.annotate(text, (1.01, height), **at)


def _mark(place: int, *, hollow: bool) -> dict[str, Any]:
    """Return colour and marker of a compared scenario; the first colour is the base scenario's."""
    colour = COLOURS[(place + 1) % len(COLOURS)]
    mark = {"color": colour, "marker": MARKERS[place % len(MARKERS)], "markersize": 5, "linestyle": "none"}
    return {**mark, "markerfacecolor": "white"} if hollow else mark


def _numbers(entry: Any) -> str:
    return ranged(entry.difference, entry.low, entry.high, written("+.1f"))


def _fit(ax: Axes, rows: pd.DataFrame, labels: Sequence[str]) -> None:
    ends = rows[["difference", "low", "high"]].to_numpy(float)
    ends = ends[np.isfinite(ends)]
    worth = rows["worth"].to_numpy(float)
    reach = max([1e-9, *np.abs(ends), *(1.3 * worth[np.isfinite(worth)])]) * 1.08
    ax.set(xlim=(-reach, reach), ylim=(-0.6, len(labels) - 0.4))
    ax.set_yticks(range(len(labels)), [_wrapped(plain(label), 34) for label in reversed(labels)])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=GREY, linewidth=0.3)
    ax.set_axisbelow(True)
    own_numbers(ax.xaxis)


def _key(rows: pd.DataFrame) -> str:
    band, bars = _("pale band: too small to matter"), _("bars: 95 % interval")
    return f"{bars}; {band}" if rows["low"].notna().any() else band


def _wrapped(text: str, letters: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, letters))
