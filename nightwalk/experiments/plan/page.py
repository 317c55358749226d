"""What a plan leaves: the scenario file, its rivals, a record and one page that loads nothing."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nightwalk.base.files import write_whole
from nightwalk.base.version import __version__
from nightwalk.experiments.plan.figures import front_figure, plan_map
from nightwalk.experiments.plan.words import answer, notes
from nightwalk.outputs.templates import STYLE, templates, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.experiments.plan.optimise import BestPlan
    from nightwalk.experiments.plan.options import Option
    from nightwalk.model.city import City
    from nightwalk.scenarios.intervention import Intervention

__all__ = ["PAGE", "PLAN_FILE", "RECORD", "record", "write_plan"]

PAGE, RECORD, PLAN_FILE = "plan.html", "plan.json", "plan.toml"
PACKAGE = "nightwalk.experiments.plan"


def write_plan(plan: BestPlan, folder: Path) -> Path:
    """Write plan, rivals, record and page; return the page.

    Raises:
        ScenarioError: if the town is in no file.
        RunError: if they cannot be written.
    """
    for number, one in enumerate((plan.scenario, *plan.rivals)):
        one.save(folder / (f"rival-{number}.toml" if number else PLAN_FILE))
    said = record(plan)
    write_whole(folder / RECORD, json.dumps(said, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    write_whole(folder / PAGE, _page(plan, said))
    return folder / PAGE


def record(plan: BestPlan) -> dict[str, Any]:
    """Return everything that was found, as JSON writes it."""
    city, request = plan.scenario.city, plan.request
    return {
        "created_by": f"nightwalk {__version__}",
        "answer": answer(plan),
        "notes": notes(plan),
        "beats": plan.beats,
        "budget": {
            "capital": request.purse.capital,
            "yearly": request.purse.yearly,
            "says": str(request.purse),
        },
        "of": request.of,
        "group": list(plan.key),
        "worst_off": list(plan.worst_off),
        "aim": plan.chosen.name,
        "capital": plan.chosen.capital,
        "yearly": plan.chosen.yearly,
        "annual": plan.chosen.annual,
        "measures": [_measure(one, city) for one in plan.chosen.measures],
        "lead": plan.lead,
        "robust": plan.steady,
        "effects": [asdict(one) for one in plan.effects],
        "worse": [{"split": split, "group": group, **asdict(one)} for split, group, one in plan.worse],
        "runs": plan.runs,
        "screened": [
            {**_screened(one), "unbeaten": bool(front)}
            for one, front in zip(plan.options, plan.front, strict=True)
        ],
    }


def _measure(one: Intervention, city: City) -> dict[str, Any]:
    rows = one.placed(city).where.segments
    bill = one.cost(city)
    numbers = {
        key: getattr(one, key) for key in ("level", "reduction", "people_per_hour") if hasattr(one, key)
    }
    return {
        "kind": one.kind, "title": one.title, "streets": len(rows), "metres": float(city.streets.length[rows].sum()),
        "named": sorted({str(name) for name in city.streets.name[rows] if name}), "numbers": numbers,
        "capital": bill.capital.value, "yearly": bill.yearly.value, "grade": one.about.grade,
        "segments": city.streets.id[rows].tolist(),
    }  # fmt: skip


def _screened(one: Option) -> dict[str, Any]:
    keys = ("annual", "unsafe", "exposure", "worst_off")
    return {
        "name": one.name, "part": one.part, "capital": one.capital, "yearly": one.yearly,
        **dict(zip(keys, one.criteria.tolist(), strict=True)),
    }  # fmt: skip


def _page(plan: BestPlan, said: dict[str, Any]) -> str:
    front, drawn_map = front_figure(plan), plan_map(plan)
    picture = base64.b64encode(drawn_map.png).decode()
    return templates(PACKAGE).get_template("plan.html").render(
        said=said, style=text_of(STYLE), town=plan.scenario.city.name, front=front.inline_svg(),
        front_caption=front.caption, picture=picture, alt=drawn_map.alt, map_caption=drawn_map.caption,
    )  # fmt: skip
