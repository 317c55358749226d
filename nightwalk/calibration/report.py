"""One self-contained page about a calibration: what to know first, what was learnt, what was expected and found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.base.source import source_digest
from nightwalk.calibration import figures
from nightwalk.calibration.dynamic.section import section
from nightwalk.calibration.formats import CELLS, NUMBERS, SCORES, SUMS, shown
from nightwalk.calibration.page import page_of
from nightwalk.outputs.drawing import Drawn, drawn, look, sheet
from nightwalk.outputs.templates import STYLE, templates, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.calibration.calibrate import Calibration
    from nightwalk.calibration.dynamic.calibrate import DynamicCalibration
    from nightwalk.calibration.page import Page

__all__ = ["report"]

PACKAGE = "nightwalk.calibration"
MOST = 60  # cells in one drawing
DIGITS = 12  # of a digest that are shown


def report(done: Calibration, dynamic: DynamicCalibration | None = None) -> str:
    """Return the page as HTML that loads nothing from elsewhere; with the dynamic layer, where there is one."""
    with look():
        content = _content(done, page_of(done)) | {"dynamic": dynamic and section(dynamic)}
    return templates(PACKAGE).get_template("calibration.html").render(**content)


def _content(done: Calibration, page: Page) -> dict[str, Any]:
    found = {table.title: table.rows for table in page.tables}
    return {
        "style": text_of(STYLE) + text_of("calibration.css", PACKAGE),
        "title": page.title,
        "remarks": page.remarks,
        "read": found["What was read"][0],
        "missing": found["What was read"][1:],
        "parameters": shown(found["Parameters"], NUMBERS),
        "combinations": shown(found["Sums and products"], SUMS),
        "directions": [_direction(row) for row in found["Directions known best"]],
        "fitted": shown(found["Cells fitted"], CELLS),
        "aside": shown(found["Cells kept aside"], CELLS),
        "kept_aside": bool(done.study.holdout),
        "models": shown(found["Models"], SCORES),
        "made": _made(done),
        "figures": _figures(done, found),
    }


def _direction(row: Mapping[str, Any]) -> str:
    parts = ", ".join(f"{name} {size:+.2f}" for name, size in row["loadings"].items())
    return f"{parts}: contraction {row['contraction']:.2f}"


def _made(done: Calibration) -> dict[str, str]:
    study = done.study
    return {
        "Items": ", ".join(done.items), "Kept aside": str(study.holdout or "nothing"), "Draws": str(study.draws),
        "Seed": str(study.seed), "City": study.city or "none", "Study and survey (SHA-256)": study.digest,
        "Made by": f"Nightwalk, source {source_digest()[:DIGITS]}",
    }  # fmt: skip


def _figures(done: Calibration, found: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Drawn]:
    made = _of_parameters(done)
    for name, rows, expected in (
        ("fitted", found["Cells fitted"], [one for _, one in done.cells]),
        ("aside", found["Cells kept aside"], [by["model"] for _, by in done.unfitted]),
    ):
        if rows:
            made[name] = _cells(rows, expected)
    return made


def _of_parameters(done: Calibration) -> dict[str, Drawn]:
    names = done.fit.scale.names
    pairs = figures.strongest(names, done.draws)
    made = {
        "contraction": drawn(
            sheet(figures.draw_contraction(done.learnt, done.combinations)), alt="Contraction of every parameter",
            caption="What the answers taught: short bars are known best. Grey stayed at its prior (from the broken "
            "line up); green are sums and products.",
        ),
        "marginals": drawn(
            figures.draw_marginals(done.fit.scale, done.draws), alt="Prior and posterior of every parameter",
            caption="Grey is the prior, blue the posterior, each drawn to its own height.",
        ),
    }  # fmt: skip
    if pairs:
        made["pairs"] = drawn(
            figures.draw_pairs(names, done.draws, pairs), alt="Draws of the pairs that go together most",
            caption="The pairs the answers tell apart least: along such a ridge only a sum or a product is known.",
        )  # fmt: skip
    return made


def _cells(rows: Sequence[Mapping[str, Any]], expected: Sequence[Any]) -> Drawn:
    """Draw the cells, or of many those that were forecast worst."""
    worst = sorted(range(len(rows)), key=lambda k: expected[k].log_score)[:MOST]
    chosen = sorted(worst)
    labels = [" ".join(filter(None, (rows[k]["cell"], str(rows[k]["part"])))) for k in chosen]
    few = f" The {MOST} of {len(rows)} cells that were forecast worst." if len(rows) > MOST else ""
    drawing = figures.draw_cells(labels, [rows[k]["found"] for k in chosen], [expected[k] for k in chosen])
    return drawn(
        sheet(drawing), alt="Shares found on the intervals expected",
        caption=f"Grey is the 90 % interval of a survey of that design, the line its mean.{few}",
    )  # fmt: skip
