"""The dynamic layer on the page of a calibration: what was ruled out, learnt and expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.calibration.dynamic.page import dynamic_page
from nightwalk.calibration.figures import draw_contraction, draw_marginals, draw_pairs, strongest
from nightwalk.calibration.formats import EMULATORS, GENERATIONS, NUMBERS, TARGETS, WAVES, shown
from nightwalk.outputs.drawing import drawn, sheet

if TYPE_CHECKING:
    from nightwalk.calibration.dynamic.calibrate import DynamicCalibration
    from nightwalk.outputs.drawing import Drawn

__all__ = ["section"]

FORMATS = {
    "Parameters": NUMBERS, "Targets": TARGETS, "Waves": WAVES, "Emulators": EMULATORS, "Generations": GENERATIONS,
}  # fmt: skip


def section(found: DynamicCalibration) -> dict[str, Any]:
    """Return sentences, figures and tables for the template."""
    page = dynamic_page(found)
    return {
        "title": page.title,
        "remarks": page.remarks,
        "figures": _figures(found),
        "tables": [(one.title, shown(one.rows, FORMATS[one.title])) for one in page.tables],
    }


def _figures(found: DynamicCalibration) -> list[Drawn]:
    names, pairs = found.dynamics.scale.names, strongest(found.dynamics.scale.names, found.draws)
    made = [
        drawn(
            sheet(draw_contraction(found.learnt, [])), alt="Contraction of every parameter of the simulation",
            caption="What the targets taught: short bars are known best. Grey stayed at its prior.",
        ),
        drawn(
            draw_marginals(found.dynamics.scale, found.draws), alt="Prior and posterior of every parameter",
            caption="Grey is the prior, blue the posterior, each drawn to its own height.",
        ),
    ]  # fmt: skip
    if pairs:
        together = draw_pairs(names, found.draws, pairs)
        made.append(
            drawn(together, alt="Draws that go together most", caption="What the targets tell apart least.")
        )
    return made
