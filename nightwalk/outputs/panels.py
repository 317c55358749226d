"""Maps of the scenarios side by side, on one colour scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import RunError
from nightwalk.outputs.drawing import PAGE_WIDTH, Drawn, drawn, figure, plain
from nightwalk.outputs.indicators import INDICATORS
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
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["MAPPED", "after_dark", "by_day", "difference_after_dark", "draw_difference_map", "measures"]

MAPPED = {
    "unsafe_after_dark": ("unsafe_dark", 100.0, "points"),
    "unsafe_by_day": ("unsafe_day", 100.0, "points"),
    "incivility": ("incivility", 1.0, "index 0-1"),
    "fear_episodes_per_1000_walks": ("fear_episodes", 1.0, "episodes in the horizon"),
}
_COLUMNS = 3
_FIRST_PAGE = {1: 3.4, 2: 2.7, 3: 1.8}  # inches by scenarios; it holds words, maps and a chart
_CROWDED = 1.35  # inches, where there are more scenarios, or as many and groups that lose
_ELSEWHERE = 3.0


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


def after_dark(ensemble: Ensemble, *, crowded: bool = False) -> Drawn:
    """Return the maps of the first page: unsafety after dark in the first scenarios.

    Args:
        ensemble: The study.
        crowded: Whether the page also says who loses, so that three maps have less room.
    """
    usual = _FIRST_PAGE.get(len(ensemble.scenarios), _CROWDED)
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
        most=_CROWDED if crowded and len(ensemble.scenarios) >= _COLUMNS else usual,
    )


def by_day(ensemble: Ensemble) -> Drawn:
    """Return the map of unsafety by day in the first scenario."""
    base = ensemble.scenarios[0]
    return _map_panels(
        ensemble,
        {base: 100 * ensemble.street_means(base)["unsafe_day"]},
        label=_("Residents who would feel unsafe here by day, %"),
        alt=_("Street map of the share of residents who would feel unsafe by day"),
        caption=_("Share of residents who would feel unsafe walking in each street by day."),
        dark=False,
    )


def difference_after_dark(ensemble: Ensemble) -> Drawn | None:
    """Return the maps of what changes after dark; none for a scenario alone."""
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


def measures(ensemble: Ensemble) -> Drawn:
    """Return the maps of light, with the streets where something is done outlined."""
    shown = ensemble.scenarios[1:] or ensemble.scenarios
    return _map_panels(
        ensemble,
        {name: ensemble.street_means(name)["lux"] for name in shown},
        label=_("Light after dark, lux"),
        alt=_("Street maps of light after dark with the streets that are changed outlined"),
        caption=_("Where something is done (pink outline) and how light the streets are after dark."),
        light=True,
    )


def _map_panels(
    ensemble: Ensemble,
    values: Mapping[str, np.ndarray],
    *,
    label: str,
    alt: str,
    caption: str,
    most: float = _ELSEWHERE,
    dark: bool = True,
    **how: Any,
) -> Drawn:
    """Draw one map per scenario, `most` inches high, on one colour scale, with one line of attribution."""
    count = len(values)
    columns = min(count, _COLUMNS)
    down = -(-count // columns)
    spread = np.ptp(ensemble.shapes.xy, axis=0)
    tall = float(np.clip(spread[1] / max(spread[0], 1e-9), 0.5, 1.4))
    each = min(PAGE_WIDTH / max(columns, 1.25) * tall, most)
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


def _chosen(scenario: Mapping[str, object]) -> np.ndarray:
    listed: Any = scenario.get("interventions") or []
    ids = [one.get("segments") or [] for one in listed if one.get("where") != EVERYWHERE]
    return np.unique(np.concatenate([np.asarray(part, np.int64) for part in ids] or [np.zeros(0, np.int64)]))


def _title(name: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(name, 26)[:2])
