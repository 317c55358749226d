"""The notebook of docs/mesa-notebook.md runs where Solara is installed, and its page follows the model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "mesa-notebook.md"

pytest.importorskip("altair", reason="altair is not installed")
solara = pytest.importorskip("solara", reason="solara is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # warnings of the notebook are its own


def test_the_notebook_runs_and_shows_the_town():
    (body,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    space = {"__name__": "page"}
    exec(compile(body, "page", "exec"), space)
    shown, made = solara.render(space["page"], handle_error=False)
    assert shown.children
    made.close()
    model = space["Lit"](20.0)
    for _ in range(3):
        model.step()
    for part in (space["Unsafety"], space["Light"]):
        shown, made = solara.render(part(model), handle_error=False)
        assert shown.children
        made.close()
    assert model.conditions().lux.max() >= 20.0
    model.close()
