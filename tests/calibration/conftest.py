"""Surveys made by hand, and the folder of real ones beside the checkout."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nightwalk.calibration.survey.survey import Account, Survey

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "surveys"


@pytest.fixture(scope="session")
def surveys() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder shared/data/surveys with real surveys is not beside the checkout")
    return SHARED


@pytest.fixture
def csv(tmp_path):
    """Write a questionnaire as a CSV file: a head and rows of texts."""

    def written(head, *rows, name="town.csv", encoding="utf-8", delimiter=","):
        path = tmp_path / name
        lines = [delimiter.join(line) for line in (head.split(), *(row.split() for row in rows))]
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return written


@pytest.fixture
def made():
    """Make a survey of columns; weights are 1 unless given."""

    def survey(weight=None, design_effect=1.0, **columns):
        count = len(columns["sex"])
        texts = ("area", "wave", "cluster", "stratum")
        kept = {
            name: np.asarray(column, dtype=object if name in texts else float)
            for name, column in columns.items()
        }
        weights = np.ones(count) if weight is None else np.asarray(weight, dtype=float)
        account = Account("town.csv", "questionnaire", count, count, {})
        return Survey(kept, weights / weights.mean(), 12.0, design_effect, account)

    return survey


@pytest.fixture(scope="session")
def town_survey():
    """300 people of a known truth who answered four items, as a survey."""
    from nightwalk.calibration.measurement.ground import Ground
    from nightwalk.calibration.synthetic import ITEMS_ASKED, answered, respondents, study_scale

    scale = study_scale()
    truth = scale.numbers(scale.values(np.zeros(len(scale.names))))
    rows = answered(respondents(300, 7), ITEMS_ASKED, Ground(), truth, 7)
    luck = np.random.default_rng(7)
    columns = {
        "sex": rows.sex, "age": luck.integers(16, 90, 300).astype(float), "disability": rows.disability,
        "trust": rows.trust, "media": rows.media, "victim": rows.victim, "lux": rows.lux, "incivility": rows.incivility,
        "area": np.array([f"area {k % 6}" for k in range(300)], dtype=object),
    }  # fmt: skip
    columns |= {item: rows.answer[:, j] for j, item in enumerate(ITEMS_ASKED)}
    return Survey(columns, np.ones(300), 12.0, 1.0, Account("town.csv", "questionnaire", 300, 300, {}))
