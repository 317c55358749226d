"""What README and tutorials tell a reader to type works, in the order of the page.

Blocks of a page run in one empty folder: ``python`` blocks share a namespace, of ``console`` blocks
the lines that begin with ``$ `` are commands, ``toml`` blocks whose first line is ``# name.toml`` are
saved under that name.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = ("README.md", "docs/scenarios.md", "docs/tutorial-planner.md", "docs/tutorial-researcher.md")


def command(line):
    """The words of a command, with this Python's own nightwalk."""
    words = shlex.split(line, comments=True)
    if words[0] == "nightwalk":
        return [sys.executable, "-c", "from nightwalk.cli import main; main()", *words[1:]]
    return [sys.executable, *words[1:]] if words[0] == "python" else words


def run(kind, body, place, space):
    named = re.match(r"# (\S+\.toml)\n", body)
    if kind == "toml" and named:
        (place / named[1]).write_text(body, encoding="utf-8")
    elif kind == "python":
        exec(compile(body, "page", "exec"), space)
    elif kind == "console":
        for line in body.splitlines():
            if line.startswith("$ "):
                made = subprocess.run(
                    command(line[2:]), cwd=place, capture_output=True, text=True, check=False,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join([str(place), str(ROOT)])},
                )  # fmt: skip
                assert made.returncode == 0, f"{line}\n{made.stderr}"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_blocks_of_a_page_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    space = {"__name__": "page"}
    blocks = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    assert any(kind in ("python", "console") for kind, _ in blocks)
    for kind, body in blocks:
        run(kind, body, tmp_path, space)
