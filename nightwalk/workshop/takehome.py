"""What the room takes home: minutes, marks as cells, a sheet for those without a phone."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.workshop.room.marks import FEWEST, cells
from nightwalk.workshop.room.script import STEPS
from nightwalk.workshop.views.measures import intervention_of, offered
from nightwalk.workshop.views.runs import kept_changes
from nightwalk.workshop.words import _, language

if TYPE_CHECKING:
    from jinja2 import Template

    from nightwalk.workshop.room.marks import Cell
    from nightwalk.workshop.room.proposal import Proposal
    from nightwalk.workshop.stage import Stage

__all__ = ["evening_zip", "marks_geojson", "minutes_html", "sheet_html"]

WEB = Path(__file__).parent / "web"
SHEET_ROWS = 10
GRID = 8  # squares of the sheet from side to side, A to H and 1 to 8
SHEET_WIDTH = 190.0  # of the drawn map, in its own units


def marks_geojson(stage: Stage) -> str:
    """Return the marks as cells of at least `FEWEST` devices, in degrees."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [_corners(stage, one)]},
            "properties": {"devices": one.devices, "uneasy": one.uneasy, "pleasant": one.pleasant},
        }
        for one in _cells(stage)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def minutes_html(stage: Stage) -> str:
    """Return the minutes as one page that needs nothing else."""
    state = stage.session.state
    proposals = [_told(stage, one) for one in state.proposals.values() if not one.locked]
    marks = list(state.marks.values())
    return _template("minutes.html").render(
        _=_, lang=language(), city=stage.city, now=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        proposals=proposals,
        notes=state.notes, joined=len(state.devices), steps=STEPS, cells=_cells(stage), fewest=FEWEST,
        uneasy=sum(one.mood == "uneasy" for one in marks), pleasant=sum(one.mood == "pleasant" for one in marks),
        budget=state.budget, ideas=_ideas(stage),
    )  # fmt: skip


def sheet_html(stage: Stage) -> str:
    """Return the sheet for people without a phone: a map and a table to fill in."""
    return _template("sheet.html").render(
        _=_, lang=language(), city=stage.city, rows=range(1, SHEET_ROWS + 1), grid=GRID, **_drawing(stage)
    )


def evening_zip(stage: Stage) -> bytes:
    """Return all the room takes home as one archive: minutes, marks, the sheet, a scenario for each proposal."""
    files = {
        "minutes.html": minutes_html(stage),
        "marks.geojson": marks_geojson(stage),
        "sheet.html": sheet_html(stage),
    }
    for one in stage.session.state.proposals.values():
        if not one.locked:
            files[f"proposal-{one.key}.toml"] = stage.scenario(one.key).to_toml()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _ideas(stage: Stage) -> list[tuple[str, int]]:
    """Return what the phones suggested and how often, by title; less than `FEWEST` suggestions are not told apart."""
    counted = Counter(one.kind for one in stage.session.state.ideas.values())
    titles = {one.kind: one.title for one in offered()}
    return [(_(titles[kind]), n) for kind, n in counted.most_common() if n >= FEWEST]


def _told(stage: Stage, one: Proposal) -> dict[str, Any]:
    state, rules = stage.session.state, stage.session.rules
    return {
        "name": one.title,
        "cost": rules.cost(one.measures),
        "measures": [
            (intervention_of(m).title, len(m.segments), rules.cost((m,)), dict(m.settings))
            for m in one.measures
        ],
        "verdict": stage.verdict(one.key),
        "changes": [
            (_(label), [f"{100 * end:+.1f}" for end in ends])
            for label, ends in kept_changes(state.results.get(one.key, {}))
        ],
        "tally": state.tally(one.key),
    }


def _cells(stage: Stage) -> list[Cell]:
    middle = dict(zip(stage.city.streets.id.tolist(), stage.city.midpoints.tolist(), strict=True))
    return cells(stage.session.state.marks.values(), lambda one: tuple(middle[one]))


def _corners(stage: Stage, one: Cell) -> list[list[float]]:
    half = one.size / 2
    ring = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    xy = np.array([(one.x + dx, one.y + dy) for dx, dy in ring])
    return stage.city.to_wgs84(xy).round(6).tolist()  # type: ignore[no-any-return]


def _drawing(stage: Stage) -> dict[str, Any]:
    """Return the streets as one path of an SVG."""
    west, south, east, north = stage.city.bounds
    scale = SHEET_WIDTH / (east - west)
    streets = stage.city.streets
    xy = (streets.xy - [west, north]) * [scale, -scale]
    lines = np.split(xy.round(1), streets.xy_start[1:-1])
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in line) for line in lines)
    return {"path": path, "width": SHEET_WIDTH, "height": round((north - south) * scale, 1)}


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined).get_template(
        name
    )
