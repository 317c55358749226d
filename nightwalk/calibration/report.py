"""One self-contained page about a calibration: what to know first, what was learnt, what was expected and found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.base.source import source_digest
from nightwalk.calibration import figures
from nightwalk.calibration.page import page_of
from nightwalk.outputs.drawing import Drawn, drawn, look
from nightwalk.outputs.templates import STYLE, templates, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nightwalk.calibration.calibrate import Calibration
    from nightwalk.calibration.page import Page

__all__ = ["report"]

PACKAGE = "nightwalk.calibration"
MOST = 60  # cells in one drawing
DIGITS = 12  # of a digest that are shown
MODELS = {"model": "the model", "everyone": "one share for everybody", "group": "the share of the same group"}

Format = tuple[str, "Callable[[Any], str]"]


def _text(value: object) -> str:
    return str(value)


def _number(value: float) -> str:
    return f"{value:.2f}"


def _per_cent(value: float) -> str:
    return f"{100.0 * value:.1f}"


def _said(value: object) -> str:
    return "yes" if value else "no"


def _edge(value: object) -> str:
    return "at its end" if value else ""


NUMBERS: Mapping[str, Format] = {
    "name": ("", _text), "prior_mean": ("Prior mean", _number), "prior_sd": ("Prior sd", _number),
    "mean": ("Mean", _number), "sd": ("sd", _number), "low": ("5 %", _number), "high": ("95 %", _number),
    "contraction": ("Contraction", _number), "at_edge": ("Declared range", _edge),
}  # fmt: skip
SUMS = {key: column for key, column in NUMBERS.items() if key != "at_edge"}
CELLS: Mapping[str, Format] = {
    "cell": ("Cell", _text), "part": ("Part", _text), "answers": ("Answers", _text), "found": ("Found, %", _per_cent),
    "expected": ("Expected, %", _per_cent), "low": ("5 %", _per_cent), "high": ("95 %", _per_cent),
    "inside": ("Inside", _said),
}  # fmt: skip
SCORES: Mapping[str, Format] = {
    "model": ("Forecast by", lambda name: MODELS[name]), "log_score": ("Log score, higher is better", _number),
    "interval_score": ("Interval score, %, lower is better", _per_cent), "inside": ("Inside, %", _per_cent),
}  # fmt: skip


def report(done: Calibration) -> str:
    """Return the page as HTML that loads nothing from elsewhere."""
    with look():
        content = _content(done, page_of(done))
    return templates(PACKAGE).get_template("calibration.html").render(**content)


def _content(done: Calibration, page: Page) -> dict[str, Any]:
    found = {table.title: table.rows for table in page.tables}
    return {
        "style": text_of(STYLE) + text_of("calibration.css", PACKAGE),
        "title": page.title,
        "remarks": page.remarks,
        "read": found["What was read"][0],
        "missing": found["What was read"][1:],
        "parameters": _shown(found["Parameters"], NUMBERS),
        "combinations": _shown(found["Sums and products"], SUMS),
        "directions": [_direction(row) for row in found["Directions known best"]],
        "fitted": _shown(found["Cells fitted"], CELLS),
        "aside": _shown(found["Cells kept aside"], CELLS),
        "kept_aside": bool(done.study.holdout),
        "models": _shown(found["Models"], SCORES),
        "made": _made(done),
        "figures": {name: _svg(one) for name, one in _figures(done, found).items()},
    }


def _shown(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Format]) -> dict[str, Any]:
    """Return a table as the template takes it: the columns the rows have, in words."""
    keys = [key for key in columns if any(row.get(key) not in (None, "") for row in rows)]
    numeric = [any(_is_number(row.get(key)) for row in rows) for key in keys]
    cells = [[columns[key][1](row[key]) if key in row else "" for key in keys] for row in rows]
    return {"heads": list(zip([columns[key][0] for key in keys], numeric, strict=True)), "rows": cells}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


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
            _sheet(figures.draw_contraction(done.learnt, done.combinations)), alt="Contraction of every parameter",
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
        _sheet(drawing), alt="Shares found on the intervals expected",
        caption=f"Grey is the 90 % interval of a survey of that design, the line its mean.{few}",
    )  # fmt: skip


def _sheet(ax: Axes) -> Figure:
    """Return the figure some axes stand on."""
    made = ax.get_figure(root=True)
    assert made is not None
    return made


def _svg(one: Drawn) -> dict[str, Any]:
    from markupsafe import Markup

    return {"alt": one.alt, "caption": one.caption, "svg": Markup(one.inline_svg())}  # noqa: S704  drawn by us
