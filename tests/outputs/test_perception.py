"""The perception gap of areas and the day-dark difference of streets."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.outputs.decision_words import GAP_WORDS
from nightwalk.outputs.perception import CANNOT_TELL, GAPS, day_dark, perception_gaps, smoothed


def study(felt, harm, hours=None):
    """A study of one scenario from shares who feel unsafe and harm, (areas, seeds) each."""
    felt, harm = np.asarray(felt, float), np.asarray(harm, float)
    hours = np.full(felt.shape, 1e6) if hours is None else hours
    names, seeds = [f"Area {i}" for i in range(len(felt))], list(range(1, felt.shape[1] + 1))
    tables = {
        measure: [
            {"zone": names[i], "seed": seed, "value": table[i, k]}
            for i in range(len(felt))
            for k, seed in enumerate(seeds)
        ]
        for measure, table in (("harm", harm), ("walked_km", 4.7 * hours))
    }
    index = pd.MultiIndex.from_product([["area"], names], names=["split", "group"])
    told = pd.DataFrame(felt, index=index, columns=pd.Index(seeds, name="seed"))
    return SimpleNamespace(
        scenarios=("Today",), by_seed=lambda of, scenario: told,
        chosen=lambda name, *, measure, **equal: pd.DataFrame(tables[measure]),
    )  # fmt: skip


FELT = np.linspace(0.1, 0.5, 8)[:, None] * np.ones(4)
HARM = np.linspace(100, 1000, 8)[:, None] * np.ones(4)


def test_areas_whose_ranks_agree_are_aligned():
    found = perception_gaps(study(FELT, HARM))
    assert list(found["gap"]) == ["aligned_low"] * 4 + ["aligned_high"] * 4
    assert (found["difference"] == 0).all()
    assert found["harm"].iloc[-1] == pytest.approx(1.0, rel=0.01), "per 1,000 hours"


def test_an_area_where_people_feel_less_safe_than_harm_suggests_and_the_reverse():
    felt, harm = FELT.copy(), HARM.copy()
    felt[[0, 7]] = felt[[7, 0]]
    found = perception_gaps(study(felt, harm)).set_index("area")
    assert found.loc["Area 0", "gap"] == "less_safe_than_harm"
    assert found.loc["Area 7", "gap"] == "safer_than_harm"
    assert found.loc["Area 0", "difference"] == pytest.approx(7 / 8)


def test_where_seeds_disagree_nobody_can_tell():
    harm = HARM.copy()
    harm[:, ::2] = harm[::-1, ::2]
    found = perception_gaps(study(FELT, harm))
    assert CANNOT_TELL in set(found["gap"])
    none = 0.2 / (found["seeds"] + 1)
    assert np.allclose(found[list(GAPS)].sum(axis=1), 1.0 - none)


def test_few_areas_or_a_single_seed_say_nothing():
    assert set(perception_gaps(study(FELT[:4], HARM[:4]))["gap"]) == {CANNOT_TELL}
    assert set(perception_gaps(study(FELT[:, :1], HARM[:, :1]))["gap"]) == {CANNOT_TELL}


def test_where_crimes_are_too_few_to_tell_areas_apart_nobody_can_tell():
    found = perception_gaps(study(FELT, np.full(FELT.shape, 2.0)))
    assert set(found["gap"]) == {CANNOT_TELL}
    assert (found[list(GAPS)].max(axis=1) <= 0.2 / (found["seeds"] + 1)).all()


def test_a_town_whose_areas_all_have_too_few_streets_has_no_gaps():
    assert perception_gaps(study(FELT, np.full(FELT.shape, np.nan))).empty


def test_areas_without_crime_figures_are_left_out():
    harm = HARM.copy()
    harm[2] = np.nan
    assert "Area 2" not in set(perception_gaps(study(FELT, harm))["area"])


def test_words_are_those_of_the_rule():
    assert set(GAP_WORDS) == {*GAPS, CANNOT_TELL}
    assert GAP_WORDS["less_safe_than_harm"] == "feels less safe than recorded harm suggests"
    assert not any("over-feared" in words for words in GAP_WORDS.values())


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(10.0, 1e4)), min_size=2, max_size=20))
def test_smoothing_draws_towards_the_common_rate_and_no_further(cells):
    harm, hours = (np.array(column, float)[:, None] for column in zip(*cells, strict=True))
    rate, common = harm / hours, harm.sum() / hours.sum()
    drawn = smoothed(harm, hours)
    assert (np.abs(drawn - common) <= np.abs(rate - common) + 1e-12).all()
    assert ((drawn - common) * (rate - common) >= -1e-12).all()


def test_smoothing_trusts_long_exposure_more():
    harm, hours = np.array([[4.0], [400.0], [50.0]]), np.array([[100.0], [10_000.0], [10_000.0]])
    drawn, common = smoothed(harm, hours)[:, 0], 454.0 / 20_100.0
    assert abs(drawn[0] - 0.04) > abs(drawn[1] - 0.04)
    assert common < drawn[0] < 0.04
    same = smoothed(np.full((3, 1), 5.0), np.full((3, 1), 100.0))
    np.testing.assert_allclose(same, 0.05)
    assert (smoothed(np.zeros((3, 1)), np.ones((3, 1))) == 0).all()


def test_made_areas_are_told(ensemble):
    found = perception_gaps(ensemble)
    assert set(found["scenario"]) == set(ensemble.scenarios)
    assert len(found) == 3 * 12


def test_day_dark_by_hand(single):
    found = day_dark(single).set_index("street_class")
    streets = single.frame("streets").dropna(subset=["unsafe_dark"])
    length = dict(zip(single.shapes.id.tolist(), single.shapes.length(), strict=True))
    weight = streets["segment"].map(length)
    each = [
        np.average((part["unsafe_dark"] - part["unsafe_day"]), weights=weight[part.index])
        for _, part in streets.groupby("seed")
    ]
    row = found.loc["all"]
    assert row.difference == pytest.approx(np.mean(each))
    assert row.low < row.difference < row.high
    assert row.difference == pytest.approx(row.unsafe_dark - row.unsafe_day)
    assert set(found.index) == {"all", "main", "residential"}
    assert found.loc["all", "km"] == pytest.approx(found.drop("all")["km"].sum())
    assert found.loc["all", "km"] == pytest.approx(
        sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in single.shapes.lines()) / 1000
    )
