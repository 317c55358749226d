"""An intervention of one's own, as docs/own-intervention.md has it, works everywhere without touching the core."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nightwalk.outputs.compare import compare
from nightwalk.scenarios.catalogue import catalogue, import_kinds
from nightwalk.scenarios.intervention import KINDS
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import simulate_many

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "own-intervention.md").read_text(encoding="utf-8")
CODE = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
KIOSKS = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1]
COMMANDS = re.findall(r"^\$ (nightwalk .*)$", PAGE, re.MULTILINE)
MOST_LINES = 16


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the package of the page and two scenario files; the kind is forgotten afterwards."""
    (tmp_path / "my_town").mkdir()
    (tmp_path / "my_town" / "__init__.py").write_text("")
    (tmp_path / "my_town" / "kiosk.py").write_text(CODE)
    (tmp_path / "kiosks.toml").write_text(KIOSKS)
    head, _, _ = KIOSKS.replace('"Kiosks"', '"Today"').partition("[[intervention]]")
    (tmp_path / "today.toml").write_text(head)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield tmp_path
    KINDS.pop("late-kiosk", None)
    for name in ("my_town.kiosk", "my_town"):
        sys.modules.pop(name, None)


def test_it_is_about_sixteen_lines():
    assert len([line for line in CODE.splitlines() if line.strip()]) <= MOST_LINES


def test_it_is_read_compared_and_written(folder):
    import_kinds("my_town.kiosk")
    kiosks, today = Scenario.load("kiosks.toml"), Scenario.load("today.toml")
    (one,) = kiosks.interventions
    assert (one.kind, one.presence) == ("late-kiosk", 0.8)
    assert 'kind = "late-kiosk"' in kiosks.to_toml()
    (entry,) = catalogue("late-kiosk")
    assert (entry.title, entry.grade) == ("Late kiosk", "D")
    rows = compare(simulate_many([today, kiosks], seeds=[1, 2]), of="unsafe_after_dark").table()
    assert set(rows["scenario"]) == {"Kiosks"}


@pytest.mark.slow
@pytest.mark.parametrize("words", COMMANDS)
def test_the_commands_of_the_page_run(folder, words):
    code = "from nightwalk.cli import main; main()"
    made = subprocess.run(
        [sys.executable, "-c", code, *words.split()[1:], "--json"], cwd=folder, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])},
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)
