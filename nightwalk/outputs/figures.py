"""The standard figures of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import RunError
from nightwalk.base.files import write_whole
from nightwalk.outputs.charts import ROW_HEIGHT, draw_differences, draw_over_time, draw_relative
from nightwalk.outputs.compare import comparisons
from nightwalk.outputs.drawing import PAGE_WIDTH, Drawn, drawn, figure, look, plain
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.maps import add_colour_bar, attribution_line, map_streets, shared_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["MAPPED", "draw_difference_map", "for_whom_rows", "write_figures"]

MAPPED = {
    "unsafe_after_dark": ("unsafe_dark", 100.0, "points"),
    "unsafe_by_day": ("unsafe_day", 100.0, "points"),
    "incivility": ("incivility", 1.0, "index 0-1"),
    "fear_episodes_per_1000_walks": ("fear_episodes", 1.0, "episodes in the horizon"),
}
_SUMMARY = ("unsafe_after_dark", "very_unsafe_after_dark", "unsafe_by_day", "stays_in_after_dark")
_RELATIVE = ("walks_after_dark_per_day", "fear_episodes_per_person_year", "street_crimes_per_1000_year")
_MOST_AREAS = 8
_COLUMNS = 3
_FIRST_PAGE = {1: 3.7, 2: 2.9, 3: 1.9}  # inches; it holds words, maps and a chart
_ELSEWHERE = 3.4


def write_figures(
    ensemble: Ensemble, folder: Path, progress: Callable[[str, float], None] | None = None
) -> dict[str, Drawn]:
    """Draw the standard figures and write each as PNG and SVG.

    Args:
        ensemble: The study.
        folder: Where the files go.
        progress: Called with the name of the figure and the share done, 0-1.

    Returns:
        The figures by name, in the order of the report.

    Raises:
        RunError: if the disk is full.
    """
    rows = comparisons(ensemble)
    todo: dict[str, Callable[[], Drawn | None]] = {
        "after_dark": lambda: _levels_map(ensemble, "unsafe_dark", "after dark"),
        "by_day": lambda: _levels_map(ensemble, "unsafe_day", "by day"),
        "difference_after_dark": lambda: _difference_maps(ensemble),
        "changes": lambda: _changes(rows),
        "for_whom": lambda: _for_whom(rows),
        "over_time": lambda: _over_time(ensemble),
        "measures": lambda: _measures(ensemble),
    }
    made: dict[str, Drawn] = {}
    for place, (name, draw) in enumerate(todo.items()):
        if progress is not None:
            progress(name.replace("_", " "), place / len(todo))
        with look():
            one = draw()
        if one is not None:
            made[name] = one
            write_whole(folder / f"{name}.png", one.png)
            write_whole(folder / f"{name}.svg", one.svg)
    return made


def draw_difference_map(
    ensemble: Ensemble, indicator: str, scenario: str, against: str, *, ax: Axes | None = None
) -> Axes:
    """Draw the street-by-street difference of one indicator.

    Raises:
        RunError: for an indicator that has no value per street.
    """
    if indicator not in MAPPED:
        raise RunError(f"{indicator!r} has no value per street; these can be mapped: {', '.join(MAPPED)}.")
    column, scale, unit = MAPPED[indicator]
    change = ensemble.street_means(scenario)[column] - ensemble.street_means(against)[column]
    return map_streets(
        ensemble.shapes,
        scale * change,
        ax=ax,
        label=f"{INDICATORS[indicator].label}, change in {unit}",
        attribution=attribution_line(ensemble.study.get("city", {})),
        diverging=True,
        title=f"{scenario}, compared with {against}",
    )


def for_whom_rows(rows: pd.DataFrame, *, of: str = HEADLINE) -> pd.DataFrame:
    """Return the rows of a comparison for one indicator by every split; only the most populous areas."""
    mine = rows[rows["indicator"] == of]
    areas = mine[mine["split"] == "area"].groupby("group")["people"].min()
    kept = areas.sort_values(ascending=False, kind="stable").index[:_MOST_AREAS]
    return mine[(mine["split"] != "area") | mine["group"].isin(kept)]


def _map_panels(
    ensemble: Ensemble,
    values: Mapping[str, np.ndarray],
    *,
    label: str,
    alt: str,
    caption: str,
    first_page: bool = False,
    **how: Any,
) -> Drawn:
    """Draw one map per scenario on one colour scale, with one colour bar and one line of attribution."""
    count = len(values)
    columns = min(count, _COLUMNS)
    down = -(-count // columns)
    spread = np.ptp(ensemble.shapes.xy, axis=0)
    tall = float(np.clip(spread[1] / max(spread[0], 1e-9), 0.5, 1.4))
    each = min(PAGE_WIDTH / max(columns, 1.25) * tall, _FIRST_PAGE[columns] if first_page else _ELSEWHERE)
    made = figure(PAGE_WIDTH, down * (each + 0.3) + 0.75)
    limits = shared_limits(*values.values(), diverging=how.get("diverging", False))
    grid = [made.add_subplot(down, columns, place + 1) for place in range(count)]
    for ax, (name, value) in zip(grid, values.items(), strict=True):
        outline = _chosen(ensemble.scenario(name)) if how.get("light") else None
        map_streets(
            ensemble.shapes, value, ax=ax, limits=limits, label="", attribution="", title=_title(name),
            highlight=outline, colour_bar=False, **how,
        )  # fmt: skip
    add_colour_bar(grid[0].collections[-1], grid, label)
    line = plain(attribution_line(ensemble.study.get("city", {})))
    made.supxlabel(line, fontsize=6.5, x=0.01, ha="left")
    return drawn(made, alt=f"{alt}: {', '.join(values)}.", caption=caption, is_map=True)


def _levels_map(ensemble: Ensemble, column: str, when: str) -> Drawn:
    return _map_panels(
        ensemble,
        {name: 100 * ensemble.street_means(name)[column] for name in ensemble.scenarios},
        label=f"Residents who would feel unsafe here {when}, %",
        alt=f"Street maps, all on one colour scale, of the share of people who feel unsafe {when}",
        caption=f"Share of residents who would feel unsafe walking in each street {when}; the same panel of "
        "residents judges every street. Darker and wider: more of them. One scale for all maps.",
        first_page=column == "unsafe_dark",
    )


def _difference_maps(ensemble: Ensemble) -> Drawn | None:
    base, *others = ensemble.scenarios
    if not others:
        return None
    start = ensemble.street_means(base)["unsafe_dark"]
    return _map_panels(
        ensemble,
        {name: 100 * (ensemble.street_means(name)["unsafe_dark"] - start) for name in others},
        label="Change after dark, points (purple: fewer feel unsafe, orange: more)",
        alt=f"Street maps of the change after dark compared with {base}",
        caption="Change in the share of residents who would feel unsafe in each street after dark, compared "
        f"with {base}; the same panel judges both.",
        diverging=True,
    )


def _measures(ensemble: Ensemble) -> Drawn:
    shown = ensemble.scenarios[1:] or ensemble.scenarios
    return _map_panels(
        ensemble,
        {name: ensemble.street_means(name)["lux"] for name in shown},
        label="Light after dark, lux",
        alt="Street maps of light after dark with the streets that are changed outlined",
        caption="Where something is done (pink outline) and how light the streets are after dark.",
        light=True,
    )


def _changes(rows: pd.DataFrame) -> Drawn | None:
    mine = rows[rows["split"] == "all"]
    shares = mine[mine["indicator"].isin(_SUMMARY)]
    other = mine[mine["indicator"].isin(_RELATIVE)]
    if shares.empty or other.empty:
        return None
    dense = 0.6 + 0.25 * rows["scenario"].nunique()
    heights = [0.48 + ROW_HEIGHT * dense * part["indicator"].nunique() for part in (shares, other)]
    made = figure(PAGE_WIDTH, sum(heights))
    upper, lower = made.subplots(2, 1, height_ratios=heights)
    draw_differences(shares, ax=upper, mixed=True)
    draw_relative(other, ax=lower, legend=False)
    base = rows["against"].iloc[0]
    return drawn(
        made,
        alt=f"Differences to {base} with 95 % intervals; the numbers are in the table of section 5.",
        caption=f"What changes compared with {base}, for everyone. Left of the line: less. Right: more.",
    )


def _for_whom(rows: pd.DataFrame) -> Drawn | None:
    mine = for_whom_rows(rows)
    if mine.empty:
        return None
    lines = mine.groupby(["split", "group"]).ngroups
    made = figure(PAGE_WIDTH, 1.2 + ROW_HEIGHT * lines * (0.65 + 0.35 * mine["scenario"].nunique()))
    draw_differences(mine, ax=made.add_subplot())
    return drawn(
        made,
        alt="Change in the share who feel unsafe after dark by group, with 95 % intervals; the numbers are "
        "in the table below.",
        caption="Change in the share who feel unsafe after dark, by group. "
        f"Left of the line: fewer feel unsafe. Of the areas, the {_MOST_AREAS} with most people.",
    )


def _over_time(ensemble: Ensemble) -> Drawn | None:
    if HEADLINE not in set(ensemble.tables["series"]["measure"].unique().to_pylist()):
        return None
    several = len(ensemble.scenarios) > 1
    made = figure(PAGE_WIDTH, 4.2 if several else 2.6)
    if several:
        above, below = made.subplots(2, 1, sharex=True, height_ratios=[1.5, 1])
    else:
        above, below = made.add_subplot(), None
    draw_over_time(ensemble, HEADLINE, above=above, below=below)
    for day in _starts(ensemble):
        above.axvline(day, color="#666666", linewidth=0.8, linestyle=":")
    lower = " Below: the paired difference with its 95 % interval." if several else ""
    return drawn(
        made,
        alt="Course of the share who feel unsafe after dark over the days of the study.",
        caption=f"Day by day. Band: the middle 80 % of the runs. Dotted: a measure begins.{lower}",
    )


def _starts(ensemble: Ensemble) -> list[int]:
    plans = [ensemble.scenario(name).get("interventions") or [] for name in ensemble.scenarios]
    return sorted({int(one.get("from_day") or 0) for plan in plans for one in plan})


def _chosen(scenario: Mapping[str, object]) -> np.ndarray:
    listed = scenario.get("interventions") or []
    ids = [one.get("segments") or [] for one in listed]  # type: ignore[attr-defined]
    return np.unique(np.concatenate([np.asarray(part, np.int64) for part in ids] or [np.zeros(0, np.int64)]))


def _title(name: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(name, 26)[:2])
