"""The standard figures of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.base.files import write_whole
from nightwalk.outputs import panels
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
from nightwalk.outputs.drawing import PAGE_WIDTH, Drawn, drawn, figure, look
from nightwalk.outputs.guards import resting_on_judgement, shown_with
from nightwalk.outputs.indicators import HEADLINE
from nightwalk.outputs.language import _
from nightwalk.outputs.losers import left_worse_off

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["draw_figures", "for_whom_rows", "write_figures"]

_SUMMARY = ("unsafe_after_dark", "very_unsafe_after_dark", "unsafe_by_day", "stays_in_after_dark")
_RELATIVE = (
    "walks_after_dark_per_day", "fear_episodes_per_person_year", *shown_with("street_crimes_per_1000_year"),
)  # fmt: skip
_MOST_AREAS = 8


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
        "after_dark": lambda: panels.after_dark(ensemble, crowded=bool(left_worse_off(ensemble, rows))),
        "before_and_after": lambda: _before_and_after(ensemble, rows, doubtful),
        "by_day": lambda: panels.by_day(ensemble),
        "difference_after_dark": lambda: panels.difference_after_dark(ensemble),
        "changes": lambda: _changes(rows, doubtful),
        "for_whom": lambda: _for_whom(rows, doubtful),
        "acceptability": lambda: _acceptability(ensemble),
        "over_time": lambda: _over_time(ensemble),
        "measures": lambda: panels.measures(ensemble),
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


def for_whom_rows(rows: pd.DataFrame, *, of: str = HEADLINE) -> pd.DataFrame:
    """Return the rows of a comparison for one indicator by every split; only the most populous areas."""
    mine = rows[rows["indicator"] == of]
    areas = mine[mine["split"] == "area"].groupby("group")["people"].min()
    kept = areas.sort_values(ascending=False, kind="stable").index[:_MOST_AREAS]
    return mine[(mine["split"] != "area") | mine["group"].isin(kept)]


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
