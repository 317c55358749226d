"""The standard figures of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import RunError
from nightwalk.base.files import write_whole
from nightwalk.outputs.bars import draw_levels
from nightwalk.outputs.charts import (
    ROW_HEIGHT,
    draw_acceptability,
    draw_differences,
    draw_over_time,
    draw_relative,
)
from nightwalk.outputs.compare import comparisons, levels
from nightwalk.outputs.costs import acceptability
from nightwalk.outputs.drawing import PAGE_WIDTH, Drawn, drawn, figure, look, plain
from nightwalk.outputs.guards import resting_on_judgement
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import _
from nightwalk.outputs.maps import (
    add_colour_bar,
    add_guessed_key,
    attribution_line,
    map_streets,
    shared_limits,
)
from nightwalk.outputs.zones import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["MAPPED", "draw_difference_map", "draw_figures", "for_whom_rows", "write_figures"]

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
_FIRST_PAGE = {1: 3.4, 2: 2.7, 3: 1.35}  # inches; it holds words, maps and a chart
_ELSEWHERE = 3.0


def write_figures(
    ensemble: Ensemble, folder: Path, progress: Callable[[str, float], None] | None = None
) -> dict[str, Drawn]:
    """Draw the standard figures and write each as PNG and SVG.

    Args:
        ensemble: The study.
        folder: Where the files go.
        progress: As for `draw_figures`.

    Returns:
        The figures by name.

    Raises:
        RunError: if the disk is full.
    """
    made = draw_figures(ensemble, progress)
    for name, one in made.items():
        write_whole(folder / f"{name}.png", one.png)
        write_whole(folder / f"{name}.svg", one.svg)
    return made


def draw_figures(
    ensemble: Ensemble, progress: Callable[[str, float], None] | None = None
) -> dict[str, Drawn]:
    """Return the standard figures by name, in the language spoken now.

    Args:
        ensemble: The study.
        progress: Called with the name of the figure and the share done, 0-1.
    """
    rows, doubtful = comparisons(ensemble), resting_on_judgement(ensemble)
    todo: dict[str, Callable[[], Drawn | None]] = {
        "after_dark": lambda: _after_dark(ensemble),
        "before_and_after": lambda: _before_and_after(ensemble, rows, doubtful),
        "by_day": lambda: _by_day(ensemble),
        "difference_after_dark": lambda: _difference_maps(ensemble),
        "changes": lambda: _changes(rows, doubtful),
        "for_whom": lambda: _for_whom(rows, doubtful),
        "acceptability": lambda: _acceptability(ensemble),
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
        label=_("{what}, change in {unit}", what=_(INDICATORS[indicator].label), unit=_(unit)),
        attribution=attribution_line(ensemble.study.get("city", {})),
        diverging=True,
        title=_("{scenario}, compared with {base}", scenario=scenario, base=against),
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
    dark: bool = True,
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
            highlight=outline, colour_bar=False, guessed=ensemble.shapes.guessed if dark else None, **how,
        )  # fmt: skip
    add_colour_bar(grid[0].collections[-1], grid, label)
    line = plain(attribution_line(ensemble.study.get("city", {})))
    made.supxlabel(line, fontsize=6.5, x=0.01, ha="left")
    if dark and ensemble.shapes.guessed.any():
        add_guessed_key(made)
    return drawn(made, alt=f"{alt}: {', '.join(values)}.", caption=caption, is_map=True)


def _after_dark(ensemble: Ensemble) -> Drawn:
    shown = ensemble.scenarios[:_COLUMNS]  # what fits on the first page; the others are among the differences
    return _map_panels(
        ensemble,
        {name: 100 * ensemble.street_means(name)["unsafe_dark"] for name in shown},
        label=_("Residents who would feel unsafe here after dark, %"),
        alt=_("Street maps, on one colour scale, of the share of residents who would feel unsafe after dark"),
        caption=_(
            "Darker and wider: more residents would feel unsafe walking in that street after dark. The same "
            "people judge every street; one scale for all maps."
        ),
        first_page=True,
    )


def _by_day(ensemble: Ensemble) -> Drawn:
    base = ensemble.scenarios[0]
    return _map_panels(
        ensemble,
        {base: 100 * ensemble.street_means(base)["unsafe_day"]},
        label=_("Residents who would feel unsafe here by day, %"),
        alt=_("Street map of the share of residents who would feel unsafe by day"),
        caption=_("Share of residents who would feel unsafe walking in each street by day."),
        dark=False,
    )


def _difference_maps(ensemble: Ensemble) -> Drawn | None:
    base, *others = ensemble.scenarios
    if not others:
        return None
    start = ensemble.street_means(base)["unsafe_dark"]
    return _map_panels(
        ensemble,
        {name: 100 * (ensemble.street_means(name)["unsafe_dark"] - start) for name in others},
        label=_("Change after dark, points (purple: fewer feel unsafe, orange: more)"),
        alt=_("Street maps of the change after dark compared with {base}", base=base),
        caption=_(
            "Change in the share of residents who would feel unsafe in each street after dark, compared "
            "with {base}; the same people judge both.",
            base=base,
        ),
        diverging=True,
    )


def _measures(ensemble: Ensemble) -> Drawn:
    shown = ensemble.scenarios[1:] or ensemble.scenarios
    return _map_panels(
        ensemble,
        {name: ensemble.street_means(name)["lux"] for name in shown},
        label=_("Light after dark, lux"),
        alt=_("Street maps of light after dark with the streets that are changed outlined"),
        caption=_("Where something is done (pink outline) and how light the streets are after dark."),
        light=True,
    )


def _before_and_after(ensemble: Ensemble, rows: pd.DataFrame, doubtful: frozenset[str]) -> Drawn:
    names = ensemble.scenarios
    made = figure(PAGE_WIDTH, 0.8 + 3 * max(0.2, 0.11 * len(names)))
    draw_levels(levels(ensemble), rows, names, ax=made.add_subplot(), doubtful=doubtful)
    said = []
    if len(names) > 1:
        said.append(_("Thin line: 95 % interval of the change."))
    if doubtful:
        said.append(_("Hatched: rests in part on expert judgement (evidence grade D)."))
    return drawn(
        made,
        alt=_("Bars of the share who feel unsafe after dark by scenario, for everyone, women and men."),
        caption=" ".join(said),
    )


def _changes(rows: pd.DataFrame, doubtful: frozenset[str]) -> Drawn | None:
    mine = rows[rows["split"] == "all"]
    shares = mine[mine["indicator"].isin(_SUMMARY)]
    other = mine[mine["indicator"].isin(_RELATIVE)]
    if shares.empty or other.empty:
        return None
    dense = 0.75 + 0.3 * rows["scenario"].nunique()
    heights = [0.62 + ROW_HEIGHT * dense * part["indicator"].nunique() for part in (shares, other)]
    made = figure(PAGE_WIDTH, sum(heights))
    upper, lower = made.subplots(2, 1, height_ratios=heights)
    draw_differences(shares, ax=upper, mixed=True, doubtful=doubtful)
    draw_relative(other, ax=lower, legend=False, doubtful=doubtful)
    base = rows["against"].iloc[0]
    return drawn(
        made,
        alt=_("Differences to {base} with 95 % intervals; the numbers are in the table below.", base=base),
        caption=_("What changes compared with {base}, for everyone. Left of the line: less. Right: more.",
                  base=base) + _hollow(doubtful),
    )  # fmt: skip


def _for_whom(rows: pd.DataFrame, doubtful: frozenset[str]) -> Drawn | None:
    mine = for_whom_rows(rows)
    if mine.empty:
        return None
    lines = mine.groupby(["split", "group"]).ngroups
    made = figure(PAGE_WIDTH, 1.2 + ROW_HEIGHT * lines * (0.65 + 0.35 * mine["scenario"].nunique()))
    draw_differences(mine, ax=made.add_subplot(), doubtful=doubtful)
    return drawn(
        made,
        alt=_("Change in the share who feel unsafe after dark by group, with 95 % intervals; the numbers are in "
              "the table below."),
        caption=_("Change in the share who feel unsafe after dark, by group. Left of the line: fewer feel unsafe. "
                  "Of the areas, the {count} with most people.", count=_MOST_AREAS) + _hollow(doubtful),
    )  # fmt: skip


def _acceptability(ensemble: Ensemble) -> Drawn | None:
    curve = acceptability(ensemble)
    if curve["share"].notna().sum() == 0 or len(ensemble.seeds) < 2:
        return None
    made = figure(PAGE_WIDTH, 2.6)
    draw_acceptability(curve, ax=made.add_subplot())
    return drawn(
        made,
        alt=_(
            "Curves of the share of runs in which a scenario is worth its cost, by what one is ready to pay."
        ),
        caption=_(
            "How likely it is that a scenario is worth its cost, by what one is ready to pay a year for one "
            "person moved one answer category towards safe. Prices are drawn from their ranges."
        ),
    )


def _hollow(doubtful: frozenset[str]) -> str:
    said = _("Hollow marks and broken bars rest in part on expert judgement (evidence grade D).")
    return f" {said}" if doubtful else ""


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
    said = [_("Day by day. Band: the middle 80 % of the runs. Dotted: a measure begins.")]
    if several:
        said.append(_("Below: the paired difference with its 95 % interval."))
    return drawn(
        made,
        alt=_("Course of the share who feel unsafe after dark over the days of the study."),
        caption=" ".join(said),
    )


def _starts(ensemble: Ensemble) -> list[int]:
    plans = [ensemble.scenario(name).get("interventions") or [] for name in ensemble.scenarios]
    return sorted({int(one.get("from_day") or 0) for plan in plans for one in plan})


def _chosen(scenario: Mapping[str, object]) -> np.ndarray:
    listed: Any = scenario.get("interventions") or []
    ids = [one.get("segments") or [] for one in listed if one.get("where") != EVERYWHERE]
    return np.unique(np.concatenate([np.asarray(part, np.int64) for part in ids] or [np.zeros(0, np.int64)]))


def _title(name: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(name, 26)[:2])
