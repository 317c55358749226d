"""Cells: weighted shares, effective numbers, nothing told of few people."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.calibration.cells import FEWEST, cells_of, clustering


def of_one_group(made, answers, **more):
    count = len(answers)
    return made(sex=np.ones(count), age=np.full(count, 40.0), after_dark=answers, **more)


def test_a_cell_holds_the_weighted_share_and_what_it_is_worth(made):
    survey = of_one_group(made, [3] * 10 + [0] * 10, weight=[3] * 10 + [1] * 10)
    (cell,) = cells_of(survey, ("after_dark",))
    assert (cell.item, cell.sex, cell.age, cell.answers) == ("after_dark", "women", "35-49", 20)
    assert cell.share == pytest.approx(0.75)
    assert cell.size == pytest.approx(40**2 / 100)


def test_fewer_than_ten_answers_are_not_told(made):
    assert FEWEST == 10
    assert cells_of(of_one_group(made, [3] * 9 + [np.nan] * 5), ("after_dark",)) == []
    assert len(cells_of(of_one_group(made, [3] * 10), ("after_dark",))) == 1


def test_clusters_that_answer_alike_are_worth_fewer_people(made):
    answers, homes = np.repeat([3, 0] * 10, 5), np.repeat([f"c{k}" for k in range(20)], 5)
    alike = of_one_group(made, answers, cluster=homes)
    assert clustering(alike, "after_dark") == pytest.approx(5.0)
    mixed = of_one_group(made, answers, cluster=[f"c{k % 25}" for k in range(100)])
    assert clustering(mixed, "after_dark") == pytest.approx(1.0)
    assert cells_of(alike, ("after_dark",))[0].size == pytest.approx(20.0)


def test_a_design_effect_is_a_smaller_sample(made):
    assert cells_of(of_one_group(made, [3, 0] * 10, design_effect=2.0), ("after_dark",))[
        0
    ].size == pytest.approx(10.0)
