"""A calibration from file to posterior, with what a reader must be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.calibration.calibrate import calibrate
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.page import page_of, posterior_of
from nightwalk.calibration.posterior import Posterior
from nightwalk.calibration.remarks import remarks
from nightwalk.calibration.study import Study, read_study

FEW = ("mu", "gamma_female", "beta_D0", "sigma_b")


@pytest.fixture(scope="module")
def done(town_survey):
    study = Study(
        "A town", town_survey, items=("after_dark", "by_day"), fit=FEW, holdout={"area": ["area 1"]}, draws=60
    )
    return calibrate(study)


def test_everything_fitted_is_told_of(done):
    page = page_of(done)
    tables = {table.title: table.rows for table in page.tables}
    assert [row["name"] for row in tables["Parameters"]] == list(FEW)
    assert {row["model"] for row in tables["Models"]} == {"model", "everyone", "group"}
    assert all(row["answers"] >= 10 for row in tables["Cells fitted"])


def test_the_posterior_holds_no_respondent(done, tmp_path, town_survey):
    posterior_of(done).save(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {"posterior.parquet", "posterior.json"}
    found = Posterior.load(tmp_path)
    assert found.draws.shape == (60, len(FEW))
    assert found.description["layers"]["measurement"]["parameters"] == list(FEW)
    text = (tmp_path / "posterior.json").read_text()
    assert str(float(town_survey.column("lux")[0])) not in text


def test_the_same_study_gives_the_same_draws(town_survey):
    study = Study("A town", town_survey, items=("after_dark",), fit=("mu",), draws=20)
    np.testing.assert_array_equal(calibrate(study).draws, calibrate(study).draws)


def test_one_item_alone_is_warned_of(town_survey):
    bare = replace(town_survey, columns={k: v for k, v in town_survey.columns.items() if k != "lux"})
    said = remarks(calibrate(Study("A town", bare, items=("after_dark",), fit=("mu", "J_v"), draws=40)))
    assert said[0].startswith("One item alone (after_dark) does not identify the model")
    assert any("Nothing was kept aside" in one for one in said)
    assert any(one.startswith("A fit to a survey without places, not this city") for one in said)


def test_audited_streets_are_this_city(done):
    assert not any("without places" in one for one in remarks(done))
    assert any("cells kept aside the model does" in one for one in remarks(done))


def test_unknown_items_and_parameters_are_refused(town_survey):
    with pytest.raises(CalibrationError, match=r"no answers to 'after_drak'. Nearest: 'after_dark'"):
        calibrate(Study("A town", town_survey, items=("after_drak",)))
    with pytest.raises(CalibrationError, match=r"No survey answer depends on 'p_tell'"):
        calibrate(Study("A town", town_survey, fit=("p_tell",)))


def test_progress_is_told_to_the_end(town_survey):
    told = []
    calibrate(
        Study("A town", town_survey, items=("after_dark",), fit=("mu",), draws=10),
        lambda *one: told.append(one),
    )
    assert told[0] == ("fit", 0.0)
    assert told[-1] == ("done", 1.0)


def test_the_study_of_piraeus_fits_the_national_level_and_says_what_it_cannot_know():
    found = calibrate(read_study("piraeus"))
    ((cell, expected),) = found.cells
    assert expected.mean == pytest.approx(cell.share, abs=0.02)
    contraction = {one.name: one.contraction for one in found.learnt}
    assert contraction.pop("mu") < 0.4
    assert min(contraction.values()) > 0.8
    assert any("not this city" in one for one in remarks(found))


def test_piraeus_takes_the_citys_own_table(tmp_path):
    """The table is invented for this test."""
    from nightwalk.calibration.study import shipped_studies

    (tmp_path / "piraeus-table.csv").write_text(
        "item,sex,age,answers,percent,n\n"
        "after_dark,women,all,unsafe_side,55,280\nafter_dark,men,all,unsafe_side,35,260\n"
        "by_day,all,all,unsafe_side,12,540\n"
    )
    text = shipped_studies()["piraeus"].read_text(encoding="utf-8")
    line = next(one.removeprefix("#").strip() for one in text.splitlines() if 'mapping = "table"' in one)
    plain = text.replace('survey = { mapping = "greece", n = 100 }', line)
    (tmp_path / "piraeus.toml").write_text(plain, encoding="utf-8")
    found = calibrate(read_study(tmp_path / "piraeus.toml"))
    assert {cell.label for cell, _ in found.cells} >= {"after_dark, women: unsafe+very_unsafe"}
    assert {one.name: one.contraction for one in found.learnt}["mu"] < 0.2


def test_some_items_of_a_table_are_fitted_alone(surveys, tmp_path):
    (tmp_path / "britain.toml").write_text(
        '[calibration]\nname = "Britain"\nitems = ["park"]\nfit = ["mu", "gamma_female"]\ndraws = 20\n'
        f'survey = {{ file = "{surveys}/published_safety_perception_facts.csv", mapping = "ons", n = 10000 }}\n'
    )
    found = calibrate(read_study(tmp_path / "britain.toml"))
    assert {cell.item for cell, _ in found.cells} == {"park"}
    assert found.unfitted
    assert found.scores == {}  # they overlap with the fitted cells: nothing was kept aside
    assert any("only compared, because they overlap" in one for one in remarks(found))


@pytest.mark.slow
def test_a_wave_of_a_table_is_kept_aside(surveys, tmp_path):
    (tmp_path / "italy.toml").write_text(
        f'[calibration]\nname = "Italy"\nholdout = {{ wave = ["2022-2023"] }}\ndraws = 60\n'
        f'survey = {{ file = "{surveys}/published_safety_perception_facts.csv", mapping = "istat", n = 20000 }}\n'
    )
    found = calibrate(read_study(tmp_path / "italy.toml"))
    assert {cell.wave for cell, _ in found.cells} == {"2015-2016"}
    later = [by["model"] for cell, by in found.unfitted if cell.wave == "2022-2023"]
    assert len(later) == len(found.unfitted) == 5
    assert not all(one.inside for one in later)  # the level fell by 15 points between the waves
    with pytest.raises(
        CalibrationError, match=r"The table has no wave '2030'; its waves: 2015-2016, 2022-2023"
    ):
        calibrate(replace(read_study(tmp_path / "italy.toml"), holdout={"wave": ["2030"]}))
