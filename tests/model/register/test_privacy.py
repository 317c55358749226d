"""A count below k is never shown and cannot be worked out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.base.errors import CityError
from nightwalk.model.register.make import register
from nightwalk.model.register.privacy import pooled, shared_out
from nightwalk.model.register.terms import Terms

COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=60)


def groups(known, exposure, shown):
    """Rows that share a rate, as somebody who sees the estimates would find them."""
    rate = np.round(known / exposure, 9)
    return [np.flatnonzero(~shown & (rate == one)) for one in np.unique(rate[~shown])]


@given(COUNTS, st.integers(0, 10**6), st.integers(3, 8))
def test_streets_below_k_share_a_rate_with_at_least_k_reports(counts, seed, fewest):
    counts, rng = np.array(counts, float), np.random.default_rng(seed)
    exposure = rng.uniform(0.1, 2.0, len(counts))
    splits = [rng.integers(0, 4, len(counts)), rng.integers(0, 3, len(counts))]
    if counts.sum() < fewest:
        with pytest.raises(CityError, match="are never shown"):
            pooled(counts, exposure, splits, fewest)
        return
    known, shown = pooled(counts, exposure, splits, fewest)
    assert np.all(counts[shown] >= fewest)
    assert np.array_equal(known[shown], counts[shown])
    assert known.sum() == pytest.approx(counts.sum())
    for group in groups(known, exposure, shown):
        assert known[group].sum() >= fewest - 1e-6


def test_groups_are_as_fine_as_k_allows():
    counts = np.array([4.0, 2.0, 1.0, 4.0, 4.0, 0.0])
    area = np.array([0, 0, 0, 1, 1, 1])
    known, shown = pooled(counts, np.ones(6), [area], 5)
    assert not shown.any()
    assert known.tolist() == pytest.approx([7 / 3] * 3 + [8 / 3] * 3)


def test_a_group_too_small_joins_the_smallest():
    counts, area = np.array([4.0, 3.0, 3.0, 3.0, 1.0]), np.array([0, 0, 1, 1, 2])
    known, _ = pooled(counts, np.ones(5), [area], 5)
    assert known.tolist() == pytest.approx([3.5, 3.5, 7 / 3, 7 / 3, 7 / 3])


def test_where_the_rest_has_too_few_a_street_with_many_is_pooled_with_it():
    known, shown = pooled(np.array([9.0, 6.0, 1.0, 0.0]), np.ones(4), [], 5)
    assert shown.tolist() == [True, False, False, False]
    assert known.tolist() == pytest.approx([9.0, 7 / 3, 7 / 3, 7 / 3])


@given(COUNTS, st.integers(0, 10**6))
def test_what_is_known_by_area_keeps_its_total_or_is_not_shown(counts, seed):
    counts, rng = np.array(counts, float), np.random.default_rng(seed)
    spread = shared_out(counts, rng.uniform(0.1, 1.0, len(counts)), rng.integers(0, 5, len(counts)), 5)
    assert spread.sum() == pytest.approx(counts.sum() if counts.sum() >= 5 else 0.0)


def test_no_cell_of_a_saved_register_reveals_a_count_below_k(city, made, spread, tmp_path):
    """Attack the file with everything it holds: no count below k comes out for a street on its own."""
    import pyogrio

    path = made.save(tmp_path / "town.register.gpkg")
    meta, _, _, columns = pyogrio.raw.read(path, layer="streets")
    table = dict(zip(meta["fields"], columns, strict=True))
    truth = np.bincount(spread, minlength=city.segments).astype(float)
    told = np.isfinite(table["recorded_count"])
    assert np.array_equal(table["recorded_count"][told], truth[told])
    assert np.all(truth[told] >= 5)
    alpha = (table["recorded_shape"] - truth)[told].mean()  # somebody who knows a shown count knows the prior
    worked_out = table["recorded_shape"] - alpha
    for group in groups(worked_out, made.exposure, told):
        assert worked_out[group].sum() >= 5 - 1e-6
        assert len(group) > 1
    assert set(table["outlook"]) <= {"highest", "high", "rest"}
    assert not any("date" in name or "day" in name.replace("latest_28_days", "") for name in table)


def test_too_few_reports_are_refused_and_k_can_be_set(city, incidents):
    path = incidents([3, 3, 9, 9])
    with pytest.raises(CityError, match=r"only 4 reports on the streets; fewer than 5 are never shown"):
        register(city, incidents=path)
    assert register(city, incidents=path, terms=Terms(fewest=3)).fewest == 3.0
