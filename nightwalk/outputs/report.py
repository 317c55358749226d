"""One self-contained page a council can decide on, in the order of CEN/TS 14383-2 and ISO 22341."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from nightwalk.outputs import decision_tables, delivered, plans, sections
from nightwalk.outputs.answers import answers
from nightwalk.outputs.compare import comparisons, flagged, interval_note
from nightwalk.outputs.decision_words import behind_line, tier_line
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.equity import left_behind
from nightwalk.outputs.figures import draw_figures
from nightwalk.outputs.first_page import cards
from nightwalk.outputs.guards import tiers
from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import ENGLISH, _, number, speaker, speaking
from nightwalk.outputs.ledger import LEDGER, ledger
from nightwalk.outputs.losers import left_worse_off
from nightwalk.outputs.maps import attribution_line
from nightwalk.outputs.targets import last_day, stated
from nightwalk.outputs.templates import STYLE, templates, text_of
from nightwalk.outputs.wording import GRADES, worse_off

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nightwalk.outputs.drawing import Drawn

__all__ = ["report", "report_name", "write_report"]


def report(ensemble: Ensemble, figures: Mapping[str, Drawn]) -> str:
    """Return the report as one HTML page that loads nothing from elsewhere, in the language spoken now.

    Args:
        ensemble: The study.
        figures: What `draw_figures` returned.
    """
    page = templates("nightwalk.outputs").get_template("page/report.html")
    return page.render(**_content(ensemble), figures=_shown(figures))


def report_name(language: str = ENGLISH) -> str:
    """Return the name of the page in a study folder: ``report.html``, ``report.it.html``."""
    return "report.html" if language == ENGLISH else f"report.{language}.html"


def write_report(folder: Path, language: str = ENGLISH, *, pdf: bool = False) -> Path:
    """Write the report of a finished study folder in a language, with `pdf` also as PDF beside it.

    Returns:
        The file written last.

    Raises:
        RunError: for a folder that is no study, an unknown language, a full disk or a missing PDF library.
    """
    from nightwalk.base.files import write_whole
    from nightwalk.outputs.pdf import pdf_of

    ensemble = Ensemble.open(folder)
    with speaking(language):
        page = report(ensemble, draw_figures(ensemble))
    path = folder / report_name(language)
    write_whole(path, page)
    if pdf:
        path = path.with_suffix(".pdf")
        write_whole(path, pdf_of(page))
    return path


def _content(ensemble: Ensemble) -> dict[str, Any]:
    rows = comparisons(ensemble)
    study, city = ensemble.study, ensemble.study.get("city") or {}
    numbers = plans.numbers(study)
    guessed = city.get("guessed_lit_share")
    return {
        "_": _,
        "number": number,
        "parted": sections.parted,
        "language": speaker().code,
        "unreviewed": _unreviewed,
        "style": text_of(STYLE),
        "title": study.get("name") or ensemble.scenarios[0],
        "city": city,
        "guessed": "" if guessed is None else f"{100 * guessed:.0f}\N{NO-BREAK SPACE}%",
        "attribution": attribution_line(city),
        "compared": not rows.empty,
        "varied": study.get("parameter_mode") == "prior",
        "base": ensemble.scenarios[0],
        "cards": cards(ensemble, rows),
        "harmed_first": left_worse_off(ensemble, rows),
        "order": tier_line(tiers(ensemble)) if len(ensemble.seeds) > 1 else "",
        "sdg": sections.safe(ensemble),
        "headline": _(INDICATORS[HEADLINE].label),
        "process": stated(ensemble),
        "today": sections.today(ensemble),
        "given_up": sections.today(ensemble, LEDGER),
        "areas": decision_tables.told_areas(ensemble),
        "darkness": decision_tables.darkness(ensemble),
        "for_whom": sections.for_whom(rows),
        "by_group": sections.by_group(ensemble),
        "fairness": decision_tables.fairness(ensemble),
        "harmed": worse_off(answers(flagged(rows))),
        "behind": list(map(behind_line, left_behind(ensemble).itertuples())),
        "plans": plans.measures(ensemble),
        "payers": decision_tables.payers(ensemble),
        "after_elections": delivered.after_elections(ensemble),
        "supported": delivered.supported(ensemble),
        "targets": sections.targeted(ensemble),
        "last_day": last_day(ensemble),
        "changed": sections.what_changed(rows[~rows["indicator"].isin(LEDGER)]),
        "ledger": sections.what_changed(ledger(rows)),
        "rings": decision_tables.rings(ensemble),
        "doubt": decision_tables.sources_of_doubt(ensemble),
        "crime_from": plans.imported(study),
        "crimes": sections.crimes(ensemble),
        "monitoring": sections.monitoring(rows, city.get("residents")),
        "assumed": sections.assumed(numbers["assumed"]),
        "sourced": len(numbers["sourced"]),
        "worthwhile": sections.worthwhile(),
        "grades": GRADES,
        "interval_note": interval_note(ensemble),
        "seeds": len(ensemble.seeds),
        "run_facts": _run_facts(study, len(ensemble.seeds)),
    }


def _run_facts(study: Mapping[str, Any], runs: int) -> dict[str, str]:
    varied = study.get("parameter_mode") == "prior"
    versions = ", ".join(f"{name} {said}" for name, said in sorted((study.get("versions") or {}).items()))
    spin_up = study.get("spin_up_days")
    return {
        _("Runs of each scenario"): f"{runs} ({', '.join(map(str, study.get('seeds') or []))})",
        _("Effect sizes"): _("drawn anew for every run from their ranges, the same for all scenarios")
        if varied
        else _("fixed at their defaults"),
        _("Spin-up"): _("{days} days without any measure before the first day", days=spin_up)
        if spin_up
        else "",
        _("Made by"): study.get("created_by") or "",
        _("Versions"): versions,
        _("Checksum of the map"): (study.get("city") or {}).get("checksum") or "",
    }


def _unreviewed() -> str:
    """Return how much of the page no speaker has reviewed; called last, when everything has been said."""
    said = _(
        "{machine} of {all} sentences and words of this page were translated by machine and not reviewed by a "
        "speaker; {english} stayed English."
    )
    now = speaker()
    return said.format(machine=now.by_machine, all=len(now.said), english=now.untranslated)


def _shown(figures: Mapping[str, Drawn]) -> dict[str, dict[str, Any]]:
    return {name: _embedded(one) for name, one in figures.items()}


def _embedded(one: Drawn) -> dict[str, Any]:
    from markupsafe import Markup

    picture = "" if not one.is_map else "data:image/png;base64," + base64.b64encode(one.png).decode()
    chart = "" if one.is_map else Markup(one.inline_svg())  # noqa: S704  drawn by us, its text escaped
    return {"alt": one.alt, "caption": one.caption, "png": picture, "svg": chart}
