"""One self-contained page a council can decide on, in the order of CEN/TS 14383-2 and ISO 22341."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from nightwalk.outputs import plans, sections
from nightwalk.outputs.compare import comparisons, flagged, interval_note
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.maps import attribution_line
from nightwalk.outputs.templates import STYLE, templates, text_of
from nightwalk.outputs.wording import GRADES, worse_off

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.outputs.drawing import Drawn
    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["report"]


def report(ensemble: Ensemble, figures: Mapping[str, Drawn]) -> str:
    """Return the report as one HTML page that loads nothing from elsewhere.

    Args:
        ensemble: The study.
        figures: What `write_figures` returned.
    """
    return (
        templates("nightwalk.outputs")
        .get_template("report.html")
        .render(**_content(ensemble), figures=_shown(figures))
    )


def _content(ensemble: Ensemble) -> dict[str, Any]:
    rows = comparisons(ensemble)
    study = ensemble.study
    return {
        "style": text_of(STYLE),
        "study": study,
        "city": study.get("city") or {},
        "attribution": attribution_line(study.get("city") or {}),
        "compared": not rows.empty,
        "several": len(ensemble.scenarios) > 2,
        "base": ensemble.scenarios[0],
        "answers": sections.answer(ensemble, rows),
        "headline": INDICATORS[HEADLINE],
        "today": sections.today(ensemble),
        "for_whom": sections.for_whom(rows),
        "by_group": sections.by_group(ensemble),
        "harmed": worse_off(flagged(rows)),
        "harmed_first": worse_off(flagged(rows[rows["indicator"].isin(sections.FELT)])),
        "plans": plans.measures(ensemble),
        "changed": sections.what_changed(rows),
        "crimes": sections.crime_rows(ensemble),
        "monitoring": sections.monitoring(rows),
        "numbers": plans.numbers(study),
        "indicators": list(INDICATORS.values()),
        "grades": GRADES,
        "interval_note": interval_note(ensemble),
        "seeds": len(ensemble.seeds),
    }


def _shown(figures: Mapping[str, Drawn]) -> dict[str, dict[str, Any]]:
    return {name: _embedded(one) for name, one in figures.items()}


def _embedded(one: Drawn) -> dict[str, Any]:
    from markupsafe import Markup

    picture = "" if not one.is_map else "data:image/png;base64," + base64.b64encode(one.png).decode()
    chart = "" if one.is_map else Markup(one.inline_svg())  # noqa: S704  drawn by us, its text escaped
    return {"alt": one.alt, "caption": one.caption, "png": picture, "svg": chart}
