"""The page and the record of a discovery: one file that loads nothing, one that a script reads."""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any

from nightwalk.base.files import write_whole
from nightwalk.base.version import __version__
from nightwalk.experiments.discovery.figures import box_figure
from nightwalk.experiments.discovery.words import box_words, certainty_words, sentence
from nightwalk.outputs.templates import STYLE, templates, text_of

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from nightwalk.experiments.discovery.cases import Cases
    from nightwalk.experiments.discovery.discover import Discovery

__all__ = ["PAGE", "RECORD", "record", "write_discovery"]

PAGE, RECORD, CASES = "discovery.html", "discovery.json", "cases.csv"
PACKAGE = "nightwalk.experiments.discovery"


def write_discovery(found: Discovery, cases: Cases, robust: pd.DataFrame, folder: Path) -> Path:
    """Write page, record and cases; return the page.

    Raises:
        RunError: if they cannot be written.
    """
    said = record(found, cases, robust)
    table = found.inputs.assign(failed=found.failed)
    write_whole(folder / CASES, table.to_csv(index=False, lineterminator="\n"))
    write_whole(folder / RECORD, json.dumps(said, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    write_whole(folder / PAGE, _page(found, said))
    return folder / PAGE


def record(found: Discovery, cases: Cases, robust: pd.DataFrame) -> dict[str, Any]:
    """Return everything that was found, as JSON writes it; what is not known or has no end is null."""
    return {
        "created_by": f"nightwalk {__version__}",
        "subject": cases.subject,
        "failing": cases.failing,
        "cases": len(found.failed),
        "failures": int(found.failed.sum()),
        "lost": cases.lost,
        "inputs": [str(name) for name in found.inputs],
        "sentence": sentence(found, cases.subject),
        "certainty": certainty_words(found),
        "coverage": found.coverage,
        "density": found.density,
        "coverage_again": _number(found.again.coverage),
        "density_again": _number(found.again.density),
        "limits": [
            {
                "name": one.name, "low": _number(one.low), "high": _number(one.high), "quasi_p": one.quasi_p,
                "found": one.found, "low_range": [_number(end) for end in one.low_range],
                "high_range": [_number(end) for end in one.high_range],
            }
            for one in found.limits
        ],
        "rules": [box_words(rule) for rule in found.rules],
        "table": [{k: _number(v) for k, v in row.items()} for row in found.table().to_dict("records")],
        "robustness": [{k: _number(v) for k, v in row.items()} for row in robust.to_dict("records")],
    }  # fmt: skip


def _page(found: Discovery, said: dict[str, Any]) -> str:
    figure = box_figure(found)
    return templates(PACKAGE).get_template("discovery.html").render(
        said=said, style=text_of(STYLE), figure=figure.inline_svg(), caption=figure.caption,
    )  # fmt: skip


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value
