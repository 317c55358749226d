"""docs/validation.md is what the figures kept beside it give."""

import importlib.util
import json
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def writer():
    spec = importlib.util.spec_from_file_location("nightwalk_docs_validation", DOCS / "validation.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_page_is_what_the_kept_figures_give(tmp_path):
    module = writer()
    kept = (DOCS / module.KEPT).read_text(encoding="utf-8")
    module.write(DOCS / module.KEPT, tmp_path)
    assert (tmp_path / module.KEPT).read_text(encoding="utf-8") == kept
    told = (tmp_path / module.PAGE).read_text(encoding="utf-8")
    assert (DOCS / module.PAGE).read_text(encoding="utf-8") == told, "run: python docs/validation.py"


def test_every_fact_is_on_the_page():
    from nightwalk.validation.facts import facts
    from nightwalk.validation.replications import REPLICATIONS

    rows = json.loads((DOCS / "validation.json").read_text(encoding="utf-8"))["rows"]
    assert {*facts(), *REPLICATIONS} <= {row["id"] for row in rows}
