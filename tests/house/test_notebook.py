"""The notebook runs from top to bottom, and is kept without outputs."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tutorial-study.ipynb"


def cells(kind):
    return [
        one for one in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if one["cell_type"] == kind
    ]


def test_the_notebook_is_kept_without_outputs():
    assert len(cells("markdown")) > 5
    assert all(one["outputs"] == [] and one["execution_count"] is None for one in cells("code"))


@pytest.mark.slow
def test_the_notebook_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    space = {"__name__": "notebook"}
    for one in cells("code"):
        exec(compile("".join(one["source"]), "notebook", "exec"), space)
    last = ast.parse("".join(cells("code")[-1]["source"])).body[-1]
    assert eval(compile(ast.Expression(last.value), "notebook", "eval"), space) is True
    assert space["plan"].chosen.capital > 0
    assert len(space["found"].analysis.ranking()) > 2
