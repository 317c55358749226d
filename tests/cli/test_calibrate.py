"""The verb calibrate: a posterior and a page from a survey, and one sentence for a survey that cannot be used."""

from __future__ import annotations

import json
import re
import sys

import numpy as np
import pytest

from nightwalk import cli
from nightwalk.calibration.posterior import Posterior

HEAD = "id,after_dark,by_day,sex,age,weight"
WORDS = ("very safe", "fairly safe", "unsafe", "very unsafe")
PEOPLE = 120
STUDY = """
[calibration]
name = "A town"
survey = { file = "town.csv", mapping = "questionnaire" }
fit = ["mu", "gamma_female", "beta_D0"]
holdout = "cells"
draws = 40
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def nightwalk(monkeypatch, capsys):
    """Run a command; return exit status, stdout and stderr."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["nightwalk", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return call


def rows():
    """Invented answers of 120 people, women less safe than men; nine of them are 75 or older."""
    luck = np.random.default_rng(3)
    for k in range(PEOPLE):
        level = luck.normal(0.4 * (k % 2), 1.0)
        dark, day = (
            int(np.digitize(level + shift + luck.normal(), (-0.5, 1.2, 2.4))) for shift in (0.6, -0.8)
        )
        age = 80 if k < 9 else 20 + k % 50
        yield [
            str(k),
            WORDS[dark],
            WORDS[day],
            ("man", "woman")[k % 2],
            str(age),
            f"{0.7 + 0.01 * (k % 60):.2f}",
        ]


def survey(path, changed=lambda table: table, encoding="utf-8", head=HEAD):
    table = changed(list(rows()))
    path.write_bytes("\n".join([head, *(",".join(row) for row in table)]).encode(encoding))
    return path


def with_column(column, value, where=slice(None)):
    def changed(table):
        for row in table[where]:
            row[HEAD.split(",").index(column)] = value
        return table

    return changed


@pytest.mark.slow
def test_a_survey_file_is_fitted_through_a_mapping_and_cells_are_kept_aside(nightwalk, here):
    survey(here / "town.csv")
    status, out, _ = nightwalk("calibrate", "town.csv", "--mapping", "questionnaire", "-o", "out", "--json")
    said = json.loads(out)
    assert status == 0
    assert (here / said["folder"]).parent == here / "out"
    assert said["title"] == "town.csv"
    assert any("not this city" in one for one in said["remarks"])
    models = next(table["rows"] for table in said["tables"] if table["title"] == "Models")
    assert [row["model"] for row in models] == ["model", "everyone", "group"]


@pytest.mark.slow
def test_a_study_becomes_a_posterior_and_a_page_the_same_twice(nightwalk, here):
    survey(here / "town.csv")
    (here / "study.toml").write_text(STUDY)
    words = ("calibrate", "study.toml", "-o", "out")
    assert nightwalk(*words)[0] == 0
    (folder,) = (here / "out").iterdir()
    first = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert set(first) == {"posterior.parquet", "posterior.json", "calibration.html"}
    status, out, _ = nightwalk(*words)
    assert status == 0
    assert f"Report: out/{folder.name}/calibration.html" in out
    assert "Contraction" in out
    assert first == {one.name: one.read_bytes() for one in folder.iterdir()}
    page, told = first["calibration.html"].decode(), first["posterior.json"].decode()
    assert not re.search(r'(src|href)="?http', page)
    assert page.count("<svg") >= 4
    assert "one share for everybody" in page
    assert [text for text in (page, told, out) if "75+" in text] == []  # fewer than ten people of that age
    assert Posterior.load(folder).description["ground"] == "elsewhere"


def test_a_shipped_study_is_fitted_by_its_name_and_one_item_is_warned_of(nightwalk, here):
    status, out, _ = nightwalk("calibrate", "piraeus", "-o", "out")
    assert status == 0
    assert "One item alone (after_dark) does not identify the model" in " ".join(out.split())
    assert next((here / "out").iterdir()).name.startswith("piraeus")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (with_column("weight", "-1", slice(0, 3)), "3 below zero"),
        (with_column("weight", "heavy", slice(0, 2)), "2 that are no number"),
        (with_column("after_dark", "sort of", slice(0, 4)), "holds 'sort of' in 4 rows"),
        (with_column("by_day", "dk"), "Nobody answered by_day"),
        (with_column("id", "7", slice(7, 9)), "holds 1 ids (id) more than once, such as '7'"),
        (with_column("sex", "", slice(None)), "gives nobody's sex"),
    ],
)
def test_a_survey_that_cannot_be_used_is_one_sentence_and_leaves_nothing(nightwalk, here, changed, said):
    path = survey(here / "town.csv", changed)
    before = path.read_bytes()
    status, out, err = nightwalk("calibrate", "town.csv", "--mapping", "questionnaire", "-o", "out")
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert path.read_bytes() == before
    assert not (here / "out").exists()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_of_another_encoding_is_read_and_it_is_said(nightwalk, here, encoding):
    survey(here / "town.csv", lambda table: [[f"né{row[0]}", *row[1:]] for row in table], encoding)
    (here / "study.toml").write_text(STUDY.replace('holdout = "cells"', ""))
    status, out, err = nightwalk("calibrate", "study.toml", "-o", "out")
    assert status == 0, err
    assert f"town.csv is not UTF-8; it was read as {encoding}." in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("calibrate", "pireus"), "neither a study file nor a shipped study 'pireus'"),
        (("calibrate", "town.csv", "--mapping", "ess"), "has no column 'pspwght'. Nearest: 'weight'"),
        (("calibrate", "town.csv", "--mapping", "questionaire"), "Nearest: 'questionnaire'"),
        (("calibrate", "tow.csv", "--mapping", "ess"), "does not exist; check the path. Nearest: 'town.csv'"),
        (("calibrate", "piraeus", "--holdout", "cells"), "--holdout and --n go with --mapping"),
        (("calibrate", "town.csv", "--mapping", "questionnaire", "--holdout", "rooms"), "holdout is 'rooms'"),
        (("compare", "today", "lamps", "--posterior", "nowhere"), "nowhere holds no posterior"),
    ],
)
def test_a_mistake_is_one_sentence(nightwalk, here, words, said):
    survey(here / "town.csv")
    status, _, err = nightwalk(*words)
    assert status == 2
    assert said in err
    assert err.count("\n") == 1
    assert not (here / "outputs").exists()
