"""One self-contained page: our value beside the published one, predicted rows first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.outputs.templates import STYLE, templates, text_of
from nightwalk.validation import words
from nightwalk.validation.reasons import unsettled, why
from nightwalk.validation.rows import FAILS, HOLDS, Row
from nightwalk.validation.strip import strip
from nightwalk.validation.summary import ATTRIBUTION, failing, made, replications, scores

if TYPE_CHECKING:
    from markupsafe import Markup

    from nightwalk.validation.result import Validation

__all__ = ["page"]

PACKAGE = "nightwalk.validation"
SHOWN = ("value", "between", "accepted", "verdict", "doubt")


def page(found: Validation) -> str:
    """Return the validation as one HTML page that loads nothing from elsewhere."""
    return templates(PACKAGE).get_template("validation.html").render(**_content(found))


def _content(found: Validation) -> dict[str, Any]:
    grouped = [(one, words.groups(found.rows, one.key)) for one in words.SECTIONS]
    return {
        "style": text_of(STYLE) + text_of("validation.css", PACKAGE),
        "about": found.about,
        "headline": words.headline(found),
        "scores": scores(found),
        "replications": replications(found),
        "sections": [
            {**vars(one), "groups": rows, "towns": _has_towns(rows)} for one, rows in grouped if rows
        ],
        "failing": failing(found.rows),
        "unsettled": unsettled(),
        "made": made(found),
        "attribution": ATTRIBUTION,
        "interval_note": words.INTERVAL,
        "legend": {"holds": _drawn(_example(HOLDS, 0.5)), "fails": _drawn(_example(FAILS, 0.85))},
        "marks": words.MARKS,
        "strip": _drawn,
        "why": why,
        **{name: getattr(words, name) for name in SHOWN},
    }


def _has_towns(found: list[words.Group]) -> bool:
    return any(row.town for group in found for row in group.rows)


def _drawn(row: Row) -> Markup:
    from markupsafe import Markup

    return Markup(strip(row))  # noqa: S704  drawn by us from numbers alone


def _example(verdict: Any, value: float) -> Row:
    each = tuple(value + shift for shift in (-0.12, -0.05, 0.02, 0.15))
    return Row(
        id="", quantity="", town="", unit="", value=value, interval=(value - 0.1, value + 0.1), each=each,
        accepted=(0.3, 0.7), published="", kind="", role="", verdict=verdict, source="", note="", seconds=0.0,
    )  # fmt: skip
