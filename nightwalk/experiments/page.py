"""The page and the record of a sensitivity analysis: one file that loads nothing, one that a script reads."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nightwalk.base.files import write_whole
from nightwalk.base.source import source_digest
from nightwalk.experiments import plots
from nightwalk.experiments.design import write_sample
from nightwalk.experiments.findings import amount, findings, size_line, warnings_of
from nightwalk.outputs.drawing import drawn, look, sheet
from nightwalk.outputs.indicators import indicator
from nightwalk.outputs.templates import STYLE, templates, text_of

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from markupsafe import Markup
    from matplotlib.axes import Axes

    from nightwalk.experiments.sensitivity import Sensitivity

__all__ = ["PAGE", "RECORD", "page", "record", "write_sensitivity"]

PAGE, RECORD, SAMPLE = "sensitivity.html", "sensitivity.json", "sample.csv"
PACKAGE = "nightwalk.experiments"
TITLES = {
    "difference": "The difference the scenario makes",
    "level": "The level today",
    "cost": "The yearly cost",
}
ROWS = 20  # of a table


def write_sensitivity(done: Sensitivity, folder: Path) -> Path:
    """Write page, record and points; return the page.

    Raises:
        RunError: if they cannot be written.
    """
    write_sample(done.design, folder / SAMPLE)
    write_whole(
        folder / RECORD, json.dumps(record(done), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    )
    write_whole(folder / PAGE, page(done))
    return folder / PAGE


def record(done: Sensitivity) -> dict[str, Any]:
    """Return everything that was found, as JSON writes it; what is not known is null."""
    plan = asdict(done.plan) | {
        "sample": done.plan.sample and done.plan.sample.name,
        "points": done.design.size,
    }
    return {
        "source": source_digest(),
        "base": done.scenarios[0],
        "scenario": done.scenarios[1],
        **plan,
        "says": size_line(done),
        "runs": len(done.design.points),
        "failed": done.outcomes.failed,
        "findings": findings(done),
        "warnings": warnings_of(done),
        "precision": _plain(asdict(done.analysis.precision)),
        "factors": [
            {"name": one.name, "group": one.group, "prior": repr(one.prior)} for one in done.design.factors
        ],
        "indices": _rows(done.analysis.indices),
        "decisions": _rows(done.analysis.decisions),
        "convergence": _rows(done.analysis.convergence),
        "screening": [] if done.screening is None else _rows(done.screening.indices),
        "split": _rows(done.split),
    }


def page(done: Sensitivity) -> str:
    """Return the analysis as one HTML page that loads nothing from elsewhere."""
    return templates(PACKAGE).get_template("sensitivity.html").render(
        style=text_of(STYLE), of=indicator(done.plan.of), scenarios=done.scenarios, says=size_line(done),
        findings=findings(done), warnings=warnings_of(done), outcomes=[_outcome(done, one) for one in _told(done)],
        plane=_plane(done), convergence=_picture(plots.draw_convergence(done.analysis, done.plan.of)),
        decisions=_turning(done), split=_rows(done.split), method=done.design.method,
        screening=done.screening is not None,
    )  # fmt: skip


def _told(done: Sensitivity) -> list[str]:
    return [one for one in TITLES if done.analysis.ranking(one)["value"].max() > 0]


def _outcome(done: Sensitivity, outcome: str) -> dict[str, Any]:
    ranking = done.analysis.ranking(outcome).dropna(subset=["value"]).head(ROWS)
    numbers = [
        [_shown(done, outcome, row[key]) for key in ("value", "low", "high")] for row in _rows(ranking)
    ]
    return {
        "title": TITLES[outcome],
        "label": plots.index_label(done.analysis, done.plan.of, outcome),
        "bars": _picture(plots.draw_ranking(done.analysis, done.plan.of, outcome)),
        "rows": list(zip(ranking["factor"], numbers, strict=True)),
    }


def _shown(done: Sensitivity, outcome: str, value: float) -> str:
    if done.design.method == "morris":
        return amount(value, outcome, done.plan.of)
    return f"{value:.2f}"


def _turning(done: Sensitivity) -> list[dict[str, Any]]:
    table = done.analysis.decisions
    moved = table.assign(moved=(table["high_third"] - table["low_third"]).abs())
    key = "turns" if table["turns"].notna().any() else "moved"
    return _rows(moved.sort_values(key, ascending=False, kind="stable").head(ROWS // 2))


def _plane(done: Sensitivity) -> Markup | None:
    morris = done.analysis if done.design.method == "morris" else done.screening
    return None if morris is None else _picture(plots.draw_plane(morris, done.plan.of))


def _picture(ax: Axes) -> Markup:
    with look():
        return drawn(sheet(ax), alt="", caption="").inline_svg()


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [_plain(row) for row in table.to_dict("records")]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(value, float) and value != value else value for key, value in row.items()}  # noqa: PLR0124
