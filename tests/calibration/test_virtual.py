"""The people of a town answer the same questionnaire under the same design."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.virtual import YEARS, Townspeople, townspeople, virtual_survey


def town(count=4000, *, women=True):
    """Women of the harbour always answer very unsafe, everybody else very safe."""
    luck = np.random.default_rng(1)
    sex = luck.integers(0, 2, count).astype(float) if women else np.zeros(count)
    area = np.where(luck.random(count) < 0.5, "Harbour", "Hill").astype(object)
    answer = np.where((sex == 1) & (area == "Harbour"), 3, 0)
    columns = {
        "sex": sex, "age": YEARS[luck.integers(0, 5, count)], "respondent": np.zeros(count), "area": area,
        "trust": luck.normal(size=count), "disability": luck.integers(0, 2, count).astype(float),
    }  # fmt: skip
    return Townspeople(columns, {"after_dark": np.eye(4)[answer]})


def real(made, count=400, **more):
    luck = np.random.default_rng(2)
    return made(
        weight=luck.uniform(0.5, 2.0, count), sex=luck.integers(0, 2, count), age=luck.integers(16, 90, count),
        after_dark=np.where(luck.random(count) < 0.1, np.nan, 1.0), trust=luck.normal(size=count),
        cluster=[f"c{k % 8}" for k in range(count)], **more,
    )  # fmt: skip


def test_the_virtual_table_is_laid_out_like_the_real_one(made):
    survey = real(made)
    virtual = virtual_survey(survey, town(), seed=1)
    np.testing.assert_array_equal(virtual.weight, survey.weight)
    np.testing.assert_array_equal(virtual.column("sex"), survey.column("sex"))
    np.testing.assert_array_equal(virtual.age_group, survey.age_group)
    np.testing.assert_array_equal(virtual.column("cluster"), survey.column("cluster"))
    np.testing.assert_array_equal(
        np.isnan(virtual.column("after_dark")), np.isnan(survey.column("after_dark"))
    )


def test_respondents_of_an_area_are_stood_for_by_its_people(made):
    area = np.array([["Harbour", "Hill"][k % 2] for k in range(400)], dtype=object)
    survey = real(made, area=area)
    virtual = virtual_survey(survey, town(), seed=1)
    women, harbour = virtual.column("sex") == 1, area == "Harbour"
    assert virtual.unsafe("after_dark", women & harbour) == 1.0
    assert virtual.unsafe("after_dark", ~(women & harbour)) == 0.0


def test_a_cluster_is_one_area(made):
    virtual = virtual_survey(real(made), town(), seed=1)
    women = virtual.column("sex") == 1
    for cluster in set(virtual.column("cluster")):
        share = virtual.unsafe("after_dark", women & (virtual.column("cluster") == cluster))
        assert share == pytest.approx(round(share))


def test_a_yes_no_item_is_answered_yes_or_no(made):
    survey = real(made)
    answered = np.where(np.isnan(survey.column("after_dark")), np.nan, 5.0)
    yes_no = type(survey)(
        {**survey.columns, "after_dark": answered}, survey.weight, 12.0, 1.0, survey.account
    )
    virtual = virtual_survey(yes_no, town(), seed=1).column("after_dark")
    assert set(virtual[np.isfinite(virtual)]) <= {4.0, 5.0}


def test_what_the_simulation_cannot_answer_is_named(made):
    virtual = virtual_survey(real(made, participation=np.ones(400)), town(), seed=1)
    assert "participation" not in virtual.columns
    assert virtual.account.notes == ("The simulation has no answer to participation.",)


def test_the_seed_decides(made):
    survey = real(made)
    first, again, other = (virtual_survey(survey, town(), seed).column("trust") for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_a_town_without_women_is_refused(made):
    with pytest.raises(CalibrationError, match="The town has nobody of the sex of a respondent"):
        virtual_survey(real(made), town(women=False), seed=1)


@pytest.mark.slow
def test_a_simulation_answers(made):
    from nightwalk.model import Simulation
    from nightwalk.model.city import grid_town
    from nightwalk.model.indicators import answers
    from nightwalk.model.start import first_start
    from nightwalk.scenarios.scenario import Scenario

    today = Scenario(grid_town(6, 6, residents=1500), "Today")
    sim = Simulation(today, start_from=first_start(today, today.reference, 1))
    for _ in range(24):
        sim.step()
    before = {name: column.copy() for name, column in sim.state.people._asdict().items()}
    people = townspeople(sim)
    virtual = virtual_survey(real(made, 3000), people, seed=1)
    for name, column in sim.state.people._asdict().items():
        np.testing.assert_array_equal(column, before[name])
    residents = sim.state.people.kind == 0
    expected = answers(sim)["after_dark"][residents][:, 2:].sum(axis=1).mean()
    assert virtual.unsafe("after_dark") == pytest.approx(expected, abs=0.08)
    sim.close()
