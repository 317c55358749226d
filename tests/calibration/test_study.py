"""Study files: what they state is read, what nobody reads is refused."""

from __future__ import annotations

import pytest

from nightwalk.base.errors import NightwalkError
from nightwalk.calibration.study import read_study, shipped_studies
from nightwalk.calibration.survey.published import Published

ROWS = ("1 1 woman 20 yes", "2 4 man 40 no", "3 2 woman 70 yes", "4 3 man 80 yes")
HEAD = "id after_dark sex age urban"
SURVEY = 'survey = { file = "town.csv", mapping = "questionnaire" }\n'


@pytest.fixture
def study(tmp_path, csv):
    def written(body, rows=ROWS, head=HEAD):
        csv(head, *rows)
        path = tmp_path / "study.toml"
        path.write_text(body, encoding="utf-8")
        return path

    return written


def test_a_study_reads_its_survey_beside_it(study):
    found = read_study(
        study(f'[calibration]\nname = "A town"\n{SURVEY}items = ["after_dark"]\nholdout = "cells"\n')
    )
    assert (found.name, found.items, found.holdout, len(found.survey)) == (
        "A town",
        ("after_dark",),
        "cells",
        4,
    )
    assert len(found.digest) == 64


def test_the_digest_follows_study_and_survey(study):
    body = f"[calibration]\n{SURVEY}"
    first = read_study(study(body)).digest
    assert read_study(study(body)).digest == first
    assert read_study(study(body + "seed = 2\n")).digest != first
    assert read_study(study(body, rows=ROWS[:3])).digest != first


def test_respondents_are_chosen_and_it_is_said(study):
    found = read_study(study(f"[calibration]\n{SURVEY}keep = {{ urban = true }}\n"))
    assert len(found.survey) == 3
    assert found.notes == ("3 of 4 respondents are kept by {'urban': True}.",)


def test_who_has_no_sex_is_left_out_and_it_is_said(study):
    found = read_study(study(f"[calibration]\n{SURVEY}", rows=(*ROWS, "5 1 dk 30 no")))
    assert len(found.survey) == 4
    assert found.notes == ("1 respondents without a sex are left out.",)


def test_streets_and_margins_are_declared(study):
    body = f"[calibration]\n{SURVEY}[streets]\nlux = 12\n[population]\nwomen = 0.5\n"
    ground = read_study(study(body)).ground
    assert (ground.streets.lux, ground.population.women) == (12.0, 0.5)


def test_the_streets_of_a_city_are_its_own(study, tmp_path):
    from nightwalk.model.city import grid_town

    town = grid_town(4, 4, residents=200)
    town.save(tmp_path / "grid.city.gpkg")
    found = read_study(study(f'[calibration]\n{SURVEY}city = "grid.city.gpkg"\n'))
    assert town.streets.lux.min() <= found.ground.streets.lux <= town.streets.lux.max()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            f"[calibraton]\n{SURVEY}",
            r"study.toml: Unknown key 'calibraton' in the study file. Nearest: 'calibration'",
        ),
        ("[calibration]\n", r"needs survey = \{ file"),
        (
            f"[calibration]\n{SURVEY}holdout = 'cell'",
            "holdout is 'cell'; it can be 'cells', 'area', 'wave' or",
        ),
        (f"[calibration]\n{SURVEY}keep = {{ urbn = true }}", r"Unknown key 'urbn' in keep. Nearest: 'urban'"),
        (
            f"[calibration]\n{SURVEY}keep = {{ respondent = 'residnt' }}",
            r"keep.respondent. Nearest: 'resident'",
        ),
        (
            f"[calibration]\n{SURVEY}[streets]\nlux = 900",
            "DeclaredStreets.lux is 900 lx; expected 0.1 to 50 lx",
        ),
        ('[calibration]\nsurvey = { mapping = "ess" }', "survey names no file; add file"),
        ("[calibration", "study.toml: this is not TOML"),
    ],
)
def test_a_wrong_study_is_refused_in_one_sentence(study, body, said):
    with pytest.raises(NightwalkError, match=said):
        read_study(study(body))


def test_a_study_that_is_not_there_is_answered_with_the_nearest():
    with pytest.raises(
        NightwalkError, match=r"neither a study file nor a shipped study 'pireus'. Nearest: 'piraeus'"
    ):
        read_study("pireus")


def test_the_study_of_piraeus_is_shipped():
    assert "piraeus" in shipped_studies()
    found = read_study("piraeus")
    assert isinstance(found.survey, Published)
    assert found.n == 100
