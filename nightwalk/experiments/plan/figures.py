"""The front of plans that nothing beats, and the map of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.shapes import shapes_of
from nightwalk.outputs.drawing import COLOURS, GREY, INK, MARKERS, drawn, figure, look
from nightwalk.outputs.maps import attribution_line, map_streets

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nightwalk.experiments.plan.optimise import BestPlan
    from nightwalk.model.city import City
    from nightwalk.outputs.drawing import Drawn

__all__ = ["front_figure", "plan_map"]

SHOWN = (
    (1, 100.0, "Feel unsafe after dark, %"),
    (2, 1.0, "Metres walked feeling unsafe, a person and day"),
    (3, 100.0, "Worst-off group: feel unsafe, %"),
)
FELT = 1e-6  # logits


def front_figure(plan: BestPlan) -> Drawn:
    """Draw every plan screened: cost against unsafety, exposure and the group worst off."""
    made = figure(height=3.0)
    with look():
        for place, (row, scale, label) in enumerate(SHOWN, 1):
            _panel(made.add_subplot(1, len(SHOWN), place), plan, row, scale, label)
        made.axes[0].legend(loc="upper right", fontsize=6.5)
        return drawn(
            made, alt="Plans by yearly cost and by what the screen says they do.",
            caption="Each mark is a plan, as the screen judges it (mean over draws); filled marks are beaten by no "
            "other plan in all of cost, unsafety, exposure and the group worst off together.",
        )  # fmt: skip


def plan_map(plan: BestPlan) -> Drawn:
    """Draw where the plan lowers the cue of streets after dark."""
    city = plan.scenario.city
    value = np.where(np.abs(plan.fall) > FELT, plan.fall, np.nan)
    with look():
        ax = map_streets(
            shapes_of(city),
            value,
            label="Fall of the place cue after dark, logits",
            attribution=_attribution(city),
        )
        return drawn(
            ax.figure,  # type: ignore[arg-type]
            alt="Map of the streets that the plan changes.", caption="Streets the plan changes; the rest is grey.",
            is_map=True,
        )  # fmt: skip


def _panel(ax: Axes, plan: BestPlan, row: int, scale: float, label: str) -> None:
    criteria = np.stack([one.criteria for one in plan.options])
    rivals = {one.name for one in plan.rivals}
    kinds = {
        "plan": [one.name not in rivals and one is not plan.chosen for one in plan.options],
        "lamps without thinking": [one.name in rivals for one in plan.options],
        "chosen": [one is plan.chosen for one in plan.options],
    }
    for (name, chosen), colour, mark in zip(kinds.items(), COLOURS, MARKERS, strict=False):
        rows = np.flatnonzero(chosen)
        fill = [colour if plan.front[i] else "white" for i in rows]
        ax.scatter(
            criteria[rows, 0] / 1000.0, scale * criteria[rows, row], c=fill, edgecolors=colour, marker=mark, s=28,
            label=name,
        )  # fmt: skip
    ax.set_xlabel("Cost, thousand EUR a year")
    ax.set_title(label, fontsize=7.5, color=INK)
    ax.grid(color=GREY, linewidth=0.3)


def _attribution(city: City) -> str:
    from nightwalk.model.city.columns import LightSource

    length = city.streets.length[: city.built]
    guessed = city.streets.light_source[: city.built] == LightSource.IMPUTED
    return attribution_line({
        "attribution": city.attribution, "data_date": city.data_date,
        "guessed_lit_share": float(np.average(guessed, weights=length)),
    })  # fmt: skip
