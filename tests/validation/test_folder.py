"""The folder is named after what goes into it and holds parts, figures and page."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nightwalk.base.errors import RunError
from nightwalk.model.city import grid_town
from nightwalk.validation.folder import JSON, PAGE, begin, finish
from nightwalk.validation.places import Place
from nightwalk.validation.result import Validation
from nightwalk.validation.validate import QUICK


@pytest.fixture(scope="module")
def places():
    return (Place("grid", grid_town(3, 3)),)


def test_the_name_tells_the_content(tmp_path, places):
    folder = begin(tmp_path, places, QUICK, ["SF07", "D1"], None, fresh=False)
    assert folder.name.startswith("validation-")
    assert (folder / "parts").is_dir()
    assert begin(tmp_path, places, QUICK, ["D1", "SF07"], None, fresh=False) == folder
    others = (
        begin(tmp_path, places, replace(QUICK, seeds=3), ["SF07", "D1"], None, fresh=False),
        begin(tmp_path, places, QUICK, ["SF07"], None, fresh=False),
        begin(tmp_path, (replace(places[0], level=0.3),), QUICK, ["SF07", "D1"], None, fresh=False),
        begin(tmp_path, places, QUICK, ["SF07", "D1"], tmp_path, fresh=False),
    )
    assert len({folder, *others}) == 5


def test_fresh_forgets_the_parts(tmp_path, places):
    folder = begin(tmp_path, places, QUICK, [], None, fresh=False)
    (folder / "parts" / "D1.json").write_text("[]")
    begin(tmp_path, places, QUICK, [], None, fresh=False)
    assert list((folder / "parts").iterdir())
    begin(tmp_path, places, QUICK, [], None, fresh=True)
    assert not list((folder / "parts").iterdir())


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path, places):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="choose another with -o"):
        begin(tmp_path / "file", places, QUICK, [], None, fresh=False)


def test_figures_and_page_are_written(tmp_path, row, about):
    finish(tmp_path, Validation((row(),), about))
    assert json.loads((tmp_path / JSON).read_text(encoding="utf-8"))["rows"][0]["id"] == "SF07"
    assert "<h1>" in (tmp_path / PAGE).read_text(encoding="utf-8")
