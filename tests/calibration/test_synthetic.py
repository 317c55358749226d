"""The fit finds synthetic truths again, as often as its intervals say; the record holds the full study."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nightwalk.calibration.measurement.ground import Ground
from nightwalk.calibration.synthetic import ITEMS_ASKED, PRIOR_SD, answered, repeat, respondents, study_scale

RECORD = Path(__file__).parents[2] / "docs" / "calibration-check.json"
WITH, WITHOUT = "n=540, four items, audits", "n=540, four items, no audits"


def test_the_people_of_the_study_are_as_designed():
    rows = respondents(20_000, 1)
    assert rows.victim.mean() == pytest.approx(0.08, abs=0.01)
    assert np.log(rows.lux).std() == pytest.approx(0.7, abs=0.02)
    assert np.isnan(respondents(10, 1, audited=False).lux).all()


def test_answers_follow_the_level():
    scale = study_scale()
    z = np.zeros(len(scale.names))
    safe, unsafe = (
        answered(
            respondents(2000, 1), ITEMS_ASKED, Ground(), scale.numbers(scale.values(z + shift)), 1
        ).answer
        for shift in (-np.eye(1, len(z), 0)[0], np.eye(1, len(z), 0)[0])
    )
    assert (unsafe >= safe).all()
    assert unsafe.mean() > safe.mean() + 0.3


@pytest.mark.slow
def test_a_few_repeats_cover_their_truth():
    found = [repeat(seed, draws=200) for seed in (1, 2, 3)]
    covered = np.mean([each.covered(name) for each in found for name in PRIOR_SD])
    assert covered > 0.7
    assert np.mean([each.contraction("mu") for each in found]) < 0.3


@pytest.mark.skipif(not RECORD.is_file(), reason="the full study has not been recorded")
def test_the_record_of_the_full_study_keeps_what_is_asked_of_it():
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    audited, bare = record[WITH], record[WITHOUT]
    assert audited["repeats"] >= 100
    assert 0.80 <= audited["covered, pooled"] <= 0.97
    for name, expected in record["expected contraction, audits"].items():
        assert audited["contraction"][name] == pytest.approx(expected, abs=0.13), name
    night = "contraction of the night penalty at the usual light"
    assert bare[night] < 0.6 * bare["contraction"]["beta_DL"]
    assert bare["contraction"]["beta_DL"] > 0.7
